"""`haat recommend`: who bought what in, lists out."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.integration.cli.line import Line
from tests.unit.analytics.recommending.market import market

FIRST = date(2026, 1, 1)
COLUMNS = ["user", "item", "rank", "score", "reason"]
SMALL = "user,item,ds,quantity\nu1,soap,2026-01-02,2\nu1,rice,2026-01-02,1\nu2,soap,2026-01-05,3\n"


class Lists:
    """The file of what was bought, and where the lists go."""

    def __init__(self, folder: Path, line: Line) -> None:
        self.given, self.output = folder / "bought.csv", folder / "out.csv"
        self._folder, self.line = folder, line

    def write(self, name: str, text: str) -> Path:
        path = self._folder / name
        path.write_text(text)
        return path

    def run(self, text: str, shelf: str, *words: str) -> tuple[int, str, str]:
        self.given.write_text(text)
        given = ("--input", str(self.given), "--shelf", shelf, "--output", str(self.output))
        return self.line.run("recommend", *given, *words)

    @property
    def rows(self) -> list[dict[str, str]]:
        with self.output.open(encoding="utf-8", newline="") as source:
            return list(csv.DictReader(source))


@pytest.fixture
def lists(tmp_path: Path, line: Line) -> Lists:
    return Lists(tmp_path, line)


def big() -> str:
    known = market()
    rows = zip(known.users, known.days, known.items, strict=True)
    told = [f"u{u},i{i},{FIRST + timedelta(days=int(d))},1" for u, d, i in rows]
    return "\n".join(("user,item,ds,quantity", *told))


def test_each_user_gets_her_list_best_first(lists: Lists) -> None:
    code, said, told = lists.run(big(), "all", "-k", "5")
    assert code == 0
    assert said == f"600 suggestions for 120 users written to {lists.output}\n"
    assert "lines of 120 users read" in told
    first = lists.rows[:5]
    assert list(first[0]) == COLUMNS
    assert [row["rank"] for row in first] == ["1", "2", "3", "4", "5"]
    assert {row["user"] for row in first} == {"u0"}
    scores = [float(row["score"]) for row in first]
    assert scores == sorted(scores, reverse=True)
    assert all(row["reason"] for row in lists.rows)


def test_again_and_new_are_told_apart(lists: Lists) -> None:
    lists.run(SMALL, "again")
    assert [(row["user"], row["item"]) for row in lists.rows] == [
        ("u1", "soap"),
        ("u1", "rice"),
        ("u2", "soap"),
    ]
    assert lists.rows[0]["reason"] == "in 1 of the last 1 orders"
    lists.run(SMALL, "new")
    assert [(row["user"], row["item"]) for row in lists.rows] == [("u2", "rice")]


def test_only_those_asked_for_and_strangers_get_what_sells(lists: Lists) -> None:
    users = lists.write("users.csv", "user\nu2\nnobody\n")
    code, _, told = lists.run(SMALL, "all", "--users", str(users))
    assert code == 0
    assert "note: 1 users are unknown" in told
    assert [(row["user"], row["item"]) for row in lists.rows if row["user"] == "nobody"] == [
        ("nobody", "soap"),
        ("nobody", "rice"),
    ]
    assert {row["user"] for row in lists.rows} == {"u2", "nobody"}


def test_goods_that_are_not_sold_yet_come_from_the_items_file(lists: Lists) -> None:
    items = lists.write(
        "items.csv",
        "item,name,category,price\nsoap,Rose soap,bath,30\nrice,Rice,food,60\nbar,Rose soap bar,bath,20\n",
    )
    code, _, _ = lists.run(SMALL, "new", "--items", str(items))
    assert code == 0
    found = {(row["user"], row["item"]): row["reason"] for row in lists.rows}
    assert found["u2", "bar"] == "like Rose soap, which is bought already"


def test_whole_numbers_and_parquet_are_read_and_written(lists: Lists, tmp_path: Path) -> None:
    given, output = tmp_path / "bought.parquet", tmp_path / "out.parquet"
    told = {"user": ["u1", "u1", "u2"], "item": ["a", "b", "a"], "ds": [1, 2, 1]}
    parquet.write_table(pa.table(told), given)
    words = ("--input", str(given), "--shelf", "new", "--output", str(output))
    assert lists.line.run("recommend", *words)[0] == 0
    found = parquet.read_table(output).to_pylist()
    assert [(row["user"], row["item"], row["rank"]) for row in found] == [("u2", "b", 1)]


def test_returns_are_left_out_and_told(lists: Lists) -> None:
    code, _, told = lists.run(SMALL + "u2,rice,2026-01-06,-1\n", "again")
    assert code == 0
    assert "1 lines without a quantity above 0 are left out" in told
    assert ("u2", "rice") not in {(row["user"], row["item"]) for row in lists.rows}


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        (SMALL, ("-k", "0"), "-k 0: must be from 1 to 10,000"),
        ("user,item\nu,i\n", (), "there is no column ds"),
        ("user,item,ds\nu,i,yesterday\n", (), "line 2, column ds: 'yesterday' is neither"),
        ("user,item,ds\nu,,2026-01-01\n", (), "line 2, column item: is empty"),
        ("user,item,ds,quantity\nu,i,2026-01-01,-2\n", (), "no line has a quantity above 0"),
        ("user,item,ds,quantity\nu,i,2026-01-01,two\n", (), "column quantity: is not a number"),
    ],
)
def test_what_can_t_be_used_is_named(
    lists: Lists, text: str, words: tuple[str, ...], why: str
) -> None:
    code, said, told = lists.run(text, "all", *words)
    assert (code, said) == (1, "")
    assert why in told
    assert not lists.output.exists()


def test_an_item_is_told_once(lists: Lists) -> None:
    items = lists.write("items.csv", "item,name\nsoap,Soap\nsoap,Soap\n")
    code, _, told = lists.run(SMALL, "all", "--items", str(items))
    assert code == 1
    assert "line 3, column item: soap is there already" in told
