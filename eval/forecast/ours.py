"""Our own forecasts, asked for as anyone asks: `haat forecast` on a CSV file."""

from pathlib import Path

from eval.environment import ROOT
from eval.forecast.methods import BACKTEST, ENSEMBLE
from eval.forecast.tasks import Task
from eval.process import Cost, run

OPTIONS = {BACKTEST: ["--backtest"], ENSEMBLE: ["--method=ensemble"]}


def foretell(command: list[str], task: Task, data: Path, output: Path, method: str = "") -> Cost:
    """Write `output` (CSV) for the histories in `data`; raises Failed where it could not be done."""
    asked = [
        *command,
        "forecast",
        f"--input={data / 'history.csv'}",
        f"--horizon={task.panel.horizon}",
        f"--freq={task.frequency}",
        "--quantiles",
        f"--output={output}",
    ]
    if task.planned:
        asked.append(f"--future={data / 'future.csv'}")
    asked += OPTIONS.get(method, [])
    return run(asked, output.with_suffix(".log"), ROOT)
