"""What people want, learned from the packs' own sentences: how likely each class is."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from pathlib import Path

from agent.memory import Memory
from agent.planner import features, intents
from agent.planner.meaning import Meaning, load_meaning
from agent.sheet import Part, Shop
from agent.understand import Reader
from haat.core.message import TurnContext
from haat.language import linear
from haat.language.hearing import Languages
from haat.language.learned import digest_of, kept
from haat.language.lexicon import load_vocabulary
from haat.language.linear import Linear
from haat.language.pack import Example, Pack
from haat.language.places import Gazetteer

CLEAR = 0.9  # a likelihood that needs no second opinion
RULED_OUT = 1e-4  # what both opinions leave to a class
A_DAY = date(2026, 1, 15)  # the sentences are read on some day; which one makes no difference


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A linear model over the pieces of a request and over what was recognised in it.

    Where it is unsure of a whole message, what the sentence means has a say.
    """

    model: Linear
    meaning: Meaning | None = None

    def __call__(self, part: Part) -> Mapping[str, float]:
        """How likely each class is."""
        wants = self.model.probabilities(features.features(part))
        whole = part.end - part.start == len(part.sheet.tokens)
        if self.meaning is None or not whole or max(wants.values()) >= CLEAR:
            return wants
        return _agreed(wants, self.meaning(part.sheet.text))


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
    rules = sorted(map(str, Path(intents.__file__).parent.glob("*.py")))
    teachers = (__file__, features.__file__, linear.__file__, *rules)
    digest = digest_of(languages.packs, teachers)
    file = folder / f"wishes-{digest}.npz"
    with ThreadPoolExecutor(1) as beside:  # the embedding leaves the interpreter to the other
        meaning = beside.submit(load_meaning, languages.packs, folder)
        wishes = kept(file, lambda: learn(languages, reader), linear.load)
    return Learned(wishes, meaning.result())


def learn(languages: Languages, reader: Reader) -> Linear:
    """Read every sentence as a message would be, and learn its class."""
    shop = Shop(load_vocabulary(languages.packs.values()), (), {}, {})
    lessons = [
        (features.features(_read(example, pack, shop, reader)), example.wants)
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
