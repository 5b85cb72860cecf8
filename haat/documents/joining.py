"""Two readings of one page joined: Latin print by the one, an Indian script by the other."""

from collections.abc import Iterator, Sequence

import regex

from haat.documents.page import Word

SURE = 0.9  # surer than this, and than its rival, a Latin word is that word
LIKELY = 0.5  # less sure, it is none
READ = 0.3  # less sure, what was read as native is no print
_SHARE = 0.5  # of the narrower word's width that both readings of a place have in common
_NATIVE = regex.compile(r"(?=\P{ASCII})[\p{L}\p{N}]")


def joined(latin: Sequence[Word], native: Sequence[Word]) -> Iterator[Word]:
    """The words of both; of two at one place the one that can be believed.

    The reader of an Indian script makes words of it where Latin stands (`65%` for `GST %`), but is
    then seldom sure; the reader of Latin makes letters of what is native, and is then seldom sure.
    """
    plain = [w for w in latin if w.text.isascii() and w.sure >= LIKELY]
    stands = [w for w in plain if all(_beats(w, n) for n in native if rivals(w, n))]
    yield from stands
    yield from (n for n in native if n.sure >= READ and not any(rivals(n, w) for w in stands))


def _beats(latin: Word, native: Word) -> bool:
    if latin.sure >= SURE and latin.sure > native.sure:
        return True
    return native.sure < READ or not is_native(native)


def is_native(word: Word) -> bool:
    """Whether it has letters or digits of another script than Latin."""
    return _NATIVE.search(word.text) is not None


def rivals(one: Word, other: Word) -> bool:
    """Whether they are readings of one place."""
    common = min(one.x1, other.x1) - max(one.x0, other.x0)
    narrow = max(min(one.x1 - one.x0, other.x1 - other.x0), 1.0)
    level = abs(one.middle - other.middle) < (one.height + other.height) / 4
    return level and common / narrow >= _SHARE
