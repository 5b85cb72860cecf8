"""`python -m eval.delivery`: kill workers while people write, and print what was lost and told twice."""

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.delivery.run import Outcome, Plan, run
from haat.core.errors import HaatError

PACKAGES = ("twilio", "sqlalchemy", "langgraph", "fastapi")


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 where every message was answered exactly once."""
    said = _arguments().parse_args(words)
    if not 0 <= said.kills < said.messages:
        return _stop("there have to be more messages than kills")
    plan = Plan(said.messages, said.kills, said.seed, said.workers, said.lease)
    with TemporaryDirectory(prefix="haat-delivery-") as folder:
        try:
            outcome = asyncio.run(run(plan, Path(folder), said.database))
        except HaatError as error:
            return _stop(error.detail)
    store = "Postgres" if said.database.startswith("postgres") else "SQLite"
    print(_circumstances(plan, store), _table(outcome), sep="\n\n")
    return 0 if outcome.count.right else 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.delivery", description="Kill workers while people write."
    )
    plan = Plan()
    parser.add_argument("--messages", type=int, default=plan.messages)
    parser.add_argument("--kills", type=int, default=plan.kills)
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--workers", type=int, default=plan.workers)
    parser.add_argument("--lease", type=float, default=plan.lease_seconds, metavar="SECONDS")
    parser.add_argument(
        "--database", default="", metavar="URL", help="an empty one; default: SQLite"
    )
    return parser


def _circumstances(plan: Plan, store: str) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return (
        f"WhatsApp by a double of Twilio that can be asked. {store}, {plan.workers} worker(s) with a "
        f"hold of {plan.lease_seconds:g} s, seed {plan.seed}. "
        f"Python {platform.python_version()}, {packages}; {machine}."
    )


def _table(outcome: Outcome) -> str:
    counted = outcome.count
    rows = {
        "messages": f"{counted.messages}",
        "delivered twice by Twilio": f"{outcome.redelivered}",
        "kills before a message was known to be taken": f"{outcome.unheard}",
        "lost": f"{counted.lost}",
        "told twice": f"{counted.double}",
        "not done or not sent": f"{counted.unsent}",
        "ledgers that are wrong": f"{counted.wrong_ledgers}",
        "wall time": f"{outcome.wall_seconds:.1f} s",
        "median time to an answer": f"{counted.median_seconds:.2f} s",
    }
    return "\n".join(
        ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]
    )


def _stop(why: str) -> int:
    print(f"python -m eval.delivery: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
