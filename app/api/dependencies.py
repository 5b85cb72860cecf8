"""What routes are given: the services, who is asking, and a page of a list."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import BeforeValidator

from app.messaging import Messaging
from app.metrics import Metrics
from app.papers import Papers
from app.security import AccessTokens
from app.wiring import Services
from channels.messenger import Messenger
from channels.post import Post
from channels.web import WebChat
from channels.wire import Text
from haat.core.actor import Actor
from haat.core.errors import TooManyRequests, Unauthenticated
from haat.core.settings import Settings
from haat.store import people
from haat.store.engine import reading

SIGN_INS_PER_MINUTE = 10  # for each login

bearer = OAuth2PasswordBearer("/api/v1/auth/token", auto_error=False, scheme_name="person")
api_key = APIKeyHeader(name="X-API-Key", auto_error=False, scheme_name="store system")


class RateLimit:
    """So many requests a minute for each name; 0 switches it off."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute) if per_minute > 0 else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, name: str) -> None:
        """Count one request, or raise TooManyRequests with the seconds to wait."""
        if self._item is None or self._limiter.hit(self._item, name):
            return
        wait = self._limiter.get_window_stats(self._item, name).reset_time - time.time()
        raise TooManyRequests("Too many requests in a minute.", max(1, math.ceil(wait)))


@dataclass(frozen=True, slots=True)
class Front:
    """What one running server has at its front."""

    services: Services
    tokens: AccessTokens
    requests: RateLimit  # by tenant
    sign_ins: RateLimit  # by login
    web: WebChat
    metrics: Metrics
    messaging: Messaging


# These wait for nothing, and yet are async: FastAPI runs a plain function in a thread.
async def front(request: Request) -> Front:
    """The front of the server that got this request."""
    found: Front = request.app.state.front
    return found


FrontDep = Annotated[Front, Depends(front)]


async def services(at: FrontDep) -> Services:
    """The services of this server."""
    return at.services


ServicesDep = Annotated[Services, Depends(services)]


async def papers(at: FrontDep) -> Papers:
    """Where papers come in on this server."""
    return at.messaging.papers


PapersDep = Annotated[Papers, Depends(papers)]


async def web_chat(at: FrontDep) -> WebChat:
    """The web chat of this server."""
    return at.web


async def post(at: FrontDep) -> Post:
    """Where this server takes messages in."""
    return at.messaging.post


async def settings(at: FrontDep) -> Settings:
    """The settings of this server."""
    return at.services.settings


async def messengers(at: FrontDep) -> Mapping[str, Messenger]:
    """The messengers that are on, by name."""
    return at.messaging.mailroom.messengers


async def caller(
    at: FrontDep,
    token: Annotated[str | None, Depends(bearer)],
    key: Annotated[str | None, Depends(api_key)],
) -> Actor:
    """Who is asking: a store's system by key, or a person by token, with today's role."""
    if key is None and token is None:
        raise Unauthenticated("Send an access token (Authorization: Bearer …) or an X-API-Key.")
    actor = await at.services.reads(_identify, at, key, token)
    if actor.demo and not at.services.demo:
        raise Unauthenticated("The demo's logins and keys work on a demo server only.")
    at.requests.hit(actor.tenant_id)
    return actor


ActorDep = Annotated[Actor, Depends(caller)]
Limit = Annotated[int, Query(ge=1, le=200)]


def given(value: object) -> object:
    """A parameter without a value (`?cursor=`) is as good as absent."""
    return None if value == "" else value


Given = BeforeValidator(given)
Cursor = Annotated[Text | None, Given, Query(description="`next_cursor` of the page before")]


def _identify(at: Front, key: str | None, token: str | None) -> Actor:
    with reading(at.services.engine) as db:
        if key is not None:
            return people.actor_by_key(db, key)
        return people.actor_by_id(db, at.tokens.person(token or "", at.services.clock()))
