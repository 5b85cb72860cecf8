"""What price to take: a band within the guardrails, the best price in it, and what it would change."""

from collections.abc import Iterable

from haat.analytics import gst_slab
from haat.analytics.guardrails import Checked, around_known
from haat.analytics.pricing import Change, Ranged, Suggestion, change, suggest
from haat.core.actor import Permission
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.core.money import from_paise, number
from haat.language.units import PACKAGES
from haat.store.engine import reading
from tools.context import Tool, ToolContext
from tools.price_arguments import SuggestPrice
from tools.price_facts import Evidence, competitor_paise, gathered
from tools.shop import ledger, rounded

WHOLE = PACKAGES | {"piece", "pair", "dozen", "gross"}  # sold by the whole one
CHANGE_DAYS = 7  # what another price would change is told for a week
CLEAR_DAYS = 14  # stock that has to go, goes within a fortnight, or before it spoils


def suggest_price(context: ToolContext, arguments: SuggestPrice) -> Finding | Missing:
    """The price and its band; without figures where nothing is known to go by."""
    context.actor.require(Permission.ASK)
    if arguments.product is None:
        return Missing("slot", "product")
    with reading(context.engine) as db:
        evidence = gathered(context, db, arguments, arguments.product)
    if isinstance(evidence, Missing):
        return evidence
    if evidence is None:
        asked = {"product": arguments.product, "objective": arguments.objective}
        return Finding(parameters=asked, notes=("not_sold",), demo=context.actor.demo)
    days = _clear_days(evidence)
    found = suggest(evidence.facts, evidence.elasticity, days)
    parameters = _parameters(arguments, evidence)
    if found is None:
        notes = (*evidence.notes, "nothing_to_go_by")
        return Finding(parameters=parameters, notes=notes, demo=context.actor.demo and evidence.own)
    return Finding(
        figures=tuple(_figures(evidence, found)),
        rows=tuple(_rows(evidence, found)),
        parameters=parameters,
        sources=tuple(_sources(evidence)),
        notes=tuple(dict.fromkeys((*evidence.notes, *_notes(evidence, found)))),
        demo=context.actor.demo and evidence.own,
    )


def _clear_days(evidence: Evidence) -> int:
    shelf = evidence.product.shelf_life_days
    return CLEAR_DAYS if shelf is None else max(1, min(shelf, CLEAR_DAYS))


def _parameters(arguments: SuggestPrice, evidence: Evidence) -> dict[str, object]:
    told: dict[str, object] = {
        "product": arguments.product,
        "sku_id": evidence.product.sku_id,
        "store_id": evidence.store.id,
        "objective": arguments.objective,
        "unit": evidence.product.unit,
        "horizon_days": CHANGE_DAYS,
        "price_changes": evidence.elasticity.price_changes,
    }
    if evidence.facts.clearing:
        told["clear_days"] = _clear_days(evidence)
    if arguments.candidate_price is not None:
        told["candidate_price"] = arguments.candidate_price
    if arguments.price_unit is not None:
        told["price_unit"] = arguments.price_unit
    if evidence.realised is not None:
        told |= evidence.realised.parameters
    return told


def _figures(evidence: Evidence, found: Suggestion) -> Iterable[Figure]:
    facts = evidence.facts
    yield _money(evidence, "price_min", found.low)
    yield _money(evidence, "price_recommended", found.price)
    yield from _known(evidence, "price_max", found.high)
    yield from _known(evidence, "current_price", facts.current)
    yield from _known(evidence, "unit_cost", facts.cost)
    yield _elasticity(evidence)
    yield from _neighbours(evidence)
    yield from _known(evidence, "candidate_price", evidence.candidate)
    changed = _change(evidence, found)
    if changed is not None:
        yield from _changes(evidence, changed)
    if facts.cost is not None and found.price < facts.cost:
        yield _money(evidence, "loss_per_unit", facts.cost - found.price)
    if evidence.realised is not None:
        yield from evidence.realised.figures(evidence.product, facts.cost)
    if evidence.sheet is not None:
        price = evidence.candidate or found.price
        earned = evidence.sheet.earning_per_hour(price / 100)
        if earned is not None:
            yield _figure(evidence, "earning_per_hour", rounded(earned), "INR/hour")


def _neighbours(evidence: Evidence) -> Iterable[Figure]:
    """What others ask and pay."""
    rivals, market = evidence.rivals, evidence.market
    asked = competitor_paise(rivals)
    if asked is not None:
        value = number(from_paise(asked))
        yield Figure(
            "competitor_price",
            "competitor_price",
            value,
            _unit(evidence),
            lower=float(from_paise(min(r.price_paise for r in rivals))),
            upper=float(from_paise(max(r.price_paise for r in rivals))),
            product=evidence.product.sku_id,
            date=max(r.date for r in rivals),
        )
    if market is not None:
        yield Figure(
            "market_price",
            "market_price",
            number(from_paise(market.mandi.paise)),
            _unit(evidence),
            product=evidence.product.concept,
            place=market.place,
            date=market.date,
        )


def _elasticity(evidence: Evidence) -> Figure:
    found = evidence.elasticity
    return Figure(
        "elasticity",
        "elasticity",
        rounded(found.value),
        "ratio",
        lower=rounded(found.lower),
        upper=rounded(found.upper),
        product=evidence.product.sku_id,
    )


