"""Passages cover the text, overlap a little, and carry their headings."""

from hypothesis import given
from hypothesis import strategies as st

from haat.documents.writings.section import Section
from retrieval.passage import MOST, passages


@given(st.lists(st.text("abcdef .\n", min_size=1, max_size=400), min_size=1, max_size=30))
def test_every_letter_is_in_a_passage_and_none_is_too_long(parts: list[str]) -> None:
    text = " ".join(parts)
    found = list(passages("a.md", [Section(text)]))
    assert all(len(p.text) <= MOST for p in found)
    assert bool(found) == bool(text.strip())
    assert all(p.text in text for p in found)
    assert sum(len(p.text) for p in found) >= len(text.strip()) - 3 * len(found)


def test_headings_stand_in_the_passage_and_long_sections_are_numbered() -> None:
    long = "One sentence of a rule. " * 100
    found = list(passages("a.md", [Section(long, ("Rules", "Fees"), "Fees")]))
    assert all(p.whole.startswith("Rules — Fees\n") for p in found)
    assert [p.locator for p in found] == [f"Fees ({n}/{len(found)})" for n in (1, 2)]
    assert found[1].text[:100] in found[0].text


def test_id_tells_text_and_place() -> None:
    first, again = (next(passages("a.md", [Section("x")])) for _ in range(2))
    other = next(passages("b.md", [Section("x")]))
    assert first.id(0) == again.id(0)
    assert len({first.id(0), first.id(1), other.id(0)}) == 3
