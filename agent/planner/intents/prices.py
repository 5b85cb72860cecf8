"""Whether a price is asked for, thought of, told or to be set."""

from agent.planner.intents.said import asks, named, past_days
from agent.sheet import Part


def changes_price(part: Part) -> bool:
    """`aloo ka daam 30 kar do`: an order to set a price, with the price in it."""
    if part.asks or not part.amounts or part.has("did_sell", "bought"):
        return False
    if part.has("price_advice", "what_if") and part.has("ask"):
        return False
    spoken = part.has("price", "price_asked") or (named(part) and any(a.per for a in part.amounts))
    priced = spoken and not any(a.kind == "quantity" for a in part.amounts)
    set_now = part.has("price_to", "record") and priced
    sums = any(a.per or a.kind == "money" for a in part.amounts)
    tells = part.has("price") and priced and sums and not part.has("price_advice")
    wills = part.has("will_be") and named(part)
    return set_now or ((tells or wills) and named(part) and not part.has("ask", "units"))


def wants_advice(part: Part) -> bool:
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
    return part.has("judged_price") and named(part) and len(sums) == 1 and not (counts or told)


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


def clears_out(part: Part) -> bool:
    """`bread nikalni hai`: goods that have to go, or old stock; not who takes them, nor how many will go."""
    goods = named(part) or (part.has("stock") and part.has("objective:clear_stock"))
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
    return part.has("cost") and wishes and len(part.products) == 1 and not past_days(part)


def decides_price(part: Part) -> bool:
    """`pyaz ka daam manzoor`: a yes or no to a price that a seller wants."""
    said = part.has("proposal:accepted", "proposal:rejected")
    return said and not part.asks and (part.has("price") or bool(part.products))


def asks_own(part: Part) -> bool:
    priced = part.has("price", "price_asked")
    return (
        part.has("own")
        and priced
        and not part.has("market")
        and (named(part) or bool(part.unknown))
    )


def asks_there(part: Part) -> bool:
    """Goods and a place, and nothing sold or left: what they cost there."""
    busy = part.has("stock", "have", "keep", "did_sell", "revenue", "gone", "margin")
    somewhere = bool(part.places) or part.has("there")
    return named(part) and somewhere and (asks(part) or part.has("price_asked")) and not busy


def asks_market(part: Part) -> bool:
    if part.has("price") or (part.has("price_asked", "market") and named(part)):
        return True
    return named(part) and bool(part.places) and not part.has("stock", "have")
