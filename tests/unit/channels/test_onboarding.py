"""The way in: language, consent, shop or group, place; in every language, and by taps alone."""

from dataclasses import replace

import pytest

from channels.onboarding import (
    AGREES,
    ASKED_IN,
    MOST_PLACES,
    REFUSES,
    SKIPS,
    At,
    Onboarding,
    Step,
    Way,
    code_in,
)
from haat.core.message import Inbound, Media
from tests.shipped import gazetteer, languages

GUIDE = Onboarding(languages(), gazetteer())
TONGUES = [(pack.code, script) for pack in languages().packs.values() for script in pack.voices]
HINDI = Way(language="hi", script="Deva", first="प्याज का भाव क्या है")
NASHIK = (19.9975, 73.7898)
AT_SEA = (-40.0, -120.0)


def wrote(text: str = "", **more: object) -> Inbound:
    return Inbound(text, "m", channel="whatsapp", **more)  # type: ignore[arg-type]  # fields of Inbound


def begun(text: str, **more: object) -> Step:
    """The answer to a first message."""
    return GUIDE.begin(wrote(text, **more), text)


def on(way: Way, said: str, **more: object) -> Step:
    """The answer to a later one."""
    return GUIDE.go_on(way, wrote(said, **more), said)


def values(step: Step) -> list[str]:
    return [o.value for o in step.options]


def way(step: Step) -> Way:
    assert step.way is not None
    return step.way


@pytest.mark.parametrize(("language", "script"), TONGUES)
@pytest.mark.parametrize("kind", ["shop", "group"])
def test_by_taps_alone_in_every_language(language: str, script: str, kind: str) -> None:
    step = begun("/start")
    assert (step.keys, way(step).at) == (("way_language",), "language")
    first = [f"{a}-{b}" for a, b in TONGUES if a in ASKED_IN]
    own = [f"{p.code}-{p.scripts[0]}" for p in languages().packs.values() if p.code not in ASKED_IN]
    assert sorted(values(step)) == sorted([*first, *own])
    step = on(way(step), f"{language}-{script}")
    assert (step.keys, values(step)) == (("way_greet", "way_consent"), [AGREES, REFUSES])
    step = on(way(step), AGREES)
    assert (step.keys, values(step)) == (("way_kind",), ["shop", "group", "code"])
    step = on(way(step), kind)
    assert (step.keys, values(step)) == (("way_place",), [SKIPS])
    step = on(way(step), SKIPS)
    assert way(step) == Way("in", language, script, kind)
    say = GUIDE.voice(way(step)).say
    assert GUIDE.voice(way(step)).script == script
    for key in ("way_greet", "way_consent", "way_kind", "way_place", f"way_in_{kind}"):
        assert say[key]


@pytest.mark.parametrize(("language", "script"), TONGUES)
def test_labels_of_one_question_differ(language: str, script: str) -> None:
    for at, said in (("language", f"{language}-{script}"), ("consent", AGREES), ("kind", "shop")):
        step = on(Way(at, language, script), said)  # type: ignore[arg-type]  # a station each
        labels = [o.label for o in step.options]
        assert all(labels)
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("प्याज का भाव क्या है?", ("hi", "Deva")),
        ("pyaz ka bhav kya hai", ("hi", "Latn")),
        ("what is the price of onion", ("en", "Latn")),
    ],
)
def test_who_writes_in_a_language_is_greeted_in_it(text: str, tongue: tuple[str, str]) -> None:
    step = begun(text)
    assert step.keys == ("way_greet", "way_consent")
    assert way(step) == Way("consent", *tongue, first=text)


