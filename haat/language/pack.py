"""A language as data: how it is written, what its words mean to us, and what we say in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import tomli

from haat.language.phrases import Phrase, pattern, phrase
from haat.language.romanise import romanise, sentences
from haat.language.rulebook import FILE as RULES
from haat.language.rulebook import Rulebook
from haat.language.scripts import scripts
from haat.language.tokens import tokenise

LATIN = "Latn"
MANNERS = ("greet", "thanks", "bye")
SAID_BACK = "_says"
EXAMPLES = "sentences.toml"
FILES = ("reading.toml", "saying.toml", EXAMPLES)


@dataclass(frozen=True, slots=True)
class Voice:
    """What is said in one language and script."""

    language: str
    script: str
    say: Mapping[str, str]
    periods: Mapping[str, str]
    units: Mapping[str, str]
    months: tuple[str, ...]
    date: str
    festivals: Mapping[str, str] = field(default_factory=dict)  # names by id
    rules: Rulebook | None = None  # None where they are told in English


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence somebody would write, and the class of what she wants."""

    wants: str
    script: str
    text: str


@dataclass(frozen=True, eq=False)  # without slots, so that what is rarely needed is made when it is
class Pack:
    """One language; packs have the same keys.

    `reading` is what its words mean; what it says and its example sentences are read from `folder`
    when they are needed. One that no native speaker has read yet has nobody in `reviewed_by`.
    """

    code: str
    name: str
    scripts: tuple[str, ...]
    reviewed_by: str
    reading: Mapping[str, Any]
    folder: Traversable

    @cached_property
    def marks(self) -> frozenset[str]:
        """Words that tell it from the other languages of its scripts."""
        return _words(self.reading["language"]["marks"])

    @cached_property
    def manners(self) -> frozenset[str]:
        """The single words with which one greets, thanks and takes leave."""
        said = (phrase(p) for name in MANNERS for p in self.reading["signals"][name])
        return frozenset(words[0] for words in said if len(words) == 1)

    @cached_property
    def called(self) -> tuple[Phrase, ...]:
        """What the language itself is called."""
        return tuple(map(phrase, self.reading["language"]["names"]))

    @cached_property
    def fillers(self) -> frozenset[str]:
        """Its small words, which name no goods."""
        return _words(self.reading["signals"]["fillers"])

    @cached_property
    def everyday(self) -> frozenset[str]:
        """Words of more than one example sentence: what they are is known, if not what they mean."""
        said = Counter(w for e in self.examples for w in set(phrase(_without_goods(e.text))))
        return frozenset(word for word, times in said.items() if times > 1)

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """A hasty spelling of a word, and the word."""
        table: Mapping[str, str] = self.reading["spellings"]
        return table

    @cached_property
    def signals(self) -> Mapping[str, tuple[Phrase, ...]]:
        """What its phrases signal, each category and value of a closed choice among them."""
        return {name: tuple(map(pattern, said)) for name, said in _signalling(self.reading)}

    @cached_property
    def keywords(self) -> Mapping[str, tuple[Phrase, ...]]:
        """What a channel itself obeys, without the copilot."""
        return {n: tuple(map(phrase, words)) for n, words in self.reading["keywords"].items()}

    @cached_property
    def endings(self) -> Mapping[str, tuple[str, ...]]:
        """How a noun may end, and what a dictionary has there instead."""
        return {ending: tuple(plain) for ending, plain in self.reading["endings"].items()}

    @cached_property
    def goods(self) -> Mapping[str, tuple[str, ...]]:
        """Names of goods by concept, the one to show first."""
        return {concept: tuple(names) for concept, names in self.reading["goods"].items()}

    @cached_property
    def festivals(self) -> Mapping[str, tuple[str, ...]]:
        """Names of festivals by id, the one to show first."""
        return {one: tuple(names) for one, names in self.reading["festivals"].items()}

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """What people write in this language, by hand."""
        return tuple(_examples(_read(self.folder / EXAMPLES)))

    @cached_property
    def voices(self) -> Mapping[str, Voice]:
        """What is said, by script; in Latin letters as it is romanised, unless written so too."""
        said = _read(self.folder / "saying.toml")
        written = {s: _voice(self.code, s, said[s]) for s in self.scripts if s in said}
        if LATIN in self.scripts and LATIN not in written:
            written[LATIN] = _romanised(written[self.scripts[0]], said["romanised"])
        return {
            s: replace(v, festivals=_shown(self.festivals, s), rules=self._rulebook(s, said))
            for s, v in written.items()
        }

    def _rulebook(self, script: str, said: Mapping[str, Any]) -> Rulebook | None:
        file = self.folder / RULES
        if not file.is_file():
            return None
        if script in said:
            return Rulebook(file, script)
        usual = said["romanised"]
        return Rulebook(file, script, lambda text: sentences(romanise(text, self.code, usual)))


