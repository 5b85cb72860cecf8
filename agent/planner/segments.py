"""Cut a message into its requests: `price of onion, and how much did I sell yesterday`."""

from dataclasses import replace

from agent.planner.decide import SURE, TALE, intent_of, intent_of_piece, plain_words, timely
from agent.planner.intents.intent import Intent, class_of
from agent.planner.intents.people import adds_buyer, seeks_buyer, tells_of_group, tells_outcome
from agent.planner.intents.prices import asks_effect, lies_unsold, tells_costs
from agent.planner.intents.rules import rule_of
from agent.sheet import Part, Sheet

# A piece with no other signal than these only goes on with a list: `rice, wheat and sugar in Lucknow`.
LISTING = frozenset(
    {
        "also",
        "place_marks",
        "ask",
        "is",
        "have",
        "correction",
        "no",
        "not",
        "polite",
        "here",
        "there",
        "pronoun",
        "left",
        "if",
        "then",
        "told_later",
        "goods_noun",
        "new",
        "party",
        "stops",
        "rises",
        "falls",
    }
)
# These are asked of goods: where none are said, of those of the request before.
NEED_GOODS = frozenset(
    {
        "market_price",
        "forecast_demand",
        "suggest_price",
        "match_buyers",
        "record_entry",
        "contact_buyer",
        "set_alert",
        "plan_reorder",
        "find_products",
        "query_kpi",
    }
)
OF_GOODS = frozenset({"market_price", "forecast_demand", "suggest_price", "match_buyers"})
LITTLE = 2  # words
LIKELY = 0.5  # what a piece of a tale has to be
# In a tale these are heard where nobody meant them.
UNWISHED = frozenset({"elsewhere", "outcome_told", "unwatch", "own_goods", "list_alerts.today"})
ORDERED = frozenset({"contact_buyer", "set_alert", "check_document", "check_identifier"})
ASKED = (
    "ask",
    "units",
    "how_many",
    "how_long",
    "when",
    "price_asked",
    "price_advice",
    "seeks_buyer",
    "judge",
    "record",
    "is",
    "have",
    "able",
    "needed",
    "told_later",
)
FIGURES = frozenset({"stock_on_hand", "margin"})
FIGURES_OF_NOW = frozenset({"stock_on_hand"})


def requests(sheet: Sheet, least: float = SURE) -> tuple[tuple[Part, Intent | None], ...]:
    """The parts that each want something of their own; one part where the words belong together.

    What was learned is believed from a probability of `least` on.
    """
    whole = sheet.part(0, len(sheet.tokens))
    cuts = _cuts(sheet)
    if not cuts or _is_one(whole):
        return ((whole, intent_of(whole, least)),)
    parts = [
        sheet.part(a, b)
        for a, b in zip([0, *cuts], [*cuts, len(sheet.tokens)], strict=True)
        if a < b
    ]
    wanted = [(part, _own_intent(part)) for part in parts]
    if len(sheet.tokens) >= TALE:
        wanted = _without_the_tale(wanted)
    meant = [(part, intent) for part, intent in wanted if intent]
    if len(meant) == 1 and len(sheet.tokens) >= TALE and _complete(*meant[0]):
        return ((_with_its_pieces(sheet, meant[0][0], parts), meant[0][1]),)
    if len(meant) < 2:
        return ((whole, intent_of(whole, least)),)
    return _merged(sheet, wanted)


def _is_one(whole: Part) -> bool:
    """What is told in many pieces and wants one thing: costs, what a price did, goods on terms, a buyer, her group."""
    goods = {m.ids for m in whole.products}
    terms = whole.has("made") or any(a.role in {"floor", "limit"} for a in whole.amounts)
    offered = seeks_buyer(whole) and len(goods) == 1 and terms
    of_people = adds_buyer(whole) or tells_outcome(whole) or tells_of_group(whole)
    of_a_price = tells_costs(whole) or asks_effect(whole)
    return of_a_price or lies_unsold(whole) or offered or of_people


def _own_intent(part: Part) -> Intent | None:
    """A piece that only lists goods or says a day wants nothing by itself."""
    wordless = part.signals <= LISTING
    return None if wordless else intent_of_piece(part)


def _without_the_tale(
    wanted: list[tuple[Part, Intent | None]],
) -> list[tuple[Part, Intent | None]]:
    """In a long message, only the pieces that ask or order something want anything.

    Where none does, the last one that may is what the tale was told for.
    """
    meant = [i for i, (_, intent) in enumerate(wanted) if intent]
    wishes = [i for i in meant if _wishes(*wanted[i])] or meant[-1:]
    return [(part, intent if i in wishes else None) for i, (part, intent) in enumerate(wanted)]


def _wishes(part: Part, intent: Intent | None) -> bool:
    """Whether a piece of a tale does more than tell what happened."""
    if intent is None or intent.name in UNWISHED:
        return False
    if part.wants().get(class_of(intent), 1.0) < LIKELY or (
        intent.name == "find_products" and not part.products
    ):
        return False  # of a tale's many words, one is easily taken for goods
    if intent.name == "record_entry":
        written = bool(part.products and part.amounts) or not intent.detail  # `write that down`
        return written or part.has("record")
    if intent.name in ORDERED or rule_of(part) == Intent("erase"):
        return True
    return part.asks or part.has(*ASKED)


