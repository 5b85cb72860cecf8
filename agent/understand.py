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
from agent.sheet import PlaceMention, Sense, Sheet, Shop
from haat.core.message import TurnContext
from haat.language.concepts import concept_categories
from haat.language.dates import When, find_spans, tense
from haat.language.detect import Detected, Tongue
from haat.language.grammar import Grammar, Kind, is_word
from haat.language.hearing import Hearing, Languages, Signal
from haat.language.lexicon import Ear, Mention, Vocabulary, plain_forms
from haat.language.phrases import Phrase
from haat.language.places import Gazetteer, Place
from haat.language.quantities import Amount, find_amounts
from haat.language.sound import skeleton
from haat.language.tokens import Token, tokenise
from haat.language.transliterate import latin

Spanned = TypeVar("Spanned", Signal, Mention, Amount, PlaceMention)
ENGLISH, HINDI = "en", "hi"
FEW = 3  # words
TOWN = 5  # letters of a town named without a mark
PRICED = frozenset({"at", "near"})  # a number beside these is no year
LIKE_PLACE = 70  # worth asking about
ENGLISH_MARKS = frozenset({"in", "at", "near"})  # these stand before the place
ALIKE_PLACE = 80  # consonants alike, and a mark beside it
NEAR_PLACE = 88  # of 100: one slip in a name of eight letters
SHORTEST_PLACE = 4  # a shorter Latin word is a place only where a place mark stands beside it
MADE = frozenset({"shg_food", "shg_craft"})  # what is made of other goods
MATERIALS = frozenset({"bamboo", "silk", "jute", "cloth", "handloom"})
BONES = 4  # consonants from which a place without a mark may differ in a vowel
SAME = 100
QUESTION_MARKS = frozenset("?？؟")


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that reading needs; built once."""

    languages: Languages
    gazetteer: Gazetteer
    sense: Sense | None = None

    def read(
        self, text: str, shop: Shop, memory: Memory, context: TurnContext, today: date
    ) -> Sheet:
        """The message with everything recognised in it."""
        tokens, vocabulary = tokenise(text), shop.vocabulary
        buyers = self._buyers(tokens, shop.buyers)
        own = tuple(
            t for i, t in enumerate(tokens) if not any(b.start <= i < b.end for b in buyers)
        )
        heard = self._detect(own, vocabulary)
        word = len(tokens) == 1 and heard.script == "Latn"
        goes_on = heard.script == memory.script and memory.language in heard.likely
        few = goes_on and (len(tokens) <= FEW or memory.language in heard.tied)
        alone = (few and self._usual(own, heard, memory)) or (not heard.sure and (word or few))
        hearing = self.languages.hearing(self._codes(heard, memory, alone=alone))
        buyers = self._unlike_words(tokens, buyers, hearing)
        grammar = hearing.grammar
        signals = _beside(hearing.signals(tokens), buyers)
        ear = Ear(hearing.codes, hearing.plain_words, hearing.endings, hearing.everyday)
        named = _beside(vocabulary.find(tokens, ear), buyers)
        goods_begin = {m.start for m in named}
        amounts = find_amounts(tokens, grammar, noun=goods_begin.__contains__)
        amounts = _beside(amounts, buyers)
        amounts = _beside_goods(amounts, named)
        goods = _goods(named, signals, amounts)
        products = _exact(tokens, goods, amounts, vocabulary, hearing)
        verb_tense = tense(tokens, grammar)
        days = find_spans(tokens, grammar, today, verb_tense)
        amounts = _beside_days(amounts, days)
        dated = tuple(range(d.start_token, d.end_token) for d in days)
        places = _beside(self._places(tokens, signals, products, hearing, dated), buyers)
        signals = _beside_places(signals, places)
        tongue = self._tongue(heard, memory, context, alone=alone)
        taken = _taken(signals, products, places, amounts, days, buyers)
        known, spelt = hearing.fillers | hearing.everyday, hearing.spelt(tokens)
        unknown = tuple(
            i
            for i, t in enumerate(tokens)
            if i not in taken and known.isdisjoint({t.key, spelt[i].key}) and t.key[:1].isalpha()
        )
        products, unknown = _nearly(tokens, products, unknown, vocabulary, hearing)
        if not places:
            places, unknown = self._alike(tokens, unknown, signals, hearing)
        return Sheet(
            text=text,
            tokens=tokens,
            tongue=tongue,
            hearing=hearing,
            decided=heard.tongue is not None,
            readable=heard.script is None or heard.tongue is not None or self._reads(heard.script),
            native_digits=any(c.isdigit() and not c.isascii() for c in text),
            odd_day=_odd_day(tokens, days, signals, grammar),
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
            sense=self.sense,
        )

    def _detect(self, tokens: tuple[Token, ...], vocabulary: Vocabulary) -> Detected:
        """The language by its words; where they do not tell, by those for goods."""
        heard = self.languages.identifier.detect(tokens)
        if heard.tongue or heard.script is None:
            return heard
        goods = vocabulary.find(tokens, Ear(tuple(self.languages.packs)))
        return self.languages.identifier.detect(tokens, [m.languages for m in goods if m.languages])

    def _usual(self, tokens: tuple[Token, ...], heard: Detected, memory: Memory) -> bool:
        """Whether the words that mark another language are small words of the conversation's too.

        `Kurnool lo` is said in Telugu, though `lo` is also Hindi.
        """
        if heard.tongue is None or memory.language is None or heard.tongue.language == ENGLISH:
            return False
        marks = self.languages.pack(heard.tongue.language).marks
        marked = {t.key for t in tokens} & marks
        spoken = self.languages.hearing((memory.language,)).plain_words
        return bool(marked) and marked <= spoken

    def _codes(self, heard: Detected, memory: Memory, *, alone: bool) -> tuple[str, ...]:
        """The languages to read with: its own, and English, which is mixed into all of them.

        Before a conversation has a language, an English or undecided message may be mixed with Hindi.
        """
        own = heard.tongue.language if heard.tongue else None
        if alone and memory.language not in {None, ENGLISH}:
            return str(memory.language), ENGLISH
        if own and own != ENGLISH:
            return own, ENGLISH
        if heard.script not in {None, "Latn"} and not own:
            if memory.language in heard.likely:
                return str(memory.language), ENGLISH
            return *heard.likely[:2], ENGLISH
        if memory.language not in {None, ENGLISH}:
            return str(memory.language), ENGLISH
        return _most_read(heard.likely, (HINDI,)) if not own else HINDI, ENGLISH

    def _buyers(self, tokens: tuple[Token, ...], names: BuyerNames) -> tuple[BuyerMention, ...]:
        """The buyers named; one word that is a place names nobody."""
        found = names.find(tokens)
        words = (tuple(t.key for t in tokens[m.start : m.end]) for m in found)
        return tuple(
            m
            for m, said in zip(found, words, strict=True)
            if len(said) > 1 or said not in self.gazetteer.forms
        )

    def _unlike_words(
        self, tokens: tuple[Token, ...], buyers: tuple[BuyerMention, ...], hearing: Hearing
    ) -> tuple[BuyerMention, ...]:
        """The buyers that are not just one plain word."""
        return tuple(
            b
            for b in buyers
            if b.end - b.start > 1 or tokens[b.start].key not in hearing.plain_words
        )

    def _reads(self, script: str) -> bool:
        return any(script in p.scripts for p in self.languages.packs.values())

    def _tongue(
        self, heard: Detected, memory: Memory, context: TurnContext, *, alone: bool
    ) -> Tongue:
        """A forced language, then a chosen one, then the message's own, then the conversation's.

        Words that stand `alone` (ok, help, undo) are used in every language.
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
        fits = alone or not heard.likely or memory.language in heard.likely
        if memory.language and memory.script and fits:
            return Tongue(memory.language, memory.script)
        script = str(heard.script) if heard.likely else "Latn"
        return Tongue(_most_read(heard.tied, (ENGLISH, HINDI)), script)

    def _places(
        self,
        tokens: tuple[Token, ...],
        signals: tuple[Signal, ...],
        products: tuple[Mention, ...],
        hearing: Hearing,
        dated: tuple[range, ...],
    ) -> tuple[PlaceMention, ...]:
        marks = {i for s in signals if s.name == "place_marks" for i in range(s.start, s.end)}
        spoken = {s.start for s in signals if s.end == s.start + 1 and s.name != "place_marks"}
        goods = {i for m in products for i in range(m.start, m.end)}
        goods.update(i for when in dated for i in when)  # `gaya mahine` is no month in Gaya
        around = _Around(tokens, marks, spoken, hearing)
        found: list[PlaceMention] = []
        at = 0
        while at < len(tokens):
            mention = None if at in goods else self._place_at(around, at)
            found += [mention] if mention else []
            at = mention.end if mention else at + 1
        return self._joined(found)

    def _place_at(self, around: "_Around", at: int) -> PlaceMention | None:
        tokens = around.tokens
        for end in range(min(len(tokens), at + self.gazetteer.longest), at, -1):
            words = tuple(t.key for t in tokens[at:end])
            if len(words) == 1 and not (
                self._may_be_place(words[0], at, around) or self._after_in(around, at)
            ):
                continue
            found = self._place_named(words, around, at, end)
            if found and self._is_said(words, found, around, at, end):
                return PlaceMention(found, at, end)
        return self._near_place(around, at)

    def _is_said(
        self, words: Phrase, found: tuple[str, ...], around: "_Around", at: int, end: int
    ) -> bool:
        """Whether a name is meant as a place.

        A word of everyday use, and a small town's name that is not written just so, are places only
        where a mark stands beside them.
        """
        if len(words) > 1 or end in around.marks or at - 1 in around.marks:
            return True
        everyday = words[0] in around.hearing.everyday
        place = self.gazetteer.get(found[0])
        plain = plain_forms(words[0], around.hearing.endings)
        spelt = (w for w in (words[0], *plain) if len(w) >= TOWN)
        written = any((w,) in self.gazetteer.forms for w in spelt)
        if place is not None and place.kind != "market":
            return words in self.gazetteer.forms or written or not everyday
        return not everyday and written

    def _place_named(self, words: Phrase, around: "_Around", at: int, end: int) -> tuple[str, ...]:
        """The places of that name, as it is written, without its ending, or as it sounds."""
        marked = not words[0].isascii() and not around.marks.isdisjoint({at - 1, end})
        long = marked or len("".join(words)) > SHORTEST_PLACE
        plain = plain_forms(words[-1], around.hearing.endings) if long else ()
        for last in (words[-1], *plain):
            known = (*words[:-1], last)
            if known in self.gazetteer.forms:
                return self.gazetteer.forms[known]
        heard = (self.gazetteer.heard((*words[:-1], last)) for last in (words[-1], *plain))
        return next(filter(None, heard), ()) if long else ()

    def _after_in(self, around: "_Around", at: int) -> bool:
        """`buyers in Gaya`: a town, though the word means something else too; a mandi is none."""
        word = around.tokens[at].key
        named = at > 0 and around.tokens[at - 1].key in ENGLISH_MARKS
        exact = (word,) in self.gazetteer.forms and word not in around.hearing.marks_of_place
        return named and exact

    def _may_be_place(self, word: str, at: int, around: "_Around") -> bool:
        if word in around.hearing.fillers or at in around.spoken or word.isdigit():
            # `gaya` is a verb and `mandi` a market, but "Gaya mein" at the start is the town.
            return at == 0 and 1 in around.marks and word not in around.hearing.marks_of_place
        return len(word) >= SHORTEST_PLACE or not word.isascii() or at + 1 in around.marks

    def _near_place(self, around: "_Around", at: int) -> PlaceMention | None:
        """A misspelt district, believed only where a word such as `in` or `mein` marks a place."""
        word = around.tokens[at].key
        marked = at + 1 in around.marks or at - 1 in around.marks
        if not marked or len(word) <= SHORTEST_PLACE or not self._may_be_place(word, at, around):
            return None
        hit = process.extractOne(
            word, self.gazetteer.districts.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_PLACE
        )
        return None if hit is None else PlaceMention(self.gazetteer.districts[hit[0]], at, at + 1)

    def _alike(
        self,
        tokens: tuple[Token, ...],
        unknown: tuple[int, ...],
        signals: tuple[Signal, ...],
        hearing: Hearing,
    ) -> tuple[tuple[PlaceMention, ...], tuple[int, ...]]:
        """Unknown words whose consonants are a place's; nearly so where a mark stands beside."""
        marks = {i for s in signals if s.name == "place_marks" for i in range(s.start, s.end)}
        for i in unknown:
            word = tokens[i].key
            before = i - 1 in marks and tokens[i - 1].key in ENGLISH_MARKS
            marked = before or (i + 1 in marks and not word.isascii())
            least = ALIKE_PLACE if marked else NEAR_PLACE
            for name in (word, *plain_forms(word, hearing.endings)):
                few = not marked and len(skeleton(latin(name))) < BONES
                same = SAME if few and not word.isascii() else least
                if len(name) >= TOWN and (ids := self.gazetteer.alike(name, same)):
                    return (PlaceMention(ids, i, i + 1),), tuple(u for u in unknown if u != i)
        return (), unknown

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


