"""What a request wants: the first rule that fits, over what was recognised in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.planner.heads import heads
from agent.planner.identifiers import buyer_id, holds_identifier
from agent.sheet import Part

# Beside these, `likho` and `note` are said of another matter, or of what is not to be written.
NOT_WRITTEN = frozenset(
    {
        "alerts",
        "buyers",
        "contact",
        "identifier",
        "margin",
        "order_advice",
        "orders",
        "price",
        "rules",
        "sell_future",
        "slow",
        "top",
        "undo",
        "watch",
    }
)
SENTENCE = 4  # words
# What may happen, so that one can ask to be told of it when it does.
EVENTS = (
    "rises",
    "falls",
    "dear",
    "cheap",
    "changes",
    "finishes",
    "above",
    "breaks",
    "alert:compliance_failure",
    "alert:demand_spike",
)
LOW = ("order_advice", "stock", "alert:stockout_risk")
# Talk that counts only where nothing is asked for besides.
TALK: tuple[str, ...] = ("human", "undo", "help", "thanks", "bye", "greet")
# Beside how long something lasts these say nothing of their own.
ONLY_LENGTH = frozenset(
    {
        "also",
        "ask",
        "finishes",
        "how_long",
        "is",
        "judged_price",
        "lasts",
        "left",
        "polite",
        "pronoun",
        "run_out",
        "told_later",
        "units",
        "when",
        "when_will",
    }
)
# What takes something away, and the words without which nobody means it.
ENDS = {"erase": ("erase",), "unwatch": ("unwatch", "alert_noun", "watch")}
# What a wish to write is about; then nothing else is meant: `bikri likho na didi`.
ENTERED = ("sold_entry", "bought", "counted", "stock", "entry")
CHANCES = ("opportunity", "kind:tender", "kind:fair", "kind:festival", "kind:scheme")


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
    return part.asks or part.has("ask")


def is_sentence(part: Part) -> bool:
    """A whole sentence with no goods and no amount in it: no answer to a question for one thing.

    A name, however long, is mostly words that we don't know.
    """
    length = part.end - part.start
    if length < SENTENCE or part.products or part.places or part.amounts:
        return False
    return len(part.unknown) * 2 <= length


def counted(part: Part) -> bool:
    """An amount of goods: `5 kilo`, or a bare number."""
    return any(a.kind in {"quantity", "number"} and not a.pack for a in part.amounts)


def _named(part: Part) -> bool:
    return bool(part.products)


def _money(part: Part) -> bool:
    return any(a.kind == "money" for a in part.amounts)


def _how_much(part: Part) -> bool:
    """`kitna becha` asks; `kya` or `batao` beside an amount of goods does not make it a question."""
    return part.asks or (part.has("ask") and part.has("units"))


def _states(part: Part) -> bool:
    return counted(part) and not _how_much(part)


def _past_days(part: Part) -> bool:
    return any(d.start < part.sheet.today for d in part.days)


def changes_price(part: Part) -> bool:
    """`aloo ka daam 30 kar do`: an order to set a price, with the price in it."""
    if part.asks or not part.amounts or part.has("did_sell", "bought"):
        return False
    if part.has("price_advice", "what_if") and part.has("ask"):
        return False
    spoken = part.has("price", "price_asked") or (_named(part) and any(a.per for a in part.amounts))
    priced = spoken and not any(a.kind == "quantity" for a in part.amounts)
    set_now = part.has("price_to", "record") and priced
    tells = part.has("price") and priced and any(a.per or a.kind == "money" for a in part.amounts)
    wills = part.has("will_be") and _named(part)
    return set_now or ((tells or wills) and _named(part) and not part.has("ask", "units"))


def _price_advice(part: Part) -> bool:
    priced = part.has("price", "price_asked")
    thinks_of = part.has("what_if") and any(a.kind != "quantity" for a in part.amounts)
    clears = part.has("objective:clear_stock") and priced
    kept = part.has("keep_advice") and priced
    advised = part.has("price_advice") or kept or thinks_of or clears
    return advised or clears_out(part) or _price_judged(part)


def _price_judged(part: Part) -> bool:
    """`is 175 ok for oil`, `chini 44 theek hai kya`: a price she thinks of, and whether it is right."""
    sums = [a for a in part.amounts if a.kind != "quantity" and not a.pack]
    counts = [a for a in part.amounts if a.kind == "quantity" and not a.pack and a.value != 1]
    told = part.has("did_sell", "bought", "record", "paper", "rules", "contact", "counted", "stock")
    return part.has("judged_price") and _named(part) and len(sums) == 1 and not (counts or told)


def asks_effect(part: Part) -> bool:
    """`chawal ka daam badhaya tha, bikri pe kya fark pada`: what a change of price has done."""
    priced = part.has("price", "price_asked", "price_to") or bool(part.amounts)
    return part.has("effect") and priced and len(part.products) == 1


def lies_unsold(part: Part) -> bool:
    """`paneer lying, at what price shall I finish it`: goods that nobody takes, and a price asked for them."""
    asked = part.has("price", "price_asked", "price_advice", "clear_out")
    sums = any(a.kind != "quantity" and not a.pack for a in part.amounts)
    other = part.has("market", "buyers", "did_sell", "record")
    return part.has("lies") and asked and len(part.products) == 1 and not sums and not other


def seeks_buyer(part: Part) -> bool:
    """`60 bags are made, who will take them`: a question for buyers, however the goods are told."""
    other = part.has("did_sell", "bought", "record", "rules", "orders", "contact", "price_advice")
    return part.has("seeks_buyer") and not other


def clears_out(part: Part) -> bool:
    """`bread nikalni hai`: goods that have to go, or old stock; not who takes them, nor how many will go."""
    goods = _named(part) or (part.has("stock") and part.has("objective:clear_stock"))
    busy = part.has("buyers", "sell_future", "did_sell", "record", "rules")
    return (part.has("clear_out") and goods and not busy and not part.asks) or lies_unsold(part)


def tells_costs(part: Part) -> bool:
    """What making something costs, part by part, or what it costs in all, and what to charge for it."""
    parts = {s for s in part.signals if s.startswith("cost:")}
    asked = part.has("price", "price_asked", "price_advice", "what_if", "keep_advice")
    return bool(part.amounts) and ((len(parts) > 1 and asked) or _tells_cost(part))


def _tells_cost(part: Part) -> bool:
    """`honey costs me 200 a kg, what should I charge`."""
    elsewhere = part.has("market", "own") or part.places
    wishes = part.has("price_advice", "sell_wish") or (
        part.has("price", "price_asked") and (part.has("keep_advice", "ask") and not elsewhere)
    )
    return part.has("cost") and wishes and len(part.products) == 1 and not _past_days(part)


def _new_goods(part: Part) -> bool:
    """`aur kya rakhna chahiye`: what else to keep, where no goods are named that it could be the price of."""
    to_keep = part.has("mode:trending") and part.has("keep_advice")  # `trend me kya hai jo rakhun`
    priced = (part.has("price", "price_asked") and not to_keep) or bool(part.amounts)
    busy = part.has("record", "entry", "orders", "alerts", "buyers", "sell_future")
    new = part.has("new") and part.has("sell_wish") and part.has("ask") and not busy
    return (part.has("recommend") or new) and not _named(part) and not priced


def _alerts_of_stock(part: Part) -> bool:
    """`stock khatam hone wala koi alert hai`: the alerts are asked for, not what to order."""
    asked = part.has("ask", "have", "is") or part.asks
    finishing = part.has("order_advice", "stockout", "run_out", "finishes", "alert:stockout_risk")
    return part.has("alert_noun") and finishing and asked and not part.has("watch", "able")


def _on_the_pack(part: Part) -> bool:
    """`packet par kya likhna hai`: what has to stand on a pack; nothing is to be written down here."""
    asked = part.has("ask", "needed", "rules") or part.asks
    figures = part.amounts or part.has("units", "entry", "did_sell", "bought", "alerts")
    return part.has("on_pack") and part.has("written") and asked and not figures


def _needs_her(part: Part) -> bool:
    """`aaj sabse pehle kya karun`: what to do, today or first, and of no goods in particular."""
    thing = _named(part) or part.amounts or part.has("price", "sell_future", "orders", "buyers")
    return part.has("what_today") or (part.has("to_do") and part.has("do_first") and not thing)


def _bought_again(part: Part) -> bool:
    """`main baar baar kya kharidti hun`: what she orders out of habit; not what sells, ends or rises so."""
    other = part.has("sold", "did_sell", "top", "slow", "customer", "buyers", "price", "alerts")
    event = part.has(*EVENTS, "run_out", "stockout", "returned", "record", "rules", "document")
    asked = asks(part) or part.has("goods_noun")
    return part.has("again_and_again") and asked and not (other or event or _named(part))


def _recommends(part: Part) -> bool:
    """Goods beside a place are asked about for their price: `what is going on with cumin in Unjha`."""
    return part.has("recommend") and not (_named(part) and part.places)


def asks_length(part: Part) -> bool:
    """`kitne din chalega`: how long goods last, or when they run out."""
    return part.has("how_long") and part.has("lasts", "run_out", "finishes")


def _lasts(part: Part) -> bool:
    """How long goods last, that are named or were just talked of: then nothing else is said."""
    if _named(part):
        return part.has("how_long") and part.has("lasts")
    return asks_length(part) and part.signals <= ONLY_LENGTH and not (part.unknown or part.days)


def _order_advice(part: Part) -> bool:
    advised = part.has("keep_advice") and part.has("units")
    return part.has("order_advice") or _lasts(part) or advised


def _count(part: Part) -> bool:
    if not _states(part) or _money(part) or part.has("supplier", "alert_noun"):
        return False
    stock = part.has("stock") and _named(part) and not part.has("did_sell", "bought")
    return part.has("counted") or stock


def _sale(part: Part) -> bool:
    if part.sheet.tense == "future" or (part.has("units") and asks(part)) or part.has("supplier"):
        return False
    if _states(part):
        given = part.has("gave") and _named(part) and not part.has("bought", "made")
        return part.has("sold_entry") or given or part.has("customer")
    return part.has("did_sell") and not asks(part) and not _of_the_shop(part)


def _of_the_shop(part: Part) -> bool:
    """Words that ask for a figure of the shop even without a question word."""
    return part.has("top", "slow", "revenue", "how_many", "units") or _past_days(part)


def _purchase(part: Part) -> bool:
    if part.has("supplier") and _states(part) and _named(part):
        return True
    if not part.has("bought") or _how_much(part):
        return False
    return _states(part) or (_named(part) and not asks(part))


def _writes(part: Part) -> bool:
    """`bikri likhni hai`: something is to be written down, and no figure to be told."""
    if part.has("entry_asked"):
        return True  # how it is done is shown by beginning
    spans = any(d.start != d.end for d in part.days)
    orders = part.has("record") and not asks(part) and not spans and not _forbids(part)
    return orders and part.signals.isdisjoint(NOT_WRITTEN)


def _forbids(part: Part) -> bool:
    """`bikri mat likho`; the `na` of `likho na` only asks kindly."""
    said = [s for s in part.sheet.signals if part.start <= s.start and s.end <= part.end]
    kind = {i for s in said if s.name == "record" for i in range(s.start, s.end)}
    return any(s.name in {"no", "not"} and s.start not in kind for s in said)


def _bought_something(part: Part) -> bool:
    """`kuch kharida`, and no question who or what."""
    busy = asks(part) or _of_the_shop(part) or part.has("customer", "buyers", "slow", "recommend")
    return part.has("did_buy") and not busy


def _to_write(*nouns: str) -> Callable[[Part], bool]:
    return lambda part: _writes(part) and part.has(*nouns)


def _identifier(part: Part) -> bool:
    """A number of a form that nothing else has, or a word for checking one."""
    asked = part.has("identifier") and not part.has("needed")
    return asked or holds_identifier(part.sheet.text)


def _rules(part: Part) -> bool:
    return part.has("rules")


def _watches(part: Part) -> bool:
    """`namak 15 packet se kam ho to batana`, `pyaz mehnga ho to batana`: to be told when it happens."""
    other = part.has(*CHANCES, "orders", "buyers", "what_if", "when_will")
    told = part.has("told_later", "alert_noun") and _conditional(part)
    wished = part.has("watch_later") or told
    happens = part.has(*EVENTS) and not other
    set_up = part.has("watch") and part.has("alert_noun") and part.has(*LOW) and not other
    marked = bool(part.amounts) and (part.has("watch_later") or set_up)
    return (wished and happens) or marked


def _conditional(part: Part) -> bool:
    """`agar`, `jab`; or `to` between what happens and the telling: `pyaz to mehnga hai` is none."""
    if part.has("if"):
        return True
    at: dict[str, list[int]] = {"then": [], "told_later": [], "event": []}
    for s in part.sheet.signals:
        name = "event" if s.name in EVENTS else s.name
        if name in at and part.start <= s.start < part.end:
            at[name].append(s.start)
    between = (t for t in at["then"] if at["told_later"] and t < max(at["told_later"]))
    return any(any(e < t for e in at["event"]) for t in between)


def _fallen(part: Part) -> bool:
    """`what sells less than usual`."""
    return part.has("fallen") and _of_all(part)


def _of_all(part: Part) -> bool:
    """Neither of named goods nor of a period but now: of these one asks for a figure."""
    today = part.sheet.today
    return not part.products and all(d.start == d.end == today for d in part.days)


def _alerts_of_prices(part: Part) -> bool:
    """`koi daam galat to nahin`: alerts, of prices and of no goods in particular."""
    return part.has("alerts") and part.has("alert:price_anomaly") and _of_all(part)


def _own_alerts(part: Part) -> bool:
    """`which alerts have I set`: what she asked to be told of, not what is wrong."""
    finishing = part.has("order_advice", "alert:stockout_risk")  # `alerts for items running out`
    placed = part.has("alert_noun") and part.has("placed") and not finishing
    return part.has("own_alerts") or placed


def _unwatches(part: Part) -> bool:
    """`alert band karo`, `stop the onion alert`."""
    return part.has("unwatch") or (part.has("alert_noun") and part.has("stops") and not part.asks)


def adds_buyer(part: Part) -> bool:
    """`naya kharidar jodo: Gupta Store, Patna`: somebody for her own list."""
    met = part.has("newly_met") and (part.has("adds") or _with_a_colon(part, "newly_met"))
    return (part.has("new_buyer") or met) and not part.asks


def _with_a_colon(part: Part, signal: str) -> bool:
    """`naya kharidar: …`."""
    ends = (s.end for s in part.sheet.signals if s.name == signal)
    text = part.sheet.text
    return any(text[part.sheet.tokens[end - 1].end :].lstrip().startswith(":") for end in ends)


def tells_of_group(part: Part) -> bool:
    """`hamare samuh mein 12 didi hain, achar banate hain`: what her own group is and makes, or has become."""
    if _asks_besides(part, "ours") or part.has("did_sell", "bought", "seeks_buyer", "kind:scheme"):
        return False
    people = heads(part) is not None
    goods = part.has("group_makes") and (_named(part) or counted(part))
    hers = part.has("group_noun") and part.has("ours", "now_we")
    become = part.has("now_we") and people and not _named(part)
    grown = part.has("ours", "now_we") and part.has("group_members") and people and not _named(part)
    registers = part.has("group_noun") and part.has("adds") and not part.has("newly_met")
    told = hers and (goods or (part.has("group_members") and people))
    return told or become or grown or registers or (part.has("now_we") and goods)


def _asks_besides(part: Part, name: str) -> bool:
    """Whether it asks by another word than these: Tamil `enga` is `where` and `our`."""
    spans = [(s.start, s.end) for s in part.sheet.signals if s.name == name]
    words = (s for s in part.sheet.signals if s.name == "ask" and part.start <= s.start < part.end)
    return part.asks or any(not any(a <= s.start < b for a, b in spans) for s in words)


def tells_outcome(part: Part) -> bool:
    """`kharidar ne order de diya`: what came of an enquiry, told in her own words."""
    known = bool(part.buyers) or buyer_id(part.sheet.text) is not None
    somebody = part.has("party", "buyers") or known
    return part.has("came_of") and somebody and not part.has("ask") and not part.asks


def decides_price(part: Part) -> bool:
    """`pyaz ka daam manzoor`: a yes or no to a price that a seller wants."""
    said = part.has("proposal:accepted", "proposal:rejected")
    return said and not part.asks and (part.has("price") or bool(part.products))


def _everything(part: Part) -> bool:
    """`what do I have in my shop`: all goods, where none is named and nothing else is asked of them."""
    if part.products or part.unknown or part.places or part.amounts or part.days:
        return False
    if part.has(*TALK, "able", "speak", "record", "correction"):
        return False
    there = part.has("ask", "is", "have", "keep")
    if part.has("keep") and part.has("have"):
        return True
    return part.has("own_goods") or (part.has("own", "goods_noun") and there)


def _ahead(part: Part) -> bool:
    """What will sell, or a figure of sales for days that are still to come."""
    today = part.sheet.today
    coming = bool(part.days) and all(d.start > today for d in part.days)
    sales = part.has("did_sell", "revenue", "sold") and coming and _named(part)
    return sales or (part.has("sell_future") and part.sheet.tense != "past")


def _ranked(signal: str) -> Callable[[Part], bool]:
    return lambda part: part.has(signal) and not part.has("price")


def _own_price(part: Part) -> bool:
    priced = part.has("price", "price_asked")
    return (
        part.has("own")
        and priced
        and not part.has("market")
        and (_named(part) or bool(part.unknown))
    )


def _price_at(part: Part) -> bool:
    """Goods and a place, and nothing sold or left: what they cost there."""
    busy = part.has("stock", "have", "keep", "did_sell", "revenue", "gone", "margin")
    somewhere = bool(part.places) or part.has("there")
    return _named(part) and somewhere and (asks(part) or part.has("price_asked")) and not busy


def _sales(part: Part) -> bool:
    if part.has("price", "stock") and not part.has("did_sell", "revenue"):
        return False
    if part.has("market") and part.has("price"):
        return False
    if part.has("did_sell", "revenue") or (part.has("sold") and (asks(part) or _named(part))):
        return True
    gone = (part.has("gone") or _past_days(part)) and not part.has("price_asked")
    return _named(part) and part.has("units") and gone and not part.has("stock", "counted")


def _market(part: Part) -> bool:
    if part.has("price") or (part.has("price_asked", "market") and _named(part)):
        return True
    return _named(part) and bool(part.places) and not part.has("stock", "have")


def _stock(part: Part) -> bool:
    if part.has("keep") and not part.has("left") and (_named(part) or part.unknown):
        return False
    if part.has("stock"):
        return True
    return _named(part) and (part.has("run_out") or (asks(part) and part.has("units")))


def _keeps(part: Part) -> bool:
    """`do you sell laptops`: whether the shop keeps them, not how they sold."""
    busy = part.has("units", "left", "price", "did_sell", "revenue") or bool(part.days)
    return part.has("keep") and (_named(part) or bool(part.unknown)) and not busy


def _have(part: Part) -> bool:
    goods = _named(part) or bool(part.unknown)
    if part.has("have", "keep") and goods:
        return True
    if part.has("have", "keep") and any(s.startswith("category:") for s in part.signals):
        return True
    return _named(part) and asks(part) and part.has("is")


# A sale is recognised before a question about sales, and advice before the plain figure it is about.
def _writes_to(part: Part) -> bool:
    """A buyer's name with goods or an amount, a word for writing, or nothing: she was asked whom to write to."""
    traded = part.has("did_sell", "sold_entry", "bought", "came_of", "orders")
    wanted = part.has("contact", "record") or bool(part.products or part.amounts)
    return bool(part.buyers) and not traded and (wanted or not part.has("ask"))


