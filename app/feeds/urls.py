"""A file elsewhere: fetched again only where it changed, and taken in like any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from app.feeds.feed import PUBLISHED, Feed
from app.feeds.fetching import Fetched
from app.feeds.intake import Intake
from app.feeds.web import Got, NotFetched, Web
from haat.core.errors import InvalidInput
from haat.core.settings import FeedUrl
from haat.store.feeds import EVERYONE
from haat.store.ingestion.reading import Form

LONGEST_SOURCE = 32


def name_of(at: FeedUrl) -> str:
    """What the feed is called: never its address, which may hold a key."""
    told = sha256(f"{at.tenant}\n{at.url}".encode()).hexdigest()[:8]
    return f"{at.kind} from {_host(at.url)[:100]} ({told})"


@dataclass(frozen=True, slots=True)
class UrlFeed:
    """One configured address."""

    at: FeedUrl

    def feed(self, intake: Intake) -> Feed:
        """Published prices where no shop is named; of another kind it is the only shop's."""
        everyones = not self.at.tenant and self.at.kind == PUBLISHED
        tenant = EVERYONE if everyones else intake.tenant(self.at.tenant or None)
        return Feed(name_of(self.at), self.at.kind, tenant).checked()

    def fetch(self, web: Web, state: Mapping[str, Any]) -> Fetched | None:
        """The file, or None where the server or its content says that it is the same."""
        asked = _conditions(state)
        got = web.get(self.at.url, asked)
        if got.status == HTTPStatus.NOT_MODIFIED and asked:
            return None
        if got.status != HTTPStatus.OK:
            raise NotFetched(f"{_host(self.at.url)} answers {got.status}")
        digest = sha256(got.body).hexdigest()
        if digest == state.get("digest"):
            return None
        found = {"etag": got.headers.get("etag"), "last_modified": got.headers.get("last-modified")}
        source = _host(self.at.url)[:LONGEST_SOURCE]
        return Fetched(got.body, _form(self.at.url, got), source, {**found, "digest": digest})


def _conditions(state: Mapping[str, Any]) -> dict[str, str]:
    named = {"If-None-Match": state.get("etag"), "If-Modified-Since": state.get("last_modified")}
    return {name: value for name, value in named.items() if value}


def _form(address: str, got: Got) -> Form:
    """By the content type, else by the ending, else by how it begins."""
    said = got.headers.get("content-type", "").casefold()
    if "html" in said:
        raise InvalidInput("a web page came, not a CSV or JSON file")
    ending = urlsplit(address).path.casefold()
    if "json" in said or ending.endswith(".json"):
        return "json"
    if "csv" in said or ending.endswith(".csv"):
        return "csv"
    return "json" if got.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"} else "csv"


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "nowhere"
    except ValueError:
        return "nowhere"
