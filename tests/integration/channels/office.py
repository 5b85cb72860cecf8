"""A process that talks to people by two messengers of its own, and shops whose members it knows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select

from agent.shops import Shops
from app.papers import Papers
from app.wiring import Services
from channels.enquiries import Enquiries
from channels.entrance import Entrance
from channels.mailroom import Mailroom
from channels.messenger import Capabilities
from channels.onboarding import Onboarding
from channels.outcomes import Outcomes
from channels.papers import PaperIntake
from channels.post import StoredPost
from channels.reach import messengers
from channels.reception import Reception
from channels.telling import Teller
from haat.core.actor import Actor, Role
from haat.core.errors import Refused
from haat.core.message import Inbound, Media, Outbound
from haat.core.settings import Settings, TelegramSettings, TwilioSettings
from haat.store import contacts, people, products, tables
from haat.store.products import Product
from tests.integration.http.fakes import EchoCopilot
from tests.peers.twilio_double import ACCOUNT, SENDER, TEMPLATE, TOKEN
from tests.shipped import gazetteer, languages, vocabulary

NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
_numbers = count(1)


@dataclass
class Clock:
    """The time, which stands until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


class Copilot(EchoCopilot):
    """One that lets its messages be answered by another."""

    async def take_over(self, actor: Actor, message_id: str) -> None:
        del actor, message_id


@dataclass
class FakeMessenger:
    """A messenger that takes everything, and keeps it."""

    name: str
    capabilities: Capabilities
    taken: list[tuple[str, Outbound, str]] = field(default_factory=list)
    templates: list[tuple[str, str]] = field(default_factory=list)

    async def send(self, address: str, message: Outbound, reference: str) -> str:
        self.taken.append((address, message, reference))
        return f"{self.name}-{next(_numbers)}"

    async def find(
        self, address: str, message: Outbound, since: datetime, known: Collection[str]
    ) -> str | None:
        del address, message, since, known
        return None

    async def send_template(self, address: str, text: str) -> str:
        if not self.capabilities.templates:
            raise Refused("no template")
        self.templates.append((address, text))
        return f"{self.name}-{next(_numbers)}"

    async def fetch(self, came: Media) -> bytes:
        raise Refused(f"{came.name} is gone")

    def to(self, address: str) -> list[str]:
        """The texts that somebody got, the oldest first."""
        return [message.text for where, message, _ in self.taken if where == address]


@dataclass
class Office:
    """The process."""

    services: Services
    clock: Clock
    post: StoredPost
    mailroom: Mailroom
    whatsapp: FakeMessenger
    telegram: FakeMessenger
    copilot: Copilot

    @property
    def engine(self) -> Engine:
        return self.services.engine

    async def hear(self, address: str, text: str = "", choice: str | None = None) -> None:
        """Somebody writes or taps, and everything that follows is done."""
        channel = "whatsapp" if address.startswith("whatsapp:") else "telegram"
        said = Inbound(text, f"m{next(_numbers)}", channel=channel, sender=address, choice=choice)
        await self.post.receive(said)
        await self.mailroom.empty()

    def later(self, **more: float) -> None:
        """Time passes."""
        self.clock.now += timedelta(**more)

    def rows(self, table: Any, **where: Any) -> list[Any]:
        """The rows of a table that fit."""
        with self.engine.begin() as db:
            fits = [table.c[name] == value for name, value in where.items()]
            return list(db.execute(select(table).where(*fits)))


def open_office(engine: Engine, folder: Path, *, template: bool = False) -> Office:
    """The process, with WhatsApp and Telegram."""
    twilio = {"account_sid": ACCOUNT, "auth_token": TOKEN, "from": SENDER}
    settings = Settings(
        data_dir=folder,
        twilio=TwilioSettings.model_validate(twilio | {"template": TEMPLATE if template else ""}),
        telegram=TelegramSettings.model_validate({"token": "1:tok"}),
    )
    clock, shops = Clock(), Shops(vocabulary())
    copilot = Copilot(engine, clock)
    services = Services(
        settings, engine, clock, copilot, gazetteer(), languages(), shops, demo=False
    )
    shown = messengers(settings)
    ways = {name: FakeMessenger(name, one) for name, one in shown.items()}
    teller = Teller(languages(), shown, clock)
    enquiries = Enquiries(engine, clock, languages(), shops, gazetteer(), teller)
    reception = Reception(
        engine,
        clock,
        copilot,
        shops,
        languages(),
        Entrance(Onboarding(languages(), gazetteer()), clock, timedelta(days=30)),
        PaperIntake(Papers(engine, clock, settings.documents), ways),
        teller,
        enquiries,
        Outcomes(engine, clock, shops, teller),
    )
    mailroom = Mailroom(engine, clock, reception, ways, errands={"enquiry": enquiries})
    return Office(
        services,
        clock,
        StoredPost(engine, clock),
        mailroom,
        ways["whatsapp"],
        ways["telegram"],
        copilot,
    )


def found_shop(engine: Engine, tenant_id: str, name: str = "") -> None:
    """A tenant with one store in Patna."""
    with engine.begin() as db:
        people.create_tenant(db, tenant_id, name or tenant_id.title(), kind="shop", now=NOW)
        people.create_store(
            db, f"{tenant_id}-1", tenant_id, "Shop", kind="kirana", place="Patna, Bihar",
            is_default=True,
        )  # fmt: skip


def join(engine: Engine, tenant_id: str, address: str, *, language: str = "en") -> Actor:
    """A member of a tenant who wrote at `NOW` from an address."""
    channel = "whatsapp" if address.startswith("whatsapp:") else "telegram"
    script = "Deva" if language == "hi" else "Latn"
    with engine.begin() as db:
        person = people.create_member(db, tenant_id, "Sunita", role=Role.SELLER, now=NOW)
        contact = contacts.known(db, channel, address, "Sunita", NOW)
        told = {"tenant_id": tenant_id, "subject": person}
        contacts.change(db, contact.id, **told, language=language, script=script)  # type: ignore[arg-type]  # as its TypedDict
        return people.actor_by_id(db, person)


def stock(engine: Engine, tenant_id: str, product: Product, left: float | None = None) -> None:
    """Goods of which one was sold yesterday, and so much was counted then."""
    actor = Actor(tenant_id, "till", Role.ADMIN)
    key: Mapping[str, Any] = {
        "tenant_id": tenant_id, "store_id": f"{tenant_id}-1", "sku_id": product.sku_id,
        "date": TODAY - DAY, "source": "ingest",
    }  # fmt: skip
    with engine.begin() as db:
        products.add(actor, db, product)
        sold = {"units": 1, "units_clean": 1, "price_paise": 100, "revenue_paise": 100}
        db.execute(insert(tables.sales).values(**key, **sold))
        if left is not None:
            db.execute(insert(tables.inventory).values(**key, on_hand=left))