def _judges_paper(part: Part) -> bool:
    """`supplier ka bill sahi hai ya nahi`: a paper of hers; what a bill has to have is a rule."""
    judged = part.has("paper") and part.has("judge") and not part.has("needed", "rules")
    return part.has("document") or judged


def _judges_this_paper(part: Part) -> bool:
    """`is invoice me tax sahi hai`: a rule's word in it, and yet the question is of this paper."""
    return part.has("this_paper") and part.has("judge") and not part.has("needed", "if", "able")


ALWAYS = frozenset(
    {"erase", "check_identifier", "register_buyer", "describe_group", "decide_price"}
)  # what these say is never meant otherwise
RULES: tuple[Rule, ...] = (
    Rule(Intent("erase"), lambda p: p.has("erase")),
    Rule(Intent("register_buyer"), adds_buyer),
    Rule(Intent("describe_group"), tells_of_group),
    Rule(Intent("check_identifier"), lambda p: holds_identifier(p.sheet.text)),
    Rule(Intent("contact_buyer"), _writes_to),
    Rule(Intent("unwatch"), _unwatches),
    Rule(Intent("set_alert"), _watches),
    Rule(Intent("list_alerts", "own"), _own_alerts),
    Rule(Intent("list_alerts", "fallen"), _fallen),
    Rule(Intent("outcome_told"), tells_outcome),
    Rule(Intent("decide_price"), decides_price),
    Rule(Intent("suggest_price"), tells_costs),
    Rule(Intent("suggest_price"), asks_effect),
    Rule(Intent("match_buyers"), seeks_buyer),
    Rule(Intent("search_rules"), _on_the_pack),
    Rule(Intent("record_entry", "price_change"), changes_price),
    Rule(Intent("recommend_products"), _new_goods),
    Rule(Intent("suggest_price"), _price_advice),
    Rule(Intent("elsewhere"), lambda p: p.has("returned") and counted(p)),
    Rule(Intent("record_entry", "stock_count"), _count),
    Rule(Intent("record_entry", "sale"), _sale),
    Rule(Intent("record_entry", "purchase"), _purchase),
    Rule(Intent("record_entry", "sale"), _to_write("sold_entry")),
    Rule(Intent("record_entry", "purchase"), _to_write("bought")),
    Rule(Intent("record_entry", "purchase"), _bought_something),
    Rule(Intent("record_entry", "stock_count"), _to_write("counted", "stock")),
    Rule(Intent("record_entry"), _to_write("entry")),
    Rule(Intent("list_alerts"), _alerts_of_stock),
    Rule(Intent("recommend_products"), _bought_again),
    Rule(Intent("plan_reorder"), _order_advice),
    Rule(Intent("query_kpi", "forecast_accuracy"), lambda p: p.has("accuracy")),
    Rule(Intent("query_kpi", "inventory_turns"), lambda p: p.has("turns")),
    Rule(Intent("query_kpi", "stockout_rate"), lambda p: p.has("stockout")),
    Rule(Intent("forecast_demand"), _ahead),
    Rule(Intent("contact_buyer"), lambda p: p.has("contact") and not p.has("did_sell", "bought")),
    Rule(Intent("match_buyers"), lambda p: p.has("buyers") and not p.has("rules")),
    Rule(Intent("check_identifier"), _identifier),
    Rule(Intent("find_opportunities"), lambda p: p.has("kind:tender", "kind:fair")),
    Rule(Intent("check_document"), _judges_this_paper),
    Rule(Intent("search_rules"), _rules),
    Rule(Intent("search_rules"), lambda p: p.has("paper") and p.has("needed")),
    Rule(Intent("check_document"), _judges_paper),
    Rule(Intent("set_alert"), lambda p: p.has("watch") and not p.has("orders", *CHANCES)),
    Rule(Intent("list_alerts", "today"), _needs_her),
    Rule(Intent("list_alerts", "prices"), _alerts_of_prices),
    Rule(Intent("list_alerts"), lambda p: p.has("alerts") and not p.has("able")),
    Rule(Intent("list_orders"), lambda p: p.has("orders")),
    Rule(Intent("find_opportunities"), lambda p: p.has("opportunity")),
    Rule(Intent("find_opportunities"), lambda p: p.has("kind:festival") and p.has("when")),
    Rule(Intent("elsewhere"), lambda p: p.has("elsewhere") and not p.has("margin", "did_sell")),
    Rule(Intent("query_kpi", "top_products"), _ranked("top")),
    Rule(Intent("query_kpi", "slow_products"), _ranked("slow")),
    Rule(Intent("recommend_products"), _recommends),
    Rule(Intent("query_kpi", "margin"), lambda p: p.has("margin")),
    Rule(Intent("find_products"), lambda p: any(a.role == "limit" for a in p.amounts)),
    Rule(Intent("find_products"), _own_price),
    Rule(Intent("find_products"), _keeps),
    Rule(Intent("market_price"), _price_at),
    Rule(Intent("plan_reorder"), lambda p: p.has("run_out", "finishes") and _everything(p)),
    Rule(Intent("own_goods"), lambda p: p.has("own_goods") and _everything(p)),
    Rule(Intent("query_kpi", "sales"), _sales),
    Rule(Intent("market_price"), _market),
    Rule(Intent("query_kpi", "stock_on_hand"), _stock),
    Rule(Intent("find_products"), _have),
    Rule(Intent("record_entry"), lambda p: p.has("record") and counted(p) and _named(p)),
    Rule(Intent("own_goods"), _everything),
)


