"""Fetches a file politely and safely: robots.txt is obeyed, and no redirect leads into a private network."""

import ipaddress
import logging
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx
from protego import Protego

from haat.core.errors import HaatError

USER_AGENT = "HaatSaathi/0.1"
MOST_BYTES = 32_000_000  # unpacked
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_SECONDS = 180.0  # for one file, however slowly it drips
LONGEST_PAUSE = 30.0
PATIENCE = httpx.Timeout(30.0)
Origin = tuple[str, str, int | None]
Resolve = Callable[[str, int | None], Sequence[str]]


class NotFetched(HaatError):
    """A file elsewhere that could not be had."""

    status = 502
    title = "The file could not be fetched"


@dataclass(frozen=True, slots=True)
class Got:
    """What a server answered in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Web:
    """One round of fetching: one request at a time, robots.txt of each server read once.

    `resolve(host, port)` gives the addresses of a host, `pause(seconds)` waits.
    """

    client: httpx.Client
    resolve: Resolve
    pause: Callable[[float], None] = time.sleep
    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS
    _robots: dict[Origin, Protego] = field(default_factory=dict)
    _seen: set[Origin] = field(default_factory=set)

    def get(
        self, address: str, headers: Mapping[str, str] | None = None, *, polite: bool = True
    ) -> Got:
        """Follow the address; NotFetched where nothing can be had. A status is the caller's matter.

        Without `polite` robots.txt is not asked: an interface that gave us a key expects us.
        """
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise NotFetched("the address is none: it begins with https://") from error
        return self._follow(url, _origin(url), headers or {}, polite=polite)

    def _follow(
        self, url: httpx.URL, home: Origin, headers: Mapping[str, str], *, polite: bool
    ) -> Got:
        for _ in range(MOST_REDIRECTS + 1):
            pinned = self._admitted(url, home)
            if polite:
                self._ask_robots(url, home)
            got = self._once(url, pinned, headers)
            target = got.headers.get("location")
            if target is None or got.status not in REDIRECTS:
                return got
            url = _next(url, target)
        raise NotFetched(f"{url.host} redirects more than {MOST_REDIRECTS} times")

    def _admitted(self, url: httpx.URL, home: Origin) -> str | None:
        """The public address to connect to, so that the name can't turn private meanwhile.

        None for the server that somebody configured: it may stand in one's own network.
        """
        if url.scheme not in {"http", "https"} or not url.host:
            raise NotFetched("only http:// and https:// addresses are fetched")
        if _origin(url) == home:
            return None
        found = self.resolve(url.host, url.port)
        if not found or not all(map(_public, found)):
            raise NotFetched(f"a redirect leads to {url.host}, which is in a private network")
        return found[0]

    def _ask_robots(self, url: httpx.URL, home: Origin) -> None:
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(url.join("/robots.txt"), home)
        rules = self._robots[origin]
        if not rules.can_fetch(_plain(url), USER_AGENT):
            raise NotFetched(f"robots.txt of {url.host} does not allow it; ask its owner for leave")
        if origin in self._seen:
            self.pause(min(float(rules.crawl_delay(USER_AGENT) or 0.0), LONGEST_PAUSE))
        self._seen.add(origin)

    def _read_robots(self, url: httpx.URL, home: Origin) -> Protego:
        """A missing robots.txt allows all, one that fails allows nothing (RFC 9309, 2.3.1)."""
        got = self._follow(url, home, {}, polite=False)
        if got.status == HTTPStatus.OK:
            return Protego.parse(got.body.decode("utf-8", "replace"))
        missing = httpx.codes.is_client_error(got.status)
        if not missing or got.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise NotFetched(f"robots.txt of {url.host} answers {got.status}, so nothing is asked")
        return Protego.parse("")

    def _once(self, url: httpx.URL, pinned: str | None, headers: Mapping[str, str]) -> Got:
        sent, extensions = dict(headers), {}
        target = url
        if pinned is not None:
            sent["Host"] = url.netloc.decode("ascii")
            extensions["sni_hostname"] = url.host
            target = url.copy_with(host=pinned)
        try:
            with self.client.stream("GET", target, headers=sent, extensions=extensions) as answer:
                body = self._body(answer) if answer.is_success else b""
                return Got(answer.status_code, dict(answer.headers), body)
        except httpx.TimeoutException as error:
            raise NotFetched(f"{url.host} did not answer in time") from error
        except httpx.HTTPError as error:
            raise NotFetched(f"{url.host} cannot be reached ({type(error).__name__})") from error

    def _body(self, answer: httpx.Response) -> bytes:
        until = time.monotonic() + self.most_seconds
        parts, size = [], 0
        for part in answer.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > self.most_bytes:
                raise NotFetched(f"larger than {self.most_bytes // 1_000_000} MB")
            if time.monotonic() > until:
                raise NotFetched(f"took longer than {self.most_seconds:g} seconds")
        return b"".join(parts)


@contextmanager
def open_web(
    transport: httpx.BaseTransport | None = None,
    *,
    resolve: Resolve | None = None,
    pause: Callable[[float], None] = time.sleep,
    most_bytes: int = MOST_BYTES,
    patience: httpx.Timeout = PATIENCE,
) -> Iterator[Web]:
    """Open one round of fetching."""
    # it logs whole addresses, and some of them hold a key
    logging.getLogger("httpx").setLevel(logging.WARNING)
    named = {"User-Agent": USER_AGENT, "Accept": "text/csv, application/json;q=0.9, */*;q=0.1"}
    with httpx.Client(transport=transport, headers=named, timeout=patience) as client:
        yield Web(client, resolve or addresses, pause, most_bytes)


def addresses(host: str, port: int | None) -> Sequence[str]:
    """The addresses of a host; none where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(at[0]) for *_, at in found))


def _public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return inner.is_global and not inner.is_multicast


def _origin(url: httpx.URL) -> Origin:
    return url.scheme, url.host, url.port


def _plain(url: httpx.URL) -> str:
    return str(url.copy_with(username=None, password=None, fragment=None))


def _next(url: httpx.URL, target: str) -> httpx.URL:
    try:
        found = url.join(target)
    except httpx.InvalidURL as error:
        raise NotFetched(f"{url.host} redirects to what is no address") from error
    if url.scheme == "https" and found.scheme == "http":
        raise NotFetched(f"{url.host} redirects from https to http, which is not followed")
    return found
