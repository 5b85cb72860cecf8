"""`python -m eval.dialogues`: run the dialogues, print the table, write the report."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.dialogues.harness import Answered, run, settings_for
from eval.dialogues.report import MEASURES, circumstances, score, scores, table, write
from eval.dialogues.script import Dialogue, load
from haat.core.errors import InvalidInput
from haat.core.settings import Settings

OWN = Path(__file__).parent


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran; 1 when it could not, or a gate was not reached."""
    said = _arguments().parse_args(words)
    settings = Settings()
    if said.model and not settings.model.name:
        return _stop("--model needs a hosted model: set HAAT_MODEL__NAME")
    try:
        dialogues = load(said.set)
    except InvalidInput as error:
        return _stop(error.detail)
    answered = _run(settings, dialogues, hosted=said.model)
    model = settings.model.name if said.model else ""
    page = write(said.report or settings.data_dir / "eval", answered, model)
    print(circumstances(model), table(scores(answered)), f"report: {page}", sep="\n\n")
    return _pass(answered, said.gate)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="haat eval", description="Run the scored dialogues.")
    parser.add_argument("--set", type=Path, default=OWN, metavar="DIR", help="dialogues in TOML")
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="default: eval in the data folder"
    )
    parser.add_argument(
        "--model", action="store_true", help="with the hosted model of HAAT_MODEL__…"
    )
    parser.add_argument(
        "--gate",
        type=_level,
        nargs="+",
        default=[],
        metavar="MEASURE=PERCENT",
        help=f"fail below it; measures: {', '.join(MEASURES)}",
    )
    return parser


def _level(text: str) -> tuple[str, float]:
    name, _, percent = text.partition("=")
    if name not in MEASURES:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(MEASURES)}")
    return name, float(percent)


def _run(
    settings: Settings, dialogues: Sequence[Dialogue], *, hosted: bool
) -> tuple[Answered, ...]:
    with TemporaryDirectory(prefix="haat-eval-") as folder:
        return asyncio.run(run(settings_for(Path(folder), settings, hosted=hosted), dialogues))


def _pass(answered: Sequence[Answered], gates: Sequence[tuple[str, float]]) -> int:
    shares = score("all", answered).shares
    below = [f"{m} {shares[m]:.1%} < {level:g}%" for m, level in gates if shares[m] * 100 < level]
    return _stop("gate: " + ", ".join(below)) if below else 0


def _stop(why: str) -> int:
    print(f"haat eval: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
