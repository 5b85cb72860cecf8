"""A reason is true: without what it names the score falls by what was said."""

from functools import cache

import numpy as np
import pytest

from haat.analytics.recommending.candidates import pairs
from haat.analytics.recommending.features import NAMES, PARTS, features
from haat.analytics.recommending.lines import Lines
from haat.analytics.recommending.reasons import FLOOR, OF_NEW, losses, shares
from haat.analytics.recommending.shelves import Recommender, recommender, suggest
from tests.unit.analytics.recommending.market import dense, market, nameless

USERS = np.arange(120)


@cache
def found() -> Recommender:
    return recommender(market(), nameless(60), "new", lambda _: None)


def without(known: Lines, user: int, item: int) -> Lines:
    return known.only((known.users != user) | (known.items != item))


def test_shares_are_what_the_score_loses() -> None:
    past = found().past
    for user in range(0, 120, 10):
        row = past.matrix[[user]]
        item = int(np.argmax(past.ease.scores(row)[0]))
        own, carried = shares(past, user, item)
        whole = float(past.ease.scores(row)[0, item])
        for one, share in zip(own[:3].tolist(), carried[:3].tolist(), strict=True):
            less = row.copy()
            less[0, one] = 0
            fallen = 1 - float(past.ease.scores(less)[0, item]) / whole
            assert fallen == pytest.approx(share, abs=0.01)
        assert carried.sum() == pytest.approx(1, abs=1e-3)


def test_the_item_falls_in_rank_without_what_is_named() -> None:
    past, told = found().past, suggest(found(), USERS, 5)
    fell = total = 0
    for row, item, reason in zip(told.rows, told.items, told.reasons, strict=True):
        if reason.kind != "goes_with":
            continue
        own = past.matrix[[row]]
        scores = past.ease.scores(own)[0]
        less = own.copy()
        less[0, reason.items[0]] = 0
        after = past.ease.scores(less)[0]
        free = ~own.toarray()[0].astype(bool)
        fell += (after[free] > after[item]).sum() > (scores[free] > scores[item]).sum()
        total += after[item] < scores[item]
        assert after[item] < scores[item]
    assert total > 20
    assert fell > total / 2


def test_a_part_s_weight_is_what_the_log_odds_lose_without_it() -> None:
    learned = found().ranker
    assert learned is not None
    told = pairs(found().past, USERS[:5])
    table = features(found().past, told)
    chances = learned.chances(table)
    weights = losses(learned, table)
    for part in OF_NEW:
        blind = table.copy()
        for column, name in enumerate(NAMES):
            if PARTS[name] == part:
                blind[:, column] = np.nan
        less = learned.chances(blind)
        fallen = np.log(chances / (1 - chances)) - np.log(less / (1 - less))
        assert np.allclose(weights[part], fallen, atol=1e-3)


def test_counts_are_counted_and_never_of_fewer_than_the_floor() -> None:
    past, told = found().past, suggest(found(), USERS, 10)
    plain = dense(past.matrix).astype(bool)
    kinds = set()
    for row, item, reason in zip(told.rows, told.items, told.reasons, strict=True):
        kinds.add(reason.kind)
        assert all(plain[row, own] for own in reason.items)
        if reason.kind in {"goes_with", "like_users", "begun", "sells"}:
            assert reason.count >= FLOOR
        if reason.kind == "goes_with":
            assert reason.count == (plain[:, item] & plain[:, reason.items[0]]).sum()
        if reason.kind == "sells":
            assert reason.count == past.popular[item]
    assert "goes_with" in kinds


def test_what_is_bought_again_is_told_with_its_orders() -> None:
    learned = recommender(market(), nameless(60), "again", lambda _: None)
    told = suggest(learned, USERS, 3)
    known = learned.past.lines
    for row, item, reason in zip(told.rows, told.items, told.reasons, strict=True):
        theirs = known.users == row
        with_it = np.unique(known.days[theirs & (known.items == item)])
        later = np.unique(known.days[theirs & (known.days >= with_it[0])])
        assert (reason.kind, reason.count, reason.of) == ("again", len(with_it), len(later))
