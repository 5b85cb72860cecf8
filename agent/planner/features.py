"""What a request is recognised by: its pieces, the signals in it, and what else was found there."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from agent.planner.intents.intent import class_of
from agent.planner.intents.rules import rule_of
from agent.sheet import Part, Sheet
from haat.language.linear import Text

LONGEST_GRAM = 5
SHORTEST_GRAM = 2


def features(part: Part) -> Text:
    """Its pieces; the signals in it, alone and in pairs; and what else was recognised."""
    signals = sorted(part.signals - {"place_marks"})
    pairs = (f"{a}+{b}" for a, b in combinations(signals, 2))
    return list(_pieces(part)), [*(f"s:{s}" for s in signals), *pairs], list(_facts(part))


def _facts(part: Part) -> Iterator[str]:
    rule = rule_of(part)
    code = "+".join(part.sheet.hearing.codes)
    named = class_of(rule) if rule else "none"
    yield f"r:{named}"
    yield f"r:{code}:{named}"
    yield f"x:goods{min(len(part.products), 2)}"
    yield f"x:places{min(len(part.places), 2)}"
    yield f"x:asks{part.asks}"
    yield f"x:{part.sheet.tense}"
    yield f"x:unknown{min(len(part.unknown), 2)}"
    yield from (f"x:{a.kind}:{a.role}" for a in part.amounts)
    yield from (
        f"x:day{(d.start > part.sheet.today) - (d.end < part.sheet.today)}" for d in part.days
    )


def _pieces(part: Part) -> Iterator[str]:
    words = list(_words(part))
    for word in words:
        yield f"w:{word}"
        if not word.startswith("§"):
            yield from _grams(word)
    yield from (f"b:{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))


def _grams(word: str) -> Iterator[str]:
    framed = f"<{word}>"
    for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
        yield from (framed[i : i + length] for i in range(len(framed) - length + 1))


def _words(part: Part) -> Iterator[str]:
    """Its words, with the kind of thing in the place of goods, places, amounts and days."""
    kinds = dict(_kinds(part.sheet, part))
    last = ""
    for i in range(part.start, part.end):
        word = kinds.get(i) or part.sheet.tokens[i].key
        if not (word.startswith("§") and word == last):
            yield word
        last = word


def _kinds(sheet: Sheet, part: Part) -> Iterator[tuple[int, str]]:
    groups: Iterable[tuple[str, int, int]] = (
        *(("§goods", m.start, m.end) for m in part.products),
        *(("§place", m.start, m.end) for m in part.places),
        *(("§buyer", m.start, m.end) for m in part.buyers),
        *((f"§{a.kind}", a.start, a.end) for a in part.amounts),
        *(("§day", d.start_token, d.end_token) for d in part.days),
    )
    for kind, start, end in groups:
        yield from ((i, kind) for i in range(start, end))
    yield from ((i, "§number") for i, t in enumerate(sheet.tokens) if t.is_number)
