"""What the amounts of an entry are: quantity and unit, the price of one, or the sum of all."""

from collections.abc import Mapping
from math import log
from typing import Any

from agent.planner.desk import Desk
from agent.planner.intents.prices import changes_price
from agent.sheet import Shop
from haat.core.money import number
from haat.language.grammar import Kind, is_word
from haat.language.quantities import Amount, find_amounts
from haat.language.tokens import tokenise
from haat.language.units import SMALL, conversion, pack_content

# An unmarked sum is the price of one unit where it is within a factor of two of the known price;
# of two or so, where it is much closer.
PLAINLY, CLOSELY = log(2), log(1.2)
MANY = 3


def is_rupees(amount: Amount) -> bool:
    return amount.kind == "money" or amount.role is not None


def said_amounts(desk: Desk, amounts: tuple[Amount, ...], product: str | None) -> dict[str, Any]:
    """Quantity, unit, price, price unit and sum as she said them."""
    amounts = after_correction(desk, amounts)
    amounts = tuple(a for a in amounts if not _negative(desk, a))
    goods = [a for a in amounts if a.kind == "quantity" and not a.pack]
    bare = [a for a in amounts if a.kind == "number" and a.role is None]
    sums = [
        a
        for a in amounts
        if a.kind == "money" or (a.kind == "number" and a.role in {"price", "total"})
    ]
    new_price = changes_price(desk.part)
    if new_price and not sums and bare:
        sums, bare = bare[-1:], bare[:-1]
    if not goods and not new_price:
        goods, bare = bare[:1], bare[1:]
    if goods and bare and not sums:
        sums = bare
    said: dict[str, Any] = {}
    if goods and not new_price:
        said["quantity"] = number(goods[0].value)
        unit = goods[0].unit or _unit_behind(desk, goods[0])
        said |= {"unit": unit} if unit else {}
    if sums:
        said |= _sum(desk, sums, said, product, new_price)
    return said


def _negative(desk: Desk, amount: Amount) -> bool:
    """`-5 kg` and `1e308 kg` are no amounts of goods."""
    tokens = desk.part.sheet.tokens
    first = tokens[amount.start]
    before = tokens[amount.start - 1] if amount.start else None
    after = tokens[amount.start + 1] if amount.start + 1 < len(tokens) else None
    if after is not None and after.start == first.end and after.key[0] == "e":
        return after.key == "e" or after.key[1:].isdigit()
    return before is not None and before.end == first.start and before.key in {"-", "e"}


def _unit_behind(desk: Desk, amount: Amount) -> str | None:
    """The unit in `19 candle packets`, where the goods stand between."""
    mention = next((m for m in desk.part.products if m.start == amount.end), None)
    if mention is None or mention.end >= len(desk.part.sheet.tokens):
        return None
    word = desk.part.sheet.tokens[mention.end].text
    return next((a.unit for a in find_amounts(tokenise(f"1 {word}"), desk.grammar)), None)


def after_correction(
    desk: Desk, amounts: tuple[Amount, ...], *, sums: bool = False
) -> tuple[Amount, ...]:
    """`ek kilo nahi 2 packet`, of `sums` also `60 ki jagah 62`: what stands before it was taken back."""
    turns = [s.end for s in desk.part.sheet.signals if s.name == "correction"]
    kept = [tuple(a for a in amounts if a.start >= end) for end in turns if end > desk.part.start]
    return next((k for k in reversed(kept) if any(sums or a.kind != "money" for a in k)), amounts)


def _sum(
    desk: Desk,
    sums: list[Amount],
    said: Mapping[str, Any],
    product: str | None,
    is_price: bool,  # noqa: FBT001  # one flag of one call
) -> dict[str, Any]:
    """What the rupees are: the price of one, or the amount in all."""
    found: dict[str, Any] = {}
    if len(sums) > 1 and sums[0].value == sums[1].value and sums[1].start == sums[0].end:
        return {"price": number(sums[0].value)}  # `38 38 me`: so much each
    for amount in sums[:2]:
        value = number(amount.value)
        total = _plainly_total(desk, value, said, product)
        each = _plainly_price(desk, value, said, product)
        as_total = amount.role == "total" or "price" in found
        of_one = is_price or desk.part.has("each") or _names_a_kind(desk, amount)
        if amount.per or amount.role == "price" or of_one:
            found["price"] = value
            per = amount.per or ("piece" if _each_of_many(desk, said) else None)
            found |= {"price_unit": per} if per and per != said.get("unit") else {}
        elif (
            as_total
            or said.get("unit") in SMALL
            or said.get("quantity", 1) == 1
            or (total and not each)
        ):
            found["amount"] = value
        elif each and not total:
            found["price"] = value
        else:
            found["unclear_sum"] = value
    return found


def _names_a_kind(desk: Desk, amount: Amount) -> bool:
    """`95 wali`: the price tells which broom."""
    if amount.pack and amount.unit is None:
        return True
    after = desk.part.sheet.tokens[amount.end : amount.end + 1]
    return bool(after) and is_word(after[0].key, Kind.PACK, desk.grammar)


def _each_of_many(desk: Desk, said: Mapping[str, Any]) -> bool:
    """`2 darjan ande 6 rupaye ka ek`: the price is of one egg, not of one dozen."""
    return desk.part.has("each") and said.get("unit") in {"dozen", "gross", "pair"}


def _ratio(desk: Desk, value: float, said: Mapping[str, Any], product: str | None) -> float | None:
    """How far a sum is from the shop's price of one unit, as a logarithm; None where that is unknown."""
    known = _known_price(desk.shop, product, said.get("unit"))
    return None if known is None or value <= 0 else log(value / known)


def _known_price(shop: Shop, product: str | None, unit: str | None) -> float | None:
    if product is None:
        return None
    skus = (product, *shop.vocabulary.by_concept.get(product, ()))
    prices = [shop.prices[s] for s in skus if s in shop.prices]
    fitting = [p for p, its in prices if unit is None or its == unit]
    fitting = fitting or [p for s in skus if (p := _unit_price(shop, s, unit))]
    return sum(fitting) / len(fitting) if fitting else None


def _unit_price(shop: Shop, sku: str, unit: str | None) -> float | None:
    """Rupees for one `unit` of what a pack holds; None where the pack does not tell."""
    known = shop.vocabulary.products.get(sku)
    content = pack_content(known.pack_size) if known else None
    if content is None or unit is None or sku not in shop.prices:
        return None
    size, inside = content
    factor = conversion(inside, unit)
    return None if factor is None else shop.prices[sku][0] / float(size * factor)


def _plainly_price(desk: Desk, value: float, said: Mapping[str, Any], product: str | None) -> bool:
    ratio = _ratio(desk, value, said, product)
    return ratio is not None and abs(ratio) < _near_enough(said.get("quantity", 1))


def _plainly_total(desk: Desk, value: float, said: Mapping[str, Any], product: str | None) -> bool:
    ratio, quantity = _ratio(desk, value, said, product), said.get("quantity")
    if ratio is None or not quantity:
        return False
    return abs(ratio - log(quantity)) < _near_enough(quantity)


def _near_enough(quantity: float) -> float:
    """The fewer there are, the nearer is the price of one to the sum of all."""
    return PLAINLY if quantity >= MANY else CLOSELY
