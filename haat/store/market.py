"""Market prices by day and place: the published ones and the tenant's own, nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from haat.core.actor import Actor
from haat.store import tables

Level = Literal["wholesale", "retail"]


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


def newest_day(actor: Actor, db: Connection, series: Series, until: date) -> date | None:
    """The newest day with a price, of days not after `until`."""
    m = tables.market_prices.c
    told = (*_of(actor, series), m.date <= until)
    return db.execute(select(func.max(m.date)).where(*told)).scalar()


def quotes(
    actor: Actor, db: Connection, series: Series, start: date, end: date
) -> tuple[Quote, ...]:
    """All prices from `start` to `end` inclusive."""
    m = tables.market_prices.c
    return _quotes(db, *_of(actor, series), m.date >= start, m.date <= end)


def last_quoted(
    actor: Actor, db: Connection, series: Series, start: date, end: date
) -> tuple[LastQuoted, ...]:
    """Each market that had a price between the days, with the newest of them."""
    m = tables.market_prices.c
    query = (
        select(m.district, m.market, func.max(m.date))
        .where(*_of(actor, series), m.date >= start, m.date <= end)
        .group_by(m.district, m.market)
    )
    return tuple(LastQuoted(*row) for row in db.execute(query))


def quotes_at(
    actor: Actor, db: Connection, series: Series, markets: Iterable[LastQuoted]
) -> tuple[Quote, ...]:
    """The prices of these markets on these days."""
    m = tables.market_prices.c
    told = _of(actor, series)  # repeated in each branch, so that each is one seek in the index
    places = [
        and_(*told, m.district == one.district, m.market == one.market, m.date == one.date)
        for one in markets
    ]
    return _quotes(db, or_(*places))


def _of(actor: Actor, series: Series) -> tuple[ColumnElement[bool], ...]:
    m = tables.market_prices.c
    told = [
        m.tenant_id.in_(("", actor.tenant_id)),
        m.commodity == series.commodity,
        m.level == series.level,
    ]
    if series.state is not None:
        told.append(m.state == series.state)
    if series.district is not None:
        told.append(m.district == series.district)
    if series.market is not None:
        told.append(func.lower(m.market) == series.market.lower())
    return tuple(told)


def _quotes(db: Connection, *told: ColumnElement[bool]) -> tuple[Quote, ...]:
    m: Any = tables.market_prices.c
    query = select(
        m.district,
        m.market,
        m.date,
        m.modal_paise,
        m.min_paise,
        m.max_paise,
        m.unit,
        m.source,
        m.tenant_id != "",
    ).where(*told)
    return tuple(Quote(*row) for row in db.execute(query))
