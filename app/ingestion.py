"""Joins what ingestion needs, and opens its one transaction; HTTP and the command line come in here."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from haat.analytics.ledger import last_known_price, winsorised
from haat.core.actor import Actor, Permission
from haat.core.days import shop_day
from haat.language.places import Gazetteer
from haat.store.engine import reading
from haat.store.ingestion import batch
from haat.store.ingestion.checking import checked
from haat.store.ingestion.kinds import kind_named
from haat.store.ingestion.reading import Form, read_sheet
from haat.store.ingestion.shop import LedgerRules, open_shop
from haat.store.ingestion.words import load_words

RULES = LedgerRules(last_known_price, winsorised)


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
