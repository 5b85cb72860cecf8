"""What is known on a day, what is learned from it, and what stands behind a score."""

from dataclasses import replace

import numpy as np
import pytest

from haat.analytics.matching import learning
from haat.analytics.matching.learning import stretch, taught
from haat.analytics.matching.market import Deals
from haat.analytics.matching.ranker import learned
from haat.analytics.matching.shortlist import by_formula, by_ranker
from haat.analytics.matching.signals import signals
from haat.analytics.matching.snapshot import snapshot, words_of
from haat.analytics.matching.wide import by_wide, widely
from tests.unit.analytics.matching.markets import market

DAY = 600


def test_what_comes_later_is_not_known() -> None:
    whole = market()
    before = replace(whole, deals=whole.deals.only(whole.deals.day < DAY))
    words, rows = words_of(whole), np.arange(12)
    one = signals(whole, snapshot(whole, words, DAY, 200.0, stated=False), rows)
    other = signals(before, snapshot(before, words, DAY, 200.0, stated=False), rows)
    for name, values in one.items():
        assert np.array_equal(values, other[name], equal_nan=True), name


def test_few_deals_teach_nothing() -> None:
    small = market()
    assert taught(small, words_of(small), 5) is None


def test_the_parts_add_up_by_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "LEAST_SELLERS", 5)
    told = market(40, 15, 900)
    words, rows = words_of(told), np.arange(40)
    lesson = learning._lesson(told, words, learning.LAST)
    assert lesson is not None
    known = snapshot(told, words, 1_001, stretch(told))
    ranker = learned([lesson])
    lists = (by_formula(told, known, rows, 5), by_ranker(told, known, ranker, rows, 5))
    for found in lists:
        total = np.sum(list(found.parts.values()), axis=0)
        assert total == pytest.approx(found.scores, abs=1e-4)
        assert (np.diff(found.scores, axis=1) <= 1e-4).all()


def test_confidence_is_the_share_that_dealt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "LEAST_SELLERS", 5)
    lesson = taught(market(40, 15, 900), words_of(market(40, 15, 900)), 5)
    assert lesson is not None
    assert lesson.confidence is not None
    shares = lesson.confidence.shares
    assert list(shares) == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1


def test_very_many_are_matched_as_few_are() -> None:
    """With as many candidates as buyers only the meaning of texts is told more roughly."""
    told = market(30, 20, 200)
    rows = np.arange(30)
    close = by_formula(told, snapshot(told, words_of(told), 1_001, 200.0), rows, 20)
    wide = by_wide(told, widely(told, 1_001, 200.0), rows, 20)
    for part in ("collaborative", "graph"):
        one = np.take_along_axis(close.parts[part], np.argsort(close.buyers, axis=1), 1)
        other = np.take_along_axis(wide.parts[part], np.argsort(wide.buyers, axis=1), 1)
        assert one == pytest.approx(other, abs=1e-4)


def test_without_a_history_words_and_places_are_left() -> None:
    told = market()
    nothing = np.zeros(0, dtype=np.int64)
    bare = replace(told, deals=Deals(nothing, nothing, nothing, nothing, np.zeros(0)), titles=())
    found = by_formula(bare, snapshot(bare, words_of(bare), 0, 365.0), np.arange(12), 9)
    assert found.parts["content"].max(axis=1) == pytest.approx([0.3] * 12, abs=1e-5)
    assert found.parts["collaborative"].max() == 0
    wide = by_wide(bare, widely(bare, 0, 365.0), np.arange(12), 9)
    assert wide.buyers.shape == (12, 9)
