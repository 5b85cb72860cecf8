"""What is asked of a thing, in any language, and whether a text tells it."""

import pytest

from haat.language.pack import load_packs
from retrieval.attributes import asked, attributes, told

RULE = "The registration fee is Rs 100 a year. Selling without one is punishable with a fine."


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("what does the label cost, any fees?", "fee"),
        ("मुद्रा शिशु लोन पे ब्याज कितना लगता है", "interest"),
        ("pm vishwakarma me pension kitni milti hai", "pension"),
        ("বার্ধক্য পেনশন কত", "pension"),
        ("ಪ್ರೇರಣಾ ಯೋಜನೆಗೆ ಅರ್ಜಿ ಸಲ್ಲಿಸಲು ಕೊನೆಯ ದಿನಾಂಕ", "last_date"),
        ("ഹൽവയിൽ ഈർപ്പം എത്ര", "moisture"),
        ("ఈ-వే బిల్లు లేకపోతే జరిమానా ఎంత", "penalty"),
        ("உத்யம் பதிவை ரத்து செய்வது எப்படி", "cancel"),
        ("હળદરમાં ભેજ કેટલો", "moisture"),
        ("ਕਰਜ਼ੇ ਤੇ ਵਿਆਜ ਕਿੰਨਾ", "interest"),
        ("ବୀମା କେତେ ମିଳିବ", "insurance"),
        ("नूतनीकरण करायचे आहे", "renewal"),
        ("toll free number for the scheme", "phone"),
    ],
)
def test_an_attribute_is_heard_in_any_language(question: str, name: str) -> None:
    assert name in asked(question)


@pytest.mark.parametrize("question", ["my shop is far away", "number of members", "खादी मार्क"])
def test_words_that_only_sound_alike_ask_for_nothing(question: str) -> None:
    assert asked(question) == ()


def test_a_text_tells_what_it_speaks_of() -> None:
    assert told("fee", RULE)
    assert told("penalty", RULE)
    assert not told("interest", RULE)
    assert not told("late_fee", RULE)


def test_every_attribute_can_be_asked_and_told() -> None:
    for name, one in attributes().items():
        assert one.asked, name
        assert all(word.sound for phrase in one.asked for word in phrase), name


def test_money_matters_are_asked_for_in_every_language() -> None:
    scripts = {script for code, pack in load_packs().items() for script in pack.voices if code}
    for name in ("fee", "penalty", "interest"):
        known = {word.script for phrase in attributes()[name].asked for word in phrase}
        assert scripts <= known, name


def test_words_of_two_scripts_that_sound_alike_are_two() -> None:
    assert "salary" not in asked("बिल संभाल कर रखने हैं")
    assert "weather" not in asked("ವರ್ಷದ ಆದಾಯ ಎಷ್ಟು")
    assert "weather" in asked("ବର୍ଷା ହେବ କି")
