"""Whether a fact answers a question: what is asked must stand in it, or there is no answer."""

from collections.abc import Set
from dataclasses import dataclass

from retrieval.glossary import About

# An ask of these is answered only by a fact that speaks of it.
NEEDED_ASKS = frozenset({"penalty", "fee", "rate", "validity"})
# What a rate may be of, besides goods of the lexicon.
RATED = frozenset(
    {"composition", "footwear", "garments", "interest", "jewellery", "restaurant", "tcs", "loan"}
)
LEAST_SUBJECTS = 0.66  # of the subjects that are asked about
LEAST_SHARE = 0.4  # of all that is asked, words that mean nothing to us included
SUBJECT_WEIGHT, ASK_WEIGHT, CONTEXT_WEIGHT, WORD_WEIGHT = 2.0, 1.0, 0.5, 0.7


@dataclass(frozen=True, slots=True)
class Known:
    """What all facts together speak of."""

    subjects: Set[str]


def answers(asked: About, told: About, known: Known) -> bool:
    """Whether what is asked stands in what is told."""
    if not asked.subjects or not asked.subjects <= known.subjects:
        return False
    if not (asked.asks & NEEDED_ASKS) <= told.asks:
        return False
    if "rate" in asked.asks and not _speaks_of_goods(asked, told):
        return False
    if "quality" in asked.subjects and asked.goods and not asked.goods & told.goods:
        return False  # a standard for pickle is none for papad
    subjects = len(asked.subjects & told.subjects) / len(asked.subjects)
    return subjects >= LEAST_SUBJECTS and share(asked, told) >= LEAST_SHARE


def share(asked: About, told: About) -> float:
    """How much of what is asked stands in what is told, by weight."""
    said = set(told.words)
    found = total = 0.0
    for mine, theirs, weight in (
        (asked.subjects, told.subjects, SUBJECT_WEIGHT),
        (asked.asks, told.asks, ASK_WEIGHT),
        (asked.context, told.context, CONTEXT_WEIGHT),
        (set(asked.words), said, WORD_WEIGHT),
    ):
        found += weight * len(mine & theirs)
        total += weight * len(mine)
    return found / total if total else 0.0


def _speaks_of_goods(asked: About, told: About) -> bool:
    """A rate is told of the goods that were named; strange words may be goods."""
    if asked.goods:
        return bool(asked.goods & told.goods)
    return bool(asked.subjects & RATED) or set(asked.words) <= set(told.words)
