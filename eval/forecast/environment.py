"""The peers' environment: made once, and again where what it holds is to change."""

import sys
from pathlib import Path

from eval.forecast.process import run

OWN = Path(__file__).parent
ROOT = OWN.parents[1]
WANTED = OWN / "peers.txt"


def python_of(folder: Path, wanted: Path = WANTED) -> Path:
    """The environment's interpreter; the environment is made where it is missing or outdated."""
    interpreter = folder / "bin" / "python"
    stamp = folder / "peers.txt"
    if not interpreter.exists():
        run([sys.executable, "-m", "venv", str(folder)], folder.with_suffix(".log"), ROOT)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted.read_text("utf-8"):
        pip = [str(interpreter), "-m", "pip", "install", "--quiet", "-r", str(wanted)]
        run(pip, folder / "pip.log", ROOT)
        stamp.write_text(wanted.read_text("utf-8"), "utf-8")
    return interpreter
