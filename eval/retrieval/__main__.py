"""`python -m eval.retrieval --knowledge DIR`: what the knowledge base finds and refuses, beside plainer searches."""

import argparse
import tempfile
from pathlib import Path

from eval.retrieval.asking import Case, ask, compliance, general, indexed
from eval.retrieval.measures import answers, places, table
from eval.retrieval.peers import peers


def main() -> None:
    """Index, ask, and print the tables; all through the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval")
    parser.add_argument("--knowledge", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="a folder that is kept, to index only once")
    parser.add_argument("--sealed", action="store_true", help="ask what nothing may be tuned on")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = told.data or Path(made)
        _report("rules", folder, told.knowledge, compliance(sealed=told.sealed))
        for name, path, cases in general(folder, sealed=told.sealed):
            _report(name, folder, path, cases)


def _report(name: str, folder: Path, path: Path, cases: list[Case]) -> None:
    indexed(folder, path, name)
    said = ask(folder, name, cases)
    print(table(name, cases, {"haat ask": places(cases, said), **peers(folder, name, cases)}))
    if any(case.unanswerable for case in cases):
        print(answers(cases, said))


if __name__ == "__main__":
    main()