def _with_its_pieces(sheet: Sheet, part: Part, parts: list[Part]) -> Part:
    """A request with the pieces around it that only say what of, how much, when or where."""
    start, end = part.start, part.end
    for before in reversed([p for p in parts if p.end <= part.start]):
        if before.end != start or not before.products or plain_words(before) > LITTLE:
            break
        start = before.start  # `garlic | and ginger, what do they cost`
    for after in (p for p in parts if p.start >= part.end):
        if after.start != end or plain_words(after) > LITTLE:
            break
        end = after.end
    return sheet.part(start, end)


def _complete(part: Part, intent: Intent | None) -> bool:
    """Whether a piece says all that its request needs, so that the rest of the tale is only talk."""
    needs = intent is not None and (intent.name in NEED_GOODS or intent.detail in FIGURES)
    return bool(part.products or part.unknown) or not needs


def _cuts(sheet: Sheet) -> list[int]:
    """Where a request may begin: after a stop, or at a word such as `and`."""
    spans = [(m.start, m.end) for m in sheet.products]
    spans += [(a.start, a.end) for a in sheet.amounts]
    spans += [(s.start, s.end) for s in sheet.signals]  # `kitne din aur chalega`
    inside = {i for start, end in spans for i in range(start + 1, end)}
    joins = {s.start for s in sheet.signals if s.name == "also" and s.start > 0}
    stops = {i + 1 for i, t in enumerate(sheet.tokens) if t.stop}
    return sorted(i for i in joins | stops if 0 < i < len(sheet.tokens) and i not in inside)


def _merged(
    sheet: Sheet, wanted: list[tuple[Part, Intent | None]]
) -> tuple[tuple[Part, Intent | None], ...]:
    """A piece without a wish of its own belongs to the one before it, or to the first after it."""
    found: list[tuple[Part, Intent | None]] = []
    start = 0
    for part, intent in wanted:
        if found and intent is not None and part.has("correction"):
            joined = sheet.part(found[-1][0].start, part.end)
            found[-1] = (joined, timely(joined, intent))  # `earn, I mean profit`
        elif found and (intent is None or _same_wish(found[-1], part, intent)):
            last, its = found[-1]
            found[-1] = (sheet.part(last.start, part.end), its)
        elif intent is not None:
            found.append((sheet.part(start if not found else part.start, part.end), intent))
    return _about_the_same(found)


def _same_wish(before: tuple[Part, Intent | None], part: Part, intent: Intent | None) -> bool:
    """`cheap or costly today in Siliguri` is one question in two pieces."""
    if intent is None or before[1] is None or part.products or part.amounts:
        return False
    entry = intent.name == before[1].name == "record_entry" and not intent.detail  # `pls enter`
    return intent == before[1] or entry


def _about_the_same(
    found: list[tuple[Part, Intent | None]],
) -> tuple[tuple[Part, Intent | None], ...]:
    """A later request about `it`, or asked of goods and naming none, is about those of the one before."""
    shared: list[tuple[Part, Intent | None]] = []
    for part, intent in _named_later(found):
        nothing = not part.products and not part.unknown
        before = shared[-1][0] if shared and nothing and _wants_goods(part, intent) else part
        priced = intent is not None and intent.name == "market_price"
        also = (
            priced and shared and shared[-1][1] == intent
        )  # `ginger in Gaya and garlic`: there too
        there = shared[-1][0] if also else before
        places = part.places or (there.places if priced or part.has("pronoun", "there") else ())
        days = part.days or (shared[-1][0].days if _same_figures(shared, intent) else ())
        goods = part.products or before.products
        shared.append((replace(part, products=goods, places=places, days=days), intent))
    return tuple(shared)


def _named_later(
    found: list[tuple[Part, Intent | None]],
) -> list[tuple[Part, Intent | None]]:
    """`how much will go tomorrow and what is the price of onion`: goods named once are meant in both."""
    (part, intent), *rest = found
    named = [p.products for p, _ in rest if p.products]
    nothing = not (part.products or part.unknown) and part.has("units")
    if len(named) != 1 or not nothing or intent is None or intent.name not in OF_GOODS:
        return found
    return [(replace(part, products=named[0]), intent), *rest]


def _same_figures(shared: list[tuple[Part, Intent | None]], intent: Intent | None) -> bool:
    """`last week sales and profit`: the second figure is of the same days."""
    before = shared[-1][1] if shared else None
    if before is None or intent is None or before.name != "query_kpi":
        return False
    return intent.detail not in FIGURES_OF_NOW


def _wants_goods(part: Part, intent: Intent | None) -> bool:
    if part.has("pronoun"):
        return True
    if intent is None or part.has("all_products"):
        return False
    if any(s.startswith("category:") for s in part.signals):
        return False
    much = intent.name == "plan_reorder" and part.has("units")
    return much or intent.name in OF_GOODS or intent.detail in FIGURES
