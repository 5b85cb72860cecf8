"""Finds a paper that the person gave: by whose it is, what is on it, and of which days."""

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.days import shop_day
from haat.core.finding import Finding, Row, Source
from haat.documents.extract import corrected
from haat.documents.paper import Paper, plain
from haat.language.concepts import concept_of
from haat.language.sound import sound_key
from haat.language.tokens import fold
from haat.language.transliterate import latin
from haat.store import documents
from haat.store.documents import StoredDocument
from haat.store.engine import reading
from haat.store.handles import Connection
from tools.bill_goods import goods_named
from tools.context import Tool, ToolContext

MOST_SEARCHED = 300
SHOWN = 5
NAMES = ("seller.name", "buyer.name", "number", "licence_number")


class FindPapers(BaseModel):
    """Find the person's own bills and papers; every condition that is said has to hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str | None = Field(default=None, max_length=200)
    product: str | None = Field(default=None, max_length=128)
    start: date | None = None
    end: date | None = None


def find_papers(context: ToolContext, arguments: FindPapers) -> Finding:
    """What fits best, the newest first."""
    context.actor.require(Permission.ASK)
    with reading(context.engine) as db:
        given = documents.read_lately(context.actor, db, MOST_SEARCHED)
        papers = [(one, corrected(one.body or {}, one.corrections, context.today)) for one in given]
        fits = [(o, p) for o, p in papers if _of_days(o, p, arguments) and _names(context, db, p, arguments)]  # fmt: skip
    told = [_alike(arguments.words or "", paper) for _, paper in fits]
    best = max(told, default=0)
    found = [f for f, n in zip(fits, told, strict=True) if n == best and (n or not arguments.words)]
    rows = tuple(_row(one, paper) for one, paper in found[:SHOWN])
    newest = tuple(Source("documents", "own", shop_day(one.at)) for one, _ in found[:1])
    return Finding(rows=rows, parameters=arguments.model_dump(exclude_none=True), sources=newest)


def _of_days(one: StoredDocument, paper: Paper, arguments: FindPapers) -> bool:
    day = _day(one, paper)
    after = arguments.start is None or arguments.start <= day
    return after and (arguments.end is None or day <= arguments.end)


def _day(one: StoredDocument, paper: Paper) -> date:
    """The paper's own day, else the one on which she gave it."""
    day = paper.fields.get("date")
    return day if isinstance(day, date) else shop_day(one.at)


def _names(context: ToolContext, db: Connection, paper: Paper, arguments: FindPapers) -> bool:
    if arguments.product is None:
        return True
    wanted = concept_of(arguments.product)
    goods = (goods_named(context, db, str(line.get("description", "-"))) for line in paper.lines)
    return any(found is not None and wanted == found.concept for found in goods)


def _alike(words: str, paper: Paper) -> int:
    """How many of the words stand on the paper, as they sound."""
    told = " ".join(str(paper.fields.get(name, "")) for name in NAMES)
    there = {*_sounds(told), *_sounds(" ".join(str(line.get("description", "")) for line in paper.lines))}  # fmt: skip
    return len(set(_sounds(words)) & there)


def _sounds(text: str) -> Iterator[str]:
    return (sound_key(latin(word)) for word in fold(text).split() if len(word) > 1)


def _row(one: StoredDocument, paper: Paper) -> Row:
    total = paper.fields.get("total")
    return {
        "document_id": one.id,
        "kind": paper.kind,
        "seller": str(paper.fields.get("seller.name") or one.name),
        "date": _day(one, paper),
        "amount": None if total is None else plain(total),
    }


FIND_PAPERS = Tool("find_papers", FindPapers, find_papers, Permission.ASK)
