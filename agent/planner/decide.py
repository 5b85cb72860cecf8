"""What a request wants, by the rules and by what was learned from sentences."""

from collections.abc import Callable, Mapping

from agent.planner.intents import alarms, entries, goods, sales
from agent.planner.intents.intent import TALK, Intent, class_of, intent_named
from agent.planner.intents.rules import ALWAYS, rule_of
from agent.planner.intents.said import of_all
from agent.sheet import Part

# What takes something away, and the words without which nobody means it.
ENDS = {"erase": ("erase",), "unwatch": ("unwatch", "alert_noun", "watch")}
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
    sold = intent == Intent("query_kpi", "sales")
    return Intent("forecast_demand") if sold and sales.ahead(part) else intent


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
    """Not `which stock is below zero`, nor what earns well."""
    earns = part.has("margin") and not part.has("loss", "no", "not")
    return of_all(part) and (part.has("loss") or not part.has("stock")) and not earns


def _awaited(part: Part) -> bool:
    """Where nothing may happen nobody waits to be told of it."""
    return bool(part.amounts) or part.has(*alarms.EVENTS, *alarms.LOW, "if", "watch", "alert_noun")


def _no_price_asked(part: Part) -> bool:
    """Not `tel kitne ka hai`."""
    return not part.has("rupees_asked")


def _recommended_again(part: Part) -> bool:
    """What comes again and again is asked for where she buys it."""
    return not part.has("again_and_again") or goods.bought_again(part) or part.has("recommend")


# What has to be so where a likeness alone says what is wanted.
ONLY_WHERE: Mapping[str, Callable[[Part], bool]] = {
    "list_alerts.fallen": of_all,
    "list_alerts.prices": _prices_of_all,
    "set_alert": _awaited,
    "query_kpi.stock_on_hand": _no_price_asked,
    "recommend_products": _recommended_again,
}


def _may_be(part: Part, intent: Intent) -> bool:
    """A question is no entry, and a wish to write something down no question."""
    if intent.name in ENDS:  # never by likeness alone
        return part.has(*ENDS[intent.name])
    if entries.writes(part) and part.has(*entries.ENTERED):
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
    for mention in part.products:
        taken.update(range(mention.start, mention.end))
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
