"""`haat forecast`: long tables in, forecasts out."""

import csv
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from app.batch.engines import Engine
from app.batch.progress import Tell
from app.forecast_command import Wish, run
from haat.analytics.panel.foretold import Foretold
from haat.analytics.panel.panel import Panel
from haat.analytics.panel.standing import foretell
from haat.core.errors import InvalidInput
from tests.integration.cli.line import Line

HEADER = "unique_id,ds,y\n"
FIRST = date(2026, 1, 1)


def days(name: str, count: int, first: date = FIRST, y: float = 3.0) -> str:
    return "".join(f"{name},{first + timedelta(days=n)},{y + n % 7}\n" for n in range(count))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


class Table:
    """A file to forecast, and where to."""

    def __init__(self, folder: Path, line: Line) -> None:
        self.input, self.output, self.folder = folder / "in.csv", folder / "out.csv", folder
        self._line = line

    def run(self, text: str | bytes, *words: str, horizon: int = 3) -> tuple[int, str, str]:
        self.input.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self._line.run(
            "forecast",
            *("--input", str(self.input), "--output", str(self.output)),
            *("--horizon", str(horizon), *words),
        )

    def plan(self, text: str) -> tuple[str, str]:
        path = self.folder / "future.csv"
        path.write_text(text)
        return "--future", str(path)


@pytest.fixture
def table(tmp_path: Path, line: Line) -> Table:
    return Table(tmp_path, line)


def test_each_series_is_foretold_in_the_order_of_the_file(table: Table) -> None:
    code, said, told = table.run(HEADER + days("b", 30) + days('"a, b"', 30))
    assert (code, said) == (0, f"2 series x 3 periods written to {table.output}\n")
    assert "2 of 2 series foretold" in told
    found = rows(table.output)
    assert list(found[0]) == ["unique_id", "ds", "yhat", "yhat_lower", "yhat_upper", "model"]
    assert [r["unique_id"] for r in found] == ["b"] * 3 + ["a, b"] * 3
    assert [r["ds"] for r in found] == ["2026-01-31", "2026-02-01", "2026-02-02"] * 2
    for row in found:
        assert 0 <= float(row["yhat_lower"]) <= float(row["yhat"]) <= float(row["yhat_upper"])
    assert {p.name for p in table.folder.iterdir()} <= {"in.csv", "out.csv", "var"}


def test_quantiles_are_written_where_they_are_asked_for(table: Table) -> None:
    table.run(HEADER + days("a", 30), "--quantiles")
    names = ["q0.005", "q0.025", "q0.165", "q0.25", "q0.5", "q0.75", "q0.835", "q0.975", "q0.995"]
    for row in rows(table.output):
        assert list(row)[6:] == names
        told = [float(row[name]) for name in names]
        assert told == sorted(told)
        assert (row["yhat_lower"], row["yhat_upper"]) == (row["q0.025"], row["q0.975"])


def test_parquet_gives_the_same_as_csv(table: Table) -> None:
    table.run(HEADER + days("a", 40) + days("b", 40))
    read = rows(table.input)
    body = {
        "unique_id": pa.array([r["unique_id"] for r in read]).dictionary_encode(),
        "ds": pa.array([date.fromisoformat(r["ds"]) for r in read]).cast(pa.timestamp("ns")),
        "y": pa.array([float(r["y"]) for r in read], pa.float32()),
    }
    given, output = table.folder / "in.parquet", table.folder / "out.parquet"
    parquet.write_table(pa.table(body), given)
    run(Wish(given, output, 3))
    found = parquet.read_table(output)
    assert found["ds"].type == pa.timestamp("ns")
    assert [
        (r["unique_id"], f"{r['ds']:%Y-%m-%d}", r["yhat"], r["model"]) for r in found.to_pylist()
    ] == [(r["unique_id"], r["ds"], float(r["yhat"]), r["model"]) for r in rows(table.output)]


def test_columns_of_parquet_may_be_of_many_types(table: Table) -> None:
    given, heard = table.folder / "in.parquet", list[str]()
    midnight = pa.array([1767205800, 1767292200], pa.int64())  # of 1 and 2 January 2026 in India
    body = {
        "unique_id": pa.array([5, 5]),
        "ds": midnight.cast(pa.timestamp("s")).cast(pa.timestamp("s", "Asia/Kolkata")),
        "y": pa.array([Decimal("1.5"), None]),
        "promo": pa.array([True, None]),
        "opened": pa.array([FIRST, FIRST]),
        "tags": pa.array([["a"], []]),
    }
    parquet.write_table(pa.table(body), given)
    run(Wish(given, table.output, 1), tell=heard.append)
    assert [(r["unique_id"], r["ds"]) for r in rows(table.output)] == [("5", "2026-01-03")]
    assert "note: the column opened holds words and is not used" in heard
    parquet.write_table(pa.table(body | {"ds": midnight.cast(pa.timestamp("s"))}), given)
    with pytest.raises(InvalidInput, match="row 1, column ds: '2025-12-31 18:30"):
        run(Wish(given, table.output, 1))


