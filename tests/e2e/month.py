"""The first month of a new member, whatever messenger she has: what she does, and what she must be told."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from fastapi import FastAPI
from sqlalchemy import func, select

from app.jobs import JOBS
from app.server import create_app
from app.wiring import Services, open_services
from haat.core.settings import Settings
from haat.store import tables
from haat.store.engine import reading

BEGIN = date(2026, 11, 2)
BUYERS = """buyer_id,name,place,wants,volume,unit,max_price,contact,agreed_to_contact
B1,Gaya Mess,"Gaya, Bihar",potato,200,kg,30,{contact},true
"""
LOOKS, LOOK_SECONDS = 400, 0.05
LONG_AGO = 1_600_000_000


class Phone(Protocol):
    """Somebody with a messenger: she writes, taps, and reads what came since she last wrote."""

    async def says(self, text: str) -> None: ...

    async def taps(self, label: str) -> None: ...

    async def read(self) -> str: ...


@dataclass
class Installation:
    """One server with its data, opened for a day at a time."""

    folder: Path
    settings: Callable[[date], Settings]
    app: FastAPI | None = None
    services: Services | None = None
    days: list[date] = field(default_factory=list)

    @asynccontextmanager
    async def on(self, day: int) -> AsyncIterator[FastAPI]:
        """The server on the so-and-so-manyeth day of the month."""
        today = BEGIN + timedelta(days=day - 1)

        @asynccontextmanager
        async def services() -> AsyncIterator[Services]:
            async with open_services(self.settings(today)) as found:
                self.services = found
                yield found

        self.app = create_app(services)
        async with self.app.router.lifespan_context(self.app):
            yield self.app

    async def quiet(self) -> None:
        """Wait until every message is answered and every answer has left."""
        for _ in range(LOOKS):
            if not await asyncio.to_thread(self._open):
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise AssertionError("something is still waiting to be answered or sent")

    def _open(self) -> int:
        assert self.services is not None
        waiting = select(func.count()).where(tables.inbox.c.state == "waiting")
        leaving = select(func.count()).where(tables.outbox.c.state.in_(("ready", "intent")))
        with reading(self.services.engine) as db:
            return (db.scalar(waiting) or 0) + (db.scalar(leaving) or 0)

    async def does(self, name: str) -> None:
        """The worker does a job."""
        assert self.services is not None
        await next(job for job in JOBS if job.name == name).run(self.services)
        await self.quiet()

    def tenant(self) -> str:
        """The tenant that she founded."""
        assert self.services is not None
        with reading(self.services.engine) as db:
            found: str = db.execute(
                select(tables.tenants.c.id).where(tables.tenants.c.id != "")
            ).scalar_one()
        return found

    def drop(self, kind: str, text: str) -> None:
        """Somebody puts a file into the feed folder, some time ago."""
        place = self.folder / "feeds" / self.tenant() / kind
        place.mkdir(parents=True, exist_ok=True)
        file = place / "list.csv"
        file.write_text(text, encoding="utf-8")
        os.utime(file, (LONG_AGO, LONG_AGO))


async def live_through(house: Installation, her: Phone, buyer: Phone, contact: str) -> None:
    """The month, in Hindi, from an unknown number and an empty ledger."""
    async with house.on(1):
        await her.says("नमस्ते, आलू का भाव क्या है?")
        first = await her.read()
        assert "मंजूर है?" in first
        assert "₹" not in first  # nothing is looked into before she agrees
        await her.taps("हाँ, मंजूर है")
        assert "आपका काम क्या है?" in await her.read()
        await her.taps("महिला समूह")
        assert "किस जिले में" in await her.read()
        await her.says("Muzaffarpur")
        told = await her.read()
        assert "आपका समूह बन गया" in told
        assert "कोड" in told
        assert "पुराना है" in told  # her first question, answered: the price is old, and says so
        await her.says("5 किलो आलू 25 रुपये किलो बेचे")
        assert "लिख लूँ?" in await her.read()
        await her.taps("हाँ")
        assert "लिख लिया: 5 किलो आलू बेचा" in await her.read()
        await her.says("अगले हफ्ते कितना आलू बिकेगा?")
        assert "सिर्फ 1 दिन की बिक्री मालूम है" in await her.read()
    for day in range(2, 8):
        async with house.on(day):
            await her.says(f"{4 + day % 3} किलो आलू 25 रुपये किलो बेचे")
            await her.taps("हाँ")
            assert "लिख लिया" in await her.read()
    async with house.on(8):
        await her.says("अगले हफ्ते कितना आलू बिकेगा?")
        told = await her.read()
        assert "सिर्फ 7 दिन की बिक्री मालूम है" in told
        assert "के बीच रहना चाहिए" in told
        await her.says("आलू 30 किलो बचा है, लिख लो")
        await her.taps("हाँ")
        await her.says("आलू 10 किलो से कम बचे तो बताना")
        assert "नजर रखूँ" in await her.read()
        await her.taps("हाँ")
        assert "मैं बता दूँगी" in await her.read()
    async with house.on(9):
        await her.says("25 किलो आलू 24 रुपये किलो बेचे")
        await her.taps("हाँ")
        await her.read()
        await house.does("alerts")
        assert "आलू" in await her.read()
    async with house.on(12):
        await her.says("आलू कौन खरीदेगा?")
        assert "कोई खरीदार नहीं" in await her.read()
        house.drop("buyers", BUYERS.format(contact=contact))
    async with house.on(13):
        await house.does("feed folder")
        await her.says("आलू कौन खरीदेगा?")
        assert "Gaya Mess" in await her.read()
        await buyer.says("hello")  # so that the buyer may be written to
        await buyer.read()
        await her.says("Gaya Mess को 50 किलो आलू 28 रुपये किलो का लिखो")
        assert "Gaya Mess" in await her.read()
        await her.taps("हाँ")
        assert "50 किलो" in await buyer.read()
        await buyer.taps("चाहिए")
        assert "धन्यवाद" in await buyer.read()
        assert "Gaya Mess को आपका माल चाहिए: आलू" in await her.read()
    async with house.on(17):
        await house.does("outcomes")
        await her.says("नमस्ते")  # what is asked waits where she may not be written to after a day
        assert "क्या हुआ?" in await her.read()
        await her.taps("ऑर्डर मिला")
        assert "लिख लिया" in await her.read()
    async with house.on(30):
        house.drop("sales", _notebook(house.tenant()))
        await house.does("feed folder")
        await her.says("अगले हफ्ते कितना आलू बिकेगा?")
        told = await her.read()
        assert "के बीच रहना चाहिए" in told
        assert "सिर्फ 7 दिन" not in told
        assert "दिन" in told
        await her.says("मेरा डेटा मिटाओ")
        await her.taps("हाँ")
        assert "मिटा" in await her.read()


def _notebook(tenant: str) -> str:
    """What she sold from the tenth to the twenty-ninth day, as somebody copied it from her notebook."""
    days = (BEGIN + timedelta(days=d - 1) for d in range(10, 30))
    lines = (f"{day},potato,{tenant}-main,{3 + day.day % 4},25" for day in days)
    return "\n".join(["date,sku_id,store_id,units_sold,price", *lines, ""])
