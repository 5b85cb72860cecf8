"""No figure reaches the reader that was not found: every number of a reply is traced."""

import re
from collections.abc import Iterable

from haat.language.grammar import Grammar
from haat.language.quantities import find_amounts
from haat.language.tokens import fold, tokenise

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def numbers_in(text: str) -> set[str]:
    """Every number written in digits of any script, without grouping or idle zeros."""
    plain = "".join(fold(c) if c.isdigit() and not c.isascii() else c for c in text)
    return {bare(n) for n in NUMBER.findall(plain)}


def bare(number: str) -> str:
    """A number without grouping and idle zeros."""
    digits = number.rstrip(".,").replace(",", "")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def ungrounded(text: str, allowed: Iterable[str], said: str, grammar: Grammar) -> set[str]:
    """Numbers of `text` that stand in none of the allowed pieces nor in the person's own words."""
    known = numbers_in(said) | said_values(said, grammar)
    for piece in allowed:
        known |= numbers_in(piece)
    return numbers_in(text) - known


def said_values(text: str, grammar: Grammar) -> set[str]:
    """The amounts in a text, in digits or words (`dhai kilo` is 2.5)."""
    return {bare(f"{a.value:f}") for a in find_amounts(tokenise(text), grammar)}
