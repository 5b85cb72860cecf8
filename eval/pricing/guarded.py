"""Random pricing cases, each checked against rules written a second time."""

import random
from collections import Counter
from dataclasses import dataclass

from haat.analytics.guardrails import Facts, Mandi, Objective
from haat.analytics.price_response import BRANDS, STAPLES, Elasticity, below_zero
from haat.analytics.pricing import Suggestion, suggest

CASES = 10_000
OBJECTIVES: tuple[Objective, ...] = ("margin", "revenue", "clear_stock")
DAYS = 14


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rule's lowest and highest price in paise."""

    name: str
    low: float
    high: float


def guarded(seed: int, cases: int = CASES) -> str:
    """How many suggestions broke a rule that no earlier one had ruled out."""
    chance = random.Random(seed)  # noqa: S311  # cases to try, no secret
    suggested, broken = 0, Counter[str]()
    for _ in range(cases):
        facts, elasticity = _facts(chance), _elasticity(chance)
        found = suggest(facts, elasticity, DAYS)
        if found is None:
            continue
        suggested += 1
        broken.update(violations(facts, found))
    told = ", ".join(f"{name} {count}" for name, count in sorted(broken.items())) or "none"
    return f"\n## Guardrails\n\n{cases:,} random cases (seed {seed}), {suggested:,} prices suggested, rules broken: {told}"


def violations(facts: Facts, found: Suggestion) -> list[str]:
    """The rules that the price breaks, though the ones before leave a price that would keep them."""
    low, high, broken = 1.0, float("inf"), []
    for rule in _rules(facts):
        if max(low, rule.low) > min(high, rule.high):
            low = high = high if rule.low > high else low
            continue
        low, high = max(low, rule.low), min(high, rule.high)
        if not low - 1 <= found.price <= high + 1:
            broken.append(rule.name)
    return broken


def _rules(facts: Facts) -> list[Bounds]:
    """In the order in which they win over one another."""
    endless = float("inf")
    clearing, now = facts.objective == "clear_stock", facts.current
    rules = []
    if facts.mrp is not None:
        rules.append(Bounds("mrp", 0, facts.mrp))
    if facts.map_floor is not None:
        rules.append(Bounds("brand's price", facts.map_floor, endless))
    if facts.cost is not None and not clearing:
        share = min(max(facts.min_margin_pct, 0), 99) / 100
        rules.append(Bounds("margin", facts.cost / (1 - share), endless))
    if facts.slab_taxed and (now is not None or facts.cost is not None):
        rules.append(_gst(facts, now))
    if now is not None:
        rules.append(Bounds("change", now * 0.9, now * 1.1))
    if facts.cost is not None and not clearing:
        rules.append(Bounds("cost", facts.cost, endless))
    if facts.rivals:
        low = 0 if clearing else min(facts.rivals) * 0.95
        rules.append(Bounds("competitors", low, max(facts.rivals) * 1.05))
    if facts.mandi is not None:
        paise = facts.mandi.paise
        low, high = (0.75, 1.25) if facts.mandi.retail else (1.0, 2.0)
        rules.append(Bounds("mandi", 0 if clearing else paise * low, paise * high))
    if facts.known is not None:
        low = 0 if clearing else facts.known[0] * 0.9
        rules.append(Bounds("known prices", low, facts.known[1] * 1.1))
    if now is not None and facts.on_hand is not None and facts.per_day:
        there = max(0.0, facts.on_hand)
        keeps = facts.shelf_life_days
        spoils = keeps is not None and there > keeps * facts.per_day
        scarce = there < max(7 * facts.per_day, facts.safety_stock or 0) and not spoils
        if keeps is not None:
            rules.append(Bounds("shelf life", 0, now if spoils else endless))
        rules.append(Bounds("low stock", now if scarce else 0, endless))
    return rules


def _gst(facts: Facts, now: int | None) -> Bounds:
    """5 % up to ₹2,500 before tax, 18 % above; in between nothing is to be had."""
    clearing = facts.objective == "clear_stock"
    share = min(max(facts.min_margin_pct, 0), 99) / 100
    least = 0.0 if clearing else (facts.cost or 0) / (1 - share)
    if (now or 0) <= 295_000 and least * 1.05 <= 262_500:
        return Bounds("gst", least * 1.05, 262_500)
    return Bounds("gst", 0 if clearing else max(295_001, least * 1.18), float("inf"))


def _facts(chance: random.Random) -> Facts:
    def maybe(value: float) -> float | None:
        return value if chance.random() < 0.7 else None

    price = round(10 ** chance.uniform(2, 6))
    cost = maybe(price * chance.uniform(0.4, 1.3))
    mrp, now = maybe(round(price * chance.uniform(0.8, 1.6))), maybe(price)
    known = sorted(round(price * chance.uniform(0.7, 1.3)) + 1 for _ in range(2))
    return Facts(
        objective=chance.choice(OBJECTIVES),
        current=None if now is None else round(now),
        cost=cost,
        mrp=None if mrp is None else round(mrp),
        min_margin_pct=chance.choice((0.0, 5.0, 20.0, 60.0)),
        rivals=tuple(
            round(price * chance.uniform(0.7, 1.4)) + 1 for _ in range(chance.randint(0, 3))
        ),
        mandi=Mandi(round(price * chance.uniform(0.3, 1.2)) + 1, chance.random() < 0.5)
        if chance.random() < 0.3
        else None,
        known=(known[0], known[1]) if chance.random() < 0.7 else None,
        per_day=maybe(10 ** chance.uniform(-1.5, 2)),
        on_hand=maybe(chance.uniform(-5, 300)),
        map_floor=round(price * chance.uniform(0.6, 1.1)) + 1 if chance.random() < 0.3 else None,
        slab_taxed=chance.choice((None, False, True)),
        safety_stock=maybe(chance.uniform(0, 100)),
        shelf_life_days=chance.choice((None, 2, 7, 30, 365)),
    )


def _elasticity(chance: random.Random) -> Elasticity:
    prior = chance.choice((BRANDS, STAPLES))
    sd = chance.uniform(0.1, 1.0)
    return below_zero(-chance.uniform(0.2, 4), sd, prior, chance.randint(0, 40), chance.random())
