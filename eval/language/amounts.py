"""Numbers, money and measures: a table by hand in every language, and number words from another source."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from haat.language.hearing import Languages, load_languages
from haat.language.numbers import find_numbers
from haat.language.quantities import find_amounts
from haat.language.tokens import tokenise

TABLE = Path(__file__).parent / "amounts.csv"
ORACLE_TO = 10_000


@dataclass(frozen=True, slots=True)
class Case:
    """A message with one amount in it; `ask` where it can be read in two ways."""

    language: str
    text: str
    value: str
    unit: str

    def right(self, languages: Languages) -> bool:
        """Whether it is read so."""
        grammar = languages.hearing((self.language, "en")).grammar
        found = [a for a in find_amounts(tokenise(self.text), grammar) if not a.pack]
        if self.value == "ask":
            return not found or all(a.ambiguous for a in found)
        if len(found) != 1 or found[0].ambiguous:
            return False
        unit = (found[0].per and f"INR/{found[0].per}") or (
            "INR" if found[0].kind == "money" else found[0].unit
        )
        return found[0].value == Decimal(self.value) and (unit or "") == self.unit


def cases() -> tuple[Case, ...]:
    """The table that was written by hand."""
    with TABLE.open(encoding="utf-8", newline="") as source:
        return tuple(Case(**row) for row in csv.DictReader(source))


def report() -> str:
    """How many are right, and which are not."""
    if not TABLE.is_file():
        return "## Numbers and money\n\nNo table."
    languages, listed = load_languages(), cases()
    wrong = [c for c in listed if not c.right(languages)]
    told = Counter(c.language for c in listed)
    lines = [
        "## Numbers and money",
        f"{len(listed) - len(wrong)} of {len(listed)} cases right in {len(told)} languages.",
        *(f"- wrong: {c.language}: {c.text} is {c.value} {c.unit}" for c in wrong),
    ]
    return "\n".join([*lines, "", round_trip(languages)])


def round_trip(languages: Languages) -> str:
    """0 to 9,999 in the words of `indic-numtowords` (AI4Bharat) and back, where it is installed."""
    try:
        from indic_numtowords import num2words as _  # noqa: F401, PLC0415  # asked for only here
    except ImportError:
        return "Round trip: `indic-numtowords` is not installed."
    lost = {code: strange_words(code, languages) for code in languages.packs if code != "en"}
    told = ", ".join(f"{code} {len(found)}" for code, found in sorted(lost.items()))
    return f"Round trip of 0 to {ORACLE_TO - 1} by indic-numtowords; not read back, mistakes of its own included: {told}."


def strange_words(
    code: str, languages: Languages, numbers: Iterable[int] = range(ORACLE_TO)
) -> Mapping[int, str]:
    """The numbers whose words, said of rupees, are not read as that number."""
    from indic_numtowords import num2words  # noqa: PLC0415  # an oracle, no part of the product

    grammar = languages.hearing((code, "en")).grammar

    @cache
    def value(words: str) -> Decimal | None:
        found = find_numbers(tokenise(f"{words} ₹"), grammar)
        return found[0].value if len(found) == 1 and not found[0].ambiguous else None

    said: Iterable[tuple[int, str]] = ((n, num2words(n, lang=code)) for n in numbers)
    return {n: words for n, words in said if value(words) != n}
