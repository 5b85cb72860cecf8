"""What the command line loads at its start, and what the project stands on."""

import json
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.unit.fixed_packages import FIXED

ROOT = Path(__file__).parents[2]
HEAVY = {
    "fastapi",
    "langchain",
    "langchain_core",
    "langgraph",
    "matplotlib",
    "numpy",
    "pandas",
    "qdrant_client",
    "sklearn",
    "sqlalchemy",
    "statsmodels",
    "telegram",
    "twilio",
    "unstructured",
    "xgboost",
}


def fresh(code: str) -> str:
    """What a new interpreter prints for `code`."""
    done = subprocess.run(  # noqa: S603  (our own interpreter, our own words)
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_starts_without_heavy_libraries() -> None:
    loaded = set(
        json.loads(fresh("import app.cli, json, sys; print(json.dumps(list(sys.modules)))"))
    )
    assert "app.cli" in loaded
    assert loaded & HEAVY == set()


def test_each_fixed_package_is_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {line.split(">=")[0].split("==")[0] for line in project["dependencies"]}
    assert set(FIXED) <= names


def test_each_fixed_package_can_be_imported() -> None:
    wanted = sorted(FIXED.values())
    printed = fresh(
        f"import {', '.join(wanted)}, sys; print(sum(n in sys.modules for n in {wanted}))"
    )
    assert int(printed) == len(wanted)


@pytest.mark.parametrize("name", ["nvidia-nccl-cu12", "nvidia-nccl-cu13"])
def test_the_companion_for_several_gpus_is_not_installed(name: str) -> None:
    with pytest.raises(PackageNotFoundError):
        distribution(name)


def test_xgboost_trains_without_that_companion() -> None:
    learned = fresh(
        "import numpy as np, xgboost as xgb\n"
        "x = np.arange(64.0).reshape(-1, 1)\n"
        "model = xgb.train({'max_depth': 3, 'nthread': 1}, xgb.DMatrix(x, 3 * x[:, 0]), 60)\n"
        "print(float(model.predict(xgb.DMatrix([[20.0]]))[0]))\n"
    )
    assert float(learned) == pytest.approx(60, abs=3)
