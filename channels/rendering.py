"""A reply as the messages that a channel can carry: cut where it may be cut, options as it shows them."""

from collections.abc import Iterator, Sequence

import regex

from channels.messenger import Capabilities
from haat.core.message import Option, Outbound, Words

# Where a long text is cut, best first: between paragraphs, lines, sentences, words, and at last letters.
# A letter is a grapheme (UAX 29): a sign is never torn from what it stands on.
_WHOLE = r"(?![\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}])"
_CUTS = tuple(
    regex.compile(rf"(?<={after}){_WHOLE}") for after in (r"\n\n", r"\n", r"[।॥.!?؟]\s+", r"\s")
)
_LETTER = regex.compile(r"\X")
_NUMBER = regex.compile(r"\s*(\d{1,4})\s*[.):।]?\s*")


def rendered(
    words: Words, options: Sequence[Option], shows: Capabilities, hint: str | None
) -> tuple[Outbound, ...]:
    """The words with the options, in as many messages as it takes; the options go with the last.

    A channel without buttons numbers them, and `hint` says what to do; without a hint a number is
    the answer itself and nothing is numbered.
    """
    text = words.text
    if options and not shows.buttons and hint is not None:
        numbered = (f"{n}. {o.label}" for n, o in enumerate(options, 1))
        text = "\n".join(filter(None, [text, *numbered, hint]))
    parts = tuple(split(text, shows.most_characters)) or ("",)
    plain = [Outbound(part, (), words.language, words.script) for part in parts[:-1]]
    return (*plain, Outbound(parts[-1], tuple(options), words.language, words.script))


def split(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most `most` UTF-16 units, which is how messengers count."""
    piece = ""
    for part in _pieces(text, most):
        if piece and _units(piece + part) > most:
            yield from _told(piece)
            piece = ""
        piece += part
    yield from _told(piece)


def option_meant(text: str, options: Sequence[Option], *, numbers: bool) -> Option | None:
    """The option that a text names: by its label or value, or where they have `numbers` by that, in any digits."""
    number = _NUMBER.fullmatch(text) if numbers else None
    if number:
        at = int(number[1])
        return options[at - 1] if 0 < at <= len(options) else None
    said = text.strip().casefold()
    return next((o for o in options if said in {o.label.casefold(), o.value.casefold()}), None)


def _pieces(text: str, most: int, level: int = 0) -> Iterator[str]:
    """Pieces that fit, as whole as can be."""
    if _units(text) <= most:
        yield text
    elif level == len(_CUTS):
        for letter in _LETTER.findall(text):
            # one letter may be heaped with signs until no message holds it
            yield from (letter,) if _units(letter) <= most else letter
    else:
        for part in _CUTS[level].split(text):
            yield from _pieces(part, most, level + 1)


def _told(piece: str) -> Iterator[str]:
    """No provider takes an empty message."""
    if told := piece.strip():
        yield told


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
