"""A small Twilio that remembers: what it took, in order, and the faults it is told to have."""

import asyncio
import base64
import hmac
import json
import re
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from twilio.request_validator import (  # type: ignore[import-untyped]  # it ships no types
    RequestValidator,
)
from uvicorn.protocols.http.h11_impl import H11Protocol

from haat.core.settings import TwilioSettings

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "double-token"
SENDER = "whatsapp:+911100000000"
TEMPLATE = "HX00000000000000000000000000000001"
PUBLIC = "https://haat.example"
BASE = "/2010-04-01/Accounts/{account}"
MOST_CHARACTERS = 1600
START_SECONDS = 20.0
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Fault:
    """How one request to send goes wrong."""

    takes: bool = False  # the message is taken nevertheless
    drops: bool = False  # the connection is cut before the answer
    garbles: bool = False  # the answer is no JSON
    status: int | None = None  # answered in place of Twilio's own answer
    code: int | None = None
    retry_after: int | None = None
    delay_seconds: float = 0.0  # before the answer


LOST_ANSWER = Fault(takes=True, drops=True)
LOST_REQUEST = Fault(drops=True)
GARBLED = Fault(takes=True, garbles=True)
TOO_MANY = Fault(status=429, code=20429, retry_after=7)
BROKEN = Fault(status=500, code=20500)
AWAY = Fault(status=503, code=20503)
GATEWAY = Fault(takes=True, status=504)


def late(seconds: float) -> Fault:
    """The message is taken, and the answer comes after so long."""
    return Fault(takes=True, delay_seconds=seconds)


@dataclass(slots=True)
class TwilioDouble:
    """Twilio's REST API for one account; `taken` holds its Message resources, the oldest first."""

    account: str = ACCOUNT
    token: str = TOKEN
    sender: str = SENDER
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    template: str = "{{1}}"
    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)  # method and path of everything that came
    forms: list[dict[str, str]] = field(default_factory=list)  # of each request to send
    opted_out: set[str] = field(default_factory=set)
    outside_window: set[str] = field(default_factory=set)  # free text fails after it was taken
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # by sid: type, content
    faults: deque[Fault] = field(default_factory=deque)  # of the next requests to send
    list_faults: deque[Fault] = field(default_factory=deque)  # of the next lists
    connections: dict[tuple[str, int], asyncio.Transport] = field(default_factory=dict)

    def settings(self, template: str = "") -> TwilioSettings:
        """Settings that lead here."""
        return TwilioSettings.model_validate(
            {
                "account_sid": self.account,
                "auth_token": self.token,
                "from": self.sender,
                "api_base": self.url,
                "template": template,
            }
        )

    def sent_to(self, address: str) -> list[str]:
        """The bodies of all that was taken for a person, the oldest first."""
        return [m["body"] for m in self.taken if m["to"] == address]

    def settle(self, sid: str, status: str, error_code: int | None = None) -> None:
        """A message has come so far."""
        message = next(m for m in self.taken if m["sid"] == sid)
        message.update(status=status, error_code=error_code)

    def keep_media(self, media_type: str, content: bytes) -> str:
        """A file that somebody sent; its address."""
        number = next(_numbers)
        self.media[f"ME{number:032x}"] = (media_type, content)
        return f"{self.url}{self._base}/Messages/MM{number:032x}/Media/ME{number:032x}"

    @property
    def _base(self) -> str:
        return BASE.format(account=self.account)

    async def create(self, request: Request) -> Response:
        """Take a message to send."""
        if (refusal := self._not_known(request)) is not None:
            return refusal
        try:
            form = {name: str(value) for name, value in (await request.form()).items()}
        except ClientDisconnect:  # whoever sent it died over it
            return _error(400, None)
        self.forms.append(form)
        fault = self.faults.popleft() if self.faults else Fault()
        if fault.takes or fault == Fault():
            if (refusal := self._refusal(form)) is not None:
                return refusal
            self.taken.append(self._message(form))
        return await self._answered(request, fault, 201, self.taken[-1] if self.taken else {})

    async def listed(self, request: Request) -> Response:
        """The messages that fit, the newest first."""
        if (refusal := self._not_known(request)) is not None:
            return refusal
        asked = request.query_params
        fitting = [
            m
            for m in reversed(self.taken)
            if asked.get("To", m["to"]) == m["to"] and asked.get("From", m["from"]) == m["from"]
        ]
        size = int(asked.get("PageSize", "50"))
        page = {"page": 0, "page_size": size, "messages": fitting[:size], "next_page_uri": None}
        fault = self.list_faults.popleft() if self.list_faults else Fault()
        return await self._answered(request, fault, 200, page)

    async def fetched(self, request: Request) -> Response:
        """One message."""
        if (refusal := self._not_known(request)) is not None:
            return refusal
        sid = request.path_params["sid"]
        found = next((m for m in self.taken if m["sid"] == sid), None)
        return _error(404, 20404) if found is None else JSONResponse(found)

    async def file(self, request: Request) -> Response:
        """A file lies elsewhere, as with Twilio."""
        if (refusal := self._not_known(request)) is not None:
            return refusal
        sid = request.path_params["sid"]
        known = sid in self.media
        return RedirectResponse(f"/files/{sid}", 307) if known else _error(404, 20404)

    async def elsewhere(self, request: Request) -> Response:
        """The file itself; whoever shows credentials here gives them to strangers."""
        self._note(request)
        if "authorization" in request.headers:
            return Response(status_code=400)
        media_type, content = self.media[request.path_params["sid"]]
        return Response(content, media_type=media_type)

    def app(self) -> Starlette:
        """The routes."""
        base = BASE
        return Starlette(
            routes=[
                Route(f"{base}/Messages.json", self.create, methods=["POST"]),
                Route(f"{base}/Messages.json", self.listed, methods=["GET"]),
                Route(f"{base}/Messages/{{sid}}.json", self.fetched, methods=["GET"]),
                Route(f"{base}/Messages/{{message}}/Media/{{sid}}", self.file, methods=["GET"]),
                Route("/files/{sid}", self.elsewhere, methods=["GET"]),
            ]
        )

    def _note(self, request: Request) -> None:
        self.requests.append(f"{request.method} {request.url.path}")

    def _not_known(self, request: Request) -> Response | None:
        self._note(request)
        shown = request.headers.get("authorization", "")
        pair = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        if not hmac.compare_digest(shown, f"Basic {pair}"):
            return _error(401, 20003)
        return None if request.path_params["account"] == self.account else _error(404, 20404)

    def _refusal(self, form: Mapping[str, str]) -> Response | None:
        """Twilio's own refusals, by the codes of its error dictionary."""
        if not form.get("To"):
            return _error(400, 21604)
        if form.get("From") != self.sender:
            return _error(400, 63007)
        if not form.get("Body") and not form.get("ContentSid"):
            return _error(400, 21619)
        if len(form.get("Body", "")) > MOST_CHARACTERS:
            return _error(400, 21617)
        return _error(400, 21610) if form["To"] in self.opted_out else None

    def _message(self, form: Mapping[str, str]) -> dict[str, Any]:
        sid, now = f"SM{next(_numbers):032x}", format_datetime(self.clock())
        late_failure = form["To"] in self.outside_window and not form.get("ContentSid")
        return {
            "account_sid": self.account,
            "api_version": "2010-04-01",
            "body": self._body(form),
            "date_created": now,
            "date_sent": None,
            "date_updated": now,
            "direction": "outbound-api",
            "error_code": 63016 if late_failure else None,
            "error_message": None,
            "from": form["From"],
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "sid": sid,
            "status": "failed" if late_failure else "queued",
            "subresource_uris": {},
            "to": form["To"],
            "uri": f"{self._base}/Messages/{sid}.json",
        }

    def _body(self, form: Mapping[str, str]) -> str:
        if not form.get("ContentSid"):
            return form["Body"]
        variables: dict[str, str] = json.loads(form.get("ContentVariables", "{}"))
        return re.sub(r"\{\{(\w+)\}\}", lambda at: variables[at[1]], self.template)

    async def _answered(
        self, request: Request, fault: Fault, status: int, body: Mapping[str, Any]
    ) -> Response:
        await asyncio.sleep(fault.delay_seconds)
        if fault.drops:
            await self._cut(request)
        if fault.status is not None:
            return _error(fault.status, fault.code, fault.retry_after)
        if fault.garbles:
            return Response("<html>oops", status, media_type="text/html")
        return JSONResponse(dict(body), status)

    async def _cut(self, request: Request) -> None:
        """Close the connection as a crash would."""
        if request.client is not None:
            self.connections[request.client.host, request.client.port].abort()
        while (await request.receive())["type"] != "http.disconnect":
            pass