def _above_mrp(evidence: Evidence) -> bool:
    mrp, candidate = evidence.facts.mrp, evidence.candidate
    return mrp is not None and candidate is not None and candidate > mrp


def _change(evidence: Evidence, found: Suggestion) -> Change | None:
    """Of the price she thinks of, else of the recommended one; none of a price the law forbids."""
    if _above_mrp(evidence):
        return None
    price = evidence.candidate or found.price
    return change(evidence.facts, evidence.elasticity, price, CHANGE_DAYS)


def _changes(evidence: Evidence, changed: Change) -> Iterable[Figure]:
    unit = evidence.product.unit
    yield _ranged(evidence, "units_change", changed.units, unit, _places(unit))
    yield _ranged(evidence, "revenue_change", _in_rupees(changed.revenue), "INR")
    if changed.margin is not None:
        yield _ranged(evidence, "margin_change", _in_rupees(changed.margin), "INR")


def _places(unit: str) -> int:
    """Decimals of what is sold: nobody buys half a packet."""
    return 0 if unit in WHOLE else 1


def _same_units(evidence: Evidence, found: Suggestion) -> bool:
    """Whether the price changes less of what is sold than can be told."""
    changed = _change(evidence, found)
    return changed is not None and not round(changed.units.value, _places(evidence.product.unit))


def _in_rupees(found: Ranged) -> Ranged:
    return Ranged(found.value / 100, found.lower / 100, found.upper / 100)


def _ranged(evidence: Evidence, name: str, found: Ranged, unit: str, places: int = 2) -> Figure:
    return Figure(
        name,
        name,
        rounded(found.value, places),
        unit,
        lower=rounded(found.lower, places),
        upper=rounded(found.upper, places),
        product=evidence.product.sku_id,
    )


def _known(evidence: Evidence, name: str, paise: float | None) -> Iterable[Figure]:
    if paise is not None:
        yield _money(evidence, name, paise)


def _money(evidence: Evidence, name: str, paise: float) -> Figure:
    return _figure(evidence, name, rounded(paise / 100), _unit(evidence))


def _figure(evidence: Evidence, name: str, value: float, unit: str) -> Figure:
    return Figure(name, name, value, unit, product=evidence.product.sku_id)


def _unit(evidence: Evidence) -> str:
    return f"INR/{evidence.product.unit}"


def _rows(evidence: Evidence, found: Suggestion) -> Iterable[Row]:
    """Each guardrail in the order in which they win over one another."""
    yield from (_row(evidence, found, one) for one in found.rules)
    yield {
        "name": "charm_price",
        "status": "passed" if found.price == found.unrounded else "triggered",
        "limit": rounded(found.unrounded / 100),
        "value": rounded(found.price / 100),
        "unit": _unit(evidence),
    }


def _row(evidence: Evidence, found: Suggestion, one: Checked) -> Row:
    limit = value = None
    if one.bound is not None:
        limit, value = one.rule.shown(evidence.facts, one.bound, found.price)
    money = one.rule.unit == "money"
    return {
        "name": one.rule.name,
        "status": one.status,
        "limit": _shown(limit, money=money),
        "value": _shown(value, money=money),
        "unit": _unit(evidence) if money else one.rule.unit,
    }


def _shown(value: float | None, *, money: bool) -> float | None:
    if value is None:
        return None
    return rounded(value / 100 if money else value)


def _notes(evidence: Evidence, found: Suggestion) -> Iterable[str]:
    facts, candidate = evidence.facts, evidence.candidate
    if found.fallback is not None:
        yield f"fallback:{found.fallback}"
    if found.kept:
        yield "keep_price"
    if _same_units(evidence, found):
        yield "same_units"
    yield from (f"conflict:{one.rule.name}" for one in found.rules if one.given_up)
    if any(
        one.rule.name == "shelf_life" and one.status == "triggered" and not one.given_up
        for one in found.rules
    ):
        yield "spoils_first"
    if facts.cost is not None and found.price < facts.cost:
        yield "below_cost"
    if _above_mrp(evidence):
        yield "above_mrp"
    if candidate is not None and facts.cost is not None and candidate < facts.cost:
        yield "candidate_below_cost"
    if candidate is not None and _far_from_known(evidence, candidate):
        yield "beyond_known_prices"


def _far_from_known(evidence: Evidence, candidate: int) -> bool:
    """Where no such price was ever asked, the answer of sales to it is only thought on."""
    known = evidence.facts.known
    return known is not None and not around_known(known).allows(candidate)


def _sources(evidence: Evidence) -> Iterable[Source]:
    if evidence.own:
        yield ledger(evidence.sold_until)
    if evidence.rivals:
        yield Source("competitor-prices", "own", max(r.date for r in evidence.rivals))
    if evidence.market is not None:
        yield from evidence.market.sources
    if evidence.facts.slab_taxed:
        yield Source(gst_slab.REFERENCE, "rules", gst_slab.BEGINS)
    if evidence.elasticity.own < 1:
        yield Source(evidence.elasticity.prior.source, "model", None)


SUGGEST_PRICE = Tool("suggest_price", SuggestPrice, suggest_price, Permission.ASK)
