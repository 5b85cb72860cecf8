"""Arrow's columns as those we calculate with."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.batch.columns import Columns, labels, numbers
from app.batch.numerals import numeral
from haat.core.errors import InvalidInput

PATH = Path("in.parquet")


def text(*chunks: list[str | None]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(c, pa.string()).dictionary_encode() for c in chunks])


@given(st.lists(st.lists(st.sampled_from(["b", "a", "", " ", None, "c"]), min_size=1), min_size=1))
def test_labels_say_what_stood_there_in_the_order_they_come(chunks: list[list[str | None]]) -> None:
    found = labels(text(*chunks))
    said = [cell if cell and cell.strip() else None for chunk in chunks for cell in chunk]
    assert [None if code < 0 else found.names[code] for code in found.codes] == said
    assert list(found.names) == list(dict.fromkeys(cell for cell in said if cell))
    assert all(said[found.row_of(code)] == name for code, name in enumerate(found.names))


def test_a_category_that_nobody_has_is_no_label() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([2, 0, 2], pa.int8()), ["a", "unused", "b"])
    assert labels(pa.chunked_array([column])).names == ("b", "a")


def test_words_among_numbers_are_refused_and_mere_words_are_none() -> None:
    assert numbers(PATH, "x", text(["red", "NA", ""])) is None
    found = numbers(PATH, "x", text(["1", "True", None, "NA", " 2.5 "]))
    np.testing.assert_array_equal(found, [1, 1, np.nan, np.nan, 2.5])
    with pytest.raises(InvalidInput, match="row 2, column x: 'red' is not a number"):
        numbers(PATH, "x", text(["1", "red"]))
    with pytest.raises(InvalidInput, match="row 2, column x: is infinite"):
        numbers(PATH, "x", pa.chunked_array([pa.array([1.0, -np.inf])]))


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1e3", 1000.0), ("-0.5", -0.5), ("FALSE", 0.0), ("1_000", None), ("", None)],
)
def test_numerals(cell: str, value: float | None) -> None:
    found = numeral(cell)
    assert found == value or (cell == "" and found is not None and np.isnan(found))


def test_only_what_is_wanted_is_read() -> None:
    names = ["a", "b", "c", ""]
    assert Columns(("a",), ("b",)).of(PATH, names) == ["a", "b"]
    assert Columns(("a",), ("b",), further=True).of(PATH, names) == ["a", "b", "c"]
    assert Columns(("a",), ("d",), optional=frozenset("d")).of(PATH, names) == ["a"]
    with pytest.raises(InvalidInput, match="no column d"):
        Columns(("a",), ("d",)).of(PATH, names)
