"""Fetching from elsewhere: politely, safely, and so that one failure stops nothing else."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from app.feeds import urls, web
from app.feeds.data_gov_in import FEED, PAGE, RESOURCE, DataGovIn
from app.feeds.fetching import Fetcher, fetch_due
from app.feeds.intake import Intake
from app.feeds.urls import UrlFeed
from app.feeds.web import open_web
from haat.core.settings import FeedUrl
from haat.store import feeds
from haat.store.feeds import FeedRow
from haat.store.tables import ingest_batches, market_prices, opportunities, raw_rows
from tests.integration.store.ingesting import NOW, count, make_shops, places, rows

EVERY = timedelta(hours=6)
FAIRS = "kind,title,place,starts,ends\nfair,Saras Mela,,2026-12-01,2026-12-10\n"
AT = FeedUrl(kind="opportunities", url="https://fairs.example/fairs.csv?token=hush", tenant="asha")
NAME = urls.name_of(AT)
Answer = Callable[[httpx.Request], httpx.Response]
PRIVATE = {
    "inside.example": "10.0.0.7",
    "mapped.example": "::ffff:127.0.0.1",
    "sixtofour.example": "2002:7f00:1::",
    "localhost": "127.0.0.1",
    **{address: address for address in ("127.0.0.1", "::1", "169.254.169.254", "240.0.0.1")},
}
PUBLIC = "93.184.216.34"


class Server:
    """What servers answer, by host and path; keeps what it was asked."""

    def __init__(self, answers: dict[str, httpx.Response | Answer | Exception]) -> None:
        self.answers = answers
        self.asked: list[httpx.Request] = []
        self.pauses: list[float] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        found = self.answers.get(request.headers["host"] + request.url.path)
        if isinstance(found, Exception):
            raise found
        if callable(found):
            return found(request)
        return httpx.Response(404) if found is None else found

    def fetch(
        self,
        engine: Engine,
        *fetchers: Fetcher,
        now: datetime = NOW,
        most_bytes: int = web.MOST_BYTES,
    ) -> tuple[str, ...]:
        opened = partial(
            open_web,
            httpx.MockTransport(self.answer),
            resolve=lambda host, _port: (PRIVATE.get(host, PUBLIC),),
            pause=self.pauses.append,
            most_bytes=most_bytes,
        )
        return fetch_due(Intake(engine, places, lambda: now), fetchers, opened, EVERY)

    @property
    def paths(self) -> list[str]:
        return [request.headers["host"] + request.url.path for request in self.asked]


@pytest.fixture(autouse=True)
def shops(request: pytest.FixtureRequest) -> None:
    """Both tenants are there and empty."""
    name = "engine" if "engine" in request.fixturenames else "sqlite_engine"
    make_shops(request.getfixturevalue(name))


def noted(engine: Engine, name: str = NAME) -> FeedRow:
    with engine.connect() as db:
        row = feeds.get(db, name)
    assert row is not None
    return row


def csv(text: str = FAIRS, **headers: str) -> httpx.Response:
    return httpx.Response(200, text=text, headers={"content-type": "text/csv", **headers})


def fairs(answer: httpx.Response | Answer | Exception, **other: Any) -> Server:
    return Server({"fairs.example/fairs.csv": answer, **other})


def test_a_file_is_fetched_and_taken_in(engine: Engine) -> None:
    server = fairs(csv(etag='"1"'))
    assert server.fetch(engine, UrlFeed(AT)) == (f"{NAME}: 1 accepted, 0 duplicates, 0 put aside",)
    assert rows(engine, opportunities, "tenant_id", "title") == [("asha", "Saras Mela")]
    row = noted(engine)
    assert (row.kind, row.tenant_id, row.success_at, row.rows) == ("opportunities", "asha", NOW, 1)
    assert row.state["etag"] == '"1"'
    assert server.paths == ["fairs.example/robots.txt", "fairs.example/fairs.csv"]
    assert {request.headers["user-agent"] for request in server.asked} == {"HaatSaathi/0.1"}


def test_what_is_the_same_is_not_sent_again(engine: Engine) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("if-none-match") == '"1"':
            assert request.headers["if-modified-since"] == "Fri, 20 Nov 2026 00:00:00 GMT"
            return httpx.Response(304)
        return csv(etag='"1"', **{"last-modified": "Fri, 20 Nov 2026 00:00:00 GMT"})

    server = fairs(answer)
    server.fetch(engine, UrlFeed(AT))
    later = NOW + EVERY
    assert server.fetch(engine, UrlFeed(AT), now=later) == (f"{NAME}: nothing new",)
    row = noted(engine)
    assert (row.success_at, row.rows, row.error) == (later, 1, None)
    assert server.fetch(engine, UrlFeed(AT), now=later + EVERY) == (f"{NAME}: nothing new",)


def test_the_same_body_is_taken_in_once(sqlite_engine: Engine) -> None:
    server = fairs(csv())
    server.fetch(sqlite_engine, UrlFeed(AT))
    told = server.fetch(sqlite_engine, UrlFeed(AT), now=NOW + EVERY)
    assert told == (f"{NAME}: nothing new",)
    assert count(sqlite_engine, ingest_batches) == 1
    server.answers["fairs.example/fairs.csv"] = csv(FAIRS + "fair,Other,,2026-12-01,2026-12-02\n")
    told = server.fetch(sqlite_engine, UrlFeed(AT), now=NOW + 2 * EVERY)
    assert told == (f"{NAME}: 1 accepted, 1 duplicates, 0 put aside",)


def test_nothing_is_asked_before_its_time(sqlite_engine: Engine) -> None:
    server = fairs(httpx.Response(500))
    assert server.fetch(sqlite_engine, UrlFeed(AT)) == (f"{NAME}: failed",)
    asked = len(server.asked)
    assert server.fetch(sqlite_engine, UrlFeed(AT), now=NOW + EVERY - timedelta(seconds=1)) == ()
    assert len(server.asked) == asked


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(404), "fairs.example answers 404"),
        (httpx.Response(500), "fairs.example answers 500"),
        (httpx.Response(304), "fairs.example answers 304"),
        (httpx.ReadTimeout("slow"), "fairs.example did not answer in time"),
        (httpx.ConnectError("no"), "fairs.example cannot be reached (ConnectError)"),
        (csv("<html>"), "column kind, title, place, starts, ends is missing"),
        (csv(""), "the file is empty"),
        (csv("kind,title,place,starts,ends\nwar,x,,2026-12-01,2026-12-02\n"), "war is none of"),
        (httpx.Response(200, html="<p>log in</p>"), "a web page came"),
        (httpx.Response(200, text="{]", headers={"content-type": "application/json"}), "not JSON"),
        (httpx.Response(200, json={"error": "no"}), "must be a JSON list"),
        (httpx.Response(200, content=b"\x00\xff\xfe" * 9), "missing"),
        (RuntimeError("a bug"), "unexpected RuntimeError"),
    ],
)
def test_a_failure_is_kept_and_stops_no_other(
    sqlite_engine: Engine, answer: httpx.Response | Exception, said: str
) -> None:
    server = fairs(answer, **{"other.example/fairs.csv": csv()})
    other = AT.model_copy(update={"url": "https://other.example/fairs.csv"})
    told = server.fetch(sqlite_engine, UrlFeed(AT), UrlFeed(other))
    assert told[0] == f"{NAME}: failed"
    assert "1 accepted" in told[1]
    row = noted(sqlite_engine)
    assert row.error is not None
    assert said in row.error
    assert "hush" not in row.error
    assert (row.success_at, row.rows, row.state) == (None, 0, {})


def test_a_failure_after_a_success_keeps_what_came(sqlite_engine: Engine) -> None:
    server = fairs(csv(etag='"1"'))
    server.fetch(sqlite_engine, UrlFeed(AT))
    server.answers["fairs.example/fairs.csv"] = httpx.Response(503)
    server.fetch(sqlite_engine, UrlFeed(AT), now=NOW + EVERY)
    row = noted(sqlite_engine)
    assert (row.success_at, row.rows, row.state["etag"]) == (NOW, 1, '"1"')
    assert row.error == "fairs.example answers 503"
    server.answers["fairs.example/fairs.csv"] = csv()
    server.fetch(sqlite_engine, UrlFeed(AT), now=NOW + 2 * EVERY)
    assert noted(sqlite_engine).error is None


def test_what_is_set_up_wrongly_stops_no_other(sqlite_engine: Engine) -> None:
    wrong = [{"kind": "fares"}, {"tenant": "nobody"}, {"tenant": ""}]
    feeds_ = [UrlFeed(AT.model_copy(update=one)) for one in wrong]
    assert len(fairs(csv()).fetch(sqlite_engine, *feeds_, UrlFeed(AT))) == 1


@pytest.mark.parametrize(
    "url", ["ftp://fairs.example/x", "/etc/passwd", "http://", "https://", "x:y"]
)
def test_only_web_addresses_are_fetched(sqlite_engine: Engine, url: str) -> None:
    at = AT.model_copy(update={"url": url})
    server = fairs(csv())
    assert server.fetch(sqlite_engine, UrlFeed(at)) == (f"{urls.name_of(at)}: failed",)
    assert server.asked == []


def test_rows_that_are_put_aside_are_noted(sqlite_engine: Engine) -> None:
    fairs(csv(FAIRS + "fair,Ended,,2026-12-02,2026-12-01\n")).fetch(sqlite_engine, UrlFeed(AT))
    state = noted(sqlite_engine).state
    assert state["put_aside"] == 1
    assert state["first_put_aside"] == [
        {"line": 3, "column": "ends", "reason": "ends before it starts"}
    ]


ROBOTS = "User-agent: *\nDisallow: /fairs\n"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (httpx.Response(200, text=ROBOTS), False),
        (httpx.Response(200, text="User-agent: HaatSaathi\nDisallow: /\n"), False),
        (httpx.Response(200, text=ROBOTS + "\nUser-agent: HaatSaathi\nDisallow: /x\n"), True),
        (httpx.Response(200, text=""), True),
        (httpx.Response(200, content=b"\xff\x00<html>"), True),
        (httpx.Response(403), True),
        (httpx.Response(429), False),
        (httpx.Response(503), False),
        (httpx.ConnectError("no"), False),
    ],
)
def test_robots_txt_is_obeyed(
    sqlite_engine: Engine, robots: httpx.Response | Exception, *, allowed: bool
) -> None:
    server = fairs(csv(), **{"fairs.example/robots.txt": robots})
    server.fetch(sqlite_engine, UrlFeed(AT))
    assert ("fairs.example/fairs.csv" in server.paths) is allowed
    assert (noted(sqlite_engine).error is None) is allowed


def test_robots_txt_is_read_once_and_its_delay_kept(sqlite_engine: Engine) -> None:
    robots = httpx.Response(200, text="User-agent: *\nCrawl-delay: 7\n")
    more = {"fairs.example/robots.txt": robots, "fairs.example/more.csv": csv()}
    server = fairs(csv(), **more)
    second = AT.model_copy(update={"url": "https://fairs.example/more.csv"})
    server.fetch(sqlite_engine, UrlFeed(AT), UrlFeed(second))
    assert server.paths.count("fairs.example/robots.txt") == 1
    assert server.pauses == [7.0]


def moved(to: str) -> httpx.Response:
    return httpx.Response(302, headers={"location": to})


def test_a_redirect_to_a_public_server_is_followed_to_the_address_that_was_checked(
    sqlite_engine: Engine,
) -> None:
    server = fairs(moved("https://cdn.example/f.csv"), **{"cdn.example/f.csv": csv()})
    server.fetch(sqlite_engine, UrlFeed(AT))
    assert noted(sqlite_engine).error is None
    last = server.asked[-1]
    assert (last.url.host, last.headers["host"]) == (PUBLIC, "cdn.example")
    assert last.extensions["sni_hostname"] == "cdn.example"


@pytest.mark.parametrize(
    "to",
    [
        "https://inside.example/f.csv",
        "https://mapped.example/f.csv",
        "https://127.0.0.1/f.csv",
        "https://[::1]/f.csv",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost:8443/f.csv",
        "https://sixtofour.example/f.csv",
        "https://240.0.0.1/f.csv",
        "http://cdn.example/f.csv",
        "file:///etc/passwd",
        "gopher://cdn.example/",
    ],
)
def test_no_redirect_leads_inside(sqlite_engine: Engine, to: str) -> None:
    server = fairs(moved(to))
    server.fetch(sqlite_engine, UrlFeed(AT))
    assert noted(sqlite_engine).error is not None
    assert server.paths == ["fairs.example/robots.txt", "fairs.example/fairs.csv"]


def test_a_name_that_has_turned_private_is_trusted_no_further(sqlite_engine: Engine) -> None:
    at = AT.model_copy(update={"url": "https://inside.example/fairs.csv"})
    server = Server({"inside.example/fairs.csv": moved("https://inside.example:8443/admin")})
    server.fetch(sqlite_engine, UrlFeed(at))
    row = noted(sqlite_engine, urls.name_of(at))
    assert row.error == "a redirect leads to inside.example, which is in a private network"


def test_a_server_in_ones_own_network_is_fetched_where_it_is_named(sqlite_engine: Engine) -> None:
    at = AT.model_copy(update={"url": "http://10.0.0.7:8080/fairs.csv"})
    server = Server({"10.0.0.7:8080/fairs.csv": moved("/new.csv"), "10.0.0.7:8080/new.csv": csv()})
    server.fetch(sqlite_engine, UrlFeed(at))
    assert noted(sqlite_engine, urls.name_of(at)).error is None


def test_redirects_end(sqlite_engine: Engine) -> None:
    server = fairs(moved("https://fairs.example/fairs.csv"))
    server.fetch(sqlite_engine, UrlFeed(AT))
    assert noted(sqlite_engine).error == "fairs.example redirects more than 5 times"


def test_what_is_too_large_is_not_read_on(sqlite_engine: Engine) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 1_000_000

    server = fairs(httpx.Response(200, content=endless()))
    server.fetch(sqlite_engine, UrlFeed(AT), most_bytes=3_000_000)
    assert noted(sqlite_engine).error == "larger than 3 MB"


def test_published_prices_name_the_server(sqlite_engine: Engine) -> None:
    at = FeedUrl(kind="market-prices", url="https://prices.example/p.json")
    told = {"date": "2026-11-19", "commodity": "onion", "state": "Maharashtra"}
    told |= {"district": "Nashik", "market": "Lasalgaon", "modal": "1500"}
    server = Server({"prices.example/p.json": httpx.Response(200, json=[told])})
    server.fetch(sqlite_engine, UrlFeed(at))
    found = rows(sqlite_engine, market_prices, "tenant_id", "source")
    assert found == [("", "prices.example")]


# data.gov.in

API = "api.example/resource/" + RESOURCE
KEYED = DataGovIn("https://api.example", SecretStr("k3y"), places)


def record(n: int, **other: Any) -> dict[str, Any]:
    return {
        "state": "Maharashtra", "district": "Nashik", "market": f"Market {n} APMC",
        "commodity": "Onion", "variety": "Other", "grade": "FAQ", "arrival_date": "20/11/2026",
        "min_price": 900, "max_price": 1700, "modal_price": 1500, **other,
    }  # fmt: skip


def paged(records: list[dict[str, Any]], most: int = PAGE) -> Answer:
    """Records as data.gov.in gives them, at most so many a page."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        if asked["api-key"] != "k3y":
            return httpx.Response(403)
        start = int(asked["offset"])
        some = records[start : start + min(int(asked["limit"]), most)]
        return httpx.Response(
            200, json={"total": str(len(records)), "count": len(some), "records": some}
        )

    return answer


