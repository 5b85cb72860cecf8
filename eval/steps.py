"""What each step of the comparison, a process of its own, is told."""

import argparse
from pathlib import Path


def arguments(step: str) -> argparse.ArgumentParser:
    """The arguments that every step has; `step` is its module, such as `forecast.report`."""
    parser = argparse.ArgumentParser(prog=f"python -m eval.{step}")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    return parser
