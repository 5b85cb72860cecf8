"""Whether it is about goods: which to keep, how long they last, whether there are any."""

from agent.planner.intents.alarms import EVENTS
from agent.planner.intents.said import asks, named
from agent.sheet import Part

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


def asks_new(part: Part) -> bool:
    """`aur kya rakhna chahiye`: what else to keep, where no goods are named that it could be the price of."""
    to_keep = part.has("mode:trending") and part.has("keep_advice")  # `trend me kya hai jo rakhun`
    priced = (part.has("price", "price_asked") and not to_keep) or bool(part.amounts)
    busy = part.has("record", "entry", "orders", "alerts", "buyers", "sell_future")
    new = part.has("new") and part.has("sell_wish") and part.has("ask") and not busy
    return (part.has("recommend") or new) and not named(part) and not priced


def bought_again(part: Part) -> bool:
    """`main baar baar kya kharidti hun`: what she orders out of habit; not what sells, ends or rises so."""
    other = part.has("sold", "did_sell", "top", "slow", "customer", "buyers", "price", "alerts")
    event = part.has(*EVENTS, "run_out", "stockout", "returned", "record", "rules", "document")
    asked = asks(part) or part.has("goods_noun")
    return part.has("again_and_again") and asked and not (other or event or named(part))


def recommends(part: Part) -> bool:
    """Goods beside a place are asked about for their price: `what is going on with cumin in Unjha`."""
    return part.has("recommend") and not (named(part) and part.places)


def asks_length(part: Part) -> bool:
    """`kitne din chalega`: how long goods last, or when they run out."""
    return part.has("how_long") and part.has("lasts", "run_out", "finishes")


def _lasts(part: Part) -> bool:
    """How long goods last, that are named or were just talked of: then nothing else is said."""
    if named(part):
        return part.has("how_long") and part.has("lasts")
    return asks_length(part) and part.signals <= ONLY_LENGTH and not (part.unknown or part.days)


def order_advice(part: Part) -> bool:
    advised = part.has("keep_advice") and part.has("units")
    return part.has("order_advice") or _lasts(part) or advised


def asks_stock(part: Part) -> bool:
    if part.has("keep") and not part.has("left") and (named(part) or part.unknown):
        return False
    if part.has("stock"):
        return True
    return named(part) and (part.has("run_out") or (asks(part) and part.has("units")))


def asks_kept(part: Part) -> bool:
    """`do you sell laptops`: whether the shop keeps them, not how they sold."""
    busy = part.has("units", "left", "price", "did_sell", "revenue") or bool(part.days)
    return part.has("keep") and (named(part) or bool(part.unknown)) and not busy


def asks_there_is(part: Part) -> bool:
    goods = named(part) or bool(part.unknown)
    if part.has("have", "keep") and goods:
        return True
    if part.has("have", "keep") and any(s.startswith("category:") for s in part.signals):
        return True
    return named(part) and asks(part) and part.has("is")
