"""`haat elasticity`: unit sales with prices in, elasticities or foretold sales out."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from app.elasticity_command import Wish, run
from haat.core.errors import InvalidInput

TRUE = -2.5


def sold(
    shops: int = 5, products: int = 4, weeks: int = 40, seed: int = 1
) -> dict[str, list[object]]:
    """Weekly sales with one elasticity for all, offers, and a seventh of the weeks cheaper."""
    chance = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for shop in range(shops):
        for product in range(products):
            level = chance.normal(5, 0.5)
            for week in range(weeks):
                offer = float(chance.random() < 0.2)
                price = 10 * np.exp(chance.normal(0, 0.1) - 0.2 * offer)
                log = level + TRUE * np.log(price / 10) + 0.3 * offer + chance.normal(0, 0.2)
                units = float(np.exp(log).round())
                rows.append(
                    (f"{shop}/{product}", f"p{product}", f"s{shop}", week, units, price, offer)
                )
    names = ("unit_id", "product", "store", "ds", "units", "price", "promo")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def written(folder: Path, columns: dict[str, list[object]], name: str = "in.csv") -> Path:
    path = folder / name
    csv.write_csv(pa.table(columns), path)
    return path


def asked(folder: Path, columns: dict[str, list[object]], predict: Path | None = None) -> pa.Table:
    output = folder / "out.parquet"
    run(Wish(written(folder, columns), output, predict), tell=lambda _: None)
    return parquet.read_table(output)


def without(columns: dict[str, list[object]], *names: str) -> dict[str, list[object]]:
    return {name: column for name, column in columns.items() if name not in names}


def test_elasticities_are_found_with_their_bounds(tmp_path: Path) -> None:
    found = asked(tmp_path, sold())
    assert found.column_names == [
        "unit_id", "product", "elasticity", "lower", "upper", "method", "n",
    ]  # fmt: skip
    value = found["elasticity"].to_numpy()
    lower, upper = found["lower"].to_numpy(), found["upper"].to_numpy()
    assert value.mean() == pytest.approx(TRUE, abs=0.15)
    assert value == pytest.approx(np.full(20, TRUE), abs=0.6)
    assert ((lower < value) & (value < upper) & (upper < 0)).all()
    assert ((lower < TRUE) & (upper > TRUE)).mean() >= 0.9
    assert found["n"].to_pylist() == [40] * 20
    assert set(found["method"].to_pylist()) == {"partial_pooling"}


def test_sales_at_other_prices_are_foretold_in_the_order_asked(tmp_path: Path) -> None:
    cheap: dict[str, list[object]] = {
        "unit_id": ["4/1", "0/0"], "product": ["p1", "p0"], "store": ["s4", "s0"], "ds": [45, 44],
        "price": [8.0, 12.0], "promo": [0, 0],
    }  # fmt: skip
    usual: dict[str, list[object]] = {**cheap, "price": [10.0, 10.0]}
    found = asked(tmp_path, sold(), written(tmp_path, cheap, "cheap.csv"))
    beside = asked(tmp_path, sold(), written(tmp_path, usual, "usual.csv"))
    assert found["unit_id"].to_pylist() == ["4/1", "0/0"]
    assert found["ds"].to_pylist() == [45, 44]
    moved = found["log_units"].to_numpy() - beside["log_units"].to_numpy()
    assert moved == pytest.approx(TRUE * np.log([0.8, 1.2]), abs=0.1)
    assert (found["log_units_sd"].to_numpy() > 0.15).all()


@pytest.mark.parametrize("left_out", [("promo",), ("store",), ("store", "promo")])
def test_columns_but_those_that_are_needed_may_be_missing(
    tmp_path: Path, left_out: Sequence[str]
) -> None:
    found = asked(tmp_path, without(sold(), *left_out))
    assert (found["elasticity"].to_numpy() < -1).all()


def test_without_a_change_of_price_what_is_known_of_such_goods_stands(tmp_path: Path) -> None:
    columns = sold(1, 1, 10)
    columns["price"] = [10.0] * 10
    found = asked(tmp_path, columns)
    assert found["method"].to_pylist() == ["not_enough_price_history"]
    assert -3 < found["elasticity"][0].as_py() < -1


def test_a_unit_is_one_product(tmp_path: Path) -> None:
    columns = sold()
    columns["product"][7] = "other"
    with pytest.raises(
        InvalidInput, match=r"in.csv: line 9, column product: 0/0 was of product p0"
    ):
        asked(tmp_path, columns)


def test_a_period_is_told_once(tmp_path: Path) -> None:
    columns = sold()
    columns["ds"][7] = 6
    with pytest.raises(InvalidInput, match=r"line 9, column ds: 0/0 has 6 already"):
        asked(tmp_path, columns)