SURE = 0.3  # the probability from which what was learned decides
KIND = 0.1  # the probability from which goods that are written down are of the likeliest kind
NAMED = 0.2  # the probability from which a language that is named is asked for
FOREIGN = 0.6  # from which it is none of our business, though a rule fits
TALKING = 0.85  # and from which it is small talk
RIVAL = 2.0  # times as likely as what a rule says it has to be
BORNE_OUT = 0.2  # the least that a rule has to have in a piece of a message
PIECE = 0.75  # from which a piece is a request of its own without a rule
TALE = 14  # words: a message in which one request may stand among other talk
CERTAIN = 0.85  # of one word, and of an answer to what is open
FEW = 2  # words
TALKS = frozenset({*TALK, "language"})


def rule_of(part: Part) -> Intent | None:
    """The first rule that fits this part, or None."""
    return next((r.intent for r in RULES if r.fits(part)), None)


def intent_of(part: Part, least: float = SURE) -> Intent | None:
    """What this part wants: by the rules and by what was learned from sentences, or None.

    What was learned counts the rule that fits among its reasons, and is believed from a probability
    of `least` on; below it the rule stands alone.
    """
    rule = rule_of(part)
    if rule is not None and rule.name in ALWAYS:
        return rule
    best, likely = _learned(part)
    if not best or likely < least or best in TALKS or (rule and not _outdoes(part, rule)):
        return rule
    return _completed(part, intent_named(best), rule)


