"""What people want, learned from the packs' own sentences: how likely each class is."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import sqrt
from pathlib import Path

from agent.memory import Memory
from agent.planner import intents
from agent.planner.intents import class_of, rule_of
from agent.sheet import Part, Sheet, Shop
from agent.understand import Reader
from haat.core.message import TurnContext
from haat.language import dense, linear
from haat.language.dense import Dense
from haat.language.embedding import Embedding, load_embedding
from haat.language.hearing import Languages
from haat.language.learned import digest_of, kept
from haat.language.lexicon import load_vocabulary
from haat.language.linear import Linear, Text
from haat.language.pack import EXAMPLES, Example, Pack
from haat.language.places import Gazetteer

CLEAR = 0.9  # a likelihood that needs no second opinion
RULED_OUT = 1e-4  # what both opinions leave to a class
SENTENCES = 5  # of a class, language and script
LONGEST_GRAM = 5
SHORTEST_GRAM = 2
A_DAY = date(2026, 1, 15)  # the sentences are read on some day; which one makes no difference


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A linear model over the pieces of a request and over what was recognised in it.

    Where it is unsure of a whole message, what the sentence means has a say.
    """

    model: Linear
    meaning: "Meaning | None" = None

    def __call__(self, part: Part) -> Mapping[str, float]:
        """How likely each class is."""
        wants = self.model.probabilities(features(part))
        whole = part.end - part.start == len(part.sheet.tokens)
        if self.meaning is None or not whole or max(wants.values()) >= CLEAR:
            return wants
        return _agreed(wants, self.meaning(part.sheet.text))


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A linear model over sentence vectors, which know words that the packs' sentences lack."""

    model: Dense
    embedding: Embedding

    def __call__(self, text: str) -> Mapping[str, float]:
        """How likely each class is."""
        return self.model.probabilities(self.embedding.query([text])[0])


def _agreed(one: Mapping[str, float], other: Mapping[str, float]) -> Mapping[str, float]:
    """The geometric mean of two opinions (Genest and Zidek 1986): what one rules out stays out."""
    odds = {c: sqrt((p + RULED_OUT) * (other.get(c, 0.0) + RULED_OUT)) for c, p in one.items()}
    total = sum(odds.values())
    return {c: p / total for c, p in odds.items()}


def load_reader(languages: Languages, gazetteer: Gazetteer, folder: Path) -> Reader:
    """The reader of messages, with what was learned from the packs' sentences."""
    reader = Reader(languages, gazetteer)
    return replace(reader, sense=load_sense(languages, reader, folder))


def load_sense(languages: Languages, reader: Reader, folder: Path) -> Learned:
    """What was learned from the packs' sentences; kept in `folder`."""
    digest = digest_of(languages.packs, (__file__, linear.__file__, intents.__file__))
    file = folder / f"wishes-{digest}.npz"
    with ThreadPoolExecutor(1) as beside:  # the embedding leaves the interpreter to the other
        meaning = beside.submit(load_meaning, languages.packs, folder)
        wishes = kept(file, lambda: learn(languages, reader), linear.load)
    return Learned(wishes, meaning.result())


def load_meaning(packs: Mapping[str, Pack], folder: Path) -> Meaning | None:
    """What was learned from the meaning of the sentences; None where no embedding is installed."""
    embedding = load_embedding()
    if embedding is None:
        return None
    digest = digest_of(packs, (__file__, dense.__file__), (EXAMPLES,))
    file = folder / f"meanings-{digest}.npz"
    return Meaning(kept(file, lambda: learn_meaning(packs, embedding), dense.load), embedding)


def learn_meaning(packs: Mapping[str, Pack], embedding: Embedding) -> Dense:
    """A few sentences of each class, language and script: more cost time and tell no more."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for pack in packs.values():
        for example in pack.examples:
            text = example.text.replace("{", "").replace("}", "")
            groups.setdefault((example.wants, pack.code, example.script), []).append(text)
    lessons = [(text, w) for (w, _, _), said in groups.items() for text in _spread(said)]
    texts, classes = zip(*lessons, strict=True)
    return dense.fit(embedding.query(texts), classes)


def _spread(said: list[str]) -> list[str]:
    return said[:: max(1, len(said) // SENTENCES)][:SENTENCES]


def learn(languages: Languages, reader: Reader) -> Linear:
    """Read every sentence as a message would be, and learn its class."""
    shop = Shop(load_vocabulary(languages.packs.values()), (), {}, {})
    lessons = [
        (features(_read(example, pack, shop, reader)), example.wants)
        for pack in languages.packs.values()
        for example in pack.examples
    ]
    texts, classes = zip(*lessons, strict=True)
    return linear.fit(texts, classes)


def _read(example: Example, pack: Pack, shop: Shop, reader: Reader) -> Part:
    memory = Memory(language=pack.code, script=example.script)
    text = example.text.replace("{", "").replace("}", "")
    sheet = reader.read(text, shop, memory, TurnContext(), A_DAY)
    return sheet.part(0, len(sheet.tokens))


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
