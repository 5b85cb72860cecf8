"""Read a message: its language and script, and the goods, places, amounts and days it names."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from rapidfuzz import fuzz, process

from agent.buyers import BuyerMention, BuyerNames
from agent.memory import Memory
from agent.sheet import PlaceMention, Sheet, Shop
from haat.core.message import TurnContext
from haat.language.concepts import concept_categories
from haat.language.dates import When, find_spans, tense
from haat.language.detect import Detected, Tongue, detect
from haat.language.grammar import Grammar, Kind
from haat.language.lexicon import Mention, Vocabulary
from haat.language.pack import Languages, Signal
from haat.language.places import Gazetteer, Place
from haat.language.quantities import Amount, find_amounts
from haat.language.tokens import Token, tokenise

Spanned = TypeVar("Spanned", Signal, Mention, Amount, PlaceMention)
YEAR_MARKS = frozenset({"in", "of", "me", "mein", "में", "मे"})
LIKE_PLACE = 70  # worth asking about
ENGLISH_MARKS = frozenset({"in", "at", "near"})  # these stand before the place
NEAR_PLACE = 88  # of 100: one slip in a name of eight letters
SHORTEST_PLACE = 4  # a shorter Latin word is a place only where a place mark stands beside it
KIND_WORDS = frozenset({"wala", "wali", "wale", "वाला", "वाली", "वाले"})
MADE = frozenset({"shg_food", "shg_craft"})  # what is made of other goods
MATERIALS = frozenset({"bamboo", "silk", "jute", "cloth", "handloom"})
QUESTION_MARKS = frozenset("?？؟")
PRODUCT_BRIDGES = frozenset(
    {"ka", "ki", "ke", "का", "की", "के", "wala", "wali", "वाला", "वाली", "of"}
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that reading needs; built once."""

    languages: Languages
    gazetteer: Gazetteer
    grammar: Grammar

    def read(
        self, text: str, shop: Shop, memory: Memory, context: TurnContext, today: date
    ) -> Sheet:
        """The message with everything recognised in it."""
        tokens, vocabulary = tokenise(text), shop.vocabulary
        buyers = self._buyers(tokens, shop.buyers)
        signals = _beside(self.languages.signals(tokens), buyers)
        named = _beside(vocabulary.find(tokens, self.languages.plain_words), buyers)
        own = tuple(
            t for i, t in enumerate(tokens) if not any(b.start <= i < b.end for b in buyers)
        )
        heard = detect(own, self.languages, _languages_of(named))
        goods_begin = {m.start for m in named}
        amounts = find_amounts(tokens, self.grammar, noun=goods_begin.__contains__)
        amounts = _beside(amounts, buyers)
        amounts = _beside_goods(amounts, named)
        goods = _goods(named, signals, amounts)
        products = _exact(tokens, goods, amounts, vocabulary, self.languages.fillers)
        verb_tense = tense(tokens, self.grammar)
        days = find_spans(tokens, self.grammar, today, verb_tense)
        amounts = _beside_days(amounts, days)
        places = _beside(self._places(tokens, signals, products), buyers)
        signals = _beside_places(signals, places)
        tongue = self._tongue(
            heard, memory, context, alone=len(tokens) == 1 and heard.script == "Latn"
        )
        taken = _taken(signals, products, places, amounts, days, buyers)
        fillers, spelt = self.languages.fillers, self.languages.spelt(tokens)
        unknown = tuple(
            i
            for i, t in enumerate(tokens)
            if i not in taken and fillers.isdisjoint({t.key, spelt[i].key}) and t.key[:1].isalpha()
        )
        products, unknown = _nearly(tokens, products, unknown, vocabulary)
        return Sheet(
            text=text,
            tokens=tokens,
            tongue=tongue,
            decided=heard.tongue is not None,
            readable=heard.script is None or heard.tongue is not None or self._reads(heard.script),
            native_digits=any(c.isdigit() and not c.isascii() for c in text),
            odd_day=_odd_day(tokens, days, self.grammar),
            questions=_questions(text, tokens),
            today=today,
            tense=verb_tense,
            signals=signals,
            products=products,
            places=places,
            amounts=amounts,
            days=days,
            unknown=unknown,
            strange_places=self._strange(tokens, signals, unknown),
            buyers=buyers,
        )

    def _buyers(self, tokens: tuple[Token, ...], names: BuyerNames) -> tuple[BuyerMention, ...]:
        """The buyers named; one plain word, or one that is a place, names nobody."""
        found = names.find(tokens)
        words = (tuple(t.key for t in tokens[m.start : m.end]) for m in found)
        return tuple(
            m
            for m, said in zip(found, words, strict=True)
            if len(said) > 1
            or not (said[0] in self.languages.plain_words or said in self.gazetteer.forms)
        )

    def _reads(self, script: str) -> bool:
        return any(script in p.scripts for p in self.languages.packs.values())

    def _tongue(
        self, heard: Detected, memory: Memory, context: TurnContext, *, alone: bool
    ) -> Tongue:
        """A forced language, then a chosen one, then the message's own, then the conversation's.

        A word that stands `alone` (ok, help, undo) is used in every language.
        """
        own = heard.tongue
        forced, _, wanted = (context.language or "").partition("-")
        chosen = forced or (memory.language if memory.chosen else None)
        if chosen:
            scripts = self.languages.pack(chosen).scripts
            if wanted in scripts:
                return Tongue(chosen, wanted)
            if own and own.language == chosen:
                return own
            same = memory.script if memory.language == chosen and memory.script in scripts else None
            return Tongue(chosen, same or scripts[0])
        sticks = alone and memory.language is not None
        if own and not sticks:
            return own
        if memory.language and memory.script:
            return Tongue(memory.language, memory.script)
        return Tongue("en", "Latn")

    def _places(
        self, tokens: tuple[Token, ...], signals: tuple[Signal, ...], products: tuple[Mention, ...]
    ) -> tuple[PlaceMention, ...]:
        marks = {i for s in signals if s.name == "place_marks" for i in range(s.start, s.end)}
        spoken = {s.start for s in signals if s.end == s.start + 1 and s.name != "place_marks"}
        goods = {i for m in products for i in range(m.start, m.end)}
        found: list[PlaceMention] = []
        at = 0
        while at < len(tokens):
            mention = None if at in goods else self._place_at(tokens, at, marks, spoken)
            found += [mention] if mention else []
            at = mention.end if mention else at + 1
        return self._joined(found)

    def _place_at(
        self, tokens: tuple[Token, ...], at: int, marks: set[int], spoken: set[int]
    ) -> PlaceMention | None:
        for end in range(min(len(tokens), at + self.gazetteer.longest), at, -1):
            words = tuple(t.key for t in tokens[at:end])
            if len(words) == 1 and not (
                self._may_be_place(words[0], at, marks, spoken) or self._after_in(tokens, at)
            ):
                continue
            by_sound = len("".join(words)) > SHORTEST_PLACE
            exact = self.gazetteer.forms.get(words)
            places = self.gazetteer.named(words) if by_sound or exact else ()
            if places:
                return PlaceMention(tuple(p.id for p in places), at, end)
        return self._near_place(tokens, at, marks, spoken)

    def _after_in(self, tokens: tuple[Token, ...], at: int) -> bool:
        """`buyers in Gaya`: a town, though the word means something else too; a mandi is none."""
        word = tokens[at].key
        named = at > 0 and tokens[at - 1].key in ENGLISH_MARKS
        exact = (word,) in self.gazetteer.forms and word not in self.languages.marks_of_place
        return named and exact

    def _may_be_place(self, word: str, at: int, marks: set[int], spoken: set[int]) -> bool:
        if word in self.languages.fillers or at in spoken or word.isdigit():
            # `gaya` is a verb and `mandi` a market, but "Gaya mein" at the start is the town.
            return at == 0 and 1 in marks and word not in self.languages.marks_of_place
        return len(word) >= SHORTEST_PLACE or not word.isascii() or at + 1 in marks

    def _near_place(
        self, tokens: tuple[Token, ...], at: int, marks: set[int], spoken: set[int]
    ) -> PlaceMention | None:
        """A misspelt district, believed only where a word such as `in` or `mein` marks a place."""
        word = tokens[at].key
        marked = at + 1 in marks or at - 1 in marks
        if (
            not marked
            or len(word) <= SHORTEST_PLACE
            or not self._may_be_place(word, at, marks, spoken)
        ):
            return None
        hit = process.extractOne(
            word, self.gazetteer.districts.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_PLACE
        )
        return None if hit is None else PlaceMention(self.gazetteer.districts[hit[0]], at, at + 1)

    def _strange(
        self, tokens: tuple[Token, ...], signals: tuple[Signal, ...], unknown: tuple[int, ...]
    ) -> tuple[PlaceMention, ...]:
        """Unknown words that `in` or `mein` marks as a place, with the districts they are like."""
        marked = {s.start for s in signals if s.name == "here"}
        found: list[PlaceMention] = []
        for i in unknown:
            before = (
                i - 1 in marked and tokens[i].text.isascii() and tokens[i - 1].key in ENGLISH_MARKS
            )
            if not before and i + 1 not in marked:
                continue
            near = process.extract(
                tokens[i].key,
                self.gazetteer.districts.keys(),
                scorer=fuzz.ratio,
                score_cutoff=LIKE_PLACE,
            )
            ids = dict.fromkeys(p for name, _, _ in near for p in self.gazetteer.districts[name])
            found.append(PlaceMention(tuple(ids)[:3], i, i + 1))
        return tuple(found)

    def _joined(self, found: list[PlaceMention]) -> tuple[PlaceMention, ...]:
        """`Lasalgaon Nashik` and `Aurangabad Bihar` are one place each."""
        merged: list[PlaceMention] = []
        for mention in found:
            last = merged[-1] if merged else None
            near = last is not None and mention.start - last.end <= 1
            inner = (
                (self._inside(last, mention) or self._inside(mention, last))
                if last and near
                else ()
            )
            if last and inner:
                merged[-1] = PlaceMention(inner, last.start, mention.end)
            else:
                merged.append(mention)
        return tuple(merged)

    def _inside(self, inner: PlaceMention, outer: PlaceMention) -> tuple[str, ...]:
        """The ids of the inner name that lie in the outer place."""
        places = [p for i in inner.ids if (p := self.gazetteer.get(i))]
        outers = [p for i in outer.ids if (p := self.gazetteer.get(i))]
        return tuple(p.id for p in places if any(_within(p, o) for o in outers))


