"""Simulates the demo shops day by day: demand with a known truth, sales as far as stock reaches, reorders.

Every day draws from a generator of its own, and the chain begins on a fixed day: so a date always gives
the same ledger, and a later date only adds days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from app.demo.catalogue import Article, Catalogue, Festival, Shop
from app.demo.festivals import festival_days

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SEED = 20150101
EPOCH = date(2015, 1, 1)
WINDOW_DAYS = 730
DISPERSION = 8.0  # of the negative binomial: variance = mean + mean^2 / 8
PROMO_LIFT = 1.25  # of the sign on the shelf, besides the lower price
BULK_CHANCE, BULK_FACTOR = 0.002, 4.0  # now and then a wedding or a canteen buys
RETURN_CHANCE = 0.004
LATE_CHANCE = 0.25  # a delivery comes a day late
CARELESS_SHARE = 6  # one shelf in six is reordered too late
CHANGES = 2_000  # price changes drawn for each product at once: the first ones stay the same
PROMOTIONS = 400


@dataclass(frozen=True, slots=True)
class Policy:
    """How a shelf is refilled: below `reorder_point` an order up to `order_up_to` is placed."""

    reorder_point: Floats
    order_up_to: Floats
    lot: Floats


@dataclass(frozen=True, slots=True)
class Offer:
    """A promotion as it was announced: `price` rupees from `starts` to `ends`, in one shop."""

    shop: Shop
    article: Article
    starts: date
    ends: date
    price: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """What happened: one row a day (`days`), one column a series (product in a shop)."""

    series: tuple[tuple[Shop, Article], ...]
    days: tuple[date, ...]
    mean: Floats
    demand: Floats
    sales: Floats
    price: Floats  # rupees asked
    promo: Flags
    received: Floats
    cost: Floats  # rupees paid for a unit
    on_hand: Floats  # at the end of the day
    in_transit: Floats
    wasted: Floats
    returned: Floats
    list_price_today: Floats
    offers: tuple[Offer, ...]
    policy: Policy


def simulate(catalogue: Catalogue, today: date) -> Ledger:
    """The ledger of the last 730 days up to yesterday."""
    series = catalogue.series()
    n = max(0, (today - EPOCH).days)
    days = tuple(EPOCH + timedelta(days=i) for i in range(n + 1))
    listed = np.stack([list_price(a, n + 1) for _, a in series], axis=1)
    asked, promo, offers = _offers(series, listed)
    asked, promo = asked[:n], promo[:n]
    mean = _mean(catalogue, series, days[:n], asked, promo)
    policy = policies(catalogue)
    told = _run(series, mean, policy)
    first = max(0, n - WINDOW_DAYS)
    cost = np.array([a.cost for _, a in series]) * (0.5 + 0.5 * listed[:n] / _reference(series))
    return Ledger(
        series=series,
        days=days[first:n],
        mean=mean[first:],
        price=asked[first:],
        promo=promo[first:],
        cost=np.round(cost[first:], 2),
        list_price_today=listed[n],
        offers=tuple(o for o in offers if o.starts >= days[first]),
        policy=policy,
        **{name: rows[first:] for name, rows in told.items()},
    )


def list_price(article: Article, n: int) -> Floats:
    """The price on the shelf on the first `n` days of the chain, without promotions."""
    rng = np.random.default_rng([SEED, crc32(article.sku_id.encode())])
    gaps = rng.integers(*article.price_days, size=CHANGES, endpoint=True)
    swings = 1 + rng.uniform(-article.price_swing, article.price_swing, size=CHANGES)
    change = np.searchsorted(np.cumsum(gaps), np.arange(n), side="right")
    price = shelf_price(article.price * swings[np.minimum(change, CHANGES - 1)])
    floor = article.cost * (1 + article.min_margin_pct / 100)
    price = np.maximum(price, min(article.price, floor) if article.price_swing < 0.1 else 0)
    capped: Floats = np.minimum(price, article.mrp or np.inf)
    return capped


def shelf_price(price: Floats) -> Floats:
    """As a shopkeeper writes it: whole rupees, below 20 half rupees."""
    rounded: Floats = np.where(price < 20, np.round(price * 2) / 2, np.round(price))
    return rounded


def policies(catalogue: Catalogue) -> Policy:
    """The reorder rule of each shelf; a few shopkeepers order too late."""
    series = catalogue.series()
    mean = np.array([catalogue.mean_per_day(s, a) for s, a in series])
    lead = np.array([a.lead_time_days for _, a in series], dtype=float)
    cover = np.array([a.cover_days for _, a in series])
    late = np.array([crc32(f"{s.id}/{a.sku_id}".encode()) % CARELESS_SHARE == 0 for s, a in series])
    lot = np.where(mean >= 3, 5.0, 1.0)
    shelf = np.array([a.shelf_life_days for _, a in series], dtype=float)
    reorder = mean * (lead + 1) * np.where(late, 0.75, 1.5) + np.where(late, 0, 1)
    reorder = np.ceil(np.minimum(reorder, mean * shelf))  # more would only be thrown away
    return Policy(reorder, reorder + np.ceil(np.maximum(mean * cover, 1) / lot) * lot, lot)


def _reference(series: tuple[tuple[Shop, Article], ...]) -> Floats:
    return np.array([a.price for _, a in series])


def _offers(
    series: tuple[tuple[Shop, Article], ...], listed: Floats
) -> tuple[Floats, Flags, list[Offer]]:
    """Prices with promotions, where they are in force, and how they were announced."""
    asked, promo = listed.copy(), np.zeros(listed.shape, dtype=bool)
    offers: list[Offer] = []
    for column, (shop, article) in enumerate(series):
        for start, length, discount in _promotions(shop, article, len(listed)):
            part = slice(start, start + length)
            full = listed[part, column]
            offer = np.maximum(shelf_price(full * (1 - discount)), article.cost)
            if offer[0] >= full[0]:
                continue
            promo[part, column] = offer < full
            asked[part, column] = np.minimum(offer, full)
            starts = EPOCH + timedelta(days=start)
            ends = starts + timedelta(days=length - 1)
            offers.append(Offer(shop, article, starts, ends, float(offer[0])))
    return asked, promo, offers


def _promotions(shop: Shop, article: Article, n: int) -> list[tuple[int, int, float]]:
    """(first day, number of days, discount) of those that begin within `n` days."""
    if not article.promoted:
        return []
    rng = np.random.default_rng([SEED, crc32(f"{shop.id}/{article.sku_id}".encode())])
    starts = np.cumsum(rng.integers(50, 110, size=PROMOTIONS))
    lengths = rng.integers(5, 10, size=PROMOTIONS)
    discounts = rng.choice([0.1, 0.15, 0.2], size=PROMOTIONS)
    drawn = zip(starts.tolist(), lengths.tolist(), discounts.tolist(), strict=True)
    return [plan for plan in drawn if plan[0] < n]


def _mean(
    catalogue: Catalogue,
    series: tuple[tuple[Shop, Article], ...],
    days: tuple[date, ...],
    asked: Floats,
    promo: Flags,
) -> Floats:
    """The true mean of demand for each day and series."""
    weekday = np.array([d.weekday() for d in days], dtype=int)
    of_year = np.array([d.timetuple().tm_yday for d in days], dtype=float)[:, None]
    early = np.array([d.day <= 7 for d in days], dtype=bool)[:, None]
    base = np.array([catalogue.mean_per_day(s, a) for s, a in series])
    week = np.array([s.weekday for s, _ in series]).T
    swing = np.array([a.season_amplitude for _, a in series])
    peak = np.array([a.season_peak for _, a in series])
    start = np.array([a.month_start for _, a in series])
    mean: Floats = (
        base * week[weekday] * (1 + swing * np.cos(2 * np.pi * (of_year - peak) / 365.25))
    )
    mean *= np.where(early, start, 1.0)
    mean *= (asked / _reference(series)) ** np.array([a.elasticity for _, a in series])
    mean *= np.where(promo, PROMO_LIFT, 1.0)
    _lift(catalogue.festivals, series, days, mean)
    return mean


def _lift(
    festivals: tuple[Festival, ...],
    series: tuple[tuple[Shop, Article], ...],
    days: tuple[date, ...],
    mean: Floats,
) -> None:
    """Multiply the days before each festival, in place."""
    if not days:
        return
    years = range(days[0].year, days[-1].year + 2)
    for state in {s.state for s, _ in series}:
        here = np.array([s.state == state for s, _ in series])
        found = festival_days(festivals, state, years)
        for festival in festivals:
            lifts = np.array([a.festivals.get(festival.id, 1.0) for _, a in series])
            factor = np.where(here, lifts, 1.0)
            for day in found.get(festival.id, ()):
                last = (day - days[0]).days
                mean[max(0, last - festival.lead) : max(0, last + 1)] *= factor


def _run(
    series: tuple[tuple[Shop, Article], ...], mean: Floats, policy: Policy
) -> dict[str, Floats]:
    """Walk through the days: receive, sell, throw away, reorder."""
    n, width = mean.shape
    names = ("demand", "sales", "received", "on_hand", "in_transit", "wasted", "returned")
    told = {name: np.zeros((n, width)) for name in names}
    step = np.array([a.step for _, a in series])
    lead = np.array([a.lead_time_days for _, a in series])
    shelf = np.array([a.shelf_life_days for _, a in series])
    coming = np.zeros((n + int(lead.max(initial=0)) + 3, width))
    everything_received = np.zeros((n + 1, width))
    columns = np.arange(width)
    stock, on_the_way = policy.order_up_to.copy(), np.zeros(width)
    everything_received[0] = stock
    for day in range(n):
        rng = np.random.default_rng([SEED, EPOCH.toordinal() + day])
        rate = mean[day] / step * rng.gamma(DISPERSION, 1 / DISPERSION, width)
        luck = rng.random((3, width))
        demand = rng.poisson(rate) * step * np.where(luck[0] < BULK_CHANCE, BULK_FACTOR, 1.0)
        arrived = coming[day]
        stock = stock + arrived
        on_the_way = on_the_way - arrived
        everything_received[day + 1] = everything_received[day] + arrived
        sold = np.minimum(demand, stock)
        stock = stock - sold
        # First in, first out: what is left over and is older than the shelf life is thrown away.
        past = np.maximum(day + 1 - shelf, 0)
        fresh = everything_received[day + 1] - everything_received[past, columns]
        wasted = np.where(day >= shelf, np.maximum(stock - fresh, 0.0), 0.0)
        stock = stock - wasted
        low = stock + on_the_way <= policy.reorder_point
        short = policy.order_up_to - stock - on_the_way
        order = np.where(low, np.ceil(short / policy.lot) * policy.lot, 0.0)
        coming[day + lead + (luck[1] < LATE_CHANCE), columns] += order
        on_the_way = on_the_way + order
        told["demand"][day] = demand
        told["sales"][day] = sold
        told["received"][day] = arrived
        told["on_hand"][day] = stock
        told["in_transit"][day] = on_the_way
        told["wasted"][day] = wasted
        told["returned"][day] = np.where((luck[2] < RETURN_CHANCE) & (sold >= step), step, 0.0)
    return told