@dataclass(frozen=True, slots=True)
class _Around:
    """What places are looked for with: the words, which mark a place, and which say something else."""

    tokens: tuple[Token, ...]
    marks: set[int]
    spoken: set[int]
    hearing: Hearing


def _most_read(likely: tuple[str, ...], usual: tuple[str, ...]) -> str:
    """Of the languages that a message may be in, the one that most of its readers know."""
    return next((c for c in usual if c in likely), next(iter(likely), usual[0]))


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


def _odd_day(
    tokens: tuple[Token, ...],
    days: tuple[When, ...],
    signals: tuple[Signal, ...],
    grammar: Grammar,
) -> bool:
    """A date that is none: `31 February`, `31/02/2026`."""
    within = {s.start for s in signals if s.name == "here" and tokens[s.start].key not in PRICED}
    inside = {i for d in days for i in range(d.start_token, d.end_token)}
    for i, token in enumerate(tokens):
        around = [t for t in tokens[max(i - 1, 0) : i + 2] if t is not token]
        months = is_word(token.key, Kind.MONTH, grammar)
        if months and i not in inside and any(t.is_number for t in around):
            return True
        year = token.is_number and token.key.isdigit() and 1990 <= int(token.key) <= 2100
        of = any(is_word(t.key, Kind.OF, grammar) for t in around if t.text.isascii())
        if year and i not in inside and (of or not within.isdisjoint({i - 1, i + 1})):
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
    hearing: Hearing,
) -> tuple[Mention, ...]:
    """Mentions narrowed to a SKU by the words and the pack size around them."""
    pack = next(((a.value, a.unit) for a in amounts if a.pack and a.unit), None)
    counted = {i for a in amounts for i in range(a.start, a.end)}
    words = {
        t.key for i, t in enumerate(tokens) if i not in counted and t.key not in hearing.fillers
    }
    found: list[Mention] = []
    for mention in goods:
        narrowed = _narrowed(mention, words, pack, vocabulary)
        last = found[-1] if found else None
        kind = _of_a_kind(tokens, last, narrowed, vocabulary, hearing) if last else None
        if kind is not None:
            found[-1] = kind
        elif last and _is_maker_word(tokens, last, narrowed, vocabulary, hearing):
            found[-1] = replace(narrowed, start=last.start)
        else:
            found.append(narrowed)
    return tuple(found)


