"""A text is cut the likeliest way, and none of it is lost."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from haat.language.encoder.packed import Lexicon
from haat.language.encoder.pieces import GAP, Cutter

PIECES = {
    f"{GAP}tax": -2.0,
    f"{GAP}ta": -3.0,
    "x": -3.0,
    "es": -1.0,
    GAP: -4.0,
    "e": -5.0,
    "s": -5.0,
}
LEXICON = Lexicon(
    {piece: number for number, piece in enumerate(PIECES, 10)},
    [0.0] * 10 + list(PIECES.values()),
    {ord("T"): "t", ord("\t"): " "},
    begin=0,
    end=2,
    unknown=3,
)


def cut(text: str) -> list[str]:
    return [piece.letters for piece in Cutter(LEXICON).cut(text)]


def test_the_likeliest_way_is_taken() -> None:
    assert cut("taxes") == [f"{GAP}tax", "es"]
    assert cut("Taxes\t  tax") == [f"{GAP}tax", "es", f"{GAP}tax"]


def test_an_unknown_letter_is_a_piece_of_its_own() -> None:
    found = Cutter(LEXICON).cut("tax कर")
    assert [(piece.letters, piece.number) for piece in found[1:]] == [
        (GAP, LEXICON.places[GAP]),
        ("क", LEXICON.unknown),
        ("र", LEXICON.unknown),
    ]


@given(st.text("taxes क", max_size=40))
def test_pieces_stand_one_after_the_other(text: str) -> None:
    found = Cutter(LEXICON).cut(text)
    told = "".join(piece.letters for piece in found)
    assert told.replace(GAP, " ").split() == text.split()
    assert all(one.begins + len(one.letters) == next_.begins for one, next_ in pairwise(found))