def _outdoes(part: Part, rule: Intent) -> bool:
    """Whether what was learned is so much likelier than what a rule says that the rule is wrong.

    That it is none of our business takes more, but where no goods of ours are named.
    """
    best, likely = _learned(part)
    if plain_words(part) < FEW:
        return False
    if best == "elsewhere" and (rule.name != "find_products" or part.products):
        priced = rule.name == "market_price" and not part.has("elsewhere")  # `price of laptop`
        return likely >= (TALKING if priced else FOREIGN)
    entry = rule.name == intent_named(best).name == "record_entry"
    return entry or likely >= RIVAL * part.wants().get(class_of(rule), 0.0)


def _completed(part: Part, learned: Intent, rule: Intent | None) -> Intent:
    """What was learned, with what the rule knows better: which kind of entry, or that days are to come."""
    if rule is not None and learned.name == rule.name and not learned.detail:
        return rule
    learned = timely(part, learned)
    if learned == Intent("record_entry"):
        kinds = {c: p for c, p in part.wants().items() if c.startswith("record_entry.")}
        likeliest = max(kinds, key=kinds.__getitem__, default="")
        return (
            intent_named(likeliest)
            if part.products and kinds.get(likeliest, 0) >= KIND
            else learned
        )
    return learned


def timely(part: Part, intent: Intent) -> Intent:
    """A figure of sales for days that are still to come is a forecast."""
    sales = intent == Intent("query_kpi", "sales")
    return Intent("forecast_demand") if sales and _ahead(part) else intent


