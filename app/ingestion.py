"""Joins what ingestion needs, and opens its one transaction; HTTP and the command line come in here."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from haat.analytics.ledger import last_known_price, winsorised
from haat.core.actor import Actor, Permission, Role
from haat.core.days import shop_day
from haat.language.places import Gazetteer
from haat.store import feeds
from haat.store.engine import reading
from haat.store.ingestion import batch
from haat.store.ingestion.checking import checked
from haat.store.ingestion.kind import Kind
from haat.store.ingestion.kinds import kind_named
from haat.store.ingestion.kinds.market_prices import published
from haat.store.ingestion.reading import Form, read_sheet
from haat.store.ingestion.shop import LedgerRules, open_shop
from haat.store.ingestion.words import load_words

RULES = LedgerRules(last_known_price, winsorised)
EVERYONE = Actor(feeds.EVERYONE, "feed", Role.ADMIN)


def ingest(
    engine: Engine,
    actor: Actor,
    kind_name: str,
    body: bytes,
    form: Form,
    *,
    gazetteer: Callable[[], Gazetteer],
    now: datetime,
    key: str | None = None,
) -> batch.Answer:
    """Take one body in, whole or not at all; the same key and body get the first answer again."""
    actor.require(Permission.MANAGE)
    kind = kind_named(kind_name)
    return _ingest(engine, actor, kind, body, form, gazetteer=gazetteer, now=now, key=key)


def publish(
    engine: Engine,
    source: str,
    body: bytes,
    form: Form,
    *,
    gazetteer: Callable[[], Gazetteer],
    now: datetime,
    key: str,
) -> batch.Answer:
    """Take market prices in for everyone; `source` is who published them, as the reader is told."""
    with engine.begin() as db:
        feeds.open_everyone(db, now)
    kind = published(source)
    return _ingest(engine, EVERYONE, kind, body, form, gazetteer=gazetteer, now=now, key=key)


def _ingest(
    engine: Engine,
    actor: Actor,
    kind: Kind,
    body: bytes,
    form: Form,
    *,
    gazetteer: Callable[[], Gazetteer],
    now: datetime,
    key: str | None,
) -> batch.Answer:
    sent = batch.ticket(kind, body, key)
    with reading(engine) as db:
        answer = batch.earlier_answer(actor, db, sent)
    if answer is not None:
        return answer
    # read before the transaction, so that other writers wait less
    sheet = read_sheet(body, form)
    delivery = batch.Delivery(kind, sheet, checked(kind, sheet, shop_day(now)), sent)
    words = load_words()
    with engine.begin() as db:
        batch.lock(actor, db)
        answer = batch.earlier_answer(actor, db, sent)  # it may have come twice at the same time
        if answer is None:
            shop = open_shop(actor, db, words, gazetteer, RULES)
            answer = batch.take_in(shop, delivery, now)
        return answer
