"""The HTTP server: routes, problems and the web page around one set of services."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI

from app import problems
from app.api import ROUTERS, ops
from app.api.dependencies import (
    SIGN_INS_PER_MINUTE,
    Front,
    RateLimit,
    caller,
    messengers,
    post,
    settings,
    web_chat,
)
from app.counted import CountedCopilot
from app.edge import Edge
from app.jobs import JOBS
from app.messaging import Messaging, at_work, open_messaging
from app.metrics import Metrics
from app.openapi import describe
from app.security import access_tokens
from app.wiring import Services
from app.worker import work
from channels.channel import Doorway
from channels.messengers import CHANNELS
from channels.pages import page_router
from channels.web import WebChat, chat_router
from haat.language.hearing import Languages

ServicesFactory = Callable[[], AbstractAsyncContextManager[Services]]
PREFIX = "/api/v1"


def create_app(services_factory: ServicesFactory) -> FastAPI:
    """The app; the services are opened when it starts and closed when it ends."""
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with services_factory() as services:
            copilot = CountedCopilot(services.copilot, metrics)
            async with (
                open_messaging(services, copilot) as messaging,
                at_work(services, messaging, listens=True),
                _jobs(services),
            ):
                app.state.front = front = _front(services, metrics, copilot, messaging)
                yield
                await front.web.close()

    app = FastAPI(
        title="Haat Saathi",
        version="1",
        description="The market copilot for India's Self-Help Groups and small retailers.",
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.add_middleware(Edge, metrics=metrics)
    problems.install(app)
    _add_routes(app)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]  # FastAPI's documented way
    return app


@asynccontextmanager
async def _jobs(services: Services) -> AsyncIterator[None]:
    """The light jobs, so that one process is enough for a small installation; the demo needs none."""
    light = [] if services.demo else [job for job in JOBS if job.light]
    working = [asyncio.create_task(work(services, light))] if light else []
    try:
        yield
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)


def _front(
    services: Services, metrics: Metrics, copilot: CountedCopilot, messaging: Messaging
) -> Front:
    limited = 0 if services.demo else services.settings.rate_limit.per_minute
    web = WebChat(
        services.engine,
        services.clock,
        copilot,
        _spoken(services.languages),
        problems.of_exception,
    )
    return Front(
        services,
        access_tokens(services.settings),
        RateLimit(limited),
        RateLimit(min(limited, SIGN_INS_PER_MINUTE)),
        web,
        metrics,
        messaging,
    )


def _spoken(languages: Languages) -> frozenset[str]:
    """What `context.language` may say: a language, with or without its script."""
    packs = languages.packs.values()
    scripts = (f"{pack.code}-{script}" for pack in packs for script in pack.scripts)
    return frozenset({pack.code for pack in packs} | set(scripts))


def _add_routes(app: FastAPI) -> None:
    api = APIRouter(prefix=PREFIX)
    for router in (chat_router(caller, web_chat), *ROUTERS):
        api.include_router(router)
    app.include_router(api)
    app.include_router(ops.router)
    doorway = Doorway(post, settings, messengers)
    for channel in CHANNELS:
        app.include_router(channel.router(doorway))
    app.include_router(page_router())


def _described(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = describe(app)
    return app.openapi_schema
