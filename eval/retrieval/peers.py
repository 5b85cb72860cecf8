"""Plainer searches over the same passages: BM25 of Unicode words, of folded parts of words, the embedding alone."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.knowledge import open_meaning, open_shelf
from eval.retrieval.asking import Case
from eval.retrieval.measures import NONE
from haat.core.settings import Settings
from retrieval.shelf import Hit
from retrieval.tokens import key, parts, words

K1, B, MOST = 1.2, 0.75, 10


def peers(folder: Path, name: str, cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    """Where each puts the passage that answers, from 0."""
    known = [case for case in cases if not case.unanswerable]
    settings = Settings(data_dir=folder / "data")
    meaning = open_meaning(settings)
    with open_shelf(settings, name, meaning) as shelf:
        near = {
            c.id: _place(c, shelf.near(meaning.questions([c.question])[0].whole, MOST))
            for c in known
        }
        everything = shelf.near(meaning.questions([""])[0].whole, shelf.count())
    told = [
        f"{hit.payload['title']} {hit.payload.get('section', '')} {hit.payload['text']}"
        for hit in everything
    ]
    found = {}
    for way, cut in (("BM25, Unicode words", words), ("BM25, folded 3- and 4-grams", _grams)):
        search = _bm25([cut(text) for text in told])
        found[way] = {
            c.id: _place(c, [everything[at] for at in search(cut(c.question))]) for c in known
        }
    return {**found, "the embedding alone": near}


def _grams(text: str) -> list[str]:
    return [part for word in words(text) for part in parts(key(word))]


def _bm25(texts: Sequence[Sequence[str]]) -> Callable[[Sequence[str]], list[int]]:
    """Robertson and Zaragoza (2009)."""
    counted = [Counter(text) for text in texts]
    rarity = Counter(token for counts in counted for token in counts)
    usual = sum(map(len, texts)) / len(texts)

    def score(counts: Mapping[str, int], long: int, asked: Sequence[str]) -> float:
        return sum(
            math.log(1 + (len(texts) - rarity[t] + 0.5) / (rarity[t] + 0.5))
            * counts[t]
            * (K1 + 1)
            / (counts[t] + K1 * (1 - B + B * long / usual))
            for t in asked
            if t in counts
        )

    def search(asked: Sequence[str]) -> list[int]:
        scores = [score(c, len(t), asked) for c, t in zip(counted, texts, strict=True)]
        return sorted(range(len(scores)), key=lambda at: -scores[at])[:MOST]

    return search


def _place(case: Case, found: Sequence[Hit]) -> int:
    met = (
        at
        for at, hit in enumerate(found[:MOST])
        if case.met(hit.payload["source"], hit.payload["locator"], hit.payload["text"])
    )
    return next(met, NONE)