def _within(place: Place, outer: Place) -> bool:
    """Of a district or state, also where a town is called after its city: `Azadpur, Delhi`."""
    if place.kind == outer.kind or outer.kind not in {"state", "district"}:
        return False
    called = place.id.partition(", ")[2]
    return outer.id in {place.state, place.district_id} or called in {outer.name, outer.state}


def _questions(text: str, tokens: tuple[Token, ...]) -> frozenset[int]:
    """The tokens that a question mark follows."""
    ends = [t.end for t in tokens]
    marks = (i for i, c in enumerate(unicodedata.normalize("NFC", text)) if c in QUESTION_MARKS)
    return frozenset(at for mark in marks if (at := bisect_right(ends, mark) - 1) >= 0)


def _languages_of(named: tuple[Mention, ...]) -> tuple[str, ...]:
    """The language of each goods word that only one language uses."""
    return tuple(next(iter(m.languages)) for m in named if len(m.languages) == 1)


def _odd_day(tokens: tuple[Token, ...], days: tuple[When, ...], grammar: Grammar) -> bool:
    """A date that is none: `31 February`, `31/02/2026`."""
    inside = {i for d in days for i in range(d.start_token, d.end_token)}
    for i, token in enumerate(tokens):
        around = [t for t in tokens[max(i - 1, 0) : i + 2] if t is not token]
        months = any(f.kind is Kind.MONTH for f in grammar.forms.get(token.key, ()))
        if months and i not in inside and any(t.is_number for t in around):
            return True
        year = token.is_number and token.key.isdigit() and 1990 <= int(token.key) <= 2100
        if year and i not in inside and any(t.key in YEAR_MARKS for t in around):
            return True
        five = tokens[i : i + 5]
        marks = [t.key for t in five[1::2]]
        if len(five) == 5 and marks in (["/", "/"], ["-", "-"]) and i not in inside:
            return all(t.is_number for t in five[::2])
    return False