def intent_of_piece(part: Part) -> Intent | None:
    """What a piece of a longer message wants, where that is clear by itself.

    A rule that what was learned does not bear out is none: in a long tale many a word is said by the way.
    """
    rule, (best, likely) = rule_of(part), _learned(part)
    if not best or rule == intent_named(best):
        return rule
    if rule is not None and likely < PIECE and len(part.sheet.tokens) < TALE:
        return rule
    if rule is not None and part.wants().get(class_of(rule), 0.0) >= BORNE_OUT:
        return rule
    clear = likely >= PIECE and best not in TALKS and best != "elsewhere"
    return intent_named(best) if clear else None


def _learned(part: Part) -> tuple[str, float]:
    """The likeliest class and its probability; nothing of a part with no words of its own."""
    words = plain_words(part)
    learned = part.wants() if words else {}
    told = (c for c in learned if _may_be(part, intent_named(c)))
    best = max(told, key=learned.__getitem__, default="")
    empty = best in {"elsewhere", *TALK} and not _says_something(part)
    if not best or empty or (words < FEW and learned[best] < CERTAIN):
        return "", 0.0
    return best, learned[best]


def _prices_of_all(part: Part) -> bool:
    """Not `which stock is below zero`."""
    return _of_all(part) and not part.has("stock")