@lru_cache(maxsize=1)
def load_packs() -> dict[str, Pack]:
    """Every pack in haat/language/packs, by code."""
    folders = sorted(
        (f for f in (files("haat.language") / "packs").iterdir() if f.is_dir()),
        key=lambda f: f.name,
    )
    packs = (load_pack(f) for f in folders if all((f / file).is_file() for file in FILES))
    return {p.code: p for p in packs}


def load_pack(folder: Traversable) -> Pack:
    """The pack in a folder: `reading.toml`, `saying.toml`, `sentences.toml`, and `rules.toml` where it has one."""
    reading = _read(folder / "reading.toml")
    about = reading["language"]
    return Pack(
        code=about["code"],
        name=about["name"],
        scripts=tuple(about["scripts"]),
        reviewed_by=about["reviewed_by"],
        reading=reading,
        folder=folder,
    )


def _read(file: Traversable) -> dict[str, Any]:
    return tomli.loads(file.read_text(encoding="utf-8"))


def _words(text: str) -> frozenset[str]:
    return frozenset(token.key for token in tokenise(text))


def _without_goods(text: str) -> str:
    """A sentence without the `{diaper}` that is goods we don't know."""
    while "{" in text:
        head, _, tail = text.partition("{")
        text = f"{head} , {tail.partition('}')[2]}"
    return text


def _signalling(reading: Mapping[str, Any]) -> Iterable[tuple[str, list[str]]]:
    """The signals, and each category and each value of a closed choice as a signal of its own."""
    yield from ((n, p) for n, p in reading["signals"].items() if n != "fillers")
    yield from ((f"category:{n}", p) for n, p in reading["categories"].items())
    for group, values in reading["choices"].items():
        yield from ((f"{group}:{n}", p) for n, p in values.items())


def _examples(tables: Mapping[str, Any], above: str = "") -> Iterator[Example]:
    """The sentences of each class and script; `[query_kpi.margin]` is the class of that name."""
    for name, inside in tables.items():
        if isinstance(inside, str):
            lines = (line.strip() for line in inside.splitlines())
            yield from (Example(above, name, line) for line in lines if line)
        else:
            yield from _examples(inside, f"{above}.{name}" if above else name)


def _shown(names: Mapping[str, tuple[str, ...]], script: str) -> dict[str, str]:
    """The first name of each in a script."""
    first = (
        (i, next((n for n in said if script in scripts(n)), None)) for i, said in names.items()
    )
    return {i: name for i, name in first if name}


def _voice(language: str, script: str, said: Mapping[str, Any]) -> Voice:
    return Voice(
        language=language,
        script=script,
        say={k: v for k, v in said.items() if isinstance(v, str)},
        periods=said["periods"],
        units=said["units"],
        months=tuple(said["months"]["names"]),
        date=said["months"]["date"],
    )


def _latin_line(key: str, text: str) -> str:
    """A line with capitals; what a button sends back is her own words, and has none."""
    return text if key.endswith(SAID_BACK) else sentences(text)


def _romanised(voice: Voice, usual: Mapping[str, str]) -> Voice:
    """A voice in Latin letters; `usual` are the words that people spell in another way."""

    def latin(text: str) -> str:
        return romanise(text, voice.language, usual)

    return Voice(
        language=voice.language,
        script=LATIN,
        say={k: _latin_line(k, latin(v)) for k, v in voice.say.items()},
        periods={k: latin(v) for k, v in voice.periods.items()},
        units={k: latin(v) for k, v in voice.units.items()},
        months=tuple(sentences(latin(m)) for m in voice.months),
        date=latin(voice.date),
    )