@pytest.mark.parametrize(
    ("known", "ahead"),
    [
        (("2026-01-02", "2026-01-09", "2026-01-23"), ("2026-01-30", "2026-02-06")),
        (("2025-10-01", "2025-12-01"), ("2026-01-01", "2026-02-01")),
        (("01/02/2026", "02/02/2026"), ("2026-02-03", "2026-02-04")),
        (("2026-01-30 00:00:00", "2026-02-01 00:00:00"), ("2026-02-02", "2026-02-03")),
        (("7", "9"), ("10", "11")),
        (("20260228",), ("2026-03-01", "2026-03-02")),
        (("-3",), ("-2", "-1")),
    ],
)
def test_periods_go_on_as_they_were(
    table: Table, known: tuple[str, ...], ahead: tuple[str, str]
) -> None:
    code, _, _ = table.run(HEADER + "".join(f"a,{ds},1\n" for ds in known), horizon=2)
    assert code == 0
    assert tuple(r["ds"] for r in rows(table.output)) == ahead


def test_each_series_goes_on_after_its_own_end(table: Table) -> None:
    table.run(HEADER + days("a", 30) + days("b", 20), horizon=1)
    assert [r["ds"] for r in rows(table.output)] == ["2026-01-31", "2026-01-21"]
    table.run(HEADER + days("a", 30) + days("b", 20), "--fill", "0", horizon=1)
    assert [r["ds"] for r in rows(table.output)] == ["2026-01-31", "2026-01-31"]


def test_whole_numbers_may_end_anywhere(table: Table) -> None:
    text = HEADER + "".join(
        f"{s},{n},{n}\n" for s, end in (("a", 50), ("b", 20)) for n in range(end)
    )
    table.run(text, horizon=1)
    assert [r["ds"] for r in rows(table.output)] == ["50", "20"]


def test_a_gap_is_not_a_zero_unless_it_is_said(table: Table) -> None:
    text = HEADER + "".join(f"a,{n},4\n" for n in range(0, 100, 2)) + "a,99,4\n"
    table.run(text, horizon=1)
    assert float(rows(table.output)[0]["yhat"]) == pytest.approx(4)
    table.run(text, "--fill", "0", horizon=1)
    assert float(rows(table.output)[0]["yhat"]) < 3


def test_what_is_planned_tells_when_the_forecast_begins(table: Table) -> None:
    text = "unique_id,ds,y,promo\n" + "".join(f"a,{n},1,0\nb,{n},1,0\n" for n in range(20))
    plan = table.plan("unique_id,ds,promo\na,21,1\nb,21,0\n")
    code, _, told = table.run(text + "a,20,1,0\n", *plan, horizon=1)
    assert (code, [r["ds"] for r in rows(table.output)]) == (0, ["21", "21"])
    assert "note" not in told


def test_what_a_plan_lacks_is_noted(table: Table) -> None:
    text = "unique_id,ds,y,price,promo\n" + "".join(f"a,{n},1,9,0\n" for n in range(20))
    plan = table.plan("unique_id,ds,price,feature\na,20,9,1\nz,20,9,1\n")
    code, _, told = table.run(text, *plan)
    assert code == 0
    assert [t for t in told.splitlines() if t.startswith("note: ")] == [
        f"note: promo is not in {plan[1]}, so that what is to come of it counts as not known",
        f"note: feature is only in {plan[1]} and is not used",
        f"note: 1 series of {plan[1]} are unknown, such as z",
        f"note: {plan[1]} lacks 2 of 3 rows of the horizon",
    ]


def test_what_is_below_zero_is_noted_and_may_be_foretold(table: Table) -> None:
    code, _, told = table.run(HEADER + "a,1,-2\na,2,3\n")
    assert code == 0
    assert "note: there are values below zero" in told


def test_words_are_left_out_and_noted(table: Table) -> None:
    code, _, told = table.run("unique_id,ds,y,shop,promo\na,1,2,x,True\na,2,2,y,False\n")
    assert code == 0
    assert "note: the column shop holds words and is not used" in told


