"""The command line: what it makes, what it says, and how it ends."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from app.doctor import examine
from haat.core.actor import Actor, Role
from haat.core.settings import Settings
from haat.store import contacts, dead_letters, inbox, joining, models, outbox, people
from haat.store.engine import open_engine, reading
from haat.store.models import Draft
from tests.integration.cli.line import Line
from tests.shops import NOON


def test_a_shop_is_set_up(line: Line) -> None:
    code, said, _ = line.run("tenant", "create", "Asha Kirana", "--place", "Patna, Bihar")
    assert (code, said) == (0, "tenant asha-kirana, store asha-kirana-main\n")
    code, said, _ = line.run("user", "create", "asha", "--role", "admin", typed="long enough\n")
    assert (code, said) == (0, "user asha, admin\n")
    code, key, hint = line.run("key", "create", "till")
    assert code == 0
    assert "cannot be shown again" in hint
    engine = open_engine(f"sqlite:///{line.folder / 'haat.sqlite'}")
    with reading(engine) as db:
        by_key = people.actor_by_key(db, key.strip())
        by_password = people.actor_by_password(db, "asha", "long enough")
        store = people.default_store(by_key, db)
    engine.dispose()
    assert (by_key.role, by_password.role) == ("manager", "admin")
    assert (by_key.tenant_id, store.place) == ("asha-kirana", "Patna, Bihar")


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("key", "create", "till"), "", "haat tenant create"),
        (("key", "create", "till", "--tenant", "x"), "", "there is no tenant x"),
        (("code", "create"), "", "haat tenant create"),
        (("dead-letters", "replay", "SM1"), "", "such as in-12 or out-7"),
        (("dead-letters", "replay", "in-1"), "", "no dead letter in-1"),
        (("user", "create", "asha"), "short\n", "at least 8 characters"),
        (("tenant", "create", "A", "--id", "Not An Id"), "", "is no id"),
        (("tenant", "create", "A", "--place", "Atlantis"), "", "not a place that is known"),
        (("ingest", "sales", "missing.csv", "--tenant", "x"), "", "there is no tenant x"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_a_1(
    line: Line, words: tuple[str, ...], typed: str, said: str
) -> None:
    code, out, err = line.run(*words, typed=typed)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert said in err


def test_the_same_tenant_is_not_made_twice(line: Line) -> None:
    assert line.run("tenant", "create", "Asha")[0] == 0
    code, _, err = line.run("tenant", "create", "Asha")
    assert code == 1
    assert "already taken" in err


def test_several_tenants_must_be_told_apart(line: Line) -> None:
    for name in ("one", "two"):
        line.run("tenant", "create", name)
    code, _, err = line.run("key", "create", "till")
    assert code == 1
    assert "one, two" in err


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("ingest",),
        ("serve", "--port", "x"),
        ("tenant", "create"),
        ("code", "create", "--uses", "0"),
        ("dead-letters", "replay"),
        ("dead-letters", "replay", "in-1", "--all"),
    ],
)
def test_wrong_usage_is_a_2(line: Line, words: tuple[str, ...]) -> None:
    assert line.run(*words)[0] == 2


def test_a_bad_setting_is_named(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAAT_RATE_LIMIT__PER_MINUTE", "many")
    code, _, err = line.run("doctor")
    assert code == 1
    assert "HAAT_RATE_LIMIT__PER_MINUTE" in err
    assert err.count("\n") == 1


def test_a_database_that_does_not_answer_is_one_line(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAAT_DATABASE__URL", "postgresql://haat:hushhush@127.0.0.1:1/haat")
    code, _, err = line.run("audit", "verify")
    assert code == 1
    assert err.count("\n") == 1
    assert "hushhush" not in err
    code, out, _ = line.run("doctor")
    assert code == 1
    assert "bad" in out
    assert "hushhush" not in out


def test_the_audit_record_is_verified(line: Line) -> None:
    line.run("tenant", "create", "Asha")
    code, said, _ = line.run("audit", "verify")
    assert code == 0
    assert said.endswith("none changed\n")


def test_the_doctor_says_what_to_do(line: Line) -> None:
    code, said, _ = line.run("doctor")
    assert code == 0
    assert "haat tenant create" in said
    line.run("tenant", "create", "Asha", "--place", "Patna, Bihar")
    code, said, _ = line.run("doctor")
    assert "no sales yet" in said
    assert code == 0


def test_the_doctor_finds_what_is_stale_or_open(line: Line) -> None:
    line.run("tenant", "create", "Asha")
    secret = line.folder / "token-secret"
    secret.write_text("x" * 40)
    secret.chmod(0o644)
    found = {check.name: check for check in examine(Settings(), date(2031, 1, 1))}
    assert (found["token secret"].level, found["market prices"].level) == ("bad", "note")
    assert "stale" in found["market prices"].text


def test_the_doctor_tells_when_a_model_is_stale(line: Line) -> None:
    line.run("tenant", "create", "Asha", "--place", "Patna, Bihar")
    day = date(2026, 11, 1)
    draft = Draft("demand", day, "first", "a" * 64, {}, {}, None)
    engine = open_engine(Settings().database_url())
    with engine.begin() as db:
        system = Actor("asha", "job", Role.ADMIN)
        models.record(system, db, "asha-1", draft, NOON)

        def told(today: date) -> tuple[str, str]:
            found = {check.name: check for check in examine(Settings(), today)}
            check = found["model asha-1 demand"]
            return check.level, check.text

    assert told(day + timedelta(days=2)) == ("ok", "version 1 of 2026-11-01")
    level, text = told(day + timedelta(days=4))
    assert (level, "not looked after since 2026-11-01" in text) == ("note", True)
    with engine.begin() as db:
        models.checked(system, db, "asha-1", "demand", day + timedelta(days=120))
    level, text = told(day + timedelta(days=120))
    assert (level, "due to be made anew" in text) == ("note", True)
    engine.dispose()


def test_the_command_line_starts_without_what_it_does_not_need() -> None:
    script = (
        "import sys, app.cli; "
        "print([m for m in ('pandas', 'fastapi', 'langgraph', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_a_shop_is_talked_with_on_the_command_line(line: Line) -> None:
    line.run("tenant", "create", "Asha", "--place", "Nashik, Maharashtra")
    code, said, _ = line.run("chat", "--language", "hi", typed="price of onion?\n")
    assert code == 0
    assert "₹" in said
    assert "AGMARKNET" in said
    code, _, err = line.run("chat", "--store", "demo-patna", typed="hello\n")
    assert code == 1
    assert "demo-patna" in err


def test_the_truth_of_the_demo_is_told(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAAT_TODAY", "2026-11-25")
    code, said, _ = line.run("demo", "--truth")
    assert code == 0
    assert json.loads(said)


def test_the_worker_does_every_job_once(line: Line) -> None:
    line.run("tenant", "create", "Asha")
    assert line.run("worker", "--once")[0] == 0


def test_a_join_code_is_shown_once_and_opens_the_shop(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAAT_TODAY", "2026-11-25")
    line.run("tenant", "create", "Asha")
    code, said, hint = line.run("code", "create", "--store", "asha-main", "--uses", "1")
    assert code == 0
    assert "cannot be shown again" in hint
    engine = open_engine(f"sqlite:///{line.folder / 'haat.sqlite'}")
    with engine.begin() as db:
        late = datetime(2026, 12, 27, tzinfo=UTC)
        assert joining.redeem(db, said.strip(), late) is None
        found = joining.redeem(db, said.strip(), datetime(2026, 12, 20, tzinfo=UTC))
        assert found == joining.Joining("asha", "asha-main", Role.SELLER)
    engine.dispose()
    assert line.run("code", "create", "--store", "elsewhere")[0] == 1


def test_dead_letters_are_listed_without_words_and_tried_again(line: Line) -> None:
    line.run("tenant", "create", "Asha")
    assert line.run("dead-letters", "list") == (0, "", "no dead letters\n")
    engine = open_engine(f"sqlite:///{line.folder / 'haat.sqlite'}")
    _give_up(engine)
    code, said, _ = line.run("dead-letters", "list")
    assert code == 0
    assert said == (
        "in-1\twhatsapp\tdead\t2026-11-20 06:30\t1\tthe model is away\n"
        "out-1\twhatsapp\trefused\t2026-11-20 06:30\t1\tno such number\n"
        "out-2\twhatsapp\tuncertain\t2026-11-20 06:30\t1\tnobody knows\n"
    )
    assert line.run("dead-letters", "replay", "out-2")[:2] == (0, "out-2 will be tried again\n")
    assert line.run("dead-letters", "replay", "--all")[:2] == (0, "2 will be tried again\n")
    with engine.begin() as db:
        assert dead_letters.listing(db) == ()
        letter, parcel = inbox.claim(db, "w", NOON, 30), outbox.claim(db, "w", NOON, 30)
    engine.dispose()
    assert letter is not None
    assert parcel is not None
    assert (letter.provider_id, letter.tries) == ("SM1", 1)
    assert (parcel.key, parcel.tries, parcel.resumed) == ("k1", 1, False)


def _give_up(engine: Engine) -> None:
    """One letter buried, one parcel refused and one uncertain."""
    with engine.begin() as db:
        asha = contacts.known(db, "whatsapp", "whatsapp:1", "Asha", NOON).id
        inbox.receive(db, "whatsapp", "SM1", asha, {"text": "secret words"}, NOON)
        letter = inbox.claim(db, "w", NOON, 30)
        assert letter is not None
        inbox.bury(db, letter.id, "w", "the model\nis away", NOON)
        for key, end, why in (
            ("k1", outbox.refuse, "no such number"),
            ("k2", outbox.leave_uncertain, "nobody knows"),
        ):
            outbox.put(db, asha, key, "answer", {"text": "secret words"}, NOON)
            parcel = outbox.claim(db, "w", NOON, 30)
            assert parcel is not None
            end(db, parcel.id, why, NOON)


def test_how_far_sellers_may_change_prices_is_set(line: Line) -> None:
    assert line.run("tenant", "create", "Asha Store")[0] == 0
    code, said, _ = line.run("tenant", "prices", "7.5")
    assert (code, said) == (
        0,
        "tenant asha-store: sellers change prices by up to 7.5 %, and propose more\n",
    )
    assert line.run("tenant", "prices", "off")[1] == "tenant asha-store: sellers change no price\n"
    assert line.run("audit", "verify")[1] == "2 rows, none changed\n"
    for wrong in ("far", "nan", "5000", "-1%"):
        code, _, said = line.run("tenant", "prices", "--", wrong)
        assert code == 1
        assert "neither a number of percent" in said
