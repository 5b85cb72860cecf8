"""The job that tells people of alerts: each once, and nobody's to anybody else."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, update

from app.jobs import JOBS
from app.jobs.alerts import ALERTS
from haat.core.actor import Actor
from haat.core.settings import Settings
from haat.store import alerts, contacts, tables
from haat.store.alerts import RuleDraft
from haat.store.products import Product
from tests.integration.channels.office import (
    NOW,
    TODAY,
    Office,
    found_shop,
    join,
    open_office,
    stock,
)
from tests.integration.tools.shops import quote
from tools.context import ToolContext
from tools.handling import handle
from tools.list_alerts import ListAlerts, alerts_page

SUNITA, MEENA = "whatsapp:+919876543210", "7001"
TEA = Product("tea_leaves.250g", "tea_leaves", "Tea", "beverage", "packet", 14000, 13000)
RICE = Product("rice.loose", "rice", "Rice", "cereal", "kg", 5000)
ABOVE_MRP = """\
This needs you today:
• Tea: sold at ₹140 a packet, the MRP is ₹130 a packet. The law forbids that.
  Bring the price down to the MRP."""
OPTIONS = "1. What to order\n2. Alerts\n3. Price\nSend the number of your choice."


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    """A shop that asks more for its tea than the law lets it, on SQLite and on Postgres."""
    found_shop(engine, "asha")
    stock(engine, "asha", TEA)
    return open_office(engine, tmp_path)


async def run(office: Office) -> str:
    """The job, and the delivery of what it put into the outbox."""
    told = await ALERTS.run(office.services)
    await office.mailroom.empty()
    return told


def reprice(office: Office, paise: int) -> None:
    with office.engine.begin() as db:
        p = tables.products
        db.execute(update(p).where(p.c.sku_id == TEA.sku_id).values(price_paise=paise))


def wish(office: Office, actor: Actor, **wanted: Any) -> str:
    """A rule of hers; its id."""
    bare = {"product": None, "threshold": None, "direction": None, "unit": None, "place": None}
    draft = RuleDraft(**{**bare, **wanted})
    with office.engine.begin() as db:
        return alerts.add_rule(actor, db, draft, uuid4().hex, NOW).id


async def test_an_alert_is_told_once(office: Office) -> None:
    assert ALERTS in JOBS
    join(office.engine, "asha", SUNITA)
    assert await run(office) == "told 1 people of alerts"
    assert office.whatsapp.to(SUNITA) == [f"{ABOVE_MRP}\n{OPTIONS}"]
    assert await run(office) == ""
    office.later(minutes=5)
    assert await run(office) == ""
    [parcel] = office.rows(tables.outbox)
    assert (parcel.kind, parcel.key.split(":")[0]) == ("alert", "alert")


async def test_what_stays_true_is_told_again_only_after_it_was_mended(office: Office) -> None:
    join(office.engine, "asha", MEENA)
    await run(office)
    for price, told in ((14000, 1), (12000, 1), (14000, 2)):
        office.later(days=1)
        reprice(office, price)
        await run(office)
        assert len(office.telegram.to(MEENA)) == told


async def test_what_flickers_is_told_once_a_day(office: Office) -> None:
    join(office.engine, "asha", MEENA)
    for price in (14000, 12000, 14000):
        reprice(office, price)
        await run(office)
    assert len(office.telegram.to(MEENA)) == 1


async def test_outside_the_window_it_waits_until_she_writes(office: Office) -> None:
    join(office.engine, "asha", SUNITA)
    office.later(hours=25)
    assert await run(office) == "told 1 people of alerts"
    assert [row.state for row in office.rows(tables.outbox)] == ["held"]
    assert office.whatsapp.to(SUNITA) == []
    await office.hear(SUNITA, "hello")
    assert any(text.startswith(ABOVE_MRP) for text in office.whatsapp.to(SUNITA))
    assert office.whatsapp.templates == []


async def test_outside_the_window_a_template_tells_it(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    found_shop(sqlite_engine, "asha")
    stock(sqlite_engine, "asha", TEA)
    office = open_office(sqlite_engine, tmp_path, template=True)
    join(sqlite_engine, "asha", SUNITA)
    office.later(hours=25)
    await run(office)
    [(where, text)] = office.whatsapp.templates
    assert (where, text.startswith(ABOVE_MRP)) == (SUNITA, True)
    assert office.whatsapp.to(SUNITA) == []


async def test_a_tap_on_an_option_goes_to_the_copilot(office: Office) -> None:
    join(office.engine, "asha", SUNITA)
    await run(office)
    await office.hear(SUNITA, "1")
    assert [said.text for said in office.copilot.asked] == ["what should I order"]


async def test_who_stopped_is_told_nothing(office: Office) -> None:
    join(office.engine, "asha", SUNITA)
    await office.hear(SUNITA, "stop")
    before = len(office.whatsapp.taken)
    assert await run(office) == ""
    assert len(office.whatsapp.taken) == before


async def test_nobody_hears_of_another_tenants_shop(office: Office) -> None:
    join(office.engine, "asha", SUNITA)
    found_shop(office.engine, "bina")
    join(office.engine, "bina", MEENA)
    secret = Product("secret.1", "secret", "Secret mix", "spice", "piece", 9000, 8000)
    stock(office.engine, "bina", secret)
    assert await run(office) == "told 2 people of alerts"
    [hers], [others] = office.whatsapp.to(SUNITA), office.telegram.to(MEENA)
    assert ("Tea" in hers, "Secret" in hers) == (True, False)
    assert ("Tea" in others, "Secret" in others) == (False, True)


async def test_her_own_rules_come_first_and_are_hers_alone(office: Office) -> None:
    sunita = join(office.engine, "asha", SUNITA)
    join(office.engine, "asha", MEENA)
    stock(office.engine, "asha", RICE, left=4)
    wish(
        office, sunita, kind="stockout_risk", product="rice", threshold=5, direction="below",
        unit="kg",
    )  # fmt: skip
    await run(office)
    [hers], [others] = office.whatsapp.to(SUNITA), office.telegram.to(MEENA)
    assert hers.splitlines()[1] == "• Rice: 4 kg left. You wanted to know at 5 kg."
    assert "Tea" in hers
    assert "Rice" not in others


async def test_a_wish_without_a_limit_brings_small_alerts_too(office: Office) -> None:
    actor = join(office.engine, "asha", MEENA)
    reprice(office, 12000)
    papad = Product("papad.200g", "papad", "Papad", "shg_food", "packet", 7000, pack_size="200 g")
    stock(office.engine, "asha", papad)
    assert await run(office) == ""
    wish(office, actor, kind="compliance_failure", product="papad")
    await run(office)
    assert "• Papad: it is packed, and I know no MRP for it." in office.telegram.to(MEENA)[0]


async def test_a_price_rule_of_no_place_is_told(office: Office) -> None:
    actor = join(office.engine, "asha", MEENA)
    reprice(office, 12000)
    with office.engine.begin() as db:
        quote(db, commodity="onion", date=TODAY, district="Patna, Bihar", market="Patna")
    wish(
        office, actor, kind="price_anomaly", product="onion", threshold=20, direction="below",
        unit="kg",
    )  # fmt: skip
    await run(office)
    [told] = office.telegram.to(MEENA)
    line = "• Onion: ₹15 a kg. You wanted to know at ₹20 a kg."
    assert told.splitlines()[1] == line
    with office.engine.begin() as db:
        day = TODAY + timedelta(days=1)
        quote(db, commodity="onion", date=day, district="Patna, Bihar", market="Patna")
    office.later(days=1)
    assert await run(office) == ""  # a newer price below the limit is no news


async def test_of_many_three_are_told(office: Office) -> None:
    join(office.engine, "asha", MEENA)
    for n in range(4):
        dear = Product(f"soap.{n}", "soap", f"Soap {n}", "fmcg", "piece", 4100, 4000)
        stock(office.engine, "asha", dear)
    await run(office)
    [told] = office.telegram.to(MEENA)
    assert told.count("•") == 3
    assert told.endswith("There is more; ask me for alerts.")
    assert await run(office) == ""


async def test_it_is_told_in_her_language(office: Office) -> None:
    join(office.engine, "asha", MEENA, language="hi")
    await run(office)
    assert office.telegram.to(MEENA)[0].startswith("आज इन पर ध्यान दीजिए:\n")


async def test_what_somebody_has_in_hand_is_not_told(office: Office) -> None:
    actor = join(office.engine, "asha", MEENA)
    context = ToolContext(actor, office.engine, TODAY, NOW, office.services.gazetteer)
    [row] = alerts_page(context, ListAlerts(), limit=5).rows
    handle(context, row["alert"], "acknowledged", None)
    assert await run(office) == ""


async def test_nothing_comes_between_a_question_and_its_answer(office: Office) -> None:
    join(office.engine, "asha", SUNITA)
    with office.engine.begin() as db:
        contact = contacts.at(db, "whatsapp", SUNITA)
        assert contact is not None
        offer = {"key": "x", "numbered": True, "need": "confirm", "options": [["Yes", "yes"]]}
        contacts.change(db, contact.id, state={"offer": offer})
    assert await run(office) == ""
    office.later(minutes=61)
    assert await run(office) == "told 1 people of alerts"


async def test_she_is_told_where_she_wrote_last(office: Office) -> None:
    actor = join(office.engine, "asha", SUNITA)
    with office.engine.begin() as db:
        other = contacts.known(db, "telegram", MEENA, None, NOW + timedelta(minutes=1))
        contacts.change(db, other.id, tenant_id="asha", subject=actor.subject)
    await run(office)
    assert (office.whatsapp.taken, len(office.telegram.to(MEENA))) == ([], 1)


async def test_without_a_messenger_nothing_is_looked_at(office: Office, tmp_path: Path) -> None:
    join(office.engine, "asha", SUNITA)
    bare = replace(office.services, settings=Settings(data_dir=tmp_path))
    assert await ALERTS.run(bare) == ""
    assert office.rows(tables.outbox) == []
