"""Goods that a bill names, as goods of the shop: by their names, in the unit that the bill counts in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

import regex

from haat.core.finding import Missing
from haat.documents.paper import Fields
from haat.language.sizes import apart
from haat.store.entries import Draft
from haat.store.handles import Connection
from haat.store.products import Product
from tools.booking import drafted
from tools.context import ToolContext
from tools.entry_arguments import Day, RecordEntry, UnitId
from tools.find_products import FindProducts, surely

# Units as bills write them: the unit quantity codes of GST returns, and what suppliers write.
_WRITTEN: Mapping[str, str] = {
    "kgs": "kg", "kilo": "kg", "gms": "g", "gm": "g", "grm": "g", "qtl": "quintal", "ton": "tonne", "mts": "tonne",
    "ltr": "l", "ltrs": "l", "lit": "l", "mlt": "ml", "pcs": "piece", "pc": "piece", "nos": "piece", "no": "piece",
    "unt": "piece", "ea": "piece", "prs": "pair", "doz": "dozen", "dzn": "dozen", "grs": "gross", "pac": "packet",
    "pkt": "packet", "pkts": "packet", "pack": "packet", "bags": "bag", "boxes": "box", "ctn": "box", "crt": "crate",
    "bdl": "bundle", "mtr": "metre", "mtrs": "metre",
}  # fmt: skip
_UNITS = frozenset(get_args(UnitId))
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of a bill, and the entry that it makes; none where it is no goods of the shop's."""

    number: int
    description: str
    draft: Draft | None = None


def billed(
    context: ToolContext, db: Connection, lines: Sequence[Fields], day: Day | None
) -> tuple[Billed, ...]:
    """Every line that names something, in the bill's order."""
    named = ((n, line, str(line.get("description", "")).strip()) for n, line in enumerate(lines, 1))
    return tuple(Billed(n, name, _drafted(context, db, line, day)) for n, line, name in named if name)  # fmt: skip


def goods_named(context: ToolContext, db: Connection, description: str) -> Product | None:
    """The shop's goods that a bill's words surely name; what no product is called, such as a brand, is left out."""
    whole = description[:LONGEST_NAME]
    found = surely(context, db, FindProducts(query=whole))
    if found:
        return found[0]
    words, _ = apart(whole)
    known = [w for w in words if surely(context, db, FindProducts(query=w))]
    if not known or len(known) * 2 < len(words):
        return None
    fewer = surely(context, db, FindProducts(query=" ".join(known)))
    return fewer[0] if fewer else None


def unit_written(text: object) -> str | None:
    """The unit that a bill's cell means; None where it has none that is known."""
    bare = regex.sub(r"[^a-z]", "", str(text or "").lower())
    unit = _WRITTEN.get(bare, bare)
    return unit if unit in _UNITS else None


def _drafted(context: ToolContext, db: Connection, line: Fields, day: Day | None) -> Draft | None:
    product = goods_named(context, db, str(line["description"]))
    quantity = line.get("quantity")
    if product is None or not isinstance(quantity, Decimal) or quantity <= 0:
        return None
    paid = next((line[n] for n in ("total", "taxable") if line.get(n)), None)  # tax is a cost too
    said: dict[str, Any] = {"kind": "purchase", "product": product.sku_id, "quantity": quantity,
                            "unit": unit_written(line.get("unit")), "amount": paid, "date": day}  # fmt: skip
    told = {name: value for name, value in said.items() if value is not None}
    found = drafted(context, db, RecordEntry.model_validate(told))
    return None if isinstance(found, Missing) else found