def _beside_goods(amounts: Iterable[Amount], named: tuple[Mention, ...]) -> tuple[Amount, ...]:
    """Amounts that are not part of a product's own name (`rice.5kg`)."""
    names = [(m.start, m.end) for m in named if m.end - m.start > 1]
    return tuple(a for a in amounts if not any(s < a.start and a.end <= e for s, e in names))


def _beside_places(
    signals: tuple[Signal, ...], places: tuple[PlaceMention, ...]
) -> tuple[Signal, ...]:
    """Signals that are not the name of a place (`Gaya` is also `went`)."""
    return tuple(
        s for s in signals if not any(p.start <= s.start and s.end <= p.end for p in places)
    )


def _beside(found: tuple[Spanned, ...], buyers: tuple[BuyerMention, ...]) -> tuple[Spanned, ...]:
    """What is no part of a buyer's name (`Gaya Mess` is no place, and nothing that went)."""
    return tuple(m for m in found if not any(m.start < b.end and b.start < m.end for b in buyers))


def _beside_days(amounts: Iterable[Amount], days: Iterable[When]) -> tuple[Amount, ...]:
    """Amounts that are not part of a day (`last 7 days`)."""
    spans = [(d.start_token, d.end_token) for d in days]
    return tuple(a for a in amounts if not any(a.start < e and s < a.end for s, e in spans))


