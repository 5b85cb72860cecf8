"""What can be had by taps alone."""

import pytest

from channels.menu import JOBS, after, begin_again, counted, jobs, offered
from haat.core.message import NeedsInput, Option, Reply, ToolCall, Words
from haat.language.pack import Voice
from haat.language.phrases import among, phrase
from tests.shipped import languages

GOODS = (Option("Onion", "onion"), Option("Rice", "rice"))
OWN = (Option("Yes", "yes"), Option("No", "no"))
VOICES = [v for pack in languages().packs.values() for v in pack.voices.values()]


def voice_id(voice: Voice) -> str:
    return f"{voice.language}-{voice.script}"


def reply(**more: object) -> Reply:
    return Reply("c", "m", "t", Words("hello", "en", "Latn"), **more)  # type: ignore[arg-type]  # fields of Reply


@pytest.mark.parametrize("voice", VOICES, ids=voice_id)
def test_the_daily_jobs_differ_and_are_short_enough_for_a_button(voice: Voice) -> None:
    options = jobs(voice)
    assert len(options) == len({o.label for o in options}) == len({o.value for o in options}) == 6
    assert all(0 < len(o.label) <= 24 for o in options)


@pytest.mark.parametrize("voice", VOICES, ids=voice_id)
def test_some_of_the_jobs(voice: Voice) -> None:
    assert jobs(voice, JOBS[1:3]) == jobs(voice)[1:3]


def call(name: str, status: str, *rows: dict[str, str]) -> ToolCall:
    return ToolCall(name, {}, status, {"rows": list(rows)})  # type: ignore[arg-type]  # a CallStatus


@pytest.mark.parametrize("voice", VOICES, ids=voice_id)
def test_the_jobs_are_offered_where_nothing_was_done_or_found(voice: Voice) -> None:
    assert after(reply(), voice) == jobs(voice)
    assert after(reply(tool_calls=(call("plan_reorder", "empty"),)), voice) == jobs(voice)


@pytest.mark.parametrize("voice", VOICES, ids=voice_id)
def test_after_an_answer_there_is_a_way_back(voice: Voice) -> None:
    (back,) = after(reply(tool_calls=(call("market_price", "ok"),)), voice)
    known = [said for p in languages().packs.values() for said in p.keywords["menu"]]
    assert among(phrase(back.value), known)


@pytest.mark.parametrize("voice", VOICES, ids=voice_id)
def test_what_was_written_can_be_taken_back(voice: Voice) -> None:
    """Never by the first option, which a yes that is sent twice as its number would choose."""
    back, undo = after(reply(tool_calls=(call("record_entry", "ok"),)), voice)
    assert (back,) == jobs(voice, ("menu",))
    assert among(phrase(undo.value), languages().packs[voice.language].signals["undo"])


@pytest.mark.parametrize("voice", VOICES, ids=voice_id)
def test_who_stopped_can_begin_again_by_a_tap(voice: Voice) -> None:
    (start,) = begin_again(voice)
    known = [said for p in languages().packs.values() for said in p.keywords["start"]]
    assert among(phrase(start.value), known)


@pytest.mark.parametrize("voice", VOICES, ids=voice_id)
def test_the_first_buyers_can_be_written_to(voice: Voice) -> None:
    rows = [{"buyer": f"B{n}", "name": f"Mess {n}"} for n in range(1, 6)]
    found = after(reply(tool_calls=(call("match_buyers", "ok", *rows),)), voice)
    assert ["Mess 1" in found[0].label, "B1" in found[0].value, len(found)] == [True, True, 4]


def test_a_buyer_whose_id_reads_as_a_number_is_called_by_name() -> None:
    rows = {"buyer": "17", "name": "Gaya Mess"}
    assert (
        "Gaya Mess"
        in after(reply(tool_calls=(call("match_buyers", "ok", rows),)), VOICES[0])[0].value
    )


@pytest.mark.parametrize("slot", ["product", "quantity", "price", "buyer"])
def test_a_questions_own_options_stand(slot: str) -> None:
    need = NeedsInput("choice", slot, OWN)
    assert offered(need, GOODS) == OWN
    assert not counted(need)


@pytest.mark.parametrize("slot", ["product", "commodity", "query"])
def test_goods_are_offered_where_goods_are_asked_for(slot: str) -> None:
    need = NeedsInput("slot", slot)
    assert offered(need, GOODS) == GOODS
    assert not counted(need)


@pytest.mark.parametrize(
    "slot", ["quantity", "price", "amount", "threshold", "candidate_price", "unit_cost"]
)
def test_likely_sums_are_offered_where_a_number_is_the_answer_itself(slot: str) -> None:
    need = NeedsInput("slot", slot)
    options = offered(need, GOODS)
    assert len(options) >= 6
    assert all(o.value.isdecimal() and o.value in o.label.replace(",", "") for o in options)
    assert counted(need)


def test_a_question_of_another_kind_is_answered_in_words() -> None:
    need = NeedsInput("slot", "buyer")
    assert offered(need, GOODS) == ()
    assert counted(need)
