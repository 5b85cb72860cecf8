"""A question for a figure of the shop: which one, of what, over which days."""

from collections.abc import Mapping
from typing import Any

from agent.memory import Planned as Call
from agent.memory import Question
from agent.planner.desk import (
    GENITIVES,
    Desk,
    Plan,
    about,
    category,
    period,
    products_of,
    spans,
    unknown_product,
)
from agent.planner.intents.intent import Intent
from agent.sheet import Part, ShopStore
from haat.core.message import Option
from haat.language.concepts import GENERIC

NOW_METRICS = frozenset({"stock_on_hand"})  # these have no period
WHOLE_SHOP = frozenset(
    {"top_products", "slow_products", "stockout_rate", "inventory_turns", "forecast_accuracy"}
)
RANKINGS = frozenset({"top_products", "slow_products"})
BRIEF = 4  # words
SHORTEST = 3  # words


def query_kpi(desk: Desk, intent: Intent) -> Plan:
    """One call for each of the goods and periods; what the ledger cannot tell is said."""
    part, metric = desk.part, _metric(desk, intent.detail)
    products, question = products_of(desk, "product", Call("query_kpi", {"metric": metric}))
    if metric in RANKINGS:  # a ranking is of the shop or a category; goods are named by the way
        products, question = tuple(p for p in products if p in GENERIC), None
    arguments = _arguments(desk, metric)
    if question:
        return Plan(question=about(question, arguments))
    if part.places and "store_id" not in arguments:
        return Plan(question=_which_store(desk, arguments))
    if metric in NOW_METRICS and _past(part):
        return Plan(topic="stock_now_only")
    if not products and metric == "stock_on_hand" and _brief(desk) and desk.memory.product:
        products = (desk.memory.product,)
    return _of_nothing(desk, arguments) if not products else _of_goods(part, arguments, products)


def _arguments(desk: Desk, metric: str) -> dict[str, Any]:
    span = None if metric in NOW_METRICS else period(desk.part)
    store = store_named(desk)
    return (
        {"metric": metric}
        | ({"period": span} if span else _inherited(desk, metric))
        | category(desk.part)
        | ({"store_id": store} if store else {})
    )


def _of_nothing(desk: Desk, arguments: dict[str, Any]) -> Plan:
    """No goods were named: the whole shop is meant, unless a word that we don't know stands for some."""
    if _about_somebody(desk.part):
        return Plan(topic="cannot")
    if _about_unknown(desk.part, arguments["metric"]):
        return unknown_product(desk, "query_kpi", arguments)
    return Plan(calls=_each_span(desk.part, [arguments]))


def _of_goods(part: Part, arguments: dict[str, Any], products: tuple[str, ...]) -> Plan:
    if (
        arguments["metric"] in RANKINGS and products[0] in GENERIC
    ):  # a ranking is one of the category
        whole = arguments | {"category": GENERIC[products[0]]}
        return Plan(calls=(Call("query_kpi", whole),))
    return Plan(calls=_each_span(part, [arguments | {"product": p} for p in products]))


def _each_span(part: Part, asked: list[dict[str, Any]]) -> tuple[Call, ...]:
    """`yesterday and today` are two questions."""
    said = [] if asked[0]["metric"] in NOW_METRICS else spans(part)
    each = [a | {"period": s} for a in asked for s in said] if len(said) > 1 else asked
    return tuple(Call("query_kpi", a) for a in each)


def _inherited(desk: Desk, metric: str) -> dict[str, Any]:
    """`munafa?` after a question about last week is about last week, and about the same goods."""
    last = desk.memory.last[-1] if desk.memory.last else None
    short = len(desk.part.sheet.tokens) <= SHORTEST and not desk.part.has("all_products")
    points = short or desk.part.has("pronoun")
    if last is None or last.name != "query_kpi" or not points:
        return {}
    kept = {"product", "category", "store_id"} | (set() if metric in NOW_METRICS else {"period"})
    return {k: v for k, v in last.arguments.items() if k in kept}


def _about_somebody(part: Part) -> bool:
    """`what did I sell to Ramesh`: the ledger knows no customers."""
    tokens = part.sheet.tokens
    before = {tokens[i - 1].key for i in part.unknown if i}
    after = {tokens[i + 1].key for i in part.unknown if i + 1 < len(tokens)}
    return "to" in before or bool(after & {"ko", "को"})


def _brief(desk: Desk) -> bool:
    """`bacha kitna hai`: so few words are about what was just talked of."""
    part = desk.part
    return bool(desk.memory.last) and not part.unknown and len(part.sheet.tokens) <= BRIEF


def _about_unknown(part: Part, metric: str) -> bool:
    """Whether a figure is asked of goods we don't know: `diaper ki bikri`, `how many diapers are left`.

    Of the shop as a whole, stray words mean nothing.
    """
    if not part.unknown or metric in WHOLE_SHOP:
        return False
    if metric in {"stock_on_hand", "units"}:
        return True
    tokens = part.sheet.tokens
    after = {tokens[i + 1].key for i in part.unknown if i + 1 < len(tokens)}
    before = {tokens[i - 1].key for i in part.unknown if i}
    return bool(after & GENITIVES) or "of" in before


def _metric(desk: Desk, detail: str) -> str:
    """Of goods one asks how many were sold, of the shop how much money came in."""
    if detail != "sales":
        return detail
    part = desk.part
    if part.has("how_many") and not _counts_rupees(part):
        return "units"
    about_goods = bool(part.products) or (part.has("pronoun") and bool(desk.memory.product))
    if about_goods and part.has("units") and part.has("did_sell") and not part.has("rupees_asked"):
        return "units"
    if part.has("revenue", "rupees_asked", "price_asked"):
        return "revenue"
    return "units" if about_goods and part.has("units") else "revenue"


def _counts_rupees(part: Part) -> bool:
    """`how many rupees` begins as `how many` does."""
    said = [s for s in part.sheet.signals if part.start <= s.start and s.end <= part.end]
    counts = {s.start for s in said if s.name == "how_many"}
    return any(s.name == "rupees_asked" and s.start in counts for s in said)


def store_named(desk: Desk) -> str | None:
    """The store that stands in the place named."""
    stands: ShopStore | None = next(
        (
            s
            for m in desk.part.places
            for s in desk.shop.stores
            if s.place and any(s.place in {i, i.partition(", ")[2]} for i in m.ids)
        ),
        None,
    )
    return stands.id if stands else None


def _which_store(desk: Desk, arguments: Mapping[str, Any]) -> Question:
    """A shop of ours was meant, in a place where there is none."""
    options = tuple(Option(s.name, s.id) for s in desk.shop.stores)
    return Question(Call("query_kpi", arguments), "choice", "store_id", options)


def _past(part: Part) -> bool:
    return any(d.end < part.sheet.today for d in part.days)