def _goods(
    named: tuple[Mention, ...], signals: tuple[Signal, ...], amounts: tuple[Amount, ...]
) -> tuple[Mention, ...]:
    """Mentions that are goods: not part of a phrase, a size (`ek pav`) or a category (`masalon`)."""
    phrases = [(s.start, s.end) for s in signals if s.end - s.start > 1 and s.name != "place_marks"]
    phrases += [(a.start, a.end) for a in amounts if a.kind in {"quantity", "money"}]
    categories = {(s.start, s.end) for s in signals if s.name.startswith("category:")}
    inside = (m for m in named if not _inside_phrase(m, phrases))
    return tuple(m for m in inside if (m.start, m.end) not in categories)


def _exact(
    tokens: tuple[Token, ...],
    goods: tuple[Mention, ...],
    amounts: tuple[Amount, ...],
    vocabulary: Vocabulary,
    fillers: frozenset[str],
) -> tuple[Mention, ...]:
    """Mentions narrowed to a SKU by the words and the pack size around them."""
    pack = next(((a.value, a.unit) for a in amounts if a.pack and a.unit), None)
    counted = {i for a in amounts for i in range(a.start, a.end)}
    words = {t.key for i, t in enumerate(tokens) if i not in counted and t.key not in fillers}
    found: list[Mention] = []
    for mention in goods:
        narrowed = _narrowed(mention, words, pack, vocabulary)
        last = found[-1] if found else None
        kind = _of_a_kind(tokens, last, narrowed, vocabulary) if last else None
        if kind is not None:
            found[-1] = kind
        elif last and _is_maker_word(tokens, last, narrowed, vocabulary):
            found[-1] = replace(narrowed, start=last.start)
        else:
            found.append(narrowed)
    return tuple(found)


def _inside_phrase(mention: Mention, phrases: list[tuple[int, int]]) -> bool:
    return any(
        s <= mention.start and mention.end <= e and mention.end - mention.start < e - s
        for s, e in phrases
    )


def _narrowed(
    mention: Mention, words: set[str], pack: tuple[Decimal, str] | None, vocabulary: Vocabulary
) -> Mention:
    if len(mention.ids) != 1:
        return mention
    return replace(mention, ids=(vocabulary.narrow(mention.ids[0], words, pack),))


def _of_a_kind(
    tokens: tuple[Token, ...], first: Mention, second: Mention, vocabulary: Vocabulary
) -> Mention | None:
    """`papad urad wala`: the second word tells which SKU of the first."""
    after = tokens[second.end : second.end + 1]
    if second.start != first.end or not after or after[0].key not in KIND_WORDS:
        return None
    words = {t.key for t in tokens[second.start : second.end]}
    sku = vocabulary.narrow(first.ids[0], words, None) if len(first.ids) == 1 else ""
    return Mention((sku,), first.start, second.end) if sku in vocabulary.products else None


def _is_maker_word(
    tokens: tuple[Token, ...], first: Mention, second: Mention, vocabulary: Vocabulary
) -> bool:
    """`aam ka achar`: the mango only says which pickle, whether the shop has it already or not."""
    between = tokens[first.end : second.start]
    bridged = all(t.key in PRODUCT_BRIDGES for t in between)
    if not bridged or len(second.ids) != 1:
        return False
    made_of = concept_categories().get(second.ids[0]) in MADE and second.ids[0] not in MATERIALS
    return made_of or second.ids[0] in vocabulary.products


def _taken(*groups: Iterable[object]) -> set[int]:
    taken: set[int] = set()
    for group in groups:
        for item in group:
            start = getattr(item, "start_token", None)
            first = getattr(item, "start", 0) if start is None else start
            last = getattr(item, "end", 0) if start is None else getattr(item, "end_token", 0)
            taken.update(range(first, last))
    return taken


def _nearly(
    tokens: tuple[Token, ...],
    products: tuple[Mention, ...],
    unknown: tuple[int, ...],
    vocabulary: Vocabulary,
) -> tuple[tuple[Mention, ...], tuple[int, ...]]:
    """Where no goods were recognised, an unknown word that is nearly a name of some."""
    if products:
        return products, unknown
    for i in unknown:
        ids = vocabulary.near(tokens[i].key)
        if len(ids) == 1:
            return (Mention(ids, i, i + 1, exact=False),), tuple(u for u in unknown if u != i)
    return products, unknown
