"""What was learned is kept, and learned anew when the lessons change."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from haat.language import learned as module
from haat.language.learned import digest_of, kept
from haat.language.linear import Linear, fit, load
from tests.shipped import languages


def lesson(calls: list[int]) -> Callable[[], Linear]:
    def learn() -> Linear:
        calls.append(1)
        return fit([[["a", "b"]], [["a", "b"]], [["c", "d"]], [["c", "d"]]], ["x", "x", "y", "y"])

    return learn


def test_it_is_learned_once(tmp_path: Path) -> None:
    calls: list[int] = []
    first = kept(tmp_path / "wishes-one.npz", lesson(calls), load)
    again = kept(tmp_path / "wishes-one.npz", lesson(calls), load)
    assert len(calls) == 1
    assert first.probabilities([["a"]]) == again.probabilities([["a"]])


def test_other_lessons_are_learned_anew_and_the_old_are_dropped(tmp_path: Path) -> None:
    calls: list[int] = []
    kept(tmp_path / "wishes-one.npz", lesson(calls), load)
    kept(tmp_path / "wishes-two.npz", lesson(calls), load)
    assert len(calls) == 2
    assert [f.name for f in tmp_path.iterdir()] == ["wishes-two.npz"]


def test_where_nothing_can_be_kept_it_is_still_learned(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with caplog.at_level(logging.WARNING):
        learned = kept(blocked / "models" / "wishes-one.npz", lesson([]), load)
    assert learned.labels == ("x", "y")
    assert "at every start" in caplog.text


def test_the_digest_follows_the_packs_and_the_code() -> None:
    packs = languages().packs
    assert digest_of(packs, (__file__,)) == digest_of(packs, (__file__,))
    assert digest_of(packs, (__file__,)) != digest_of(packs, ())
    assert digest_of({"hi": packs["hi"]}, ()) != digest_of({"en": packs["en"]}, ())


def test_digests_are_made_side_by_side() -> None:
    with ThreadPoolExecutor(8) as beside:
        told = set(beside.map(lambda _: digest_of({}, (__file__, module.__file__)), range(200)))
    assert len(told) == 1


def test_a_comment_in_the_code_teaches_nothing(tmp_path: Path) -> None:
    plain, told, other = (tmp_path / f"{name}.py" for name in ("plain", "told", "other"))
    plain.write_text("LEAST = [2]\n")
    told.write_text("# why two\n\nLEAST = [\n    2\n]\n")
    other.write_text("LEAST = [3]\n")
    assert digest_of({}, (str(plain),)) == digest_of({}, (str(told),))
    assert digest_of({}, (str(plain),)) != digest_of({}, (str(other),))
