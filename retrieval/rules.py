"""Search in what is known of rules: the best facts that really answer, or nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from threading import Lock

from haat.language.pack import load_packs
from retrieval.edge_index import edge_index
from retrieval.evidence import Known, answers, share
from retrieval.facts import Fact, facts
from retrieval.glossary import About, glossary
from retrieval.index import Index, Text

CANDIDATES, SHOWN = 20, 3
NEARLY_AS_GOOD = 0.8  # of the best one's score, to be told beside it
SUBJECT, CONTEXT, GOODS, WORD, PART = 3.0, 1.5, 2.0, 1.0, 0.2  # weights of the kinds of tokens
OF_TITLE = 2.5  # how much more the words of a title count
PART_LENGTH = 3
BESIDE = 0.8  # for each subject of a title that was not asked about


@dataclass(frozen=True, slots=True)
class Found:
    """A fact that answers, with its score."""

    fact: Fact
    score: float


class Rules:
    """The facts and their index, which is opened at the first question."""

    def __init__(self, known: Sequence[Fact], url: str = "") -> None:
        self.facts = tuple(known)
        self._url = url
        self._about = tuple(_about(fact) for fact in self.facts)
        self._titles = tuple(glossary().about(fact.title) for fact in self.facts)
        self._known = Known(frozenset().union(*(about.subjects for about in self._about)))
        self._index: Index | None = None
        self._opening = Lock()

    def search(self, question: str, topic: str | None, day: date) -> tuple[Found, ...]:
        """The facts in force on a day that answer the question, best first; none where none does."""
        asked = glossary().about(question)
        if not asked.subjects:
            return ()
        hits = self._open().search(_tokens(asked), topic, CANDIDATES)
        fitting = (
            Found(self.facts[hit.number], hit.score * self._fit(asked, hit.number))
            for hit in sorted(hits, key=lambda hit: hit.number)
            if self.facts[hit.number].in_force(day)
            and answers(asked, self._about[hit.number], self._known)
        )
        best = sorted(fitting, key=_rank)[:SHOWN]
        return tuple(found for found in best if found.score >= NEARLY_AS_GOOD * best[0].score)

    def _fit(self, asked: About, number: int) -> float:
        """How much of the question is met, and how little the fact's title goes beside it."""
        beside = len(self._titles[number].subjects - asked.subjects)
        return share(asked, self._about[number]) * BESIDE**beside

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)

    def _open(self) -> Index:
        with self._opening:
            if self._index is None:
                self._index = self._built()
            return self._index

    def _built(self) -> Index:
        texts = [
            Text(_tokens(about, title), fact.topics)
            for fact, about, title in zip(self.facts, self._about, self._titles, strict=True)
        ]
        if not self._url:
            return edge_index(texts)
        from retrieval.qdrant import connect, open_index  # noqa: PLC0415  # heavy

        state = blake2b(repr(texts).encode(), digest_size=6).hexdigest()
        return open_index(connect(self._url), f"rules_{state}", texts)


@lru_cache(maxsize=4)
def shipped_rules(url: str = "") -> Rules:
    """What ships, indexed in this process, or on the Qdrant server at `url`."""
    return Rules(facts(), url)


def _rank(found: Found) -> int:
    """Best first; of those as good as equal the one that a file tells first."""
    return -round(found.score)


def _about(fact: Fact) -> About:
    """What a fact is about, by its English and Hindi words: those of other languages mean the same."""
    books = (voice.rules for voice in load_packs()["hi"].voices.values())
    told = (book.told(fact.id) or "" for book in books if book)
    return glossary().about("\n".join((fact.title, fact.words, *told, fact.keys)))


def _tokens(about: About, title: About | None = None) -> Mapping[str, float]:
    """Weighted tokens: ideas, goods, words as they sound, and parts of words."""
    tokens = _weigh(about)
    for token, weight in _weigh(title).items() if title else ():
        tokens[token] = tokens.get(token, 0.0) + (OF_TITLE - 1) * weight
    return tokens


def _weigh(about: About) -> dict[str, float]:
    counted = Counter(about.words)
    parts = Counter(part for word in about.words for part in _parts(word))
    return {
        **{f"i:{idea}": SUBJECT for idea in about.subjects},
        **{f"i:{idea}": CONTEXT for idea in about.asks | about.context},
        **{f"g:{concept}": GOODS for concept in about.goods},
        **{f"w:{word}": WORD * _often(times) for word, times in counted.items()},
        **{f"p:{part}": PART * _often(times) for part, times in parts.items()},
    }


def _often(times: int) -> float:
    """A word said twice says little more than said once (the saturation of BM25, Robertson 1994)."""
    return 2.2 * times / (times + 1.2)


def _parts(word: str) -> Iterable[str]:
    padded = f"_{word}_"
    return (padded[at : at + PART_LENGTH] for at in range(len(padded) - PART_LENGTH + 1))