def test_all_pages_of_the_day_come_in(engine: Engine) -> None:
    server = Server({API: paged([record(n) for n in range(25)], most=10)})
    assert server.fetch(engine, KEYED) == (f"{FEED.name}: 25 accepted, 0 duplicates, 0 put aside",)
    assert [request.url.params["offset"] for request in server.asked] == ["0", "10", "20"]
    assert rows(
        engine, market_prices, "tenant_id", "date", "district", "market", "modal_paise", "source"
    )[0] == ("", date(2026, 11, 20), "Nashik, Maharashtra", "Market 0", 150_000, "agmarknet")
    assert server.fetch(engine, KEYED, now=NOW + EVERY) == (f"{FEED.name}: nothing new",)


def test_what_can_not_be_mapped_or_be_true_is_counted(sqlite_engine: Engine) -> None:
    wrong: list[dict[str, Any]] = [
        {"commodity": "Unobtainium"}, {"district": "Nowhere"}, {"modal_price": 0},
        {"modal_price": "NA"}, {"min_price": 2000}, {"modal_price": 9000},
        {"modal_price": 40_000, "max_price": 50_000}, {"arrival_date": "20/13/2026"},
        {"arrival_date": "25/12/2026"}, {"modal_price": -1}, {"market": ""},
    ]  # fmt: skip
    told = [record(n, **other) for n, other in enumerate([{}, {}, {}, *wrong])]
    server = Server({API: paged(told)})
    server.fetch(sqlite_engine, KEYED)
    assert count(sqlite_engine, market_prices) == 3
    row = noted(sqlite_engine, FEED.name)
    assert (row.rows, row.state["put_aside"]) == (3, len(wrong))
    assert [one["column"] for one in row.state["first_put_aside"]] == [
        "commodity", "district", "modal", "modal", "modal", "modal",
        "modal", "date", "date", "modal", "market",
    ]  # fmt: skip
    kept = rows(sqlite_engine, raw_rows, "payload", "status")
    assert kept[3][0]["told_commodity"] == "Unobtainium"


