"""A question as the search reads it: its language, its ideas, and in which letters its words are looked for."""

from dataclasses import dataclass

from haat.language.detect import Identifier, main_script
from haat.language.tokens import tokenise
from retrieval.attributes import asked
from retrieval.dictionary import translated
from retrieval.glossary import About, glossary
from retrieval.tokens import ideas, is_plain, key, numbers, parts, words

LATIN = "Latn"
UNSURE = "en"
OF_ITS_FIELD = 0.25  # of the words that mean something
BY_DICTIONARY = 0.5  # beside an idea
OF_CODES = frozenset(map(key, ("code", "number", "digit", "digits", "line", "kod")))
USUAL = ("en", "hi")  # where a few words do not tell a language from its neighbours


@dataclass(frozen=True, slots=True)
class Question:
    """`romanised` is a question of an Indian language in Latin letters."""

    text: str
    language: str
    script: str
    about: About
    words: tuple[str, ...]  # folded, without those that count as nothing
    translated: tuple[tuple[str, ...], ...]  # of each word, what it is in English

    @property
    def romanised(self) -> bool:
        """Whether it is told in Latin letters, but not in English."""
        return self.script == LATIN and self.language != UNSURE

    @property
    def english(self) -> bool:
        """Whether it shares its words with English texts."""
        return self.script == LATIN and self.language == UNSURE

    @property
    def sounds(self) -> dict[str, float]:
        """Words as they sound, and their parts."""
        keys = [key(word) for word in self.words]
        whole = {f"w:{k}": 1.0 for k in keys}
        return whole | {f"p:{part}": 0.3 for k in keys for part in parts(k)} | self.numbers

    @property
    def numbers(self) -> dict[str, float]:
        """Numbers, rules, codes."""
        return {f"n:{number}": 2.0 for number in numbers(self.words)}

    @property
    def codes(self) -> frozenset[str]:
        """What is found exactly or not at all: an HSN, a GSTIN, `14a`, the number of a rule."""
        return frozenset(n for n in numbers(self.words) if len(n) >= 4 or any(map(str.isalpha, n)))

    @property
    def ideas(self) -> dict[str, float]:
        """Ideas and goods: what is asked about counts more than what is asked of it."""
        less = self.about.asks | self.about.context
        return {idea: 0.5 if idea[2:] in less else 1.0 for idea in ideas(self.about)}

    @property
    def attributes(self) -> tuple[str, ...]:
        """What is asked of a thing, by English names: `moisture`, `last_date`."""
        return asked(self.text)

    @property
    def goods_by_name(self) -> list[list[str]]:
        """Of each word that may name goods how it sounds, and how its English does."""
        named = []
        for word, english in zip(words(self.text), self.translated, strict=True):
            about = glossary().about(word)
            goods = (name for good in about.goods for name in good.replace(".", "_").split("_"))
            if (about.goods or about.words) and not word.isdigit():
                named.append([key(name) for name in (word, *english, *goods)])
                named[-1] += [key(f"{good}s") for good in about.goods]
        return [one for one in named if not OF_CODES.intersection(one)]

    @property
    def of_rows(self) -> dict[str, float]:
        """What a row of a table of codes may say: its codes, and in English the goods that are named."""
        sought = {f"w:{name}": 1.0 for one in self.goods_by_name for name in one}
        return sought | {f"n:{code}": 2.0 for code in self.codes}

    @property
    def wants_code(self) -> bool:
        """Whether it asks under which code of the tariff goods stand."""
        told = any(word.isdigit() for word in words(self.text))  # of so many digits
        return "hsn" in self.about.subjects and (told or "digits" not in self.about.context)

    @property
    def english_names(self) -> dict[str, float]:
        """Ideas, and the English words of what is asked: by them any language finds an English text."""
        if self.english:
            return self.ideas
        named = (word for name in self.attributes for word in name.split("_"))
        told = {f"w:{key(w)}": BY_DICTIONARY / len(e) for e in self.translated for w in e}
        return told | self.ideas | {f"w:{key(word)}": 1.0 for word in named}

    @property
    def knows(self) -> bool:
        """Whether it is of the glossary's field: a word or two of a tale may sound like its words."""
        about = self.about
        known = len(about.subjects) + len(about.goods) + len(self.attributes)
        return known > 0 and known >= OF_ITS_FIELD * (known + len(about.words))

    @property
    def gloss(self) -> str:
        """Its ideas by their English names, with the Latin words in it: for a model that knows English best."""
        told = sorted(self.ideas, key=lambda i: -self.ideas[i])
        names = (
            *(idea[2:] for idea in told),
            *self.attributes,
            *(one[0] for one in self.translated if one),
        )
        return " ".join(dict.fromkeys(name.replace("_", " ") for name in names))


def read_question(text: str, identifier: Identifier) -> Question:
    """Read one; a language that cannot be told is taken for English in Latin letters."""
    tokens = tokenise(text)
    script = main_script(tokens) or LATIN
    found = identifier.detect(tokens)
    likely = found.likely or (UNSURE,)
    likeliest = next((usual for usual in USUAL if usual in likely), likely[0])
    language = found.tongue.language if found.tongue else likeliest
    said = tuple(dict.fromkeys(word for word in words(text) if not is_plain(word)))
    english = script == LATIN and language == UNSURE
    told = translated(text, language)
    known = tuple(() for _ in told) if english else told
    return Question(text, language, script, glossary().about(text), said, known)
