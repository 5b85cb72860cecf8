"""What a pack must hold."""

import tomllib
from typing import Any

import pytest

from haat.language.grammar import KEYS, SECTIONS, Kind, load_grammar, merge, read
from haat.language.tokens import tokenise
from tests.unit.language.grammars import ENGLISH, HINDI, PACKS


def _packs() -> dict[str, dict[str, Any]]:
    files = sorted(PACKS.glob("*/reading.toml"))
    return {f.parent.name: tomllib.loads(f.read_text(encoding="utf-8")) for f in files}


@pytest.mark.parametrize("pack", _packs().values(), ids=_packs())
def test_every_pack_has_the_same_keys(pack: dict[str, Any]) -> None:
    assert {f"{s}.{name}" for s in SECTIONS for name in pack[s]} == KEYS


@pytest.mark.parametrize("pack", _packs().values(), ids=_packs())
def test_no_number_word_means_two_numbers(pack: dict[str, Any]) -> None:
    tables = ("cardinals", "ones", "tens", "scales", "fractions", "shifts")
    values: dict[str, set[str]] = {}
    for name in tables:
        for value, forms in pack["numbers"][name].items():
            for form in forms:
                key = " ".join(token.key for token in tokenise(form))
                values.setdefault(key, set()).add(value)
    assert {key: found for key, found in values.items() if len(found) > 1} == {}


def test_missing_key_is_named() -> None:
    pack = _packs()["en"]
    del pack["numbers"]["point"]
    with pytest.raises(KeyError, match=r"numbers\.point"):
        load_grammar(pack)


def test_unknown_key_is_named() -> None:
    pack = _packs()["en"]
    pack["dates"]["moons"] = []
    with pytest.raises(KeyError, match=r"dates\.moons"):
        load_grammar(pack)


def test_merged_grammar_reads_both_languages() -> None:
    reading = read(tokenise("five पाँच paanch"), merge(ENGLISH, HINDI))
    found = [reading.first(position, Kind.ONE, Kind.CARDINAL) for position in range(3)]
    assert [form.amount for form in found if form] == [5, 5, 5]


def test_longest_form_is_read() -> None:
    form = read(tokenise("day before yesterday"), ENGLISH).at(0, Kind.DAY)
    assert form is not None
    assert (form.key, int(form.amount)) == ("day before yesterday", -2)


def test_form_does_not_run_across_punctuation() -> None:
    assert read(tokenise("day, before yesterday"), ENGLISH).at(0, Kind.DAY) is None