def test_what_she_wanted_is_kept_and_not_looked_into_until_she_agrees() -> None:
    """Goods, places and amounts of her first message change nothing of the way."""
    plain, rich = begun("नमस्ते जी"), begun("पटना में 5 किलो प्याज बेचा दुकान समूह")
    assert replace(way(rich), first="") == replace(way(plain), first="")
    assert (rich.keys, rich.options) == (plain.keys, plain.options)
    asked = on(way(on(way(on(way(rich), AGREES)), "shop")), SKIPS)
    assert way(asked).place is None
    assert way(asked).first == "पटना में 5 किलो प्याज बेचा दुकान समूह"


@pytest.mark.parametrize("text", ["", "/start", "AB12CD34", "12345"])
def test_words_that_show_no_language_bring_the_question_which(text: str) -> None:
    assert begun(text).keys == ("way_language",)


def test_a_picture_or_place_is_no_first_question() -> None:
    picture = Media("image", "image/jpeg", "x")
    assert way(begun("मेरा बिल", media=(picture,))).first == ""
    assert way(begun("", location=NASHIK)).first == ""


def test_a_language_may_be_shown_by_writing_in_it() -> None:
    assert way(on(Way(), "मुझे भाव बताओ")) == Way("consent", "hi", "Deva")
    assert on(Way(first="x"), "12").keys == ("way_language",)
    assert way(on(Way(first="x"), "12")).first == "x"


@pytest.mark.parametrize("said", ["xx-Latn", "hi-Xxxx", "hi", "-", "en-"])
def test_a_language_that_there_is_not_is_asked_for_again(said: str) -> None:
    step = on(Way(), said)
    assert way(step).language in {"", *(code for code, _ in TONGUES)}
    assert way(step).language == "" or way(step).script in {s for _, s in TONGUES}


@pytest.mark.parametrize("said", [AGREES, "हाँ", "haan", "yes", "YES!", "ji haan"])
def test_a_plain_yes_agrees(said: str) -> None:
    assert way(on(replace(HINDI, at="consent"), said)).at == "kind"


@pytest.mark.parametrize("said", [REFUSES, "नहीं", "nahi", "no"])
def test_a_plain_no_ends_the_way(said: str) -> None:
    assert on(replace(HINDI, at="consent"), said) == Step(("way_refused",), (), None)


@pytest.mark.parametrize("said", ["", "प्याज का भाव", "yes but what is it", "हाँ नहीं", "shop", "?"])
def test_anything_else_is_no_consent(said: str) -> None:
    step = on(replace(HINDI, at="consent"), said)
    assert (step.keys, way(step)) == (("way_first", "way_consent"), replace(HINDI, at="consent"))


def test_a_code_in_the_first_message_leads_straight_in() -> None:
    step = begun("AB12CD34")
    assert way(step) == Way(code="AB12CD34")
    step = on(way(step), "hi-Latn")
    assert step.keys == ("way_greet", "way_consent")
    step = on(way(step), AGREES)
    assert way(step) == Way("in", "hi", "Latn", "code", "AB12CD34")


@pytest.mark.parametrize("at", ["kind", "code"])
def test_a_code_when_it_is_asked_for(at: str) -> None:
    step = on(replace(HINDI, at="kind"), "code")
    assert (step.keys, way(step).at) == (("way_code",), "code")
    step = on(replace(HINDI, at=at), " AB12CD34 ")  # type: ignore[arg-type]  # a station each
    assert way(step) == replace(HINDI, at="in", kind="code", code="AB12CD34")


def test_a_code_that_is_none_leaves_every_choice_open() -> None:
    step = GUIDE.wrong_code(replace(HINDI, at="in", kind="code", code="AB12CD34"))
    assert step.keys == ("way_code_wrong", "way_kind")
    assert way(step) == replace(HINDI, at="kind")
    assert values(step) == ["shop", "group", "code"]


@pytest.mark.parametrize("said", ["", "प्याज चाहिए", "dukan ya samuh", "agree", "9"])
def test_a_kind_that_is_none_is_asked_for_again(said: str) -> None:
    step = on(replace(HINDI, at="kind"), said)
    assert (step.keys, way(step)) == (("way_first", "way_kind"), replace(HINDI, at="kind"))