@contextmanager
def running_twilio(double: TwilioDouble | None = None) -> Iterator[TwilioDouble]:
    """The double on a port of this machine, in a thread of its own."""
    twilio = double or TwilioDouble()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        twilio.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(twilio.app(), log_config=None, http=_noting(twilio), lifespan="off")
        )
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            _wait_for(server, thread)
            yield twilio
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    pause = threading.Event()
    for _ in range(int(START_SECONDS / 0.01)):
        if server.started:
            return
        if not thread.is_alive():
            break
        pause.wait(0.01)
    raise RuntimeError("the double of Twilio did not start")


def _noting(twilio: TwilioDouble) -> type[H11Protocol]:
    """uvicorn's protocol, which shows the double each connection so that it can cut it."""

    class Noting(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            super().connection_made(transport)
            host, port = transport.get_extra_info("peername")
            twilio.connections[host, port] = transport

    return Noting


def _error(status: int, code: int | None, retry_after: int | None = None) -> Response:
    """A refusal in the form of Twilio's API."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": "no", "more_info": more, "status": status}
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return JSONResponse(body, status, headers)


def inbound_form(address: str, body: str = "", **more: str) -> dict[str, str]:
    """What Twilio posts when a person writes."""
    sid = f"SM{next(_numbers):032x}"
    return {
        "MessageSid": sid,
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "AccountSid": ACCOUNT,
        "From": address,
        "To": SENDER,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "ProfileName": "Sunita",
        "WaId": address.removeprefix("whatsapp:+"),
        "SmsStatus": "received",
        "ReferralNumMedia": "0",
        "MessageType": "text",
        "ApiVersion": "2010-04-01",
        **more,
    }


def status_form(sid: str, address: str, status: str, **more: str) -> dict[str, str]:
    """What Twilio posts when a message of ours has come further."""
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "AccountSid": ACCOUNT,
        "From": SENDER,
        "To": address,
        "MessageStatus": status,
        "SmsStatus": status,
        "ChannelPrefix": "whatsapp",
        "ApiVersion": "2010-04-01",
        **more,
    }


def signed(
    form: Mapping[str, str],
    url: str = f"{PUBLIC}/webhooks/whatsapp",
    token: str = TOKEN,
    algorithm: str | None = None,
) -> dict[str, str]:
    """The headers of Twilio's post of this form to this address, signed by Twilio's own code."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": str(
            RequestValidator(token).compute_signature(url, dict(form), algorithm)
        ),
    }
    if algorithm is not None:
        headers["X-Twilio-Webhooks-Signature-Settings"] = f"key=SK1,algorithm={algorithm}"
    return headers


def encoded(form: Mapping[str, str]) -> bytes:
    """The body of Twilio's post of this form."""
    return urlencode(form).encode()
