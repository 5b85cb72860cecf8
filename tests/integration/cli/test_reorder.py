"""`haat reorder`: sales and stock in, orders out."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.integration.cli.line import Line

FIRST = date(2026, 1, 1)
COLUMNS = [
    "unique_id",
    "reorder_point",
    "order_up_to",
    "safety_stock",
    "order_quantity",
    "stockout_risk",
]
STOCK = "unique_id,on_hand,in_transit,lead_time_days"


def sales(name: str, mean: int, count: int = 80) -> list[str]:
    amounts = (max(0, mean + n % 5 - 2) for n in range(count))
    return [f"{name},{FIRST + timedelta(days=n)},{y}" for n, y in enumerate(amounts)]


class Tables:
    """The two files, and where the orders go."""

    def __init__(self, folder: Path, line: Line) -> None:
        self.sales, self.stock, self.output = (
            folder / name for name in ("sales.csv", "stock.csv", "out.csv")
        )
        self._line = line

    def run(self, stock: str, *words: str, goods: Sequence[str] = ()) -> tuple[int, str, str]:
        rows = goods or (*sales("soap", 3), *sales("rice", 9))
        self.sales.write_text("\n".join(("unique_id,ds,y", *rows)))
        self.stock.write_text(stock)
        given = ("--input", str(self.sales), "--stock", str(self.stock))
        return self._line.run("reorder", *given, "--output", str(self.output), *words)

    @property
    def orders(self) -> dict[str, dict[str, str]]:
        with self.output.open(encoding="utf-8", newline="") as source:
            return {row["unique_id"]: row for row in csv.DictReader(source)}


@pytest.fixture
def tables(tmp_path: Path, line: Line) -> Tables:
    return Tables(tmp_path, line)


def test_each_product_of_the_stock_file_gets_its_order(tables: Tables) -> None:
    code, said, _ = tables.run(f"{STOCK}\nrice,20,5,2\nsoap,900,0,2\n")
    assert code == 0
    assert said == f"1 of 2 products to order, written to {tables.output}\n"
    assert list(tables.orders) == ["rice", "soap"]
    assert list(tables.orders["rice"]) == COLUMNS
    rice = {name: float(value) for name, value in list(tables.orders["rice"].items())[1:]}
    assert rice["order_quantity"] == rice["order_up_to"] - 25
    assert 9 * 9 < rice["order_up_to"] < 9 * 9 * 2
    assert 2 * 9 < rice["reorder_point"] < rice["order_up_to"]
    assert rice["stockout_risk"] > 0.95
    assert float(tables.orders["soap"]["order_quantity"]) == 0


def test_unknown_stock_and_unknown_sales_stay_empty_and_are_told(tables: Tables) -> None:
    code, _, told = tables.run(f"{STOCK}\nrice,,5,2\nsalt,4,0,2\n")
    assert code == 0
    rice, salt = tables.orders["rice"], tables.orders["salt"]
    assert (rice["order_quantity"], rice["stockout_risk"]) == ("", "")
    assert float(rice["order_up_to"]) > 0
    assert set(list(salt.values())[1:]) == {""}
    assert "1 products have no on_hand" in told
    assert "of 1 products no sales are known, such as salt" in told
    assert "1 series are not in the stock file" in told


def test_what_is_assumed_is_told(tables: Tables) -> None:
    code, _, told = tables.run(f"{STOCK}\nrice,-2,,\nsoap,1,0,7\n")
    assert code == 0
    for text in ("on_hand below zero", "no in_transit", "no lead_time_days: 7 taken"):
        assert text in told


def test_packs_and_what_an_order_costs(tables: Tables) -> None:
    more = "unit_cost,order_cost,holding_rate,pack_size"
    tables.run(f"{STOCK},{more}\nrice,0,0,2,40,500,0.2,12\nsoap,0,0,2,40,,,12\n")
    rice, soap = (float(tables.orders[name]["order_quantity"]) for name in ("rice", "soap"))
    assert rice % 12 == soap % 12 == 0
    assert rice > float(tables.orders["rice"]["order_up_to"])
    assert soap < float(tables.orders["soap"]["order_up_to"]) + 12


def test_a_purse_is_not_overdrawn(tables: Tables) -> None:
    stock = f"{STOCK},unit_cost\nrice,0,0,2,40\nsoap,0,0,2,10\n"
    tables.run(stock, "--budget", "900")
    spent = sum(
        cost * float(tables.orders[name]["order_quantity"])
        for name, cost in (("rice", 40), ("soap", 10))
    )
    assert 860 < spent <= 900
    code, _, told = tables.run(f"{STOCK}\nrice,0,0,2\n", "--budget", "900")
    assert code == 1
    assert "needs a unit_cost of what is to be ordered, such as of rice" in told


def test_higher_service_orders_up_to_more(tables: Tables) -> None:
    stock, levels = f"{STOCK}\nrice,0,0,2\n", []
    for service in ("0.6", "0.95", "0.99"):
        assert tables.run(stock, "--service", service)[0] == 0
        levels.append(float(tables.orders["rice"]["order_up_to"]))
    assert levels == sorted(levels)
    assert levels[0] < levels[2]


def test_a_series_that_ended_early_is_planned_from_today(tables: Tables) -> None:
    goods = (*sales("rice", 9), *sales("soap", 3, 60))
    _, _, told = tables.run(f"{STOCK}\nsoap,0,0,2\n", goods=goods)
    assert "1 series end before the last period" in told
    unknown = float(tables.orders["soap"]["order_up_to"])
    tables.run(f"{STOCK}\nsoap,0,0,2\n", "--fill", "0", goods=goods)
    assert float(tables.orders["soap"]["order_up_to"]) < unknown


def test_parquet_gives_the_same(tables: Tables, tmp_path: Path, line: Line) -> None:
    tables.run(f"{STOCK}\nrice,20,5,2\n")
    stock = tmp_path / "stock.parquet"
    told = {"unique_id": ["rice"], "on_hand": [20], "in_transit": [5], "lead_time_days": [2]}
    parquet.write_table(pa.table(told), stock)
    output = tmp_path / "out.parquet"
    given = ("--input", str(tables.sales), "--stock", str(stock), "--output", str(output))
    assert line.run("reorder", *given)[0] == 0
    row = parquet.read_table(output).to_pylist()[0]
    assert [str(row[name]) for name in ("unique_id",)] == ["rice"]
    assert row["order_quantity"] == float(tables.orders["rice"]["order_quantity"])


@pytest.mark.parametrize(
    ("stock", "words", "why"),
    [
        (f"{STOCK}\nrice,1,0,2\nrice,1,0,2\n", (), "line 3, column unique_id: rice is there"),
        (f"{STOCK}\nrice,1,-4,2\n", (), "line 2, column in_transit: -4 must be 0 or more"),
        (f"{STOCK},pack_size\nrice,1,0,2,0\n", (), "column pack_size: 0 must be above 0"),
        ("unique_id,on_hand\nrice,1\n", (), "there is no column in_transit"),
        (f"{STOCK}\nrice,1,0,2\n", ("--service", "95"), "--service 95: must be between 0 and 1"),
        (f"{STOCK}\nrice,1,0,2\n", ("--review-days", "0"), "--review-days 0: must be 1 or more"),
        (f"{STOCK}\nrice,1,0,2\n", ("--budget", "-1"), "--budget -1: must be 0 or more"),
    ],
)
def test_what_can_t_be_used_is_named(
    tables: Tables, stock: str, words: tuple[str, ...], why: str
) -> None:
    code, said, told = tables.run(stock, *words)
    assert (code, said) == (1, "")
    assert why in told
    assert not tables.output.exists()
