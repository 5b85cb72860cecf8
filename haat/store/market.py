"""Market prices by day and place: the published ones and the tenant's own, nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from haat.core.actor import Actor
from haat.store import tables

Level = Literal["wholesale", "retail"]
Shape = tuple[bool, bool, bool]  # whether a series names a state, a district, a market
_m: Any = tables.market_prices.c
_QUOTE = (
    _m.district,
    _m.market,
    _m.date,
    _m.modal_paise,
    _m.min_paise,
    _m.max_paise,
    _m.unit,
    _m.variety,
    _m.source,
    (_m.tenant_id != "").label("own"),
)
_BETWEEN = (_m.date >= bindparam("start"), _m.date <= bindparam("end"))


@dataclass(frozen=True, slots=True)
class Quote:
    """One day's price in one market, in paise per `unit`; `own` where the tenant brought it."""

    district: str
    market: str
    date: date
    modal_paise: int
    min_paise: int | None
    max_paise: int | None
    unit: str
    variety: str
    source: str
    own: bool


@dataclass(frozen=True, slots=True)
class Series:
    """A commodity's prices in a market, a district or a state, or (all three None) anywhere."""

    commodity: str
    level: Level
    district: str | None = None
    market: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class LastQuoted:
    """The newest day on which a market had a price."""

    district: str
    market: str
    date: date


def newest_days(
    actor: Actor, db: Connection, asked: Sequence[Series], until: date
) -> tuple[date | None, ...]:
    """The newest day with a price in each series, of days not after `until`."""
    told: dict[str, object] = {"until": until}
    for n, series in enumerate(asked):
        told |= _said(actor, series, n)
    return tuple(db.execute(_newest(tuple(map(_shape, asked))), told).one())


def quotes(
    actor: Actor, db: Connection, series: Series, start: date, end: date
) -> tuple[Quote, ...]:
    """All prices from `start` to `end` inclusive."""
    told = {**_said(actor, series), "start": start, "end": end}
    return tuple(Quote(*row) for row in db.execute(_quotes(_shape(series)), told).all())


def last_quoted(
    actor: Actor,
    db: Connection,
    series: Series,
    start: date,
    end: date,
    *,
    districts: Sequence[str] | None = None,
) -> tuple[LastQuoted, ...]:
    """Each market (of these districts) with a price between the days, and the newest of them."""
    told: dict[str, object] = {**_said(actor, series), "start": start, "end": end}
    if districts is not None:
        told["districts"] = districts
    query = _last_quoted(_shape(series), some=districts is not None)
    return tuple(LastQuoted(*row) for row in db.execute(query, told).all())


def quotes_at(
    actor: Actor, db: Connection, series: Series, markets: Sequence[LastQuoted]
) -> tuple[Quote, ...]:
    """The prices of these markets on these days."""
    told = _said(actor, series)
    for n, one in enumerate(markets):
        told |= {
            f"at_district{n}": one.district,
            f"at_market{n}": one.market,
            f"at_date{n}": one.date,
        }
    return tuple(Quote(*row) for row in db.execute(_quotes_at(len(markets)), told).all())


def arrivals(
    actor: Actor, db: Connection, series: Series, start: date, end: date
) -> dict[date, float]:
    """The tonnes that came to these markets on each day on which any told them."""
    told = {**_said(actor, series), "start": start, "end": end}
    return {day: float(tonnes) for day, tonnes in db.execute(_arrived(_shape(series)), told)}


def priced(
    actor: Actor, db: Connection, commodities: Sequence[str], until: date
) -> tuple[str, ...]:
    """Which of the commodities ever had a price until that day."""
    told = {"commodities": commodities, "tenant": actor.tenant_id, "until": until}
    seen = frozenset(db.execute(_PRICED, told).scalars())
    return tuple(one for one in commodities if one in seen)


# A statement costs more to write than to run, so each is written once for its shape.

_PRICED = (
    select(_m.commodity)
    .distinct()
    .where(
        _m.commodity.in_(bindparam("commodities", expanding=True)),
        _m.tenant_id.in_(("", bindparam("tenant"))),
        _m.date <= bindparam("until"),
    )
)


@cache
def _newest(shapes: tuple[Shape, ...]) -> Select[Any]:
    days = (
        select(func.max(_m.date)).where(*_of(shape, n), _m.date <= bindparam("until"))
        for n, shape in enumerate(shapes)
    )
    return select(*(day.scalar_subquery() for day in days))  # an index gives each at once


@cache
def _quotes(shape: Shape) -> Select[Any]:
    return select(*_QUOTE).where(*_of(shape), *_BETWEEN)


@cache
def _arrived(shape: Shape) -> Select[Any]:
    query = select(_m.date, func.sum(_m.arrival_t)).group_by(_m.date).order_by(_m.date)
    return query.where(*_of(shape), *_BETWEEN, _m.arrival_t.is_not(None))


@cache
def _last_quoted(shape: Shape, *, some: bool) -> Select[Any]:
    query = select(_m.district, _m.market, func.max(_m.date)).group_by(_m.district, _m.market)
    if not some:
        return query.where(*_of(shape), *_BETWEEN)
    # The coalesce keeps SQLite off the index by tenant: a few districts tell far more.
    told = _of(shape, tenant=func.coalesce(_m.tenant_id, ""))
    return query.where(*told, *_BETWEEN, _m.district.in_(bindparam("districts", expanding=True)))


@cache
def _quotes_at(markets: int) -> Select[Any]:
    told = _of((False, False, False))
    places = (
        # told is repeated in each branch, so that each is one seek in the index
        and_(
            *told,
            _m.district == bindparam(f"at_district{n}"),
            _m.market == bindparam(f"at_market{n}"),
            _m.date == bindparam(f"at_date{n}"),
        )
        for n in range(markets)
    )
    return select(*_QUOTE).where(or_(*places))


def _of(
    shape: Shape, n: int = 0, *, tenant: ColumnElement[str] = _m.tenant_id
) -> tuple[ColumnElement[bool], ...]:
    """What a quote must fulfil to be of the nth series; `_said` has the values."""
    in_state, in_district, in_market = shape
    told = [
        tenant.in_(("", bindparam(f"tenant{n}"))),
        _m.commodity == bindparam(f"commodity{n}"),
        _m.level == bindparam(f"level{n}"),
    ]
    told += [_m.state == bindparam(f"state{n}")] if in_state else []
    told += [_m.district == bindparam(f"district{n}")] if in_district else []
    told += [func.lower(_m.market) == bindparam(f"market{n}")] if in_market else []
    return tuple(told)


def _said(actor: Actor, series: Series, n: int = 0) -> dict[str, object]:
    return {
        f"tenant{n}": actor.tenant_id,
        f"commodity{n}": series.commodity,
        f"level{n}": series.level,
        f"state{n}": series.state,
        f"district{n}": series.district,
        f"market{n}": series.market and series.market.lower(),
    }


def _shape(series: Series) -> Shape:
    return series.state is not None, series.district is not None, series.market is not None
