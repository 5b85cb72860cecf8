"""No letter is lost, none is worked on twice, and each contact's are answered in their order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select

from haat.store import contacts, inbox, tables
from haat.store.engine import open_engine, reading
from tests.integration.store.writing import LATER, LEASE, someone, take, write
from tests.shops import NOON


def _finish(engine: Engine, letter: inbox.Letter | None, worker: str = "w") -> bool:
    assert letter is not None
    with engine.begin() as db:
        return inbox.finish(db, letter.id, worker, NOON)


def _work_off(engine: Engine, worker: str, done: list[str] | None = None) -> list[str]:
    """What was done, in its order, until this worker was given nothing more."""
    done = [] if done is None else done
    while letter := take(engine, worker):
        done.append(letter.provider_id)
        assert _finish(engine, letter, worker)
    return done


def _take_together(engine: Engine, workers: int) -> list[inbox.Letter | None]:
    """All workers ask before any of them commits."""
    together = Barrier(workers, timeout=20)

    def ask(worker: int) -> inbox.Letter | None:
        with engine.begin() as db:
            letter = inbox.claim(db, f"w{worker}", NOON, LEASE)
            together.wait()
            return letter

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(ask, range(workers)))


def test_a_letter_is_taken_as_it_came(engine: Engine) -> None:
    asha = someone(engine)
    assert write(engine, asha, "SM1") == [True]
    letter = take(engine)
    assert letter is not None
    assert letter == inbox.Letter(letter.id, "whatsapp", "SM1", asha, {"text": "SM1"}, 1, NOON)
    assert take(engine, "other") is None
    assert _finish(engine, letter)
    assert take(engine, now=LATER) is None


def test_the_same_message_is_received_once(engine: Engine) -> None:
    asha = someone(engine)
    with ThreadPoolExecutor(12) as pool:
        new = list(pool.map(lambda _: write(engine, asha, "SM1"), range(12)))
    assert new.count([True]) == 1
    with engine.begin() as db:
        assert inbox.receive(db, "telegram", "SM1", asha, {}, NOON)
    _work_off(engine, "w")
    assert write(engine, asha, "SM1") == [False]
    with reading(engine) as db:
        assert db.scalar(select(func.count()).select_from(tables.inbox)) == 2


def test_a_contacts_letters_wait_for_each_other(engine: Engine) -> None:
    asha, binu = someone(engine), someone(engine, "whatsapp:+919800000002")
    write(engine, asha, "a1", "a2")
    write(engine, binu, "b1")
    first = take(engine)
    between = take(engine)
    assert [letter and letter.provider_id for letter in (first, between)] == ["a1", "b1"]
    assert take(engine) is None
    assert _finish(engine, first)
    assert _work_off(engine, "w") == ["a2"]


def test_the_order_is_not_of_the_clock(engine: Engine) -> None:
    asha = someone(engine)
    write(engine, asha, "first")
    with engine.begin() as db:
        inbox.receive(db, "whatsapp", "second", asha, {}, NOON - timedelta(hours=6))
    assert _work_off(engine, "w") == ["first", "second"]


def test_a_letter_is_taken_over_when_its_worker_died(engine: Engine) -> None:
    asha = someone(engine)
    write(engine, asha, "SM1", "SM2")
    crashed = take(engine, "dead")
    assert take(engine, "alive", LATER - timedelta(microseconds=1)) is None
    again = take(engine, "alive", LATER)
    assert crashed is not None
    assert again is not None
    assert (again.id, again.tries) == (crashed.id, 2)
    assert not _finish(engine, crashed, "dead")
    assert _finish(engine, again, "alive")
    with engine.begin() as db:
        assert not inbox.bury(db, again.id, "dead", "late", NOON)
        inbox.give_back(db, again.id, "dead", "late", None)
    assert _work_off(engine, "alive") == ["SM2"]


def test_who_renews_keeps_all_letters(engine: Engine) -> None:
    taken = []
    for number in range(2):
        write(engine, someone(engine, f"whatsapp:{number}"), f"SM{number}")
        taken.append(take(engine, "slow"))
    held = [letter.id for letter in taken if letter]
    with engine.begin() as db:
        inbox.renew(db, "slow", held, LATER - timedelta(seconds=1), LEASE)
        inbox.renew(db, "other", held, LATER + timedelta(days=1), LEASE)
    assert take(engine, "other", LATER) is None
    assert take(engine, "other", LATER + timedelta(seconds=LEASE)) is not None


def test_what_fell_out_of_hand_is_not_held_on_to(engine: Engine) -> None:
    write(engine, someone(engine), "SM1")
    assert take(engine, "slow") is not None
    with engine.begin() as db:
        inbox.renew(db, "slow", [], LATER - timedelta(seconds=1), LEASE)
    assert take(engine, "other", LATER) is not None


def test_a_letter_given_back_keeps_its_place(engine: Engine) -> None:
    asha = someone(engine)
    write(engine, asha, "SM1", "SM2")
    letter = take(engine)
    assert letter is not None
    with engine.begin() as db:
        inbox.give_back(db, letter.id, "w", "the model is away", LATER)
    assert take(engine) is None
    again = take(engine, now=LATER)
    assert again is not None
    assert (again.provider_id, again.tries) == ("SM1", 2)


def test_a_dead_letter_holds_nobody_up(engine: Engine) -> None:
    asha = someone(engine)
    write(engine, asha, "SM1", "SM2")
    letter = take(engine)
    assert letter is not None
    with engine.begin() as db:
        inbox.bury(db, letter.id, "w", "no such place", NOON)
    assert _work_off(engine, "w") == ["SM2"]


@pytest.mark.postgres
def test_two_workers_take_two_contacts_at_the_same_moment(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    asha, binu = someone(engine), someone(engine, "whatsapp:+919800000002")
    write(engine, asha, "a1", "a2")
    write(engine, binu, "b1")
    letters = _take_together(engine, 3)
    engine.dispose()
    assert sorted(letter.provider_id for letter in letters if letter) == ["a1", "b1"]


def test_eight_workers_do_each_letter_once_and_in_order(engine: Engine) -> None:
    people = [someone(engine, f"whatsapp:{number}") for number in range(5)]
    for number in range(8):
        for index, person in enumerate(people):
            write(engine, person, f"{index}-{number}")
    done: list[str] = []
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda worker: _work_off(engine, f"w{worker}", done), range(8)))
    _work_off(engine, "last", done)  # the others may have stopped while the last ones were held
    for index in range(5):
        hers = [said for said in done if said.startswith(f"{index}-")]
        assert hers == [f"{index}-{number}" for number in range(8)]


def test_old_letters_are_forgotten_and_open_ones_are_not(engine: Engine) -> None:
    asha, binu = someone(engine), someone(engine, "whatsapp:+919800000002")
    write(engine, asha, "done", "dead", "open")
    write(engine, binu, "waiting")
    _finish(engine, take(engine))
    dead = take(engine)
    assert dead is not None
    with engine.begin() as db:
        inbox.bury(db, dead.id, "w", "no", NOON)
        assert inbox.prune(db, NOON) == 0
        assert inbox.prune(db, LATER) == 2
        assert contacts.prune(db, LATER) == 0
    assert _work_off(engine, "w") == ["open", "waiting"]
