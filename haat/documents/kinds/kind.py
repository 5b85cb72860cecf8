"""What a kind of paper is: how it is recognised, and which rules hold for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from haat.documents.invoice import bill_of
from haat.documents.page import Page
from haat.documents.paper import Paper
from haat.documents.rules import Rule


@dataclass(frozen=True, slots=True)
class Kind:
    """`likeness` tells from 0 to 1 how much the page's text and what was read of it speak for the kind.

    `core` are the fields that such a paper nearly always has; `read` reads its pages on a day.
    """

    name: str
    likeness: Callable[[str, Paper], float]
    rules: tuple[Rule, ...]
    core: tuple[str, ...]
    read: Callable[[Sequence[Page], date], Paper] = bill_of
