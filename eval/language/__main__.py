"""`haat eval language`: a report for each language of how well it is understood."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.dialogues.harness import run, settings_for
from eval.dialogues.report import circumstances
from eval.dialogues.script import Dialogue, load
from eval.language import amounts, identification, speed, understanding
from haat.core.settings import Settings

OWN = Path(__file__).parent
SETS = {"development": OWN / "development", "sealed": OWN / "sealed"}


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print the report, write it; exit code 0 when it ran."""
    said = _arguments().parse_args(words)
    settings = Settings()
    dialogues = _wanted(
        load(said.set or SETS["sealed" if said.sealed else "development"]), said.only
    )
    with TemporaryDirectory(prefix="haat-eval-") as folder:
        wanted = settings_for(Path(folder), settings, hosted=False)
        answered = asyncio.run(run(wanted, dialogues))
    parts = [
        "# How well people are understood",
        circumstances(""),
        understanding.report(answered),
        identification.report(answered),
        amounts.report(),
    ]
    parts += [] if said.no_speed else [speed.report([d.lines[0].text for d in dialogues])]
    report = "\n\n".join(parts)
    page = (said.report or settings.data_dir / "eval") / "language.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(report + "\n\n" + understanding.misses(answered), encoding="utf-8")
    print(report, f"all misses: {page}", sep="\n\n")
    return 0


def _wanted(dialogues: tuple[Dialogue, ...], only: str | None) -> tuple[Dialogue, ...]:
    return tuple(d for d in dialogues if only is None or d.group.startswith(only))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="haat eval language", description="Measure how well each language is understood."
    )
    parser.add_argument("--set", type=Path, metavar="DIR", help="other messages, in TOML")
    parser.add_argument(
        "--sealed", action="store_true", help="the third kept back: for a final figure only"
    )
    parser.add_argument("--only", metavar="CODE", help="the files that begin so: `ta`, `ta_Latn`")
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="default: eval in the data folder"
    )
    parser.add_argument("--no-speed", action="store_true", help="leave out what takes a while")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
