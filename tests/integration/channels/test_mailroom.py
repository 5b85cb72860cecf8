"""The worker: what messengers and the database may do to it, on SQLite and Postgres alike."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from sqlalchemy import Engine

from channels.mailroom import HANDS, MOST_TRIES, Mailroom
from channels.messenger import Capabilities
from channels.post import StoredPost
from channels.sending import Resend
from haat.core.errors import NotNow, Refused, Unclear
from haat.store import contacts, inbox, outbox
from haat.store.engine import open_engine
from haat.store.outbox import Kind
from tests.integration.channels.doubles import (
    ASHA,
    TAPPED,
    TYPED,
    Courier,
    Desk,
    Hands,
    Outage,
    contact,
    put,
    states,
    writes,
)

BINU = "whatsapp:+919800000002"
CHITRA = "4711"  # on Telegram


@dataclass
class Office:
    """A mailroom with everything around it in the test's hand."""

    engine: Engine
    clock: Hands = field(default_factory=Hands)
    courier: Courier = field(default_factory=Courier)

    def __post_init__(self) -> None:
        self.desk = Desk(self.engine, self.clock)
        self.post = StoredPost(self.engine, self.clock)
        self.room = self.worker()

    def worker(self, resend: Resend = "answers") -> Mailroom:
        """One more worker."""
        messengers = {self.courier.name: self.courier}
        return Mailroom(self.engine, self.clock, self.desk, messengers, resend, poll_seconds=0.01)

    async def gets(self, *texts: str, address: str = ASHA) -> None:
        """Somebody writes."""
        for text in texts:
            assert await self.post.receive(writes(text, address))

    async def tells(self, *texts: str, kind: Kind = "answer", address: str = ASHA) -> None:
        """Somebody who wrote before is to be told something."""
        await self.post.receive(writes("hello", address))
        await self.room.empty()
        self.courier.sent.clear()
        with self.engine.begin() as db:
            for text in texts:
                put(db, contact(self.engine, address).id, text, self.clock(), kind)

    async def dies_while_sending(self, text: str, kind: Kind = "answer") -> None:
        """What is to be told was given to the provider, as far as anybody knows."""
        await self.tells(text, kind=kind)
        with self.engine.begin() as db:
            assert outbox.claim(db, "dead", self.clock(), lease_seconds=15)
        self.clock.goes_on(16)


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


@pytest.fixture
def sqlite_office(sqlite_engine: Engine) -> Office:
    return Office(sqlite_engine)


async def test_messages_are_answered_once_and_in_order(office: Office) -> None:
    await office.gets("a1", "a2", "a3")
    await office.gets("b1", "b2", address=BINU)
    await office.room.empty()
    assert [t for a, m in office.courier.sent if a == ASHA for t in [m.text]] == [
        "to a1",
        "to a2",
        "to a3",
    ]
    assert [t for a, m in office.courier.sent if a == BINU for t in [m.text]] == ["to b1", "to b2"]
    assert {*states(office.engine), *states(office.engine, "inbox")} == {"sent", "done"}


async def test_many_workers_answer_once(office: Office) -> None:
    for number in range(6):
        await office.gets("a", "b", address=f"whatsapp:{number}")
    await asyncio.gather(*(office.worker().empty() for _ in range(3)))
    await office.room.empty()
    assert sorted(office.courier.texts) == ["to a"] * 6 + ["to b"] * 6
    assert len(office.desk.attended) == 12


async def test_a_worker_that_runs_hears_of_news_and_can_be_stopped(sqlite_office: Office) -> None:
    arrived = asyncio.Event()
    sqlite_office.courier.on_send = arrived.set
    room = sqlite_office.room
    post = StoredPost(sqlite_office.engine, sqlite_office.clock, room.wake)
    working = asyncio.create_task(room.run())
    await post.receive(writes("a"))
    await asyncio.wait_for(arrived.wait(), 20)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working


async def test_what_is_refused_is_not_sent_again_and_holds_nobody_up(office: Office) -> None:
    await office.tells("never", "next")
    office.courier.faults.append(Refused("no such number"))
    await office.room.empty()
    office.clock.goes_on(days=2)
    await office.room.empty()
    assert office.courier.texts == ["next"]
    assert states(office.engine)[1:] == ["refused", "sent"]
    assert contact(office.engine).stopped_at is None


async def test_who_stopped_at_the_provider_has_stopped(office: Office) -> None:
    await office.tells("never", "alert", kind="alert")
    office.courier.faults.append(Refused("she opted out", stopped=True))
    await office.room.empty()
    assert contact(office.engine).stopped_at == office.clock()
    assert states(office.engine)[1:] == ["refused", "refused"]


