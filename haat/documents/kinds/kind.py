"""What a kind of paper is: how it is recognised, and which rules hold for it."""

from collections.abc import Callable
from dataclasses import dataclass

from haat.documents.paper import Paper
from haat.documents.rules import Rule


@dataclass(frozen=True, slots=True)
class Kind:
    """`likeness` tells from 0 to 1 how much the page's text and what was read of it speak for the kind.

    `core` are the fields that such a paper nearly always has.
    """

    name: str
    likeness: Callable[[str, Paper], float]
    rules: tuple[Rule, ...]
    core: tuple[str, ...]
