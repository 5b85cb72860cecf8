"""Read a hosted model's wording before anybody else does: names of figures, and nothing of its own."""

import re
from collections.abc import Iterator

from agent.check import numbers_in, said_values
from agent.done import Done
from agent.scribe import COUNT_COLUMNS, MONEY_COLUMNS, REFERENCE, Scribe
from haat.core.errors import ModelFailed
from haat.language.grammar import Grammar

LINK = re.compile(r"(?i)\bhttps?:|\bwww\.|\w@\w|\w\.(?:com|org|net|in|co|io|ru|me)\b")
NAMED_CELLS = MONEY_COLUMNS | COUNT_COLUMNS
HEADS = frozenset({"price", "value"})  # figures that say little without what they are about


def proofread(text: str, scribe: Scribe, grammar: Grammar) -> None:
    """ModelFailed where a wording holds a figure, a link or a name that it should not hold.

    A model may not even repeat a number of the person's: what was a quantity would come back as a
    price.
    """
    free = REFERENCE.sub(" ", text)
    named = REFERENCE.findall(text)
    if not named or not all(map(scribe.knows, named)):
        raise ModelFailed("the language model named no figure, or one that no tool returned")
    if "{" in free or "}" in free or LINK.search(free):
        raise ModelFailed("the language model wrote a broken name or a link")
    if own_figures(free, grammar):
        raise ModelFailed("the language model wrote a figure of its own")
    if any(not _says_what(line, scribe) for line in text.splitlines()):
        raise ModelFailed("the language model did not say what a figure is about")


def own_figures(free: str, grammar: Grammar) -> set[str]:
    """Numbers of a text in digits of any script, in signs such as a half, or in words."""
    signs = {c for c in free if c.isnumeric() and not c.isdecimal()}
    return numbers_in(free) | said_values(free, grammar) | signs


def _says_what(line: str, scribe: Scribe) -> bool:
    """Whether the line names the goods, the place and the period of the figures that it names."""
    named = set(REFERENCE.findall(line))
    return all(
        any(one in named for one in choices)
        for reference in named
        for choices in _beside(reference, scribe)
    )


def _beside(reference: str, scribe: Scribe) -> Iterator[set[str]]:
    """For each thing that has to stand beside a figure, the names that say it."""
    call_id, *path = reference.split(".")
    done = scribe.calls[call_id]
    if len(path) == 3 and path[0] == "rows" and path[2] in NAMED_CELLS:
        yield from _beside_cell(done, reference, path)
    if len(path) == 1 and path[0] in HEADS:
        figure = f"{call_id}.{path[0]}"
        goods = {f"{call_id}.@product", f"{figure}.product"}
        for choices in (goods, {f"{figure}.place"}, {f"{call_id}.@period"}):
            if any(scribe.knows(c) for c in choices):
                yield choices


def _beside_cell(done: Done, reference: str, path: list[str]) -> Iterator[set[str]]:
    row = reference.rpartition(".")[0]
    columns = done.finding.rows[int(path[1])].keys()
    for needed in ({"product", "market"}, {"date"}):
        if needed & columns:
            yield {f"{row}.{c}" for c in needed & columns}