async def test_who_stopped_is_answered_and_told_nothing_else(office: Office) -> None:
    await office.tells("alert", kind="alert")
    await office.tells("answer")
    with office.engine.begin() as db:
        contacts.change(db, contact(office.engine).id, stopped_at=office.clock())
    await office.room.empty()
    assert office.courier.texts == ["answer"]


async def test_not_now_is_later_and_what_comes_after_it_waits(office: Office) -> None:
    await office.tells("first", "second")
    office.courier.faults.append(NotNow("too many", 7))
    await office.room.empty()
    office.clock.goes_on(6.5)
    await office.room.empty()
    assert office.courier.texts == []
    office.clock.goes_on(1)
    await office.room.empty()
    assert office.courier.texts == ["first", "second"]
    assert office.courier.asked == []  # it was certainly not sent


async def test_a_provider_that_is_away_for_hours_loses_nothing(sqlite_office: Office) -> None:
    await sqlite_office.tells("patience")
    sqlite_office.courier.faults.extend([NotNow("away")] * 3 * MOST_TRIES)
    for _ in range(3 * MOST_TRIES + 1):
        await sqlite_office.room.empty()
        sqlite_office.clock.goes_on(301)
    assert sqlite_office.courier.texts == ["patience"]


async def test_a_provider_that_is_away_for_a_day_is_given_up(sqlite_office: Office) -> None:
    sqlite_office.courier.capabilities = replace(TYPED, window=None)
    await sqlite_office.tells("patience")
    sqlite_office.courier.faults.extend([NotNow("away")] * 1000)
    for _ in range(2 * MOST_TRIES - 1):
        await sqlite_office.room.empty()
        assert states(sqlite_office.engine)[1:] == ["ready"]
        sqlite_office.clock.goes_on(days=1)
    await sqlite_office.room.empty()
    assert states(sqlite_office.engine)[1:] == ["refused"]


async def test_unclear_and_found_is_sent(office: Office) -> None:
    await office.tells("maybe", "next")
    office.courier.faults.append(Unclear("no answer"))
    office.courier.finds = "SM-found"
    intended = office.clock()
    await office.room.empty()
    assert office.courier.texts == []
    office.clock.goes_on(3)
    await office.room.empty()
    assert office.courier.texts == ["next"]
    assert office.courier.asked == [("maybe", intended, frozenset({"SM1"}))]
    assert states(office.engine)[1:] == ["sent", "sent"]


async def test_unclear_and_not_found_is_sent_again(office: Office) -> None:
    await office.tells("maybe")
    office.courier.faults.append(Unclear("no answer"))
    await office.room.empty()
    office.clock.goes_on(3)
    await office.room.empty()
    assert (office.courier.texts, len(office.courier.asked)) == (["maybe"], 1)


async def test_where_the_provider_cannot_be_asked_it_is_asked_later(office: Office) -> None:
    await office.dies_while_sending("maybe")
    office.courier.finds = NotNow("away")
    for _ in range(3 * MOST_TRIES):
        await office.room.empty()
        office.clock.goes_on(301)
    assert office.courier.texts == []
    office.courier.finds = None
    await office.room.empty()
    assert office.courier.texts == ["maybe"]


async def test_who_cannot_be_asked_for_a_day_leaves_it_uncertain(sqlite_office: Office) -> None:
    await sqlite_office.dies_while_sending("maybe")
    sqlite_office.courier.finds = NotNow("away")
    for _ in range(2 * MOST_TRIES):
        await sqlite_office.room.empty()
        sqlite_office.clock.goes_on(days=1)
    assert states(sqlite_office.engine)[1:] == ["uncertain"]


async def test_what_stays_unclear_is_not_tried_for_ever(sqlite_office: Office) -> None:
    await sqlite_office.tells("maybe")
    sqlite_office.courier.faults.extend([Unclear("?")] * 100)
    for _ in range(3 * MOST_TRIES):
        await sqlite_office.room.empty()
        sqlite_office.clock.goes_on(301)
    assert states(sqlite_office.engine)[1:] == ["uncertain"]
    assert len(sqlite_office.courier.faults) == 100 - 2 * MOST_TRIES


@pytest.mark.parametrize("kind", ["answer", "notice", "alert", "enquiry"])
@pytest.mark.parametrize("resend", ["answers", "all", "none"])
async def test_where_the_provider_remembers_nothing_the_policy_says(
    sqlite_office: Office, kind: Kind, resend: Resend
) -> None:
    sqlite_office.courier.capabilities = replace(TYPED, recalls=False)
    await sqlite_office.dies_while_sending("maybe", kind)
    await sqlite_office.worker(resend).empty()
    again = resend == "all" or (resend, kind) == ("answers", "answer")
    assert sqlite_office.courier.texts == (["maybe"] if again else [])
    assert states(sqlite_office.engine)[1:] == ["sent" if again else "uncertain"]
    assert sqlite_office.courier.asked == []


