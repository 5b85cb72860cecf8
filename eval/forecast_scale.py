"""How `haat forecast` goes about very many series: `python -m eval.forecast_scale --out DIR`.

Invented sales in one file, foretold by either engine and once more after a kill; each run's cost is
printed, and whether all gave the same numbers.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from eval.forecast_speed import HORIZON, SEED, shop
from eval.process import ONE_THREAD, run

SERIES, DAYS = 20_000, 730
BLOCK = 1_000  # series that are written at once
HAAT = Path(sys.executable).with_name("haat")
PARTS = 3  # finished chunks after which the run is killed


def main() -> None:
    """Print a line for each run; end with 1 where the numbers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--series", type=int, default=SERIES)
    parser.add_argument("--days", type=int, default=DAYS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    given = asked.out / "sales.parquet"
    rows = sales(given, asked.series, asked.days)
    print(
        f"{asked.series:,} series x {asked.days} days, {rows:,} rows, {HORIZON} days ahead, seed {SEED}"
    )
    told = {name: asked.out / f"{name}.parquet" for name in ("local", "dask", "resumed")}
    told_cost(given, told["local"], "local")
    told_cost(given, told["dask"], "dask")
    kill_after(PARTS, given, told["resumed"])
    told_cost(given, told["resumed"], "local", "resumed after a kill")
    whole = parquet.read_table(told["local"])
    different = [n for n, path in told.items() if not parquet.read_table(path).equals(whole)]
    if different:
        sys.exit(f"not the numbers of local: {', '.join(different)}")
    print("all the same numbers")


def sales(given: Path, series: int, days: int) -> int:
    """Write a file of invented sales, shop after shop; how many rows it has."""
    schema = pa.schema(
        {"unique_id": pa.string(), "ds": pa.date32(), "y": pa.float64(), "offer": pa.int8()}
    )
    rows = 0
    with parquet.ParquetWriter(given, schema) as file:
        for number in range(-(-series // BLOCK)):
            count = min(BLOCK, series - number * BLOCK)
            panel = shop(count, days, SEED + number)
            values = panel.values.T.ravel()
            known = np.isfinite(values)
            ids = np.repeat([f"shop{number}/{sku}" for sku in panel.ids], days)
            columns = {
                "unique_id": ids[known],
                "ds": np.tile(panel.periods.astype("datetime64[D]"), count)[known],
                "y": values[known],
                "offer": (panel.covariates["offer"].T.ravel()[known] > 0).astype(np.int8),
            }
            file.write_table(pa.table(columns, schema=schema))
            rows += int(known.sum())
    return rows


def told_cost(given: Path, output: Path, engine: str, name: str = "") -> None:
    """Foretell, and print what it cost: of the process and its own workers; memory of the first."""
    cost = run(command(given, output, engine), output.with_suffix(".log"), output.parent)
    print(
        f"{name or engine}: {cost.cpu_seconds:.0f} CPU seconds, {cost.wall_seconds:.0f} s by the clock, "
        f"{cost.peak_mb:.0f} MB"
    )


def kill_after(parts: int, given: Path, output: Path) -> None:
    """Begin, and kill once so many chunks are done."""
    with subprocess.Popen(  # noqa: S603  # our own command
        command(given, output, "local"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **ONE_THREAD},
    ) as process:
        while (
            process.poll() is None and len(list(output.parent.glob(f".{output.name}.*/*"))) < parts
        ):
            time.sleep(0.2)
        process.send_signal(signal.SIGKILL)


def command(given: Path, output: Path, engine: str) -> list[str]:
    """As anyone would write it."""
    asked = {
        "--input": given,
        "--horizon": HORIZON,
        "--freq": "D",
        "--engine": engine,
        "--output": output,
    }
    return [str(HAAT), "forecast", *(str(part) for pair in asked.items() for part in pair)]


if __name__ == "__main__":
    main()