def _awaited(part: Part) -> bool:
    """Where nothing may happen nobody waits to be told of it."""
    return bool(part.amounts) or part.has(*EVENTS, *LOW, "if", "watch", "alert_noun")


def _no_price_asked(part: Part) -> bool:
    """Not `tel kitne ka hai`."""
    return not part.has("rupees_asked")


def _recommended_again(part: Part) -> bool:
    """What comes again and again is asked for where she buys it."""
    return not part.has("again_and_again") or _bought_again(part) or part.has("recommend")


# What has to be so where a likeness alone says what is wanted.
ONLY_WHERE: Mapping[str, Callable[[Part], bool]] = {
    "list_alerts.fallen": _of_all,
    "list_alerts.prices": _prices_of_all,
    "set_alert": _awaited,
    "query_kpi.stock_on_hand": _no_price_asked,
    "recommend_products": _recommended_again,
}


def _may_be(part: Part, intent: Intent) -> bool:
    """A question is no entry, and a wish to write something down no question."""
    if intent.name in ENDS:  # never by likeness alone
        return part.has(*ENDS[intent.name])
    if _writes(part) and part.has(*ENTERED):
        return intent.name == "record_entry"
    if intent.name == "record_entry" and part.asks:
        return False
    fits = ONLY_WHERE.get(class_of(intent))
    return fits is None or fits(part)