async def test_outside_the_window_it_waits_until_she_writes(office: Office) -> None:
    await office.tells("held", kind="alert")
    office.clock.goes_on(days=1)
    await office.room.empty()
    assert (office.courier.texts, states(office.engine)[1:]) == ([], ["held"])
    await office.gets("again")
    await office.room.empty()
    assert office.courier.texts == ["held", "to again"]


async def test_a_template_tells_it_outside_the_window(sqlite_office: Office) -> None:
    sqlite_office.courier.capabilities = replace(TYPED, templates=True)
    await sqlite_office.tells("stock is low", "not taken", kind="alert")
    sqlite_office.clock.goes_on(days=1)
    sqlite_office.courier.faults.clear()
    await sqlite_office.room.empty()
    assert sqlite_office.courier.templates == ["stock is low", "not taken"]
    assert states(sqlite_office.engine)[1:] == ["sent", "sent"]


async def test_a_template_that_is_refused_is_refused(sqlite_office: Office) -> None:
    sqlite_office.courier.capabilities = replace(TYPED, templates=True)
    await sqlite_office.tells("stock is low", kind="alert")
    sqlite_office.clock.goes_on(days=1)
    sqlite_office.courier.faults.append(Refused("paused"))
    await sqlite_office.room.empty()
    assert states(sqlite_office.engine)[1:] == ["refused"]


@pytest.mark.parametrize("shows", [TYPED, TAPPED])
async def test_the_window_is_the_channels(sqlite_office: Office, shows: Capabilities) -> None:
    sqlite_office.courier.capabilities = shows
    await sqlite_office.tells("news", kind="alert")
    sqlite_office.clock.goes_on(days=30)
    await sqlite_office.room.empty()
    assert sqlite_office.courier.texts == ([] if shows.window else ["news"])


async def test_a_channel_that_is_not_set_up_waits_until_it_is(office: Office) -> None:
    await office.gets("a", address=CHITRA)
    for _ in range(2 * MOST_TRIES):
        await office.room.empty()
        office.clock.goes_on(301)
    assert (states(office.engine, "inbox"), office.desk.attended) == (["waiting"], [])
    office.courier.name, office.courier.capabilities = "telegram", TAPPED
    await office.worker().empty()
    assert office.courier.texts == ["to a"]
    office.courier.name = "whatsapp"
    with office.engine.begin() as db:
        put(db, contact(office.engine, CHITRA).id, "b", office.clock())
    await office.room.empty()
    office.clock.goes_on(301)
    assert states(office.engine) == ["sent", "ready"]
    office.courier.name = "telegram"
    await office.worker().empty()
    assert office.courier.texts == ["to a", "b"]


async def test_what_may_have_been_sent_is_remembered_while_its_channel_is_off(
    sqlite_office: Office,
) -> None:
    await sqlite_office.dies_while_sending("maybe", "alert")
    sqlite_office.courier.name = "telegram"
    await sqlite_office.worker().empty()
    sqlite_office.clock.goes_on(301)
    sqlite_office.courier.name, sqlite_office.courier.finds = "whatsapp", "SM-found"
    await sqlite_office.worker().empty()
    assert (sqlite_office.courier.texts, states(sqlite_office.engine)[1:]) == ([], ["sent"])


async def test_poison_is_buried_with_one_apology_and_the_next_is_answered(office: Office) -> None:
    office.desk.poison.add("poison")
    await office.gets("poison", "bread")
    for _ in range(MOST_TRIES + 2):
        await office.room.empty()
        office.clock.goes_on(301)
    assert office.desk.attended == [*["poison"] * MOST_TRIES, "bread"]
    assert states(office.engine, "inbox") == ["dead", "done"]
    assert office.courier.texts == ["sorry", "to bread"]


async def test_between_tries_she_is_given_time(sqlite_office: Office) -> None:
    sqlite_office.desk.poison.add("poison")
    await sqlite_office.gets("poison")
    await sqlite_office.room.empty()
    sqlite_office.clock.goes_on(1.9)
    await sqlite_office.room.empty()
    assert len(sqlite_office.desk.attended) == 1
    sqlite_office.clock.goes_on(0.2)
    await sqlite_office.room.empty()
    assert len(sqlite_office.desk.attended) == 2


