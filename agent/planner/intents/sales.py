"""Whether it is about what sold or what will sell."""

from collections.abc import Callable

from agent.planner.intents.said import asks, named, past_days
from agent.sheet import Part


def ahead(part: Part) -> bool:
    """What will sell, or a figure of sales for days that are still to come."""
    today = part.sheet.today
    coming = bool(part.days) and all(d.start > today for d in part.days)
    sales = part.has("did_sell", "revenue", "sold") and coming and named(part)
    return sales or (part.has("sell_future") and part.sheet.tense != "past")


def ranked(signal: str) -> Callable[[Part], bool]:
    return lambda part: part.has(signal) and not part.has("price")


def asks_sales(part: Part) -> bool:
    if part.has("price", "stock") and not part.has("did_sell", "revenue"):
        return False
    if part.has("market") and part.has("price"):
        return False
    if part.has("did_sell", "revenue") or (part.has("sold") and (asks(part) or named(part))):
        return True
    gone = (part.has("gone") or past_days(part)) and not part.has("price_asked")
    return named(part) and part.has("units") and gone and not part.has("stock", "counted")
