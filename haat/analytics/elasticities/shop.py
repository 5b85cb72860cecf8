"""What one shop's sales tell of each product: prior, shop, category, product, each leaning on the one before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import log

import numpy as np

from haat.analytics.elasticities.response import learned
from haat.analytics.elasticities.sales import Sales
from haat.analytics.elasticities.terms import PRICE, RIVAL
from haat.analytics.price_response import Elasticity, Prior, SellingDay, below_zero

LEAST_DAYS = 56  # eight weeks
LEAST_CHANGES = 3
WORTH_DAYS = 10  # days that the usual weekday is worth
LEAST_OWN = 0.01  # where there is a history; how little it tells the bounds say
MOVED = 0.01  # a price that differs by less is the same price
WEEKS_A_YEAR = 365.25 / 7
DAYS = 7
# Of a product's spread what the whole shop shares: with two steps down of half as much each (`pooling`)
# a product of which nothing is heard is as unsure as the prior.
SHARED = (2 / 3) ** 0.5


@dataclass(frozen=True, slots=True)
class Spell:
    """The days of a calendar week on which one product stood at one price: rupees, on offer or not.

    `week` counts from the calendar's first day; `rival` is what competitors asked (rupees).
    """

    week: int
    units: float
    weekdays: tuple[int, ...]
    price: float
    promo: bool
    rival: float | None


@dataclass(frozen=True, slots=True)
class Past:
    """One product's spells and changes of price, its category, and what was known before.

    `sold` and `days` are units and days of each weekday.
    """

    category: str
    prior: Prior
    spells: tuple[Spell, ...]
    sold: tuple[float, ...]
    days: tuple[int, ...]
    price_changes: int

    @property
    def told(self) -> bool:
        """Whether it has a price history of its own."""
        long_enough = sum(self.days) >= LEAST_DAYS and self.price_changes >= LEAST_CHANGES
        return long_enough and any(self.sold)


def past_of(category: str, prior: Prior, days: Iterable[SellingDay]) -> Past:
    """The spells of days that are in order; those on which the shelf ran out are left out.

    What was sold on such a day is not what was wanted.
    """
    told = [d for d in days if not d.ran_out and d.price > 0]
    sold, count = [0.0] * DAYS, [0] * DAYS
    for d in told:
        sold[d.date.weekday()] += d.units
        count[d.date.weekday()] += 1
    weeks = groupby(told, key=lambda d: d.date.toordinal() // DAYS)
    spells = (spell for week, its in weeks for spell in _spells(week, list(its)))
    return Past(category, prior, tuple(spells), tuple(sold), tuple(count), price_changes(told))


def price_changes(days: Sequence[SellingDay]) -> int:
    """How often the price moved from one day to the next."""
    prices = [d.price for d in days]
    return sum(abs(b / a - 1) > MOVED for a, b in pairwise(prices))


def elasticities(goods: Mapping[str, Past]) -> dict[str, Elasticity]:
    """The elasticity of each product.

    Goods with the same prior (loose foods, brands) learn from one another: what the shop's sales say
    of all of them is drawn to the prior, a category to the shop, a product to its category. `own` is
    the share of the prior's doubt that sales took away; it is 0 where the product's own price
    history is too short, whatever its like say.
    """
    found: dict[str, Elasticity] = {}
    usual = _weekdays(past for past in goods.values() if any(past.sold))
    for prior in sorted({past.prior for past in goods.values()}, key=lambda p: p.source):
        found |= _learned({sku: p for sku, p in goods.items() if p.prior == prior}, prior, usual)
    return found


def _learned(
    goods: Mapping[str, Past], prior: Prior, usual: Sequence[float]
) -> dict[str, Elasticity]:
    names = [sku for sku, past in goods.items() if any(past.sold)]
    found = {sku: _unheard(past, prior) for sku, past in goods.items()}
    if not any(goods[sku].told for sku in names):
        return found
    shared = replace(prior, sd=prior.sd * SHARED)
    pooled = learned(_sales([goods[sku] for sku in names], usual), shared).pooled
    means = pooled.terms[:, PRICE]
    spreads = np.sqrt(pooled.covariance[:, PRICE, PRICE])
    for sku, mean, sd in zip(names, means.tolist(), spreads.tolist(), strict=True):
        past = goods[sku]
        own = max(LEAST_OWN, 1 - (sd / prior.sd) ** 2) if past.told else 0.0
        found[sku] = below_zero(mean, sd, prior, past.price_changes, own)
    return found


def _unheard(past: Past, prior: Prior) -> Elasticity:
    return below_zero(prior.mean, prior.sd, prior, past.price_changes)


def _spells(week: int, days: Sequence[SellingDay]) -> Iterator[Spell]:
    """Days of one week by the price, to the nearest that differs."""
    found: dict[tuple[int, bool], list[SellingDay]] = {}
    for d in days:
        found.setdefault((round(log(d.price) / MOVED), d.promo), []).append(d)
    for (_, promo), its in found.items():
        rivals = [d.rival for d in its if d.rival]
        yield Spell(
            week,
            sum(d.units for d in its),
            tuple(d.date.weekday() for d in its),
            sum(d.price for d in its) / len(its),
            promo,
            sum(rivals) / len(rivals) if rivals else None,
        )


def _weekdays(goods: Iterable[Past]) -> list[float]:
    """How much sells on each weekday against the mean, of all goods: one may be dear on Sundays.

    Drawn to the mean where days are few.
    """
    index, count = [0.0] * DAYS, [0] * DAYS
    for past in goods:
        mean = sum(past.sold) / sum(past.days)
        for weekday in range(DAYS):
            index[weekday] += past.sold[weekday] / mean
            count[weekday] += past.days[weekday]
    return [(i + WORTH_DAYS) / (n + WORTH_DAYS) for i, n in zip(index, count, strict=True)]


def _sales(goods: Sequence[Past], usual: Sequence[float]) -> Sales:
    """Categories stand where shops of a chain would: what is sold in one shares shocks."""
    rows = [(unit, spell) for unit, past in enumerate(goods) for spell in past.spells]
    spells = [spell for _, spell in rows]
    names = sorted({past.category for past in goods})
    return Sales(
        unit=np.array([unit for unit, _ in rows]),
        period=np.array([spell.week for spell in spells]),
        price=np.array([spell.price for spell in spells]),
        sold=np.array([spell.units for spell in spells]),
        product=np.arange(len(goods)),
        store=np.array([names.index(past.category) for past in goods]),
        covariates={
            "promo": np.array([float(spell.promo) for spell in spells]),
            RIVAL: np.array([np.nan if s.rival is None else s.rival for s in spells]),
        },
        year=WEEKS_A_YEAR,
        exposure=np.array([sum(usual[day] for day in s.weekdays) / DAYS for s in spells]),
    )
