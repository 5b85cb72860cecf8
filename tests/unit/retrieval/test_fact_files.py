"""Every fact that ships stands in the collection of facts, word for word, with what is known of it."""

from retrieval.fact_files import fact_files
from retrieval.facts import FOLDER, facts


def test_every_fact_is_a_piece_of_its_file() -> None:
    read = {file.source: file.read(file.content()) for file in fact_files()}
    assert all(source.startswith(f"{FOLDER}/") for source in read)
    pieces = [(source, s.text) for source, sections in read.items() for s in sections]
    assert sorted(pieces) == sorted((fact.source, fact.words) for fact in facts())
    known = {s.text: s.known for sections in read.values() for s in sections}
    for fact in facts():
        assert known[fact.words]["certainty"] == fact.sure
        assert ("valid_to" in known[fact.words]) == (fact.valid_to is not None)
