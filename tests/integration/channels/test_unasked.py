"""What goes out by itself, end to end: the jobs, the outbox, Twilio's client, and a double of Twilio."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.jobs.alerts import ALERTS
from app.messaging import open_messaging
from channels.reach import messengers, reach
from haat.core.message import Inbound
from haat.core.settings import Settings, TelegramSettings
from haat.store import tables
from haat.store.products import Product
from tests.integration.channels.office import found_shop, join, open_office, stock
from tests.integration.channels.test_enquiries import BUYER, LETTER, NUMBERED, SUNITA, ask, opened
from tests.integration.channels.test_enquiries import rebuyer as change_buyer
from tests.peers.twilio_double import TEMPLATE, running_twilio

TEA = Product("tea_leaves.250g", "tea_leaves", "Tea", "beverage", "packet", 14000, 13000)


@pytest.mark.parametrize("template", ["", TEMPLATE])
async def test_an_alert_leaves_by_twilio(
    sqlite_engine: Engine, tmp_path: Path, template: str
) -> None:
    found_shop(sqlite_engine, "asha")
    stock(sqlite_engine, "asha", TEA)
    join(sqlite_engine, "asha", SUNITA)
    office = open_office(sqlite_engine, tmp_path)
    with running_twilio() as twilio:
        settings = office.services.settings.model_copy(
            update={"twilio": twilio.settings(template), "telegram": TelegramSettings()}
        )
        services = replace(office.services, settings=settings)
        office.later(hours=25)
        async with open_messaging(services, office.copilot) as messaging:
            await ALERTS.run(services)
            await messaging.mailroom.empty()
            before = list(twilio.taken)
            wrote = Inbound("hello", "m1", channel="whatsapp", sender=SUNITA)
            await messaging.post.receive(wrote)
            await messaging.mailroom.empty()
            await ALERTS.run(services)
            await messaging.mailroom.empty()
        told = [text for text in twilio.sent_to(SUNITA) if "Tea: sold at" in text]
    assert len(before) == (1 if template else 0)
    assert len(told) == 1
    assert ("\n" in told[0]) is not bool(template)  # a template's variable is one line


async def test_an_enquiry_and_its_answer_by_twilio(sqlite_engine: Engine, tmp_path: Path) -> None:
    office = opened(sqlite_engine, tmp_path)
    seller = join(sqlite_engine, "asha", SUNITA)
    change_buyer(office, contact="9811122233")
    with running_twilio() as twilio:
        settings = office.services.settings.model_copy(
            update={"twilio": twilio.settings(TEMPLATE), "telegram": TelegramSettings()}
        )
        services = replace(office.services, settings=settings)
        async with open_messaging(services, office.copilot) as messaging:
            assert ask(replace(office, services=services), seller).notes == ("on_its_way",)
            await messaging.mailroom.empty()
            said = Inbound("2", "m1", channel="whatsapp", sender=BUYER)
            await messaging.post.receive(said)
            await messaging.mailroom.empty()
        letter, thanks = twilio.sent_to(BUYER)
        told = twilio.sent_to(SUNITA)
    assert letter == " ".join(f"{LETTER}\n{NUMBERED}".split())
    assert thanks == "Thank you, I pass it on."
    assert told == ["Gupta Traders does not want it now: Mango pickle."]
    assert [row.status for row in office.rows(tables.enquiries)] == ["declined"]


def test_templates_are_there_only_where_one_is_set(tmp_path: Path) -> None:
    bare = Settings(data_dir=tmp_path)
    assert (messengers(bare), reach(bare)) == ({}, {})
    told = {"account_sid": "AC1", "auth_token": "t", "from": "whatsapp:+911"}
    without, with_one = (
        Settings.model_validate({"data_dir": tmp_path, "twilio": {**told, "template": template}})
        for template in ("", TEMPLATE)
    )
    assert not messengers(without)["whatsapp"].templates
    assert messengers(with_one)["whatsapp"].templates
    assert reach(without) == {"whatsapp": timedelta(hours=24)}
    assert reach(with_one) == {"whatsapp": None}