async def test_who_lost_a_letter_to_another_worker_does_not_bury_it(sqlite_office: Office) -> None:
    """It was held up for so long at its last try that another worker has it now."""
    sqlite_office.desk.poison.add("poison")
    await sqlite_office.gets("poison")
    for _ in range(MOST_TRIES - 1):
        await sqlite_office.room.empty()
        sqlite_office.clock.goes_on(301)
    sqlite_office.desk.attended = Stolen(sqlite_office)
    await sqlite_office.room.empty()
    assert (states(sqlite_office.engine, "inbox"), sqlite_office.courier.texts) == (["waiting"], [])


class Stolen(list[str]):
    """Notes who is attended to, when another worker has just taken her letter."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office

    def append(self, text: str) -> None:
        self.office.clock.goes_on(16)
        with self.office.engine.begin() as db:
            assert inbox.claim(db, "thief", self.office.clock(), lease_seconds=15)


async def test_what_is_in_hand_is_held_and_nothing_else(office: Office) -> None:
    other = office.worker()
    await office.gets("a")
    with office.engine.begin() as db:
        lost = inbox.claim(db, office.room.name, office.clock(), lease_seconds=15)
    assert lost is not None
    await asyncio.to_thread(office.room._renew)  # it holds nothing
    office.clock.goes_on(16)
    office.desk.before_finish = partial(_renewed_after, office, other, 14)
    await other.empty()
    assert office.courier.texts == ["to a"]


def _renewed_after(office: Office, room: Mailroom, seconds: float) -> None:
    """A worker's heart beats, and nobody else can have what it holds."""
    office.clock.goes_on(seconds)
    room._renew()
    office.clock.goes_on(seconds)
    with office.engine.begin() as db:
        assert inbox.claim(db, "thief", office.clock(), lease_seconds=15) is None


async def test_a_database_that_is_away_for_a_moment_costs_nothing(sqlite_office: Office) -> None:
    outage = Outage(sqlite_office.engine)
    await sqlite_office.gets("a", "b")
    outage.left = 3
    arrived = asyncio.Event()
    sqlite_office.courier.on_send = lambda: (
        arrived.set() if sqlite_office.courier.sent else setattr(outage, "left", 2)
    )
    working = asyncio.create_task(sqlite_office.room.run())
    await asyncio.wait_for(arrived.wait(), 20)
    await until(lambda: states(sqlite_office.engine) == ["sent", "sent"])
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert sqlite_office.courier.texts == ["to a", "to b"]
    assert sqlite_office.courier.asked == []


async def test_what_fell_out_of_hand_in_an_outage_is_taken_up_again(sqlite_office: Office) -> None:
    outage = Outage(sqlite_office.engine)
    sqlite_office.desk.poison.add("a")
    await sqlite_office.gets("a")
    sqlite_office.desk.attended = Failing(outage)
    await sqlite_office.room.empty()
    outage.left = 0
    sqlite_office.desk.poison.clear()
    await asyncio.to_thread(sqlite_office.room._renew)
    sqlite_office.clock.goes_on(16)
    await sqlite_office.room.empty()
    assert sqlite_office.courier.texts == ["to a"]


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what another task does."""
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(holds):  # noqa: ASYNC110  a database rings no bell
            await asyncio.sleep(0.01)


class Failing(list[str]):
    """Notes who is attended to, when the database goes away for long."""

    def __init__(self, outage: Outage) -> None:
        super().__init__()
        self.outage = outage

    def append(self, text: str) -> None:
        super().append(text)
        if len(self) == 1:
            self.outage.left = MOST_TRIES + 1


async def test_one_worker_has_only_so_many_hands(sqlite_office: Office) -> None:
    busy: list[int] = []
    room = sqlite_office.room
    sqlite_office.desk.before_finish = lambda: busy.append(len(room._busy))
    for number in range(3 * HANDS):
        await sqlite_office.gets("a", address=f"whatsapp:{number}")
    await room.empty()
    assert max(busy) <= HANDS + 1  # a letter and a parcel are begun together
    assert len(sqlite_office.courier.sent) == 3 * HANDS


@pytest.fixture
def two_engines(postgres_url: str) -> Iterator[tuple[Engine, Engine]]:
    pair = open_engine(postgres_url), open_engine(postgres_url)
    yield pair
    for one in pair:
        one.dispose()


@pytest.mark.postgres
async def test_two_processes_share_the_work(two_engines: tuple[Engine, Engine]) -> None:
    one, other = Office(two_engines[0]), Office(two_engines[1])
    for number in range(8):
        await one.gets("a", "b", address=f"whatsapp:{number}")
    await asyncio.gather(one.room.empty(), other.room.empty())
    await one.room.empty()
    sent = one.courier.sent + other.courier.sent
    assert sorted(m.text for _, m in sent) == ["to a"] * 8 + ["to b"] * 8
