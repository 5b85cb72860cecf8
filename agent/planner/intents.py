"""What a request wants: the first rule that fits, over what was recognised in it."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.sheet import Part


@dataclass(frozen=True, slots=True)
class Intent:
    """`name` is a tool or a topic of talk; `detail` says which metric or kind, where the rule knows."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`fits` decides from one part of the message; the order of the table breaks ties."""

    intent: Intent
    fits: Callable[[Part], bool]


def asks(part: Part) -> bool:
    """A question, not a statement."""
    return part.sheet.asks or part.has("ask")


def sold_or_bought_amount(part: Part) -> bool:
    """An amount of goods: `5 kilo`, or a bare number beside a product."""
    return any(a.kind in {"quantity", "number"} and not a.pack for a in part.amounts)


def money_said(part: Part) -> bool:
    """Rupees of any kind."""
    return any(a.kind == "money" for a in part.amounts)


def _states(part: Part) -> bool:
    return sold_or_bought_amount(part) and not _asks_amount(part)


def _asks_amount(part: Part) -> bool:
    """`kitna becha` asks; `kya` or `batao` beside an amount of goods does not make it a question."""
    return part.sheet.asks or (part.has("ask") and part.has("units"))


def _sale(part: Part) -> bool:
    if part.has("units") and asks(part):
        return False
    if part.has("sold_entry") and _states(part):
        return part.sheet.tense != "future"
    return part.has("did_sell") and bool(part.products) and not asks(part) and not _ranked(part)


def _purchase(part: Part) -> bool:
    if not part.has("bought") or _asks_amount(part):
        return False
    return _states(part) or (bool(part.products) and not asks(part))


def _ranked(part: Part) -> bool:
    return part.has("top", "slow")


def _count(part: Part) -> bool:
    return part.has("counted") and _states(part) and bool(part.products) and not money_said(part)


def _price_change(part: Part) -> bool:
    wants = part.has("price_to") and not part.sheet.asks
    return wants and part.has("price") and bool(part.amounts)


def _entry_without_kind(part: Part) -> bool:
    return part.has("record") and sold_or_bought_amount(part) and bool(part.products)


def _cheaper(part: Part) -> bool:
    return any(a.role == "limit" for a in part.amounts)


def _named(part: Part) -> bool:
    return bool(part.products)


def _sells(part: Part) -> bool:
    return part.has("sold", "revenue", "units")


def _market(part: Part) -> bool:
    return part.has("price") or (part.has("market") and _named(part))


def _stock(part: Part) -> bool:
    if part.has("price", "did_sell", "sold", "margin"):
        return False
    if part.has("stock"):
        return True
    return _named(part) and part.has("units") and asks(part)


def _have(part: Part) -> bool:
    return part.has("have") and (_named(part) or bool(part.unknown))


def _category_only(part: Part) -> bool:
    return part.has("have") and any(s.startswith("category:") for s in part.signals)


# A sale is recognised before a question about sales, and advice before the plain figure it is about.
RULES: tuple[Rule, ...] = (
    Rule(Intent("erase"), lambda p: p.has("erase")),
    Rule(Intent("record_entry", "price_change"), _price_change),
    Rule(Intent("suggest_price"), lambda p: p.has("price_advice")),
    Rule(Intent("record_entry", "sale"), _sale),
    Rule(Intent("record_entry", "purchase"), _purchase),
    Rule(Intent("record_entry", "stock_count"), _count),
    Rule(Intent("plan_reorder"), lambda p: p.has("order_advice")),
    Rule(Intent("query_kpi", "forecast_accuracy"), lambda p: p.has("accuracy")),
    Rule(Intent("query_kpi", "inventory_turns"), lambda p: p.has("turns")),
    Rule(Intent("query_kpi", "stockout_rate"), lambda p: p.has("stockout")),
    Rule(Intent("forecast_demand"), lambda p: p.has("sell_future")),
    Rule(Intent("match_buyers"), lambda p: p.has("buyers")),
    Rule(Intent("check_identifier"), lambda p: p.has("identifier")),
    Rule(Intent("check_document"), lambda p: p.has("document")),
    Rule(Intent("search_rules"), lambda p: p.has("rules") and not _named(p)),
    Rule(Intent("list_alerts"), lambda p: p.has("alerts")),
    Rule(Intent("list_orders"), lambda p: p.has("orders")),
    Rule(Intent("find_opportunities"), lambda p: p.has("opportunity")),
    Rule(Intent("query_kpi", "top_products"), lambda p: p.has("top") and not p.has("price")),
    Rule(Intent("query_kpi", "slow_products"), lambda p: p.has("slow") and not p.has("price")),
    Rule(Intent("recommend_products"), lambda p: p.has("recommend")),
    Rule(Intent("elsewhere"), lambda p: p.has("elsewhere") and not p.has("margin", "did_sell")),
    Rule(Intent("query_kpi", "margin"), lambda p: p.has("margin")),
    Rule(Intent("find_products"), _cheaper),
    Rule(Intent("find_products"), lambda p: p.has("own") and p.has("price") and _named(p)),
    Rule(
        Intent("query_kpi", "sales"),
        lambda p: p.has("did_sell", "sold", "revenue") and not p.has("price"),
    ),
    Rule(Intent("market_price"), _market),
    Rule(Intent("query_kpi", "stock_on_hand"), _stock),
    Rule(Intent("find_products"), lambda p: _have(p) or _category_only(p)),
    Rule(Intent("record_entry"), _entry_without_kind),
    Rule(
        Intent("query_kpi", "sales"),
        lambda p: _sells(p) and not _named(p) and asks(p) and bool(p.days),
    ),
)

# Talk that counts only where nothing is asked for besides.
TALK: tuple[str, ...] = ("human", "undo", "help", "thanks", "bye", "greet")


def intent_of(part: Part) -> Intent | None:
    """The first rule that fits this part, or None."""
    return next((r.intent for r in RULES if r.fits(part)), None)


def talk_of(part: Part) -> str | None:
    """Small talk in this part, or None."""
    return next((t for t in TALK if part.has(t)), None)
