"""What we ask of Twilio fits Twilio's own description of its API, and its answers are understood."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from twilio.rest import Client  # type: ignore[import-untyped]  # it ships no types

from channels.whatsapp.messenger import WhatsApp
from channels.whatsapp.rest import Rest
from haat.core.errors import NotNow, Refused
from haat.core.message import Outbound
from haat.core.settings import Settings, TwilioSettings
from tests.peers.npm import PeerMissingError
from tests.peers.prism import MESSAGES, running_prism
from tests.peers.twilio_double import ACCOUNT, PUBLIC, SENDER, TEMPLATE

SUNITA = "whatsapp:+919876543210"
BHAV = Outbound("प्याज़, नासिक: ₹1,450")
# the list's example in Twilio's description
LISTED_SID, LISTED_BODY = "SMded05904ccb347238880ca9264e8fe1c", "testing"
LISTED_AT = datetime(2019, 5, 24, 17, 44, 46, tzinfo=UTC)
STATUSES = set(
    json.loads(MESSAGES.read_text(encoding="utf-8"))["components"]["schemas"][
        "message_enum_status"
    ]["enum"]
)


@pytest.fixture(scope="session")
def prism() -> Iterator[str]:
    try:
        with running_prism() as url:
            yield url
    except PeerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


def by(
    prism: str, account: str = ACCOUNT, template: str = TEMPLATE, public: str = PUBLIC
) -> WhatsApp:
    """WhatsApp by Prism's Twilio."""
    twilio = TwilioSettings.model_validate(
        {
            "account_sid": account,
            "auth_token": "any",
            "from": SENDER,
            "api_base": prism,
            "template": template,
        }
    )
    return WhatsApp(Settings(twilio=twilio, public_base_url=public), timeout_seconds=30.0)


@pytest.fixture
def whatsapp(prism: str) -> Iterator[WhatsApp]:
    made = by(prism)
    yield made
    made.close()


async def test_a_text_is_taken(whatsapp: WhatsApp) -> None:
    assert (await whatsapp.send(SUNITA, BHAV, "r1")).startswith("SM")


async def test_a_template_is_taken(whatsapp: WhatsApp) -> None:
    assert (await whatsapp.send_template(SUNITA, "चावल कम है")).startswith("SM")


async def test_a_template_that_is_none_is_refused(prism: str) -> None:
    whatsapp = by(prism, template="welcome")
    with pytest.raises(Refused) as refused:
        await whatsapp.send_template(SUNITA, "Rice is low")
    whatsapp.close()
    assert "HTTP 422" in refused.value.detail
    assert not refused.value.stopped


async def test_an_account_that_is_none_is_refused(prism: str) -> None:
    whatsapp = by(prism, account="AC1")
    with pytest.raises(Refused, match="HTTP 422"):
        await whatsapp.send(SUNITA, BHAV, "r1")
    with pytest.raises(NotNow):
        await whatsapp.find(SUNITA, BHAV, datetime.now(UTC), ())
    whatsapp.close()


async def test_a_message_to_nobody_is_refused(whatsapp: WhatsApp) -> None:
    with pytest.raises(Refused, match="HTTP 422"):
        await whatsapp.send(None, BHAV, "r1")  # type: ignore[arg-type]  # it leaves the field out


async def test_a_callback_that_is_no_address_is_refused(prism: str) -> None:
    whatsapp = by(prism, public="nowhere")
    with pytest.raises(Refused, match="HTTP 422"):
        await whatsapp.send(SUNITA, BHAV, "r1")
    whatsapp.close()


async def test_the_list_is_read(whatsapp: WhatsApp) -> None:
    told, then = Outbound(LISTED_BODY), LISTED_AT + timedelta(seconds=59)
    assert await whatsapp.find(SUNITA, told, then, ()) == LISTED_SID
    assert await whatsapp.find(SUNITA, told, then + timedelta(seconds=2), ()) is None
    assert await whatsapp.find(SUNITA, told, then, {LISTED_SID}) is None


def test_a_message_is_read(prism: str) -> None:
    rest = Rest(prism, 30.0)
    messages = Client(ACCOUNT, "any", http_client=rest).api.v2010.account.messages
    found = messages("SM" + "0" * 32).fetch()
    rest.close()
    assert found.status in STATUSES
    assert found.date_created.tzinfo is not None


def test_without_credentials_twilio_may_be_asked_later(prism: str) -> None:
    rest = Rest(prism, 30.0)
    with pytest.raises(NotNow, match="401"):
        rest.request("GET", f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
    rest.close()
