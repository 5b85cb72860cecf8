"""Our forecasts are asked for by the command line's contract, and by nothing else."""

import json
import shlex
import sys
from pathlib import Path

from eval.forecast import ours
from eval.forecast.methods import ENSEMBLE
from eval.forecast.tasks import tasks

ECHO = "import json, sys; print(json.dumps(sys.argv[1:]))"


def asked(folder: Path, task: str, method: str = "") -> list[str]:
    output = folder / "ours.csv"
    ours.foretell([sys.executable, "-c", ECHO], tasks(task)[0], folder, output, method)
    words: list[str] = json.loads(output.with_suffix(".log").read_text("utf-8"))
    return words


def test_a_task_with_a_plan_hands_it_over(tmp_path: Path) -> None:
    said = (
        f"forecast --input={tmp_path}/history.csv --horizon=12 --freq=W --quantiles "
        f"--output={tmp_path}/ours.csv --future={tmp_path}/future.csv"
    )
    assert asked(tmp_path, "weekly_plan") == shlex.split(said)


def test_a_blind_task_hands_over_the_history_alone(tmp_path: Path) -> None:
    assert not any(word.startswith("--future") for word in asked(tmp_path, "weekly_blind"))


def test_the_ensemble_is_a_method_of_the_same_command(tmp_path: Path) -> None:
    assert asked(tmp_path, "daily", ENSEMBLE)[-1] == "--method=ensemble"
