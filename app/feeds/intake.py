"""Takes what a feed brought into the ledger, through the same ingestion as everything else, and once only."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Engine

from app.feeds.feed import Feed
from app.ingestion import ingest, publish
from app.operator import the_tenant
from haat.core.actor import Actor, Role
from haat.core.days import Clock
from haat.core.errors import InvalidInput
from haat.language.places import Gazetteer
from haat.store import installation
from haat.store.engine import reading
from haat.store.feeds import EVERYONE
from haat.store.ingestion.batch import Answer
from haat.store.ingestion.reading import Form

SUBJECT = "feed"  # who did it, in the audit trail
SHOWN = 20  # rows put aside that are kept with the feed


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking in needs."""

    engine: Engine
    gazetteer: Callable[[], Gazetteer]
    clock: Clock

    def take(self, feed: Feed, body: bytes, form: Form, source: str) -> Answer:
        """What became of each row; the same body of the same kind gets the first answer again.

        `source` is told to readers of published prices. Raises InvalidInput where no row is good.
        """
        now, key = self.clock(), f"feed:{feed.kind}:{sha256(body).hexdigest()}"
        if feed.tenant_id == EVERYONE:
            return publish(
                self.engine, source, body, form, gazetteer=self.gazetteer, now=now, key=key
            )
        return ingest(
            self.engine,
            self._actor(feed.tenant_id),
            feed.kind,
            body,
            form,
            gazetteer=self.gazetteer,
            now=now,
            key=key,
        )

    def tenant(self, tenant_id: str | None) -> str:
        """The id of the shop that is named, or of the only one; says what to do where there is none."""
        with reading(self.engine) as db:
            if tenant_id is not None:
                return the_tenant(db, tenant_id).id
            own = [tenant.id for tenant in installation.tenants(db) if not tenant.demo]
        if len(own) > 1:
            raise InvalidInput(f"there are several shops, say whose it is: {', '.join(own)}")
        if not own:
            raise InvalidInput("there is no shop yet: make one with `haat tenant create NAME`")
        return own[0]

    def _actor(self, tenant_id: str) -> Actor:
        with reading(self.engine) as db:
            tenant = the_tenant(db, tenant_id)
        return Actor(tenant.id, SUBJECT, Role.ADMIN, None, tenant.demo)


def noted(answer: Answer) -> dict[str, object]:
    """What is kept with the feed of an answer."""
    aside = answer["quarantined"]
    return {"put_aside": len(aside), "first_put_aside": list(aside[:SHOWN])}
