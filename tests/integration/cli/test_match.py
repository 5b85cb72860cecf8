"""`haat match`: sellers, buyers and their history in, matches out."""

import csv
from pathlib import Path

import pytest
from pyarrow import parquet

from tests.integration.cli.line import Line

SELLERS = """seller,text,lat,lon,capacity,price
A,mango pickle,25,85,10,100
B,cotton cloth,,,,
C,,,,5,
"""
BUYERS = """buyer,text,lat,lon,volume,max_price
X,pickle and papad,25.1,85,12,120
Y,cloth,,,,
Z,,26,86,,
"""
PARTS = ["content", "collaborative", "context", "graph"]


class Tables:
    """The files, and where the matches go."""

    def __init__(self, folder: Path, line: Line) -> None:
        self.folder, self.output, self._line = folder, folder / "out.csv", line

    def run(self, *words: str, **told: str) -> tuple[int, str, str]:
        arguments = []
        for name, text in ({"sellers": SELLERS, "buyers": BUYERS} | told).items():
            path = self.folder / f"{name}.csv"
            path.write_text(text)
            arguments += [f"--{name}", str(path)]
        return self._line.run("match", *arguments, "--output", str(self.output), *words)

    @property
    def rows(self) -> list[dict[str, str]]:
        with self.output.open(encoding="utf-8") as source:
            return list(csv.DictReader(source))


@pytest.fixture
def tables(tmp_path: Path, line: Line) -> Tables:
    return Tables(tmp_path, line)


def test_the_best_buyer_comes_first_and_the_parts_add_up(tables: Tables) -> None:
    code, out, err = tables.run("-k", "2")
    assert code == 0, err
    assert "written to" in out
    assert list(tables.rows[0]) == ["seller", "buyer", "rank", "score", "confidence", *PARTS]
    first = {row["seller"]: row["buyer"] for row in tables.rows if row["rank"] == "1"}
    assert first["A"] == "X"
    assert first["B"] == "Y"
    for row in tables.rows:
        assert sum(float(row[part]) for part in PARTS) == pytest.approx(
            float(row["score"]), abs=1e-5
        )
        assert not row["confidence"]


def test_one_seller_and_one_buyer_of_whom_nothing_is_known(tables: Tables) -> None:
    code, _, err = tables.run(sellers="seller\nA\n", buyers="buyer\nX\n")
    assert code == 0, err
    assert [(row["seller"], row["buyer"]) for row in tables.rows] == [("A", "X")]


def test_whom_one_dealt_with_goes_first(tables: Tables) -> None:
    for history in (
        "seller,buyer,ds\nC,Z,2024-01-05\nQ,Z,2024-02-01\n",
        "seller,buyer,ds\nC,Z,3\n",
    ):
        code, _, err = tables.run("-k", "1", history=history)
        assert code == 0, err
        assert {row["seller"]: row["buyer"] for row in tables.rows}["C"] == "Z"


def test_a_buyer_is_sent_no_more_than_it_takes(tables: Tables) -> None:
    sellers = "seller,text,capacity\n" + "".join(f"S{n},pickle,5\n" for n in range(6))
    code, _, err = tables.run("-k", "1", sellers=sellers)
    assert code == 0, err
    assert [row["buyer"] for row in tables.rows].count("X") == 2


def test_a_share_keeps_a_buyer_from_being_sent_to_all(tables: Tables) -> None:
    sellers = "seller,text\n" + "".join(f"S{n},cotton\n" for n in range(6))
    code, _, err = tables.run("-k", "1", "--share", "0.5", sellers=sellers)
    assert code == 0, err
    assert max([row["buyer"] for row in tables.rows].count(b) for b in "XYZ") == 3


def test_parquet_in_and_out(tables: Tables, tmp_path: Path) -> None:
    tables.output = tmp_path / "out.parquet"
    code, _, err = tables.run("-k", "1")
    assert code == 0, err
    assert parquet.read_table(tables.output).column("seller").to_pylist() == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"sellers": "seller\nA\nA\n"}, "line 3, column seller: A is there already"),
        ({"buyers": "buyer,lat\nX,91\n"}, "line 2, column lat: 91 is beyond 90 degrees"),
        ({"buyers": "buyer,volume\nX,-1\n"}, "line 2, column volume: -1 must be 0 or more"),
        ({"buyers": "name\nX\n"}, "there is no column buyer"),
        ({"history": "seller,buyer,ds\nA,X,soon\n"}, "neither a date"),
        ({"history": "seller,buyer,ds\nA,,3\n"}, "column buyer: is empty"),
    ],
)
def test_what_cannot_be_used_is_named(tables: Tables, told: dict[str, str], why: str) -> None:
    code, _, err = tables.run(**told)
    assert code == 1
    assert why in err
    assert not tables.output.exists()


def test_wishes_that_make_no_sense_are_refused(tables: Tables) -> None:
    for words in (("-k", "0"), ("--share", "2")):
        code, _, err = tables.run(*words)
        assert code == 1
        assert words[0] in err
