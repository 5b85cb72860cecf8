"""The goods a person may name: the lexicon's concepts and the shop's own products, in any spelling."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz, process

from haat.language.concepts import concept_of
from haat.language.pack import Pack
from haat.language.phrases import Phrase, phrase
from haat.language.scripts import scripts
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
MOST_ALIKE = 4
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


ByLanguage = Mapping[str, tuple[str, ...]]  # concepts by the language in which a name means them
OWN = ""  # the shop's own names are of no language
FOREIGN = 5  # a Latin word this long is heard in a message of another language too


@dataclass(frozen=True, slots=True)
class Names:
    """What names mean, by their folded words and by their sound."""

    forms: Mapping[Phrase, ByLanguage] = field(default_factory=dict)
    sounds: Mapping[Phrase, ByLanguage] = field(default_factory=dict)
    longest: int = 1


NO_NAMES = Names()


@dataclass(frozen=True, slots=True)
class Ear:
    """With which languages goods are listened for: their codes, plain words, and nouns' endings.

    `everyday` words sound like goods of the first language only: Malayalam `polum` is no plum.
    """

    codes: tuple[str, ...]
    plain: Container[str] = frozenset()
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everyday: Container[str] = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class Vocabulary:
    """Names of goods: the lexicon's, and a shop's own."""

    names: Names
    labels: Mapping[tuple[str, str, str], str]  # (id, language, script)
    single: Mapping[str, ByLanguage]  # one-word names, for near misses
    concept_words: Mapping[str, frozenset[str]]  # the words a concept's plain names are made of
    called: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)  # SKUs' names
    own: Names = NO_NAMES
    products: Mapping[str, ShopProduct] = field(default_factory=dict)
    by_concept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_products(self, products: Iterable[ShopProduct]) -> "Vocabulary":
        """This vocabulary with a shop's own names; a plain word keeps meaning the concept."""
        known = {p.sku_id: p for p in products}
        own: dict[Phrase, dict[str, dict[str, None]]] = {}
        for product in known.values():
            called = {OWN: (product.name, product.sku_id, *product.aliases)}
            for code, name in _each({**self.called.get(product.sku_id, {}), **called}):
                if name in {product.name, product.sku_id} or not _sized(name):
                    named = own.setdefault(phrase(name), {}).setdefault(code, {})
                    named[product.sku_id] = None
        by_concept: dict[str, tuple[str, ...]] = {}
        for sku_id in known:
            concept = concept_of(sku_id)
            by_concept[concept] = (*by_concept.get(concept, ()), sku_id)
        forms = {w: {c: _one_concept(i) for c, i in by.items()} for w, by in own.items() if w}
        # A concept the lexicon lacks (detergent) is named by its id.
        lacking = (c for c in by_concept if c not in self.concept_words)
        forms |= {phrase(c.replace("_", " ")): {OWN: (c,)} for c in lacking}
        return replace(
            self,
            own=_names_of(forms),
            single={**_single(forms), **self.single},
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

    def find(self, tokens: tuple[Token, ...], ear: Ear) -> tuple[Mention, ...]:
        """Every mention, longest first at each place, none overlapping.

        A plain word is goods only where it is spelt just so (`mangau` is not mango).
        """
        keys = tuple(t.key for t in tokens)
        found: list[Mention] = []
        at = 0
        while at < len(keys):
            mention = self._at(keys, at, ear)
            found += [mention] if mention else []
            at = mention.end if mention else at + 1
        return tuple(found)

    def named(self, words: Phrase) -> bool:
        """Whether these words are just a name of goods, in any language."""
        return words in self.names.forms or words in self.own.forms

    def _at(self, keys: Phrase, at: int, ear: Ear) -> Mention | None:
        longest = max(self.names.longest, self.own.longest)
        for end in range(min(len(keys), at + longest), at, -1):
            words = keys[at:end]
            usual = len(words) == 1 and words[0] in ear.plain
            ends = () if usual else plain_forms(words[-1], ear.endings)
            for known in (words, *((*words[:-1], end) for end in ends)):
                for meant in _all(known, ear, self.names.forms, self.own.forms):
                    if ids := _meant(meant, known, ear, usual=usual):
                        return Mention(ids, at, end, frozenset(meant))
            audible = not usual and len("".join(words)) >= SHORTEST_SOUND
            ids = self._heard(words, ear) if audible else ()
            if ids:
                return Mention(ids, at, end, frozenset(), exact=False)
        return None

    def _heard(self, words: Phrase, ear: Ear) -> tuple[str, ...]:
        sounds = tuple(sound_key(latin(w)) for w in words)
        known = _all(sounds, ear, self.names.sounds, self.own.sounds)
        usual = len(words) == 1 and words[0] in ear.everyday
        near = replace(ear, codes=ear.codes[:1]) if usual else ear
        return next(filter(None, (_meant(m, words, near, usual=usual) for m in known)), ())

    def near(
        self, word: str, least: float = NEAR_ENOUGH, codes: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Ids whose one-word name (in these languages, or any) is nearly this word, best first."""
        if len(word) < SHORTEST_FUZZY and least >= NEAR_ENOUGH:
            return ()
        names, most = self.single.keys(), MOST_ALIKE * (3 if codes else 1)
        hits = process.extract(word, names, scorer=fuzz.ratio, score_cutoff=least, limit=most)
        alike = (self.single[name] for name, _, _ in hits if name[0] == word[0])
        ids = [i for meant in alike for c, its in meant.items() if _spoken(c, codes) for i in its]
        return tuple(dict.fromkeys(ids))[:MOST_ALIKE]

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
        in_script = (a for a in product.aliases if script != "Latn" and script in scripts(a))
        return next(in_script, product.name)

    def _plain_label(self, concept: str, language: str, script: str) -> str:
        return (
            self.labels.get((concept, language, script))
            or self.labels.get((concept, "en", "Latn"))
            or concept.replace("_", " ")
        )


def load_vocabulary(packs: Iterable[Pack]) -> Vocabulary:
    """The names of goods in the languages of these packs, and in English."""
    return _vocabulary(tuple(packs))


@lru_cache(maxsize=2)
def _vocabulary(known: tuple[Pack, ...]) -> Vocabulary:
    forms: dict[Phrase, dict[str, dict[str, None]]] = {}
    labels: dict[tuple[str, str, str], str] = {}
    called: dict[str, dict[str, tuple[str, ...]]] = {}
    for concept, language, script, name in _names(known):
        words = phrase(name)
        if not words:
            continue
        if concept_of(concept) != concept:  # of a SKU, and only of a shop that has it
            known_as = called.setdefault(concept, {})
            known_as[language] = (*known_as.get(language, ()), name)
            continue
        forms.setdefault(words, {}).setdefault(language, {})[concept] = None
        labels.setdefault((concept, language, script), name)
    merged = {w: {c: tuple(ids) for c, ids in spoken.items()} for w, spoken in forms.items()}
    concept_words: dict[str, set[str]] = {}
    for words, meant in merged.items():
        for concept in (i for ids in meant.values() for i in ids):
            concept_words.setdefault(concept, set()).update(words)
    return Vocabulary(
        names=_names_of(merged),
        labels=labels,
        single=_single(merged),
        concept_words={c: frozenset(words) for c, words in concept_words.items()},
        called=called,
    )


def _names(packs: tuple[Pack, ...]) -> Iterable[tuple[str, str, str, str]]:
    """(concept, language, script, name): the packs' own first, since the first is the one shown.

    What a pack calls a small word is no goods in its language, whatever the lexicon says: Marathi
    `aale` came, and is no ginger.
    """
    for pack in packs:
        for concept, names in pack.goods.items():
            for name in names:
                yield concept, pack.code, "Latn" if name.isascii() else pack.scripts[0], name
    fillers = {p.code: p.fillers for p in packs}
    for concept, language, script, name in _lexicon():
        small = phrase(name)[0] in fillers.get(language, ()) if " " not in name else False
        if (language in fillers or language == "en") and not small:
            yield concept, language, script, name


def _lexicon() -> Iterable[tuple[str, str, str, str]]:
    """(concept, language, script, name) of the tables that ship."""
    for row in (*rows("more_names.csv"), *rows("commodities.csv")):
        name = row["form"] or row["romanisation"]
        yield row["concept"], row["language"], "Latn" if name.isascii() else row["script"], name
    for row in rows("cc-by-sa/dakshina_romanisations.csv"):
        yield row["concept"], row["language"], "Latn", row["romanisation"]


def _each(by_language: ByLanguage) -> Iterable[tuple[str, str]]:
    yield from ((code, name) for code, names in by_language.items() for name in names)


def _all(words: Phrase, ear: Ear, *tables: Mapping[Phrase, ByLanguage]) -> list[ByLanguage]:
    """What words mean in each table that has them; in her languages and her shop first."""
    found = [table[words] for table in tables if words in table]
    return sorted(found, key=lambda meant: not _near(meant, ear))


def _near(meant: ByLanguage, ear: Ear) -> dict[str, None]:
    return dict.fromkeys(i for c in (*ear.codes, OWN) for i in meant.get(c, ()))


def _meant(meant: ByLanguage, words: Phrase, ear: Ear, *, usual: bool) -> tuple[str, ...]:
    """What a name means to these ears: in their languages, else in another where it is no small word."""
    if near := _near(meant, ear):
        return tuple(near)
    written = "".join(words)
    if usual or (written.isascii() and len(written) < FOREIGN):
        return ()
    return tuple(dict.fromkeys(i for ids in meant.values() for i in ids))


def _spoken(code: str, codes: tuple[str, ...]) -> bool:
    return not codes or code == OWN or code in codes


def _sized(name: str) -> bool:
    """`5 kilo chawal` said of a packet is also a quantity: only the pack size decides which."""
    return any(c.isdigit() for c in name)


def _one_concept(ids: Iterable[str]) -> tuple[str, ...]:
    """Several SKUs of one concept under one name mean the concept."""
    unique = tuple(ids)
    concepts = {concept_of(i) for i in unique}
    return (concepts.pop(),) if len(unique) > 1 and len(concepts) == 1 else unique


def _names_of(forms: Mapping[Phrase, ByLanguage]) -> Names:
    return Names(forms, _by_sound(forms), max(map(len, forms), default=1))


def _single(forms: Mapping[Phrase, ByLanguage]) -> dict[str, ByLanguage]:
    return {words[0]: meant for words, meant in forms.items() if len(words) == 1}


def _by_sound(forms: Mapping[Phrase, ByLanguage]) -> dict[Phrase, ByLanguage]:
    found: dict[Phrase, dict[str, dict[str, None]]] = {}
    for words, meant in forms.items():
        if all(w.isascii() for w in words):
            heard = found.setdefault(tuple(map(sound_key, words)), {})
            for code, ids in meant.items():
                heard.setdefault(code, {}).update(dict.fromkeys(ids))
    return {w: {c: tuple(ids) for c, ids in meant.items()} for w, meant in found.items()}


def plain_forms(word: str, endings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The forms a dictionary would have of an inflected word, those of the longest ending first."""
    if len(word) < SHORTEST_INFLECTED:
        return ()
    stems = [
        word[:cut] + plain for cut in range(2, len(word)) for plain in endings.get(word[cut:], ())
    ]
    return tuple(dict.fromkeys((_singular(word), *stems)))


def _singular(word: str) -> str:
    """An English plural without its ending."""
    if not word.isascii() or len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("oes", "xes", "ches", "shes")) else word[:-1]
