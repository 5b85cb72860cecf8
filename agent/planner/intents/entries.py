"""Whether a sale, a purchase or a count is told, or something is to be written down."""

from collections.abc import Callable

from agent.planner.intents.said import asks, how_much, money, named, past_days, states
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
# What a wish to write is about; then nothing else is meant: `bikri likho na didi`.
ENTERED = ("sold_entry", "bought", "counted", "stock", "entry")


def tells_count(part: Part) -> bool:
    if not states(part) or money(part) or part.has("supplier", "alert_noun"):
        return False
    stock = part.has("stock") and named(part) and not part.has("did_sell", "bought")
    return part.has("counted") or stock


def tells_sale(part: Part) -> bool:
    if part.sheet.tense == "future" or (part.has("units") and asks(part)) or part.has("supplier"):
        return False
    if states(part):
        given = part.has("gave") and named(part) and not part.has("bought", "made")
        return part.has("sold_entry") or given or part.has("customer")
    return part.has("did_sell") and not asks(part) and not of_the_shop(part)


def of_the_shop(part: Part) -> bool:
    """Words that ask for a figure of the shop even without a question word."""
    return part.has("top", "slow", "revenue", "how_many", "units") or past_days(part)


def tells_purchase(part: Part) -> bool:
    if part.has("supplier") and states(part) and named(part):
        return True
    if not part.has("bought") or how_much(part):
        return False
    return states(part) or (named(part) and not asks(part))


def writes(part: Part) -> bool:
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


def bought_something(part: Part) -> bool:
    """`kuch kharida`, and no question who or what."""
    busy = asks(part) or of_the_shop(part) or part.has("customer", "buyers", "slow", "recommend")
    return part.has("did_buy") and not busy


def to_write(*nouns: str) -> Callable[[Part], bool]:
    return lambda part: writes(part) and part.has(*nouns)
