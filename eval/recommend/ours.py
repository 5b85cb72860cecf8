"""Our own lists, asked for as anyone asks: `haat recommend` on a file."""

from pathlib import Path

from eval.environment import ROOT
from eval.process import Cost, run
from eval.recommend.methods import LISTED


def recommend(command: list[str], data: Path, shelf: str, output: Path) -> Cost:
    """Write `output`; raises Failed where it could not be done."""
    asked = [
        *command,
        "recommend",
        f"--input={data / 'history.parquet'}",
        f"--items={data / 'items.parquet'}",
        f"--users={data / 'truth.csv'}",
        f"--shelf={shelf}",
        "-k",
        str(LISTED),
        f"--output={output}",
    ]
    return run(asked, output.with_suffix(".log"), ROOT)
