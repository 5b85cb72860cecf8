"""Every object is built here from the settings, and passed on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import aiosqlite
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from pydantic import SecretStr
from sqlalchemy import Engine

from agent.act import Hands
from agent.aftermath import Aftermath
from agent.briefing import Briefing
from agent.canonical import Canon
from agent.copilot import Copilot
from agent.graph import build_graph
from agent.mind import Mind, embedded_mind, hosted_mind
from agent.nodes import Nodes
from agent.planner.model import EmbeddedPlanner
from agent.planner.sense import load_reader
from agent.shops import Shops
from app.demo.load import load_demo
from app.tenant_texts import TenantTexts
from channels.reach import reach
from channels.reception import Converses as Attends
from haat.core.aside import Aside, at_once
from haat.core.days import Clock, fixed_day_clock, shop_day
from haat.core.errors import NotConfigured
from haat.core.settings import ModelSettings, Settings
from haat.language.hearing import Languages, load_languages
from haat.language.lexicon import load_vocabulary
from haat.language.places import Gazetteer, load_gazetteer
from haat.store.engine import migrate, open_engine
from retrieval.own_texts import OwnTexts, no_texts
from retrieval.rules import Rules, shipped_rules
from tools import OWN_TOOLS, TOOLS
from tools.remembered import Remembered

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_SET_UP_LOCK = 0x68616175
_LOOK_SECONDS = 0.1
NO_KEY = SecretStr("none")  # the client insists on one; most servers of one's own don't


class Converses(Attends, Protocol):
    """The copilot as the front sees it."""

    async def forget(self, conversation_ids: Sequence[str]) -> None: ...


@dataclass(frozen=True, slots=True, repr=False)
class Services:
    """Everything one process works with."""

    settings: Settings
    engine: Engine
    clock: Clock
    copilot: Converses
    gazetteer: Gazetteer
    languages: Languages
    shops: Shops
    demo: bool
    reads: Aside = asyncio.to_thread
    rules: Callable[[], Rules] = shipped_rules
    own_texts: OwnTexts = no_texts
    remembered: Remembered = field(default_factory=Remembered)


@asynccontextmanager
async def open_services(settings: Settings, *, demo: bool = False) -> AsyncIterator[Services]:
    """Open the store, load the demo where it is wanted, and build the copilot."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    clock = fixed_day_clock(settings.today)
    engine = open_engine(settings.database_url())
    migrate(engine)
    if demo:
        load_demo(engine, shop_day(clock()))
    languages, gazetteer = load_languages(settings.models_dir), load_gazetteer()
    rules = partial(shipped_rules, settings.qdrant.url)
    own_texts = TenantTexts(settings, languages.identifier)
    # A reader of an SQLite file waits for nobody, so a thread would cost more than it saves.
    reads: Aside = at_once if engine.dialect.name == "sqlite" else asyncio.to_thread
    try:
        async with (
            open_checkpointer(settings) as checkpointer,
            open_model(settings.model) as hosted,
        ):
            copilot = build_copilot(
                settings,
                engine,
                clock,
                languages=languages,
                gazetteer=gazetteer,
                checkpointer=checkpointer,
                hosted=hosted,
                reads=reads,
                rules=rules,
                own_texts=own_texts,
            )
            yield Services(
                settings,
                engine,
                clock,
                copilot,
                gazetteer,
                languages,
                copilot.shops,
                demo,
                reads,
                rules,
                own_texts,
                copilot.remembered,
            )
    finally:
        engine.dispose()


