"""The tenant's own buyers: what they want, on which terms, and whether they may be written to."""

import re

from haat.language.concepts import concept_of
from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.shop import Shop
from haat.store.ingestion.values import flag, names, price, quantity, text
from haat.store.tables import buyers


def _wishes(cell: str) -> list[str]:
    """Several goods in one cell, parted by `;`, `|` or a comma outside brackets."""
    parted = re.sub(r",(?![^(]*\))", ";", cell)
    wanted = names(parted)
    if not wanted:
        raise Refused("wants is required")
    return wanted


def _settle(line: Line, shop: Shop) -> None:
    row = line.row
    row["place"] = _place(row["place"], shop)
    row["wants"] = list(dict.fromkeys(_wish(line, said, shop) for said in row["wants"]))
    if row.get("unit"):
        row["unit"] = _unit(row["unit"], shop)


def _place(written: str, shop: Shop) -> str:
    found = {place.id for place in shop.gazetteer().resolve(written)}
    if len(found) != 1:
        why = "is several places" if found else "is not a known place"
        raise Refused(f"{written} {why}: write District, State", "place")
    return found.pop()


def _wish(line: Line, said: str, shop: Shop) -> str:
    """The SKU or concept meant; words that are neither are kept, and said."""
    known = shop.known.get(said) or shop.known.get(shop.folded.get(said.casefold(), ""))
    if known is not None:
        return str(known["sku_id"])
    concept = shop.words.concept(said)
    if concept is not None:
        return concept
    own = said.casefold().replace(" ", "_")
    if any(product["concept"] == own for product in shop.known.values()):
        return own
    if concept_of(own) in shop.words.categories:
        return own  # goods of a known kind that the shop does not sell itself
    line.remark("wants", f"{said[:64]} is not a product that is known")
    return said.casefold()


def _unit(written: str, shop: Shop) -> str:
    unit = shop.words.unit(written)
    if unit is None:
        raise Refused(
            f"{written} is not a known unit: write kg, g, l, ml, piece, packet, dozen …", "unit"
        )
    return unit


BUYERS = Kind(
    name="buyers",
    table=buyers,
    key=("buyer_id",),
    columns=(
        Column("buyer_id", text(64), "buyer_id", "value"),
        Column("name", text(200), "name", "value"),
        Column("place", text(128), "place", "value"),
        Column("wants", _wishes, "wants", "value"),
        Column("volume", quantity(), "volume"),
        Column("unit", text(32), "unit"),
        Column("max_price", price, "max_price_paise"),
        Column("contact", text(200), "contact"),
        Column("agreed_to_contact", flag, "agreed_to_contact", "value"),
    ),
    settle=_settle,
    revises=True,  # a buyer may change its terms, and take its consent back
)