@pytest.mark.parametrize(
    ("said", "kind"), [("own shop", "shop"), ("meri dukan hai", "shop"), ("हमारा समूह है", "group")]
)
def test_a_kind_in_her_own_words(said: str, kind: str) -> None:
    assert way(on(replace(HINDI, at="kind"), said)) == replace(HINDI, at="place", kind=kind)


@pytest.mark.parametrize("said", ["mere pas code h", "मेरे पास कोड है"])
def test_a_code_that_is_only_spoken_of_is_asked_for(said: str) -> None:
    assert on(replace(HINDI, at="kind"), said).keys == ("way_code",)


@pytest.mark.parametrize("at", ["language", "consent"])
def test_a_code_that_comes_early_is_kept(at: At) -> None:
    assert way(on(replace(HINDI, at=at), "ab12cd34")).code == "AB12CD34"


def test_a_greeting_is_not_answered_a_second_time() -> None:
    assert way(begun("नमस्ते")).first == ""
    assert way(begun("नमस्ते जी, प्याज का भाव")).first != ""


@pytest.mark.parametrize("at", ["consent", "kind", "code", "place"])
def test_who_wants_her_data_deleted_on_the_way_is_out(at: At) -> None:
    step = on(replace(HINDI, at=at), "mera data mita do")
    assert step == Step(("way_refused",), (), None)


@pytest.mark.parametrize("at", ["consent", "kind", "code", "place"])
def test_what_is_no_text_is_said_to_be_none(at: At) -> None:
    asked = on(replace(HINDI, at=at, kind="shop"), "", media=(Media("voice", "audio/ogg", "v"),))
    assert asked.keys[0] == "way_only_words"
    assert "way_place_unknown" not in asked.keys


PLACE = replace(HINDI, at="place", kind="shop")


@pytest.mark.parametrize("said", ["Nashik", "नासिक", "nasik", "main Nashik se hoon", "मैं नासिक में हूँ"])
def test_a_place_by_its_name(said: str) -> None:
    found = way(on(PLACE, said))
    assert found.at == "in"
    assert found.place is not None
    assert gazetteer().label(found.place, "Latn") == "Nashik"


def test_a_place_as_she_shared_it() -> None:
    found = way(on(PLACE, "", location=NASHIK))
    assert found.place is not None
    assert gazetteer().label(found.place, "Latn") == "Nashik"


def test_a_name_of_several_places_asks_which() -> None:
    step = on(PLACE, "Aurangabad")
    assert step.keys == ("way_place_several",)
    *places, skip = step.options
    assert 2 <= len(places) <= MOST_PLACES
    assert len({p.label for p in places}) == len(places)
    assert skip.value == SKIPS
    for option in places:
        assert way(on(way(step), option.value)).place == option.value


@pytest.mark.parametrize("said", ["qwertz", "12", "Bihar", "बिहार"])
def test_a_place_that_is_none_can_be_skipped(said: str) -> None:
    step = on(PLACE, said)
    assert (step.keys, way(step), values(step)) == (("way_place_unknown",), PLACE, [SKIPS])


def test_a_place_far_away_is_none() -> None:
    assert on(PLACE, "", location=AT_SEA).keys == ("way_place_unknown",)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("AB12CD34", "AB12CD34"),
        (" JOIN AB12CD34\n", "AB12CD34"),
        ("AB12CD", "AB12CD"),
        ("AB12C", ""),
        ("NAMASTE", ""),
        ("ab12cd34", ""),
        ("AB12 CD34", ""),
        ("ＡＢ１２ＣＤ", ""),
        ("AB12CD34 please", ""),
        ("", ""),
    ],
)
def test_what_is_a_code(said: str, code: str) -> None:
    assert code_in(said) == code


def test_how_far_she_is_survives_being_kept() -> None:
    assert Way(**PLACE.as_json()) == PLACE