def test_too_little_is_said(table: Table) -> None:
    zeros = "".join(f"a,{n},0\n" for n in range(40))
    for given in (HEADER + "a,2026-01-01,5\n", HEADER + zeros, HEADER + "a,1,\na,2,\n"):
        assert table.run(given)[0] == 0
        assert {r["model"].partition(":")[0] for r in rows(table.output)} == {"not_enough_history"}
    table.run(HEADER + zeros)
    assert {float(r["yhat"]) for r in rows(table.output)} == {0.0}


BAD = {
    "": "in.csv: is empty",
    HEADER: "in.csv: holds no rows",
    "unique_id,ds\na,1\n": "in.csv: line 1: there is no column y (there are: unique_id, ds)",
    "unique_id,ds,y,y\na,1,1,1\n": "in.csv: line 1: the column y is there twice",
    HEADER + "a,1,1\n\na,2,many\n": "in.csv: line 4, column y: 'many' is not a number",
    HEADER
    + "a,1,few\na,2,many\n": "in.csv: line 2, column y: is not a number, nor is any below it",
    HEADER + "a,1,1\na,2,inf\n": "in.csv: line 3, column y: is infinite",
    HEADER + "a,1,1\n,2,1\n": "in.csv: line 3, column unique_id: is empty",
    HEADER + "a,1,1\na,2\n": "in.csv: line 3: has 2 cells, not 3",
    HEADER + "a,1,1\nb,1,1\na,1,2\n": "in.csv: line 4, column ds: a has 1 already",
    HEADER
    + "a,2026-02-30,1\n": "line 2, column ds: '2026-02-30' is neither a date (YYYY-MM-DD) nor",
    HEADER + "a,2026-02-03 08:30,1\n": "'2026-02-03 08:30' is neither",
    HEADER
    + "a,2026-02-03,1\na,4,1\n": "line 3, column ds: '4' is a number, those before it are dates",
    HEADER + "a,2026-01-01,1\na,2126-01-02,1\n": "only 2 of these 36526 periods occur",
    "unique_id,ds,y,promo\na,1,1,1\na,2,1,x\n": "line 3, column promo: 'x' is not a number",
}


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_used_is_one_line_and_nothing_is_written(table: Table, text: str) -> None:
    code, said, told = table.run(text)
    assert (code, said, told.count("\n")) == (1, "", 1)
    assert BAD[text] in told
    assert {p.name for p in table.folder.iterdir()} == {"in.csv"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--freq", "W"), "line 3, column ds: 2026-01-02 is another weekday"),
        (("--freq", "MS"), "line 3, column ds: 2026-01-02 is not the first day of a month"),
        (("--freq", "none"), "line 2, column ds: is a date; --freq none is for whole numbers"),
        (("--horizon", "0"), "--horizon 0: must be from 1 to 10,000"),
        (("--method", "guess"), "--method guess: is none of standing"),
        (("--output", "/proc/out.csv"), "/proc/out.csv: cannot be written"),
        (("--output", "out.xls"), "out.xls: neither a .csv nor a .parquet file"),
        (("--input", "none.csv"), "none.csv: No such file"),
        (("--input", "none.parquet"), "none.parquet: No such file"),
        (("--future", "none.csv"), "none.csv: No such file"),
    ],
)
def test_what_cannot_be_done_is_one_line(table: Table, words: tuple[str, ...], why: str) -> None:
    code, said, told = table.run(HEADER + days("a", 9), *words)
    assert (code, said) == (1, "")
    assert why in told.splitlines()[-1]
    assert {p.name for p in table.folder.iterdir()} == {"in.csv"}


@pytest.mark.parametrize("words", [("--freq", "H"), ("--fill", "1"), ("--engine", "x")])
def test_wrong_usage_is_a_2(table: Table, words: tuple[str, ...]) -> None:
    assert table.run(HEADER + days("a", 9), *words)[0] == 2


def test_what_is_no_text_and_no_parquet_is_said(table: Table) -> None:
    for body, why in (
        (b"\xff\xfe\x00", "no line of CSV"),
        (HEADER.encode() + b"\xff,1,1", "UTF-8"),
    ):
        code, _, told = table.run(body)
        assert (code, why in told) == (1, True)
    table.folder.joinpath("in.parquet").write_bytes(b"PAR1 nonsense")
    code, _, told = table.run(HEADER, "--input", str(table.folder / "in.parquet"))
    assert (code, "is no Parquet file" in told) == (1, True)


