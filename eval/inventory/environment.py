"""The environment in which the grocery data are read: made where there is none."""

import subprocess
import sys
from pathlib import Path

OWN = Path(__file__).parent


def grocery(folder: Path, environment: Path, series: int, test_days: int) -> Path:
    """The file of the grocery panel, made where it is missing.

    Raises subprocess.CalledProcessError where it can't be made.
    """
    found = folder / f"grocery-{series}-{test_days}.npy"
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        script = [str(_python(environment)), "-W", "ignore", str(OWN / "grocery.py")]
        _run([*script, str(found), str(series), str(test_days)])
    return found


def _python(environment: Path) -> Path:
    interpreter = environment / "bin" / "python"
    if not interpreter.exists():
        _run([sys.executable, "-m", "venv", str(environment)])
        pip = [str(interpreter), "-m", "pip", "install", "--quiet"]
        _run([*pip, "-r", str(OWN / "grocery.txt")])
    return interpreter


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603  # our own words
