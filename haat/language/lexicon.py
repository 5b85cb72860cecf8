"""The goods a person may name: the lexicon's concepts and the shop's own products, in any spelling."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rapidfuzz import fuzz, process

from haat.language.concepts import concept_of
from haat.language.pack import Phrase, phrase
from haat.language.shipped import rows
from haat.language.sound import sound_key
from haat.language.tokens import Token
from haat.language.transliterate import latin
from haat.language.units import pack_content

NEAR_ENOUGH = 86  # of 100: one slip in a word of seven letters
WORTH_ASKING = 70
SHORTEST_FUZZY = 5
SHORTEST_INFLECTED = 4
SHORTEST_SOUND = 5
LOOSE = ".loose"


@dataclass(frozen=True, slots=True)
class ShopProduct:
    """What the lexicon needs to know of a SKU."""

    sku_id: str
    name: str
    aliases: tuple[str, ...]
    pack_size: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Goods named by tokens `start` to `end` (exclusive); several `ids` where the words fit several."""

    ids: tuple[str, ...]
    start: int
    end: int
    languages: frozenset[str] = frozenset()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of goods by their folded words and by their sound."""

    forms: Mapping[Phrase, tuple[str, ...]]
    sounds: Mapping[Phrase, tuple[str, ...]]
    languages: Mapping[Phrase, frozenset[str]]
    labels: Mapping[tuple[str, str, str], str]  # (id, language, script)
    longest: int
    single: Mapping[str, tuple[str, ...]]  # one-word names, for near misses
    concept_words: Mapping[str, frozenset[str]]  # the words a concept's plain names are made of
    products: Mapping[str, ShopProduct] = field(default_factory=dict)
    by_concept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_products(self, products: Iterable[ShopProduct]) -> "Vocabulary":
        """This vocabulary with a shop's own names; a plain word keeps meaning the concept."""
        known = {p.sku_id: p for p in products}
        own: dict[Phrase, dict[str, None]] = {}
        for product in known.values():
            for name in (product.name, product.sku_id, *product.aliases):
                if name in {product.name, product.sku_id} or not _sized(name):
                    own.setdefault(phrase(name), {})[product.sku_id] = None
        merged = {w: _one_concept(ids) for w, ids in own.items() if w} | dict(self.forms)
        by_concept: dict[str, tuple[str, ...]] = {}
        for sku_id in known:
            concept = concept_of(sku_id)
            by_concept[concept] = (*by_concept.get(concept, ()), sku_id)
        # A concept the lexicon lacks (detergent) is named by its id.
        lacking = (c for c in by_concept if c not in self.concept_words)
        merged |= {phrase(c.replace("_", " ")): (c,) for c in lacking}
        return replace(
            self,
            forms=merged,
            sounds=_by_sound(merged),
            longest=max(map(len, merged)),
            single={w[0]: ids for w, ids in merged.items() if len(w) == 1},
            products=known,
            by_concept=by_concept,
        )

    def knows(self, product_id: str) -> bool:
        """Whether this is a concept or SKU id."""
        return (
            product_id in self.products
            or product_id in self.by_concept
            or (product_id, "en", "Latn") in self.labels
        )

    def find(
        self, tokens: tuple[Token, ...], plain: Container[str] = frozenset()
    ) -> tuple[Mention, ...]:
        """Every mention, longest first at each place, none overlapping.

        A word of `plain` is goods only where it is spelt just so (`mangau` is not mango).
        """
        keys = tuple(t.key for t in tokens)
        found: list[Mention] = []
        at = 0
        while at < len(keys):
            mention = self._at(keys, at, plain)
            found += [mention] if mention else []
            at = mention.end if mention else at + 1
        return tuple(found)

    def _at(self, keys: Phrase, at: int, plain: Container[str]) -> Mention | None:
        for end in range(min(len(keys), at + self.longest), at, -1):
            words = keys[at:end]
            usual = len(words) == 1 and words[0] in plain
            ends = () if usual else _plain_forms(words[-1])
            for known in (words, *((*words[:-1], end) for end in ends)):
                ids = self.forms.get(known)
                if ids:
                    return Mention(ids, at, end, self.languages.get(known, frozenset()))
            heard = tuple(sound_key(latin(w)) for w in words)
            audible = not usual and len("".join(words)) >= SHORTEST_SOUND
            ids = self.sounds.get(heard) if audible else None
            if ids:
                return Mention(ids, at, end, frozenset(), exact=False)
        return None

    def near(self, word: str, least: float = NEAR_ENOUGH) -> tuple[str, ...]:
        """Ids whose one-word name is nearly this word, best first."""
        if len(word) < SHORTEST_FUZZY and least >= NEAR_ENOUGH:
            return ()
        names = self.single.keys()
        hits = process.extract(word, names, scorer=fuzz.ratio, score_cutoff=least, limit=4)
        ids = [i for name, _, _ in hits if name[0] == word[0] for i in self.single[name]]
        return tuple(dict.fromkeys(ids))

    def narrow(self, concept: str, words: Iterable[str], pack: tuple[Decimal, str] | None) -> str:
        """The SKU that the other words or the pack size single out, else the concept itself."""
        skus = self.by_concept.get(concept, ())
        said = set(words)
        scores = {s: self._fit(self.products[s], said, pack) for s in skus}
        best = max(scores.values(), default=0)
        fitting = [s for s in skus if scores[s] == best]
        return fitting[0] if best > 0 and len(fitting) == 1 else concept

    def _fit(self, product: ShopProduct, said: set[str], pack: tuple[Decimal, str] | None) -> int:
        plain = self.concept_words.get(concept_of(product.sku_id), frozenset())
        own = {w for name in (product.name, *product.aliases) for w in phrase(name)} - plain
        words = sum(1 for w in own if w in said and not w.isdigit())
        sized = pack is not None and pack_content(product.pack_size) == pack
        return words + (2 if sized else 0)

    def label(self, product_id: str, language: str, script: str) -> str:
        """The name to show: the shop's own for a SKU, the plain word for a concept or loose goods."""
        product = self.products.get(product_id)
        plain = self._plain_label(concept_of(product_id), language, script)
        if product is None:
            return plain
        if product_id.endswith(LOOSE) and language != "en":
            return plain
        in_script = (a for a in product.aliases if script != "Latn" and _written_in(a, script))
        return next(in_script, product.name)

    def _plain_label(self, concept: str, language: str, script: str) -> str:
        return (
            self.labels.get((concept, language, script))
            or self.labels.get((concept, "en", "Latn"))
            or concept.replace("_", " ")
        )