def test_of_several_grades_the_usual_one_counts(sqlite_engine: Engine) -> None:
    told = [record(1, grade="Local", modal_price=1000), record(1, modal_price=1600)]
    Server({API: paged(told)}).fetch(sqlite_engine, KEYED)
    assert rows(sqlite_engine, market_prices, "modal_paise") == [(160_000,)]


def test_pages_before_a_failure_are_kept(sqlite_engine: Engine) -> None:
    whole = paged([record(n) for n in range(25)], most=10)

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(502) if request.url.params["offset"] == "20" else whole(request)

    server = Server({API: answer})
    server.fetch(sqlite_engine, KEYED)
    row = noted(sqlite_engine, FEED.name)
    assert (row.success_at, row.rows) == (NOW, 20)
    assert row.error == "after 20 records: data.gov.in answers 502"
    server.answers[API] = whole
    server.fetch(sqlite_engine, KEYED, now=NOW + EVERY)
    assert count(sqlite_engine, market_prices) == 25
    assert noted(sqlite_engine, FEED.name).error is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(403), "refuses the key; see HAAT_FEEDS__DATA_GOV_IN_KEY"),
        (httpx.Response(200, text="<html>"), "something else than records"),
        (httpx.Response(200, json=[1]), "something else than records"),
        (httpx.Response(200, json={"records": []}), "something else than records"),
        (httpx.Response(200, json={"records": [1], "total": 1}), "records that are none"),
        (httpx.Response(200, json={"records": [], "total": 0}), "no prices today yet"),
        (httpx.ReadTimeout("slow"), "did not answer in time"),
    ],
)
def test_an_answer_that_is_none_is_kept_as_error(
    sqlite_engine: Engine, answer: httpx.Response | Exception, said: str
) -> None:
    Server({API: answer}).fetch(sqlite_engine, KEYED)
    row = noted(sqlite_engine, FEED.name)
    assert row.error is not None
    assert said in row.error
    assert row.success_at is None


