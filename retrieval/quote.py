"""The sentences of a passage that hold the answer, word for word."""

from collections.abc import Iterator

import regex

from retrieval.attributes import told as told_of
from retrieval.glossary import glossary
from retrieval.kinds import holds, wanted
from retrieval.question import Question
from retrieval.tokens import ideas, key, words

MOST = 320  # letters; a longer sentence stands alone
# After a full stop, but not of `Rs.`, `s.22`, `No.` or an initial; after a danda; at a line's end.
END = regex.compile(
    r"(?<=[.!?])(?<!\b(?:Rs|No|Dr|Sh|Smt|Ltd|Pvt|viz|etc|i\.e|e\.g|\p{L})\.)\s+(?=[\p{Lu}\p{Lo}\"'“(])"
    r"|(?<=[।॥])\s*|(?<=[.!?:;।|])\s*\n+|\n{2,}|\n(?=\s*(?:[-•*]|\p{N}+[.)]|\())"
)
ASIDE = ("Reference:", "Certainty:")  # what a passage says of itself


def quote(text: str, question: Question) -> str:
    """The best sentence, with those beside it where they are short; verbatim in the text."""
    spans = list(sentences(text))
    if not spans:
        return text.strip()
    scores = [_fit(text[start:end], question) for start, end in spans]
    first = last = max(range(len(spans)), key=lambda at: (scores[at], -at))
    while True:
        beside = [at for at in (first - 1, last + 1) if 0 <= at < len(spans)]
        fitting = [at for at in beside if _long(spans, min(at, first), max(at, last)) <= MOST]
        if not fitting:
            break
        best = max(fitting, key=lambda at: (scores[at], at))
        first, last = min(first, best), max(last, best)
    return text[spans[first][0] : spans[last][1]]


def _long(spans: list[tuple[int, int]], first: int, last: int) -> int:
    return spans[last][1] - spans[first][0]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence, line or point of a list begins and ends."""
    start = 0
    for mark in END.finditer(text):
        yield from _trimmed(text, start, mark.start())
        start = mark.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip() and not piece.lstrip().startswith(ASIDE):
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _fit(sentence: str, question: Question) -> float:
    """How many of the question's ideas and words it says, and whether it holds the kind of answer."""
    told = set(ideas(glossary().about(sentence)))
    said = {key(word) for word in words(sentence)}
    asked = {key(word) for word in question.words}
    of_ideas = sum(weight for idea, weight in question.ideas.items() if idea in told)
    of_attributes = sum(told_of(name, sentence) for name in question.attributes)
    return (
        of_ideas + 0.5 * len(asked & said) + of_attributes + 1.5 * holds(sentence, wanted(question))
    )
