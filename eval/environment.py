"""What comparisons with peers have in common: an environment of the peers' own, and arguments."""

import argparse
import shlex
import sys
from pathlib import Path

from eval.process import run

ROOT = Path(__file__).parents[1]


def python_of(folder: Path, wanted: Path) -> Path:
    """The interpreter of an environment with what the file `wanted` pins.

    It is made where it is missing or outdated.
    """
    interpreter = folder / "bin" / "python"
    stamp = folder / "peers.txt"
    if not interpreter.exists():
        run([sys.executable, "-m", "venv", str(folder)], folder.with_suffix(".log"), ROOT)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted.read_text("utf-8"):
        pip = [str(interpreter), "-m", "pip", "install", "--quiet", "-r", str(wanted)]
        run(pip, folder / "pip.log", ROOT)
        stamp.write_text(wanted.read_text("utf-8"), "utf-8")
    return interpreter


def arguments(name: str, about: str) -> argparse.ArgumentParser:
    """The arguments that every comparison with peers has."""
    parser = argparse.ArgumentParser(prog=f"python -m eval.{name}", description=about)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="all that is made")
    parser.add_argument(
        "--environment", type=Path, metavar="DIR", help="of the peers; default: in --out"
    )
    parser.add_argument(
        "--haat",
        default=f"{shlex.quote(sys.executable)} -m app.cli",
        metavar="COMMAND",
        help="another command line to measure as ours",
    )
    return parser