def _says_something(part: Part) -> bool:
    """Whether any word is more than a small one."""
    small = part.sheet.hearing.fillers
    return any(t.key not in small for t in part.sheet.tokens[part.start : part.end])


def plain_words(part: Part) -> int:
    """How many words are neither goods, place, amount nor day."""
    taken: set[int] = set()
    for goods in part.products:
        taken.update(range(goods.start, goods.end))
    for place in part.places:
        taken.update(range(place.start, place.end))
    for amount in part.amounts:
        taken.update(range(amount.start, amount.end))
    for buyer in part.buyers:
        taken.update(range(buyer.start, buyer.end))
    for day in part.days:
        taken.update(range(day.start_token, day.end_token))
    return sum(
        i not in taken and not part.sheet.tokens[i].is_number for i in range(part.start, part.end)
    )


def intent_named(name: str) -> Intent:
    """The intent of a class of sentences: `query_kpi.margin`."""
    tool, _, detail = name.partition(".")
    return Intent(tool, detail)


def class_of(intent: Intent) -> str:
    """The class of sentences of an intent."""
    return f"{intent.name}.{intent.detail}" if intent.detail else intent.name


def speaks_of_language(part: Part) -> bool:
    """Whether she speaks of the language to speak in, by what was learned."""
    return part.wants().get("language", 0.0) >= NAMED


def talk_of(part: Part) -> str | None:
    """Small talk in this part, or None."""
    said = next((t for t in TALK if part.has(t)), None)
    if said:
        return said
    best, likely = _learned(part)
    return best if best in TALK and likely >= TALKING else None
