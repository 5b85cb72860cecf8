"""What is to be told is told once, in order, and a try that ended without word is remembered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select

from haat.store import outbox, tables
from haat.store.engine import open_engine, reading
from tests.integration.store.writing import LATER, LEASE, pick, someone, tell
from tests.shops import NOON

MUCH_LATER = NOON + timedelta(hours=1)
_o = tables.outbox.c


def _state(engine: Engine, key: str) -> str | None:
    with reading(engine) as db:
        return db.scalar(select(_o.state).where(_o.key == key))


def _status(engine: Engine, key: str) -> tuple[str | None, str | None]:
    with reading(engine) as db:
        found = db.execute(select(_o.status, _o.error).where(_o.key == key)).one()
        return found.status, found.error


def _picked(engine: Engine, worker: str = "w") -> outbox.Parcel:
    parcel = pick(engine, worker, MUCH_LATER)
    assert parcel is not None
    return parcel


def _send(engine: Engine, parcel: outbox.Parcel | None, provider_id: str) -> None:
    assert parcel is not None
    with engine.begin() as db:
        outbox.sent(db, parcel.id, provider_id, NOON)


def test_a_parcel_is_marked_before_it_is_sent(engine: Engine) -> None:
    asha = someone(engine)
    assert tell(engine, asha, "k1") == [True]
    parcel = pick(engine)
    assert parcel is not None
    assert parcel == outbox.Parcel(
        parcel.id, asha, "k1", "answer", {"text": "k1"}, 1, NOON, resumed=False, created_at=NOON
    )
    assert _state(engine, "k1") == "intent"
    _send(engine, parcel, "SM1")
    assert _state(engine, "k1") == "sent"
    assert pick(engine, now=MUCH_LATER) is None


def test_the_same_thing_is_told_once(engine: Engine) -> None:
    asha = someone(engine)
    with ThreadPoolExecutor(12) as pool:
        new = list(pool.map(lambda _: tell(engine, asha, "alert:1"), range(12)))
    assert new.count([True]) == 1
    _send(engine, pick(engine), "SM1")
    assert tell(engine, asha, "alert:1") == [False]


def test_what_may_have_been_sent_is_resumed(engine: Engine) -> None:
    asha = someone(engine)
    tell(engine, asha, "k1")
    assert pick(engine, "dead") is not None
    assert pick(engine, "alive", LATER - timedelta(microseconds=1)) is None
    again = pick(engine, "alive", LATER)
    assert again is not None
    assert (again.resumed, again.intent_at, again.tries) == (True, NOON, 2)


def test_what_was_not_taken_begins_anew(engine: Engine) -> None:
    asha = someone(engine)
    tell(engine, asha, "k1", "k2")
    parcel = pick(engine)
    assert parcel is not None
    with engine.begin() as db:
        outbox.put_back(db, parcel.id, "too many", LATER)
    assert pick(engine) is None  # k2 does not overtake it
    again = pick(engine, now=LATER)
    assert again is not None
    assert (again.key, again.resumed, again.intent_at, again.tries) == ("k1", False, LATER, 2)


def test_what_is_unclear_stays_marked(engine: Engine) -> None:
    asha = someone(engine)
    tell(engine, asha, "k1")
    parcel = pick(engine)
    assert parcel is not None
    with engine.begin() as db:
        outbox.unclear(db, parcel.id, "no answer", LATER)
    assert pick(engine) is None
    again = pick(engine, "other", LATER)
    assert again is not None
    assert (again.resumed, again.intent_at) == (True, NOON)


def test_what_is_given_up_lets_the_next_pass_and_is_never_sent(engine: Engine) -> None:
    asha = someone(engine)
    tell(engine, asha, "k1", "k2", "k3")
    first = _picked(engine)
    with engine.begin() as db:
        outbox.refuse(db, first.id, "no such number", NOON)
    second = _picked(engine)
    with engine.begin() as db:
        outbox.leave_uncertain(db, second.id, "nobody knows", NOON)
    third = _picked(engine)
    _send(engine, third, "SM3")
    assert [parcel.key for parcel in (first, second, third)] == ["k1", "k2", "k3"]
    assert [_state(engine, k) for k in ("k1", "k2", "k3")] == ["refused", "uncertain", "sent"]
    assert pick(engine, now=MUCH_LATER) is None


def test_what_the_provider_took_is_sent_whatever_was_thought(engine: Engine) -> None:
    asha = someone(engine)
    tell(engine, asha, "k1")
    slow = pick(engine, "slow")
    taken_over = pick(engine, "other", LATER)
    assert taken_over is not None
    with engine.begin() as db:
        outbox.put_back(db, taken_over.id, "not now", None)
    _send(engine, slow, "SM1")
    assert pick(engine, now=MUCH_LATER) is None
    with engine.begin() as db:  # and the other's late word changes nothing
        outbox.put_back(db, taken_over.id, "not now", None)
        outbox.unclear(db, taken_over.id, "no answer", None)
        outbox.refuse(db, taken_over.id, "no", NOON)
        outbox.hold(db, taken_over.id)
    assert _state(engine, "k1") == "sent"


def test_what_is_held_leaves_when_she_writes(engine: Engine) -> None:
    asha, binu = someone(engine), someone(engine, "whatsapp:+919800000002")
    tell(engine, asha, "k1", "k2")
    for _ in range(2):
        parcel = pick(engine)
        assert parcel is not None
        with engine.begin() as db:
            outbox.hold(db, parcel.id)
    assert pick(engine, now=MUCH_LATER) is None
    with engine.begin() as db:
        assert outbox.release(db, binu) == 0
        assert outbox.release(db, asha) == 2
    again = pick(engine, now=LATER)
    assert again is not None
    assert (again.key, again.resumed, again.intent_at) == ("k1", False, LATER)


def test_nothing_leaves_before_its_time(engine: Engine) -> None:
    asha = someone(engine)
    tell(engine, asha, "k1", not_before=LATER)
    assert pick(engine) is None
    assert pick(engine, now=LATER) is not None


def test_who_renews_keeps_her_parcels(engine: Engine) -> None:
    asha = someone(engine)
    tell(engine, asha, "k1")
    parcel = pick(engine, "slow")
    assert parcel is not None
    with engine.begin() as db:
        outbox.renew(db, "slow", [parcel.id], LATER - timedelta(seconds=1), LEASE)
        outbox.renew(db, "slow", [], LATER + timedelta(days=1), LEASE)
    assert pick(engine, "other", LATER) is None
    assert pick(engine, "other", LATER + timedelta(seconds=LEASE)) is not None


def test_the_ids_of_what_she_was_sent(engine: Engine) -> None:
    asha, binu = someone(engine), someone(engine, "whatsapp:+919800000002")
    tell(engine, asha, "k1", "k2")
    tell(engine, binu, "k3")
    for provider_id in ("SM1", "SM2", "SM3"):
        _send(engine, _picked(engine), provider_id)
    with reading(engine) as db:
        assert outbox.provider_ids(db, asha, NOON) == {"SM1", "SM2"}
        assert outbox.provider_ids(db, asha, LATER) == frozenset()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (("queued", "sent", "delivered", "read"), "read"),
        (("read", "delivered", "sent", "queued"), "read"),
        (("sent", "failed", "sent"), "failed"),
        (("failed", "delivered"), "delivered"),
        (("sent", "unheard-of"), "sent"),
    ],
)
def test_the_furthest_word_counts(engine: Engine, told: tuple[str, ...], kept: str) -> None:
    tell(engine, someone(engine), "k1")
    _send(engine, pick(engine), "SM1")
    with engine.begin() as db:
        for status in told:
            error = "63016" if status == "failed" else None
            outbox.delivered(db, "SM1", status, error)
            outbox.delivered(db, "SM-unknown", status, error)
    assert _status(engine, "k1") == (kept, "63016" if kept == "failed" else None)


@pytest.mark.postgres
def test_two_workers_pick_two_contacts_at_the_same_moment(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    asha, binu = someone(engine), someone(engine, "whatsapp:+919800000002")
    tell(engine, asha, "a1", "a2")
    tell(engine, binu, "b1")
    together = Barrier(3, timeout=20)

    def ask(worker: int) -> outbox.Parcel | None:
        with engine.begin() as db:
            parcel = outbox.claim(db, f"w{worker}", NOON, LEASE)
            together.wait()  # nobody commits before all have asked
            return parcel

    with ThreadPoolExecutor(3) as pool:
        parcels = list(pool.map(ask, range(3)))
    engine.dispose()
    assert sorted(parcel.key for parcel in parcels if parcel) == ["a1", "b1"]


def test_old_parcels_are_forgotten_and_open_ones_are_not(engine: Engine) -> None:
    asha = someone(engine)
    tell(engine, asha, "sent", "refused", "held", "intent", "ready")
    _send(engine, _picked(engine), "SM1")
    refused = _picked(engine)
    with engine.begin() as db:
        outbox.refuse(db, refused.id, "no", NOON)
    held = _picked(engine)
    with engine.begin() as db:
        outbox.hold(db, held.id)
    _picked(engine)
    with engine.begin() as db:
        assert outbox.prune(db, NOON) == 0
        assert outbox.prune(db, LATER) == 3
    assert [_state(engine, key) for key in ("intent", "ready")] == ["intent", "ready"]
