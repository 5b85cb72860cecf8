"""What a request wants: the first rule that fits, over what was recognised in it."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.planner.identifiers import holds_identifier
from agent.planner.intents import alarms, entries, goods, papers, people, prices, sales
from agent.planner.intents.intent import Intent
from agent.planner.intents.said import counted, everything, named
from agent.sheet import Part


@dataclass(frozen=True, slots=True)
class Rule:
    """`fits` decides from one part of the message; the order of the table breaks ties."""

    intent: Intent
    fits: Callable[[Part], bool]


ALWAYS = frozenset(
    {
        "erase",
        "check_identifier",
        "register_buyer",
        "no_telephone",
        "describe_group",
        "decide_price",
    }
)  # what these say is never meant otherwise
# A sale is recognised before a question about sales, and advice before the plain figure it is about.
RULES: tuple[Rule, ...] = (
    Rule(Intent("erase"), lambda p: p.has("erase")),
    Rule(Intent("register_buyer"), people.adds_buyer),
    Rule(Intent("describe_group"), people.tells_of_group),
    Rule(Intent("check_identifier"), lambda p: holds_identifier(p.sheet.text)),
    Rule(Intent("no_telephone"), people.asks_telephone),
    Rule(Intent("contact_buyer"), people.writes_to),
    Rule(Intent("unwatch"), alarms.unwatches),
    Rule(Intent("set_alert"), alarms.watches),
    Rule(Intent("list_alerts", "own"), alarms.own),
    Rule(Intent("list_alerts", "fallen"), alarms.fallen),
    Rule(Intent("outcome_told"), people.tells_outcome),
    Rule(Intent("decide_price"), prices.decides_price),
    Rule(Intent("suggest_price"), prices.tells_costs),
    Rule(Intent("suggest_price"), prices.asks_effect),
    Rule(Intent("match_buyers"), people.seeks_buyer),
    Rule(Intent("search_rules"), papers.on_the_pack),
    Rule(Intent("record_entry", "price_change"), prices.changes_price),
    Rule(Intent("recommend_products"), goods.asks_new),
    Rule(Intent("suggest_price"), prices.wants_advice),
    Rule(Intent("elsewhere"), lambda p: p.has("returned") and counted(p)),
    Rule(Intent("record_entry", "stock_count"), entries.tells_count),
    Rule(Intent("record_entry", "sale"), entries.tells_sale),
    Rule(Intent("record_entry", "purchase"), entries.tells_purchase),
    Rule(Intent("record_entry", "sale"), entries.to_write("sold_entry")),
    Rule(Intent("record_entry", "purchase"), entries.to_write("bought")),
    Rule(Intent("record_entry", "purchase"), entries.bought_something),
    Rule(Intent("record_entry", "stock_count"), entries.to_write("counted", "stock")),
    Rule(Intent("record_entry"), entries.to_write("entry")),
    Rule(Intent("list_alerts"), alarms.of_stock),
    Rule(Intent("recommend_products"), goods.bought_again),
    Rule(Intent("plan_reorder"), goods.order_advice),
    Rule(Intent("query_kpi", "forecast_accuracy"), lambda p: p.has("accuracy")),
    Rule(Intent("query_kpi", "inventory_turns"), lambda p: p.has("turns")),
    Rule(Intent("query_kpi", "stockout_rate"), lambda p: p.has("stockout")),
    Rule(Intent("forecast_demand"), sales.ahead),
    Rule(Intent("contact_buyer"), lambda p: p.has("contact") and not p.has("did_sell", "bought")),
    Rule(Intent("match_buyers"), lambda p: p.has("buyers") and not p.has("rules")),
    Rule(Intent("check_identifier"), papers.asks_identifier),
    Rule(Intent("find_opportunities"), lambda p: p.has("kind:tender", "kind:fair")),
    Rule(Intent("check_document"), papers.judges_this_paper),
    Rule(Intent("search_rules"), lambda p: p.has("rules")),
    Rule(Intent("search_rules"), lambda p: p.has("paper") and p.has("needed")),
    Rule(Intent("check_document"), papers.judges_paper),
    Rule(Intent("set_alert"), lambda p: p.has("watch") and not p.has("orders", *alarms.CHANCES)),
    Rule(Intent("list_alerts", "today"), alarms.needs_her),
    Rule(Intent("list_alerts", "prices"), alarms.of_prices),
    Rule(Intent("list_alerts", "prices"), alarms.of_losses),
    Rule(Intent("list_alerts"), lambda p: p.has("alerts") and not p.has("able")),
    Rule(Intent("list_orders"), lambda p: p.has("orders")),
    Rule(Intent("find_opportunities"), lambda p: p.has("opportunity")),
    Rule(Intent("find_opportunities"), lambda p: p.has("kind:festival") and p.has("when")),
    Rule(Intent("elsewhere"), lambda p: p.has("elsewhere") and not p.has("margin", "did_sell")),
    Rule(Intent("query_kpi", "top_products"), sales.ranked("top")),
    Rule(Intent("query_kpi", "slow_products"), sales.ranked("slow")),
    Rule(Intent("recommend_products"), goods.recommends),
    Rule(Intent("query_kpi", "margin"), lambda p: p.has("margin", "loss")),
    Rule(Intent("find_products"), lambda p: any(a.role == "limit" for a in p.amounts)),
    Rule(Intent("find_products"), prices.asks_own),
    Rule(Intent("find_products"), goods.asks_kept),
    Rule(Intent("market_price"), prices.asks_there),
    Rule(Intent("plan_reorder"), lambda p: p.has("run_out", "finishes") and everything(p)),
    Rule(Intent("own_goods"), lambda p: p.has("own_goods") and everything(p)),
    Rule(Intent("query_kpi", "sales"), sales.asks_sales),
    Rule(Intent("market_price"), prices.asks_market),
    Rule(Intent("list_alerts"), alarms.below_zero),
    Rule(Intent("query_kpi", "stock_on_hand"), goods.asks_stock),
    Rule(Intent("find_products"), goods.asks_there_is),
    Rule(Intent("record_entry"), lambda p: p.has("record") and counted(p) and named(p)),
    Rule(Intent("own_goods"), everything),
)


def rule_of(part: Part) -> Intent | None:
    """The first rule that fits this part, or None."""
    return next((r.intent for r in RULES if r.fits(part)), None)
