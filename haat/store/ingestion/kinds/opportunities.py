"""Tenders, fairs, festivals and schemes that somebody heard of; told again, they are corrected."""

from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.shop import Shop
from haat.store.ingestion.values import day, text
from haat.store.opportunities import OPPORTUNITY_KINDS
from haat.store.tables import opportunities

ANYWHERE = frozenset({"", "all india", "india", "online", "national", "anywhere"})


def _settle(line: Line, shop: Shop) -> None:
    row = line.row
    row["kind"] = row["kind"].casefold()
    if row["kind"] not in OPPORTUNITY_KINDS:
        raise Refused(f"{row['kind']} is none of {', '.join(OPPORTUNITY_KINDS)}", "kind")
    if row["ends"] < row["starts"]:
        raise Refused("ends before it starts", "ends")
    apply_by = row.get("apply_by")
    if apply_by is not None and apply_by > row["ends"]:
        raise Refused("one could apply after it has ended", "apply_by")
    row["place"] = _place(row["place"], line, shop)


def _place(written: str, line: Line, shop: Shop) -> str:
    """The canonical id where one place fits; else the words stay as they are, and that is said."""
    if written.casefold() in ANYWHERE:
        return ""
    gazetteer = shop.gazetteer()
    if gazetteer.get(written) is not None:
        return written
    found = {place.id for place in gazetteer.resolve(written)}
    if len(found) == 1:
        return found.pop()
    line.remark("place", f"{written} is not one known place: write `District, State`")
    return written


OPPORTUNITIES = Kind(
    name="opportunities",
    table=opportunities,
    key=("kind", "title", "place", "starts"),
    columns=(
        Column("kind", text(16), "kind", "value"),
        Column("title", text(300), "title", "value"),
        Column("place", text(200), "place", "column", default=""),
        Column("starts", day, "starts", "value", future=True),
        Column("ends", day, "ends", "value", future=True),
        Column("apply_by", day, "apply_by", future=True),
        Column("asks_for", text(1000), "asks_for"),
        Column("url", text(1000), "url"),
    ),
    constants={"source": "ingest"},
    settle=_settle,
    revises=True,
)
