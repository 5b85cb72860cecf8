"""Messages to people by Twilio, with a double that remembers what it took."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from channels.messenger import Messenger
from channels.whatsapp.messenger import WhatsApp
from haat.core.errors import NotNow, Refused, Unclear
from haat.core.message import Media, Outbound
from haat.core.settings import DocumentSettings, Settings
from tests.peers import twilio_double
from tests.peers.twilio_double import PUBLIC, TEMPLATE, Fault, TwilioDouble, late, running_twilio

SUNITA, MEENA = "whatsapp:+919876543210", "whatsapp:+919876543211"
BHAV = Outbound("प्याज़, नासिक: ₹1,450\n1. हाँ\n2. नहीं")


@pytest.fixture
def twilio() -> Iterator[TwilioDouble]:
    with running_twilio() as double:
        yield double


def messenger(twilio: TwilioDouble, template: str = "", public: str = PUBLIC) -> WhatsApp:
    """WhatsApp by this Twilio, which is not waited for longer than a second."""
    settings = Settings(
        twilio=twilio.settings(template),
        public_base_url=public,
        documents=DocumentSettings(most_bytes=1000),
    )
    return WhatsApp(settings, timeout_seconds=1.0)


@pytest.fixture
def whatsapp(twilio: TwilioDouble) -> Iterator[WhatsApp]:
    made = messenger(twilio)
    yield made
    made.close()


@pytest.fixture
def whatsapp_with_template(twilio: TwilioDouble) -> Iterator[WhatsApp]:
    made = messenger(twilio, TEMPLATE)
    yield made
    made.close()


def lately() -> datetime:
    """When the messages of a test were begun."""
    return datetime.now(UTC)


def test_it_is_a_messenger(whatsapp: WhatsApp) -> None:
    way: Messenger = whatsapp
    assert (way.name, way.capabilities.most_characters) == ("whatsapp", 1600)
    assert (way.capabilities.window, way.capabilities.recalls) == (timedelta(hours=24), True)


async def test_a_text(twilio: TwilioDouble, whatsapp: WhatsApp) -> None:
    sid = await whatsapp.send(SUNITA, BHAV, "r1")
    assert [(m["sid"], m["to"], m["body"]) for m in twilio.taken] == [(sid, SUNITA, BHAV.text)]
    assert twilio.forms == [
        {
            "To": SUNITA,
            "From": twilio.sender,
            "Body": BHAV.text,
            "StatusCallback": f"{PUBLIC}/webhooks/whatsapp",
        }
    ]


async def test_without_a_public_address_no_news_is_asked_for(twilio: TwilioDouble) -> None:
    whatsapp = messenger(twilio, public="")
    await whatsapp.send(SUNITA, BHAV, "r1")
    whatsapp.close()
    assert "StatusCallback" not in twilio.forms[0]


async def test_a_template(twilio: TwilioDouble, whatsapp_with_template: WhatsApp) -> None:
    twilio.template = "नमस्ते! {{1}} — Haat Saathi"
    await whatsapp_with_template.send_template(SUNITA, 'Rice is "low":\n\n  2 kg')
    assert twilio.sent_to(SUNITA) == ['नमस्ते! Rice is "low": 2 kg — Haat Saathi']
    assert twilio.forms[0]["ContentSid"] == TEMPLATE
    assert "Body" not in twilio.forms[0]


async def test_no_template_is_refused(twilio: TwilioDouble, whatsapp: WhatsApp) -> None:
    with pytest.raises(Refused, match="HAAT_TWILIO__TEMPLATE"):
        await whatsapp.send_template(SUNITA, "Rice is low")
    assert twilio.forms == []


async def test_who_opted_out_is_told_apart(twilio: TwilioDouble, whatsapp: WhatsApp) -> None:
    twilio.opted_out.add(SUNITA)
    with pytest.raises(Refused) as refused:
        await whatsapp.send(SUNITA, BHAV, "r1")
    assert refused.value.stopped
    assert "919876543210" not in refused.value.detail


@pytest.mark.parametrize("text", ["", "क" * 1601])
async def test_what_twilio_refuses(twilio: TwilioDouble, whatsapp: WhatsApp, text: str) -> None:
    with pytest.raises(Refused, match=r"twilio\.com/docs/errors") as refused:
        await whatsapp.send(SUNITA, Outbound(text), "r1")
    assert not refused.value.stopped
    assert twilio.taken == []


@pytest.mark.parametrize("fault", [twilio_double.BROKEN, twilio_double.AWAY])
async def test_later(twilio: TwilioDouble, whatsapp: WhatsApp, fault: Fault) -> None:
    twilio.faults.append(fault)
    with pytest.raises(NotNow):
        await whatsapp.send(SUNITA, BHAV, "r1")
    assert len(twilio.forms) == 1
    assert await whatsapp.find(SUNITA, BHAV, lately(), ()) is None


async def test_too_many(twilio: TwilioDouble, whatsapp: WhatsApp) -> None:
    twilio.faults.append(twilio_double.TOO_MANY)
    with pytest.raises(NotNow) as later:
        await whatsapp.send(SUNITA, BHAV, "r1")
    assert later.value.wait_seconds == 7


async def test_a_wrong_token_may_be_mended(twilio: TwilioDouble, whatsapp: WhatsApp) -> None:
    twilio.token = "another"
    with pytest.raises(NotNow):
        await whatsapp.send(SUNITA, BHAV, "r1")


@pytest.mark.parametrize(
    "fault",
    [
        twilio_double.LOST_ANSWER,
        twilio_double.GARBLED,
        twilio_double.GATEWAY,
        Fault(takes=True, status=201),  # an answer without a sid
        late(2.0),
    ],
)
async def test_what_was_taken_without_an_answer_is_found(
    twilio: TwilioDouble, whatsapp: WhatsApp, fault: Fault
) -> None:
    begun = lately()
    twilio.faults.append(fault)
    with pytest.raises(Unclear):
        await whatsapp.send(SUNITA, BHAV, "r1")
    assert await whatsapp.find(SUNITA, BHAV, begun, ()) == twilio.taken[0]["sid"]


async def test_what_was_lost_on_the_way_is_not_found(
    twilio: TwilioDouble, whatsapp: WhatsApp
) -> None:
    begun = lately()
    twilio.faults.append(twilio_double.LOST_REQUEST)
    with pytest.raises(Unclear):
        await whatsapp.send(SUNITA, BHAV, "r1")
    assert await whatsapp.find(SUNITA, BHAV, begun, ()) is None


async def test_nothing_is_sent_twice_by_itself(twilio: TwilioDouble, whatsapp: WhatsApp) -> None:
    twilio.faults.extend([twilio_double.LOST_ANSWER, twilio_double.BROKEN])
    for _ in range(2):
        with pytest.raises((Unclear, NotNow)):
            await whatsapp.send(SUNITA, BHAV, "r1")
    assert len(twilio.forms) == 2


async def test_nobody_listens(twilio: TwilioDouble) -> None:
    twilio.url = "http://127.0.0.1:1"
    whatsapp = messenger(twilio)
    with pytest.raises(NotNow):
        await whatsapp.send(SUNITA, BHAV, "r1")
    with pytest.raises(NotNow):
        await whatsapp.find(SUNITA, BHAV, lately(), ())
    whatsapp.close()


async def test_what_is_found_is_this_message_to_this_person(
    twilio: TwilioDouble, whatsapp: WhatsApp
) -> None:
    begun = lately()
    other = await whatsapp.send(SUNITA, Outbound("other"), "r1")
    await whatsapp.send(MEENA, BHAV, "r2")
    assert await whatsapp.find(SUNITA, BHAV, begun, ()) is None
    assert await whatsapp.find(SUNITA, Outbound("other"), begun, ()) == other


async def test_what_is_known_as_another_or_failed_is_not_found(
    twilio: TwilioDouble, whatsapp: WhatsApp
) -> None:
    begun = lately()
    first = await whatsapp.send(SUNITA, BHAV, "r1")
    second = await whatsapp.send(SUNITA, BHAV, "r2")
    assert await whatsapp.find(SUNITA, BHAV, begun, {first}) == second
    assert await whatsapp.find(SUNITA, BHAV, begun, {first, second}) is None
    twilio.settle(second, "undelivered", 63016)
    assert await whatsapp.find(SUNITA, BHAV, begun, {first}) is None


async def test_what_was_taken_long_before_is_not_found(
    twilio: TwilioDouble, whatsapp: WhatsApp
) -> None:
    now = lately()
    twilio.clock = lambda: now - timedelta(seconds=62)
    await whatsapp.send(SUNITA, BHAV, "r1")
    assert await whatsapp.find(SUNITA, BHAV, now, ()) is None
    twilio.clock = lambda: now - timedelta(seconds=58)
    assert await whatsapp.send(SUNITA, BHAV, "r2") == await whatsapp.find(SUNITA, BHAV, now, ())


async def test_a_template_is_found_by_its_text(
    twilio: TwilioDouble, whatsapp_with_template: WhatsApp
) -> None:
    begun = lately()
    twilio.template = "नमस्ते! {{1}}"
    twilio.faults.append(twilio_double.LOST_ANSWER)
    with pytest.raises(Unclear):
        await whatsapp_with_template.send_template(SUNITA, "Rice\nis low")
    told = Outbound("Rice\nis low")
    assert await whatsapp_with_template.find(SUNITA, told, begun, ()) == twilio.taken[0]["sid"]
    assert await whatsapp_with_template.find(SUNITA, Outbound("Salt"), begun, ()) is None
    assert await whatsapp_with_template.find(SUNITA, Outbound(""), begun, ()) is None


@pytest.mark.parametrize(
    "fault",
    [
        Fault(drops=True),
        Fault(garbles=True),
        Fault(status=429, code=20429),
        Fault(status=404, code=20404),
        Fault(delay_seconds=2.0),
    ],
)
async def test_who_cannot_be_asked_is_asked_later(
    twilio: TwilioDouble, whatsapp: WhatsApp, fault: Fault
) -> None:
    twilio.list_faults.append(fault)
    with pytest.raises(NotNow):
        await whatsapp.find(SUNITA, BHAV, lately(), ())
    assert await whatsapp.find(SUNITA, BHAV, lately(), ()) is None


async def test_a_file(twilio: TwilioDouble, whatsapp: WhatsApp) -> None:
    reference = twilio.keep_media("image/jpeg", b"photo")
    assert await whatsapp.fetch(Media("image", "image/jpeg", reference)) == b"photo"
    named_as_twilio_does = reference.replace(twilio.url, "https://api.twilio.com")
    assert await whatsapp.fetch(Media("image", "image/jpeg", named_as_twilio_does)) == b"photo"


async def test_a_file_that_is_not_there_or_too_large(
    twilio: TwilioDouble, whatsapp: WhatsApp
) -> None:
    large = twilio.keep_media("image/jpeg", b"x" * 1001)
    for reference in (large, large.replace("/ME", "/MF"), "https://evil.example/ME1"):
        with pytest.raises(Refused):
            await whatsapp.fetch(Media("image", "image/jpeg", reference))
