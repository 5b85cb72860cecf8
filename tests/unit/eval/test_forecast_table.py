"""The table of forecasts: what stands in it, and what is left open."""

import pandas as pd

from eval.forecast.table import means, table


def rows(*said: dict[str, object]) -> pd.DataFrame:
    same = {"task": "daily", "part": "all", "series": 10}
    return pd.DataFrame([same | one for one in said])


def test_origins_are_averaged_and_costs_are_of_all_of_them() -> None:
    found = means(
        rows(
            {"method": "tsb", "wape": 0.5, "cpu_seconds": 1.0, "peak_mb": 90.0},
            {"method": "tsb", "wape": 0.7, "cpu_seconds": 3.0, "peak_mb": 120.0},
        )
    ).iloc[0]
    assert (found.wape, found.speed, found.peak_mb) == (0.6, 5.0, 120.0)


def test_what_a_method_has_no_figure_for_is_left_open() -> None:
    line = table(means(rows({"method": "tsb", "wape": 0.5, "bias": -0.012})), {}).splitlines()[2]
    assert line.startswith("| daily | TSB | 0.500 | -1.2 % | – |")
    assert line.count("|") == 16


def test_an_ensemble_that_cannot_be_had_is_told() -> None:
    sample = rows({"method": "tsb", "wape": 0.5}).assign(part="sample")
    said = table(means(sample), {"daily": "torch | none"}).splitlines()
    assert said[-1].startswith(
        "| daily, sample | 35 % LSTM, 35 % XGBoost, 30 % Prophet | not installed"
    )
    assert "torch / none" in said[-1]
    assert len({line.count("|") for line in said}) == 1
