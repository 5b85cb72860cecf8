"""The facts that ship as writings for a collection, so that what is a tenant's own is weighed beside them."""

from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from itertools import groupby

from haat.documents.writings.section import Section
from retrieval.facts import Fact, facts
from retrieval.indexing import File

FACTS = "facts"  # the collection's name


def fact_files() -> Iterator[File]:
    """One for each file of facts."""
    folder = files("retrieval") / "knowledge"
    for source, held in groupby(facts(), key=lambda fact: fact.source):
        path = folder / source.rpartition("/")[2]
        sections = tuple(map(_section, held))
        yield File(source, path.read_bytes, partial(_told, sections=sections))


def _told(content: bytes, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    del content  # it was read when the facts were
    return sections


def _section(fact: Fact) -> Section:
    known = {
        "certainty": fact.sure,
        "as_of": fact.as_of.isoformat(),
        **({"valid_from": fact.valid_from.isoformat()} if fact.valid_from else {}),
        **({"valid_to": fact.valid_to.isoformat()} if fact.valid_to else {}),
    }
    return Section(fact.words, (fact.title,), fact.reference, known)
