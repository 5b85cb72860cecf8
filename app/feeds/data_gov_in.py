"""Mandi prices of the day from data.gov.in, where the markets report to AGMARKNET; for everyone."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

import orjson
from pydantic import SecretStr

from app.feeds.feed import PUBLISHED, Feed
from app.feeds.fetching import Fetched
from app.feeds.intake import Intake
from app.feeds.web import NotFetched, Web
from haat.language.places import Gazetteer
from haat.store.feeds import EVERYONE

RESOURCE = "9ef84268-d588-465a-a308-a864a43d0070"
FEED = Feed("mandi prices of data.gov.in", PUBLISHED, EVERYONE)
SOURCE = "agmarknet"
PAGE = 1000
MOST_PAGES = 100  # a total that needs more is an error of theirs
# a quality of the middle: where a market tells several, this one counts
USUAL_GRADE = "faq"
_NO_VARIETY = frozenset({"", "other", "others", "faq", "na"})
# kept beside the row as they were written, since what is made of them may be wrong
AS_TOLD = ("commodity", "state", "district", "market", "variety", "grade")
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DataGovIn:
    """The resource "Current daily price of various commodities from various markets (mandi)"."""

    base: str
    key: SecretStr
    gazetteer: Callable[[], Gazetteer]

    def feed(self, _intake: Intake, /) -> Feed:
        """Always the same."""
        return FEED

    def fetch(self, web: Web, state: Mapping[str, Any]) -> Fetched | None:
        """All pages, or those before one that failed; None where they are the same as before."""
        records, trouble = self._records(web)
        if not records:
            raise NotFetched(trouble or "no prices today yet")
        rows = [mapped(record, self.gazetteer()) for record in by_grade(records)]
        body = orjson.dumps(rows)
        digest = sha256(body).hexdigest()
        if digest == state.get("digest") and trouble is None:
            return None
        return Fetched(body, "json", SOURCE, {"digest": digest}, trouble)

    def _records(self, web: Web) -> tuple[list[Record], str | None]:
        records: list[Record] = []
        try:
            for some in self._pages(web):
                records += some
        except NotFetched as error:
            return records, f"after {len(records)} records: {error.detail}"
        return records, None

    def _pages(self, web: Web) -> Iterator[Sequence[Record]]:
        offset = 0
        for _ in range(MOST_PAGES):
            some, total = self._page(web, offset)
            yield some
            offset += len(some)
            if not some or offset >= total:
                return

    def _page(self, web: Web, offset: int) -> tuple[Sequence[Record], int]:
        asked = {"api-key": self.key.get_secret_value(), "format": "json"}
        query = urlencode({**asked, "offset": offset, "limit": PAGE})
        got = web.get(f"{self.base.rstrip('/')}/resource/{RESOURCE}?{query}", polite=False)
        if got.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise NotFetched("data.gov.in refuses the key; see HAAT_FEEDS__DATA_GOV_IN_KEY")
        if got.status != HTTPStatus.OK:
            raise NotFetched(f"data.gov.in answers {got.status}")
        return _page_of(got.body)


def _page_of(body: bytes) -> tuple[Sequence[Record], int]:
    try:
        found = orjson.loads(body)
        records, total = found["records"], int(found["total"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise NotFetched("data.gov.in answers with something else than records") from error
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise NotFetched("data.gov.in answers with records that are none")
    return [{_plain(name): value for name, value in one.items()} for one in records], total


def by_grade(records: Sequence[Record]) -> Sequence[Record]:
    """The records with those of usual grade first; a market's other grades count as repeats then."""
    return sorted(records, key=lambda one: _cell(one, "grade").casefold() != USUAL_GRADE)


def mapped(record: Record, gazetteer: Gazetteer) -> dict[str, str]:
    """A record as a row of `market-prices`; names that are not known stay, and are put aside later."""
    told = {name: _cell(record, name) for name in AS_TOLD}
    commodity = told["commodity"]
    concept, form = _commodities().get(commodity.casefold(), (commodity, ""))
    district, state = _district(told["district"], told["state"], gazetteer)
    return {
        **{f"told_{name}": value for name, value in told.items()},
        "date": _cell(record, "arrival_date"),
        "commodity": concept,
        "state": state,
        "district": district,
        "market": _market(told["market"]),
        "variety": form or _variety(told["variety"], commodity),
        "modal": _price(record, "modal_price"),
        "min": _price(record, "min_price"),
        "max": _price(record, "max_price"),
    }


def _cell(record: Record, name: str) -> str:
    value = record.get(name)
    return "" if value is None else " ".join(str(value).split())


def _plain(name: str) -> str:
    """A field's name; some answers spell `Min_x0020_Price`."""
    return re.sub(r"_x0020_|\s+", "_", name.strip()).casefold()


def _price(record: Record, name: str) -> str:
    said = _cell(record, name)
    return "" if said.casefold() in {"na", "n/a", "-", "null"} else said


def _market(said: str) -> str:
    """A market without the word for its committee: `Lasalgaon APMC` is Lasalgaon."""
    return re.sub(r"\s*\(?\bAPMC\b\)?\s*$", "", said, flags=re.IGNORECASE) or said


def _variety(said: str, commodity: str) -> str:
    return "" if said.casefold() in _NO_VARIETY | {commodity.casefold()} else said


def _district(said: str, state: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """The district and its state as this product writes them, where one district fits.

    `Kozhikode(Calicut)` names it twice: the whole, what stands before, what stands inside.
    """
    outer, _, inner = said.partition("(")
    for name in dict.fromkeys((said, outer.strip(), inner.rstrip(") "))):
        places = gazetteer.resolve(name, state) if name else ()
        found = {place.district_id for place in places if place.district_id}
        place = gazetteer.get(found.pop()) if len(found) == 1 else None
        if place is not None:
            return place.id, place.state
    return said, state


@cache
def _commodities() -> Mapping[str, tuple[str, str]]:
    """Concept and form (`whole`, `raw`) of AGMARKNET's names for goods."""
    source = files("app.feeds") / "agmarknet_commodities.csv"
    with source.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {row["commodity"].casefold(): (row["concept"], row["variety"]) for row in rows}
