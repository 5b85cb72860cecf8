"""The names of the shop's own buyers, as people write them in a message."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from haat.language.phrases import Phrase, phrase
from haat.language.sound import skeleton
from haat.language.tokens import Token
from haat.language.transliterate import latin

BY_SOUND = 5  # consonants of a name of several words; a shorter one is heard only as it is spelt
WORDS = 2  # of a name that may have an ending
ENDING = 2  # consonants
_ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class BuyerMention:
    """Buyers that tokens `start` to `end` (exclusive) may mean."""

    ids: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class BuyerNames:
    """Buyer ids by the words of a name, and by the consonants of a longer one, in any script."""

    exact: Mapping[Phrase, tuple[str, ...]] = field(default_factory=dict)
    sounds: Mapping[Phrase, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0

    def find(self, tokens: tuple[Token, ...]) -> tuple[BuyerMention, ...]:
        """Every mention, longest first at each place, none overlapping."""
        if not self.longest:
            return ()
        keys = tuple(t.key for t in tokens)
        heard = tuple(map(_heard, keys))
        found: list[BuyerMention] = []
        at = 0
        while at < len(keys):
            mention = self._at(keys, heard, at)
            found += [mention] if mention else []
            at = mention.end if mention else at + 1
        return tuple(found)

    def written(self, mention: BuyerMention) -> str | None:
        """The name as the list writes it, whatever script it was said in."""
        names = (words for words, ids in self.exact.items() if ids == mention.ids)
        found = min(names, key=len, default=None)
        return " ".join(found) if found else None

    def _at(self, keys: Phrase, heard: Phrase, at: int) -> BuyerMention | None:
        for end in range(min(len(keys), at + self.longest), at, -1):
            ids = self.exact.get(keys[at:end]) or self._sounding(heard[at:end])
            if ids:
                return BuyerMention(ids, at, end)
        return None

    def _sounding(self, heard: Phrase) -> tuple[str, ...]:
        """The buyers whose name sounds so, with a case ending or without: `কামাল ফুডছক` is Kamal Foods."""
        if heard in self.sounds or len(heard) < WORDS:
            return self.sounds.get(heard, ())
        shorter = (heard[-1][:-cut] for cut in range(1, min(ENDING, len(heard[-1]) - 1) + 1))
        found = (self.sounds.get((*heard[:-1], last)) for last in shorter)
        return next(filter(None, found), ())


NOBODY = BuyerNames()


def names_of(buyers: Iterable[tuple[str, str]], is_goods: Callable[[Phrase], bool]) -> BuyerNames:
    """The names of (id, name); a name that is one word, and that of goods, is heard as goods."""
    exact: dict[Phrase, dict[str, None]] = {}
    for buyer_id, name in buyers:
        for words in (phrase(buyer_id), *_forms(name)):
            if len(words) > 1 or not is_goods(words):
                exact.setdefault(words, {})[buyer_id] = None
    sounds: dict[Phrase, dict[str, None]] = {}
    for words, ids in exact.items():
        heard = tuple(map(_heard, words))
        if len(words) > 1 and len("".join(heard)) >= BY_SOUND:
            sounds.setdefault(heard, {}).update(ids)
    return BuyerNames(
        {words: tuple(ids) for words, ids in exact.items()},
        {words: tuple(ids) for words, ids in sounds.items()},
        max(map(len, exact), default=0),
    )


def _forms(name: str) -> tuple[Phrase, ...]:
    """`Kosi Mess, Ranchi (town)`: with its place and without."""
    bare = _ASIDE.sub(" ", name)
    forms = (phrase(bare), phrase(bare.partition(",")[0]))
    return tuple(words for words in dict.fromkeys(forms) if words)


def _heard(word: str) -> str:
    """`hostel` and `हॉस्टल` differ in their vowels only; `wholesale` begins as `होलसेल` does."""
    return skeleton(re.sub("^who", "ho", latin(word)))
