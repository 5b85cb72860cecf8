"""Goods that come back too often, and claims that are made again and again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from haat.analytics.returns import (
    LEAST_BACK,
    PAST_DAYS,
    SPELL_DAYS,
    Again,
    Back,
    Claim,
    TooMany,
    again,
    too_many,
    too_many_severity,
)
from haat.core.money import from_paise
from haat.store import sales, signals
from haat.store.extent import Extent
from haat.store.products import Product
from tools.shop import rounded
from tools.watching.alert import Alert
from tools.watching.facts import DAY, Facts

NOTHING = Back(0.0, 0.0)


def brought_back(facts: Facts) -> Iterator[Alert]:
    """What the returns of the last four weeks tell, beside those of the half year before."""
    start = facts.today - SPELL_DAYS * DAY
    told = signals.brought_back(facts.context.actor, facts.db, facts.extent(SPELL_DAYS + PAST_DAYS))
    claims = [
        Claim(b.sku_id, b.date, b.units, b.reason, b.sale) for b in told if b.sku_id in facts.goods
    ]
    if not any(c.date >= start for c in claims):
        return
    rated = tuple(_rates(facts, claims))
    yield from rated
    yield from _claims(facts, claims, {a.product or "" for a in rated})


def _rates(facts: Facts, claims: Sequence[Claim]) -> Iterator[Alert]:
    """Goods of which more came back than their past and their category let expect."""
    start = facts.today - SPELL_DAYS * DAY
    lately = [c for c in claims if c.date >= start]
    often = [sku for sku, n in Counter(c.sku_id for c in lately).items() if n >= LEAST_BACK]
    if not often:  # spares the sums of half a year
        return
    recent = _backs(facts, lately, SPELL_DAYS, 0)
    past = _backs(facts, [c for c in claims if c.date < start], PAST_DAYS, SPELL_DAYS)
    for sku in often:
        found = too_many(recent[sku], past.get(sku, NOTHING), _others(facts, past, sku))
        if found is not None:
            since = min(c.date for c in lately if c.sku_id == sku)
            yield _rate(facts.goods[sku], found, since)


def _others(facts: Facts, past: Mapping[str, Back], sku: str) -> Back:
    """The same of the other goods of its category together."""
    category = facts.goods[sku].category
    others = (b for s, b in past.items() if s != sku and facts.goods[s].category == category)
    return sum(others, NOTHING)


def _backs(facts: Facts, claims: Sequence[Claim], days: int, ago: int) -> dict[str, Back]:
    """Sold and brought back by SKU in so many days, the last of them so many days before yesterday."""
    end = facts.today - (ago + 1) * DAY
    extent = Extent((facts.store.id,), end - (days - 1) * DAY, end)
    sold = sales.sold(facts.context.actor, facts.db, extent)
    found = {s.sku_id: Back(s.units, 0.0) for s in sold if s.sku_id in facts.goods}
    for claim in claims:
        found[claim.sku_id] = found.get(claim.sku_id, NOTHING) + Back(0.0, claim.units, 1)
    return found


def _rate(product: Product, found: TooMany, since: date) -> Alert:
    return Alert(
        kind="compliance_failure",
        reason="returns_above_usual",
        severity=too_many_severity(found),
        product=product.sku_id,
        since=since,
        what_to_do="check_goods",
        unit=product.unit,
        numbers={
            "units": rounded(found.returned, 3),
            "sold": rounded(found.sold, 3),
            "expected": rounded(found.expected),
            "chance": float(f"{100 * found.chance:.1g}"),
        },
        at_stake=_worth(product, found.returned - found.expected),
    )


def _claims(facts: Facts, claims: Sequence[Claim], rated: AbstractSet[str]) -> Iterator[Alert]:
    """The same claim made again; a reason that returns says no more where the rate is told."""
    begun = facts.begun or facts.today
    past_days = min(PAST_DAYS, max(0, (facts.today - begun).days - SPELL_DAYS))
    for found in again(claims, facts.today, past_days):
        if found.of == "sale" or found.sku_id not in rated:
            yield _claim(facts.goods[found.sku_id], found)


def _claim(product: Product, found: Again) -> Alert:
    of_sale = found.of == "sale"
    return Alert(
        kind="compliance_failure",
        reason="sale_claimed_again" if of_sale else "same_reason_again",
        severity="medium",
        product=product.sku_id,
        since=found.since,
        what_to_do="check_claims" if of_sale else "check_goods",
        unit=product.unit,
        numbers={"units": rounded(found.units, 3), "times": found.times},
        at_stake=_worth(product, found.units),
    )


def _worth(product: Product, units: float) -> float | None:
    """Rupees that were given back."""
    return None if product.price_paise is None else units * float(from_paise(product.price_paise))
