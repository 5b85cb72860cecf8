"""Whether she asks for what is wrong, or to be told when something happens."""

from agent.planner.intents.said import asks, named, of_all
from agent.sheet import Part

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
CHANCES = ("opportunity", "kind:tender", "kind:fair", "kind:festival", "kind:scheme")


def of_stock(part: Part) -> bool:
    """`stock khatam hone wala koi alert hai`: the alerts are asked for, not what to order."""
    asked = part.has("ask", "have", "is") or part.asks
    finishing = part.has("order_advice", "stockout", "run_out", "finishes", "alert:stockout_risk")
    return part.has("alert_noun") and finishing and asked and not part.has("watch", "able")


def needs_her(part: Part) -> bool:
    """`aaj sabse pehle kya karun`: what to do, today or first, and of no goods in particular."""
    thing = named(part) or part.amounts or part.has("price", "sell_future", "orders", "buyers")
    return part.has("what_today") or (part.has("to_do") and part.has("do_first") and not thing)


def watches(part: Part) -> bool:
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


def fallen(part: Part) -> bool:
    """`what sells less than usual`."""
    return part.has("fallen") and of_all(part)


def of_prices(part: Part) -> bool:
    """`koi daam galat to nahin`: alerts, of prices and of no goods in particular."""
    return part.has("alerts") and part.has("alert:price_anomaly") and of_all(part)


def below_zero(part: Part) -> bool:
    """`kiska stock minus me hai`: a stock that cannot be, and of no goods in particular."""
    return part.has("below_zero") and part.has("stock") and of_all(part)


def of_losses(part: Part) -> bool:
    """`nuksan kaun se maal me hai`: which of all goods lose money; of one, or of a period, it is a figure."""
    goods = part.has("goods_noun", "stock") and not part.has("stockout", "run_out", "units")
    return part.has("loss") and goods and asks(part) and of_all(part)


def own(part: Part) -> bool:
    """`which alerts have I set`: what she asked to be told of, not what is wrong."""
    finishing = part.has("order_advice", "alert:stockout_risk")  # `alerts for items running out`
    placed = part.has("alert_noun") and part.has("placed") and not finishing
    return part.has("own_alerts") or placed


def unwatches(part: Part) -> bool:
    """`alert band karo`, `stop the onion alert`."""
    return part.has("unwatch") or (part.has("alert_noun") and part.has("stops") and not part.asks)