def load_vocabulary(codes: Iterable[str]) -> Vocabulary:
    """The lexicon's names in the languages we speak (and English)."""
    spoken = {*codes, "en"}
    forms: dict[Phrase, dict[str, None]] = {}
    languages: dict[Phrase, set[str]] = {}
    labels: dict[tuple[str, str, str], str] = {}
    for concept, language, script, name in _names(spoken):
        words = phrase(name)
        if not words:
            continue
        forms.setdefault(words, {})[concept] = None
        languages.setdefault(words, set()).add(language)
        labels.setdefault((concept, language, script), name)
    merged = {w: tuple(ids) for w, ids in forms.items()}
    concept_words: dict[str, set[str]] = {}
    for words, ids in merged.items():
        for concept in ids:
            concept_words.setdefault(concept, set()).update(words)
    return Vocabulary(
        forms=merged,
        sounds=_by_sound(merged),
        languages={w: frozenset(c) for w, c in languages.items()},
        labels=labels,
        longest=max(map(len, merged)),
        single={w[0]: ids for w, ids in merged.items() if len(w) == 1},
        concept_words={c: frozenset(words) for c, words in concept_words.items()},
    )


def _names(spoken: set[str]) -> Iterable[tuple[str, str, str, str]]:
    """(concept, language, script, name): the project's names first, since the first is the one shown."""
    for row in (*rows("more_names.csv"), *rows("commodities.csv")):
        if row["language"] in spoken:
            name = row["form"] or row["romanisation"]
            yield row["concept"], row["language"], "Latn" if name.isascii() else row["script"], name
    for row in rows("cc-by-sa/dakshina_romanisations.csv"):
        if row["language"] in spoken:
            yield row["concept"], row["language"], "Latn", row["romanisation"]


def _sized(name: str) -> bool:
    """`5 kilo chawal` said of a packet is also a quantity: only the pack size decides which."""
    return any(c.isdigit() for c in name)


def _one_concept(ids: Iterable[str]) -> tuple[str, ...]:
    """Several SKUs of one concept under one name mean the concept."""
    unique = tuple(ids)
    concepts = {concept_of(i) for i in unique}
    return (concepts.pop(),) if len(unique) > 1 and len(concepts) == 1 else unique


def _by_sound(forms: Mapping[Phrase, tuple[str, ...]]) -> dict[Phrase, tuple[str, ...]]:
    found: dict[Phrase, dict[str, None]] = {}
    for words, ids in forms.items():
        if all(w.isascii() for w in words):
            heard = found.setdefault(tuple(map(sound_key, words)), {})
            heard.update(dict.fromkeys(ids))
    return {w: tuple(ids) for w, ids in found.items()}


# How a Hindi noun ends in the oblique case or the plural, and how then in its plain form.
HINDI_ENDINGS = (("ियां", "ी"), ("ियों", "ी"), ("ों", ""), ("ों", "ा"), ("े", "ा"), ("ें", ""))
LATIN_ENDINGS = (
    ("iyan", "i"),
    ("iyon", "i"),
    ("on", ""),
    ("on", "a"),
    ("e", "a"),
    ("o", "a"),
    ("en", ""),
)


def _plain_forms(word: str) -> tuple[str, ...]:
    """The forms a dictionary would have of an inflected word, likeliest first."""
    if len(word) < SHORTEST_INFLECTED:
        return ()
    endings = LATIN_ENDINGS if word.isascii() else HINDI_ENDINGS
    stems = [word.removesuffix(old) + new for old, new in endings if word.endswith(old)]
    return tuple(dict.fromkeys((_singular(word), *stems)))


def _singular(word: str) -> str:
    """An English plural without its ending."""
    if not word.isascii() or len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("oes", "xes", "ches", "shes")) else word[:-1]


def _written_in(text: str, script: str) -> bool:
    return script == "Deva" and any("\u0900" <= c <= "\u097f" for c in text)