def test_pages_that_never_end_end(sqlite_engine: Engine) -> None:
    def same(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"total": 10**9, "records": [record(1)]})

    server = Server({API: same})
    server.fetch(sqlite_engine, KEYED)
    assert len(server.asked) == 100
    assert count(sqlite_engine, market_prices) == 1


def test_the_key_is_in_no_log(sqlite_engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        Server({API: httpx.Response(500)}).fetch(sqlite_engine, KEYED)
        Server({API: paged([record(1)])}).fetch(sqlite_engine, KEYED, now=NOW + EVERY)
    assert caplog.records
    assert "k3y" not in caplog.text


# over a real socket


class Slow(BaseHTTPRequestHandler):
    """One file, one page of records that is garbage, and one answer that never comes."""

    stop = threading.Event()

    def do_GET(self) -> None:
        if self.path == "/never.csv":
            self.stop.wait(30)
        body = FAIRS.encode() if self.path == "/fairs.csv" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"7"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """A server on this machine."""
    Slow.stop.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Slow.stop.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_over_a_socket(sqlite_engine: Engine, address: str) -> None:
    intake = Intake(sqlite_engine, places, lambda: NOW)
    never, soon = (
        AT.model_copy(update={"url": f"{address}/{file}"}) for file in ("never.csv", "fairs.csv")
    )
    for at, patience in ((never, 0.3), (soon, 30.0)):
        opened = partial(open_web, httpx.HTTPTransport(), patience=httpx.Timeout(patience))
        fetch_due(intake, [UrlFeed(at)], opened, EVERY)
    assert noted(sqlite_engine, urls.name_of(never)).error == "127.0.0.1 did not answer in time"
    assert noted(sqlite_engine, urls.name_of(soon)).state["etag"] == '"7"'


def test_a_host_without_addresses_has_none() -> None:
    assert web.addresses("nowhere.invalid", 443) == ()
    assert web.addresses("127.0.0.1", 443) == ("127.0.0.1",)


def test_what_drips_too_long_is_not_waited_for() -> None:
    with httpx.Client(transport=httpx.MockTransport(fairs(csv()).answer)) as client:
        slow = web.Web(client, lambda _host, _port: (PUBLIC,), most_seconds=-1.0)
        with pytest.raises(web.NotFetched, match="took longer than"):
            slow.get(AT.url)


def test_an_address_of_six_parts_is_pinned_too() -> None:
    server = fairs(moved("https://cdn.example/f.csv"), **{"cdn.example/f.csv": csv()})
    with httpx.Client(transport=httpx.MockTransport(server.answer)) as client:
        got = web.Web(client, lambda _host, _port: ("2606:2800:220:1::1",)).get(AT.url)
    assert got.body == FAIRS.encode()
    assert server.asked[-1].url.host == "2606:2800:220:1::1"