def test_what_is_read_is_not_written_over(table: Table) -> None:
    code, _, told = table.run(HEADER + days("a", 9), "--output", str(table.input))
    assert (code, "is read from" in told) == (1, True)
    assert len(rows(table.input)) == 9


def test_an_older_output_stays_where_the_new_one_cannot_be_made(table: Table) -> None:
    table.run(HEADER + days("a", 9))
    before = table.output.read_bytes()
    assert table.run(HEADER + "a,1,x\n")[0] == 1
    assert table.output.read_bytes() == before


def test_what_was_done_before_a_stop_is_not_done_again(table: Table) -> None:
    names = [f"s{n:02}" for n in range(10)]
    table.input.write_text(HEADER + "".join(days(name, 9) for name in names))
    wish = Wish(table.input, table.output, 3, together=4)
    run(wish)
    whole = table.output.read_bytes()
    stopped = _Stop(at=2)
    with pytest.raises(_Stopped):
        run(wish, tell=stopped)
    assert table.output.read_bytes() == whole
    heard: list[str] = []
    run(wish, tell=heard.append)
    assert heard == [
        "10 series, 90 rows read",
        "8 of 10 series were foretold before",
        "10 of 10 series foretold",
    ]
    assert table.output.read_bytes() == whole
    assert {p.name for p in table.folder.iterdir()} == {"in.csv", "out.csv"}


def test_other_data_begin_anew(table: Table) -> None:
    table.input.write_text(HEADER + days("a", 9) + days("b", 9))
    with pytest.raises(_Stopped):
        run(Wish(table.input, table.output, 3, together=1), tell=_Stop(at=1))
    table.input.write_text(HEADER + days("a", 9) + days("b", 10))
    heard: list[str] = []
    run(Wish(table.input, table.output, 3, together=1), tell=heard.append)
    assert not [text for text in heard if "before" in text]
    assert {p.name for p in table.folder.iterdir()} == {"in.csv", "out.csv"}


@dataclass(frozen=True, slots=True)
class Tried:
    """How well one way did."""

    segment: str
    model: str
    wape: float


def tried(panel: Panel, horizon: int, tell: Tell) -> tuple[Foretold, tuple[Tried, ...]]:
    """As if a way had been chosen on the past."""
    return foretell(panel, horizon), (Tried("all", "tsb", 0.25), Tried("all, daily", "mean", 1 / 3))


def test_a_backtest_tells_how_well_each_way_did(
    table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    table.input.write_text(HEADER + days("a", 30) + days("b", 30) + days("c", 30))
    run(Wish(table.input, table.output, 3, backtest=True, together=2), choose=tried)
    found = rows(table.folder / "out.accuracy.csv")
    assert list(found[0]) == ["segment", "model", "wape", "series", "part"]
    assert [(r["model"], r["series"], r["part"]) for r in found] == [
        ("tsb", "2", "0"),
        ("mean", "2", "0"),
        ("tsb", "1", "1"),
        ("mean", "1", "1"),
    ]
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "segment     model  wape   series  part",
        "all         tsb    0.250  2       0",
        "all, daily  mean   0.333  2       0",
    ]


def test_dask_gives_the_same_numbers(table: Table) -> None:
    table.input.write_text(HEADER + "".join(days(f"s{n}", 20 + n) for n in range(9)))
    outputs = [table.folder / f"{engine}.csv" for engine in Engine]
    for engine, output in zip(Engine, outputs, strict=True):
        run(Wish(table.input, output, 3, engine=engine, together=2))
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_without_the_extra_the_ensemble_says_what_to_install(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "prophet", None)
    code, _, told = table.run(HEADER + days("a", 9), "--method", "ensemble")
    assert code == 1
    assert "requirements-deep.lock" in told
    assert told.count("\n") == 1


def test_a_backtest_chooses_the_method_itself(table: Table) -> None:
    code, _, told = table.run(HEADER + days("a", 9), "--method", "ensemble", "--backtest")
    assert code == 1
    assert "--backtest chooses the method itself" in told


def test_without_dask_it_is_said_what_to_install(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, told = table.run(HEADER + days("a", 9), "--engine", "dask")
    assert code == 1
    assert "requirements-dask.lock" in told


class _Stopped(Exception):  # it isn't an error
    """As if the command had been killed."""


class _Stop:
    """Hears what is told of the progress, and stops the command after so many chunks."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, text: str) -> None:
        self._left -= text.endswith("foretold")
        if not self._left:
            raise _Stopped