def build_copilot(
    settings: Settings,
    engine: Engine,
    clock: Clock,
    *,
    languages: Languages,
    gazetteer: Gazetteer,
    checkpointer: BaseCheckpointSaver[Any],
    hosted: BaseChatModel | None,
    reads: Aside = asyncio.to_thread,
    rules: Callable[[], Rules] = shipped_rules,
    own_texts: OwnTexts = no_texts,
) -> Copilot:
    """The copilot with the hosted chat model in it, or the embedded one."""
    embedded = EmbeddedPlanner(languages=languages)
    spare = embedded_mind(embedded, (*TOOLS, *OWN_TOOLS))
    patience = settings.model.timeout_seconds
    mind: Mind = hosted_mind(hosted, TOOLS, patience_seconds=patience) if hosted else spare
    tools = {t.name: t for t in TOOLS}
    nodes = Nodes(
        reader=load_reader(languages, gazetteer, settings.models_dir),
        hands=Hands(tools | {t.name: t for t in OWN_TOOLS}, reads),
        mind=mind,
        spare=spare,
        briefing=Briefing(languages, gazetteer, hosted=mind.hosted),
        canon=Canon(gazetteer, languages.hearing(("en",)), tools),
        aftermath=Aftermath(engine),
        confirm_for=timedelta(minutes=settings.conversation.confirm_minutes),
    )
    graph = build_graph(nodes, checkpointer, settings.conversation.history_messages)
    shops = Shops(load_vocabulary(languages.packs.values()))
    return Copilot(
        engine, clock, graph, shops, gazetteer, rules, reach(settings), own_texts=own_texts
    )


@asynccontextmanager
async def open_model(settings: ModelSettings) -> AsyncIterator[BaseChatModel | None]:
    """The OpenAI-compatible chat model of the settings, if one is named.

    Only the settings count: neither address nor key is taken from OpenAI's own variables, so that
    no conversation goes where nobody sent it. NotConfigured where the address is missing.
    """
    if not settings.name:
        yield None
        return
    if not settings.base_url:
        raise NotConfigured("HAAT_MODEL__NAME is set, HAAT_MODEL__BASE_URL is not")
    from langchain_openai import ChatOpenAI  # noqa: PLC0415  # heavy, and only for a hosted model
    from openai import DefaultAsyncHttpxClient  # noqa: PLC0415

    async with DefaultAsyncHttpxClient() as client:
        yield ChatOpenAI(
            model=settings.name,
            base_url=settings.base_url,
            api_key=settings.api_key if settings.api_key.get_secret_value() else NO_KEY,
            timeout=settings.timeout_seconds,
            stream_chunk_timeout=settings.timeout_seconds,
            max_retries=2,
            temperature=0,
            use_responses_api=False,
            http_async_client=client,
        )


@asynccontextmanager
async def open_checkpointer(settings: Settings) -> AsyncIterator[BaseCheckpointSaver[Any]]:
    """Conversations beside the ledger: on Postgres where that is the store, else in an SQLite file."""
    url = settings.database_url()
    if url.startswith("postgresql"):
        from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver  # noqa: PLC0415  # only with Postgres
        from psycopg import AsyncConnection  # noqa: PLC0415
        from psycopg.rows import dict_row  # noqa: PLC0415
        from psycopg_pool import AsyncConnectionPool  # noqa: PLC0415

        address = url.replace("postgresql+psycopg://", "postgresql://")
        options = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
        kind = AsyncConnection[dict[str, Any]]
        async with AsyncConnectionPool(
            address, connection_class=kind, kwargs=options, min_size=1, max_size=8
        ) as pool:
            saver = AsyncPostgresSaver(pool)
            async with pool.connection() as db:
                await _alone(db)
                await saver.setup()
                await db.execute("SELECT pg_advisory_unlock(%s)", [_SET_UP_LOCK])
            yield saver
        return
    async with aiosqlite.connect(settings.data_dir / "conversations.sqlite") as connection:
        await connection.execute("PRAGMA journal_mode=WAL")
        # A power cut may cost the last turns of a conversation; the ledger is kept elsewhere.
        await connection.execute("PRAGMA synchronous=NORMAL")
        saver_sqlite = AsyncSqliteSaver(connection)
        await saver_sqlite.setup()
        yield saver_sqlite


async def _alone(db: "AsyncConnection[dict[str, Any]]") -> None:
    """Hold the lock for making tables: two processes that begin at once would make the same.

    Nobody waits for it inside Postgres, since an index made concurrently waits for whoever does.
    """
    while True:
        asked = await db.execute("SELECT pg_try_advisory_lock(%s) AS held", [_SET_UP_LOCK])
        answer = await asked.fetchone()
        if answer is not None and answer["held"]:
            return
        await asyncio.sleep(_LOOK_SECONDS)