def _inside_phrase(mention: Mention, phrases: list[tuple[int, int]]) -> bool:
    """Whether it is a part of a longer phrase, or begins within one: `bikri badhane | ke liye`."""
    return any(
        (s <= mention.start and mention.end <= e and mention.end - mention.start < e - s)
        or s < mention.start < e
        for s, e in phrases
    )


def _narrowed(
    mention: Mention, words: set[str], pack: tuple[Decimal, str] | None, vocabulary: Vocabulary
) -> Mention:
    if len(mention.ids) != 1:
        return mention
    return replace(mention, ids=(vocabulary.narrow(mention.ids[0], words, pack),))


def _of_a_kind(
    tokens: tuple[Token, ...],
    first: Mention,
    second: Mention,
    vocabulary: Vocabulary,
    hearing: Hearing,
) -> Mention | None:
    """`papad urad wala`: the second word tells which SKU of the first."""
    after = tokens[second.end : second.end + 1]
    if second.start != first.end or not after:
        return None
    if not is_word(after[0].key, Kind.PACK, hearing.grammar):
        return None
    words = {t.key for t in tokens[second.start : second.end]}
    sku = vocabulary.narrow(first.ids[0], words, None) if len(first.ids) == 1 else ""
    return Mention((sku,), first.start, second.end) if sku in vocabulary.products else None


def _is_maker_word(
    tokens: tuple[Token, ...],
    first: Mention,
    second: Mention,
    vocabulary: Vocabulary,
    hearing: Hearing,
) -> bool:
    """`aam ka achar`: the mango only says which pickle, whether the shop has it already or not."""
    between = tokens[first.end : second.start]
    grammar = hearing.grammar
    bridged = all(
        is_word(t.key, Kind.OF, grammar) or is_word(t.key, Kind.PACK, grammar) for t in between
    )
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
    hearing: Hearing,
) -> tuple[tuple[Mention, ...], tuple[int, ...]]:
    """Where no goods were recognised, an unknown word that is nearly a name of some."""
    if products:
        return products, unknown
    for i in unknown:
        ids = vocabulary.near(tokens[i].key, codes=hearing.codes)
        if len(ids) == 1:
            return (Mention(ids, i, i + 1, exact=False),), tuple(u for u in unknown if u != i)
    return products, unknown
