"""What evidence weighs is learned from questions."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from eval.retrieval.asking import Case
from eval.retrieval.fitting import WHETHER, WHICH, judged, learned, least, report, written
from eval.retrieval.looking import NAMES, Asked, Without
from retrieval.shelf import Hit

RANDOM = np.random.default_rng(7)


def asked(*, held: bool, author: str = "one") -> Asked:
    """Five passages, of which the one that says most holds the answer, if any does."""
    seen = RANDOM.normal(0.0, 0.1, (5, len(NAMES)))
    met = np.zeros(6, dtype=bool)
    if held:
        seen[3, NAMES.index("said")] += 1.0
        met[3] = True
    return Asked(author, held, not held and author == "away", seen, met)


MANY = [asked(held=n % 2 == 0) for n in range(80)]


def test_the_passage_that_answers_is_put_first_and_the_others_refused() -> None:
    by = learned(MANY)
    held = [judged(asked(held=True), by) for _ in range(40)]
    lacking = [judged(asked(held=False), by) for _ in range(40)]
    assert sum(at == 0 and odds > 0 for at, odds in held) >= 36
    assert sum(odds < 0 for _, odds in lacking) >= 36


def test_from_the_odds_that_are_asked_for_few_are_refused_wrongly() -> None:
    by = learned(MANY)
    odds = [judged(one, by)[1] for one in MANY]
    refused = [o < least(MANY, odds) for one, o in zip(MANY, odds, strict=True) if one.held]
    assert sum(refused) == 4


def test_what_was_not_found_stands_last() -> None:
    lost = replace(asked(held=True), met=np.zeros(6, dtype=bool))
    assert judged(lost, learned(MANY))[0] == 6


def test_a_report_counts_no_question_whose_passage_was_taken_away() -> None:
    two = [asked(held=True), asked(held=False, author="away"), asked(held=False)]
    by = learned(MANY)
    line = report("one", two, [judged(one, by) for one in two], 0.0)
    assert line.startswith("| one (1 + 1) | 1.00 | 1.00 | 1.00 | 0.00 | 1.00 |")


def test_what_is_written_names_every_weight() -> None:
    told = tomllib.loads(written(learned(MANY), 0.25))
    assert (set(told["which"]), set(told["whether"])) == (set(WHICH), set(WHETHER))
    assert told["least"] == 0.25


def test_passages_are_taken_away_and_others_come_up() -> None:
    class Shelf:
        def near(self, vector: object, limit: int) -> list[Hit]:
            return [Hit(str(n), 1.0 - n / 50, {"source": f"{n % 2}"}) for n in range(limit)]

        def sharing(self, tokens: object, limit: int, *, rows: bool) -> list[Hit]:
            return self.near(tokens, limit)

        def meeting(self, parts: object, ids: Sequence[str]) -> Mapping[str, float]:
            return {one: len(one) / 10 for one in ids}

    left = Without(Shelf(), lambda payload: payload["source"] == "0")
    assert [hit.id for hit in left.near((), 3)] == ["1", "3", "5"]
    assert [hit.id for hit in left.sharing({}, 2, rows=False)] == ["1", "3"]
    assert left.meeting((), ["11"]) == {"11": 0.2}


def test_a_case_knows_its_author() -> None:
    assert Case("1", "en", "what", author="fourth").author == "fourth"
