"""`python -m eval.retrieval.fitting --collection C`: learn from questions by several authors what the evidence weighs.

Two penalised logistic regressions. Half of the questions are asked again with their passage taken away: near misses by
construction. What it prints of an author was learned from the others; what it writes is learned from all.
"""

import argparse
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from app.knowledge import open_meaning, open_shelf
from eval.retrieval.asking import compliance
from eval.retrieval.looking import Asked, Numbers, looked_through
from haat.core.settings import Settings
from haat.language.hearing import load_languages

WHICH = (
    "above", "behind", "words", "lacking", "title", "unmet", "close", "untold", "titled", "untitled", "abroad",
    "brief", "said", "less", "over", "worse", "place",
)  # fmt: skip
WHETHER = (
    "above", "untold", "unpriced", "abroad", "told", "express", "lacking", "unmet", "met", "unsaid", "unnamed",
    "asks", "said", "near", "close", "cosine", "partly", "found",
)  # fmt: skip
# What never speaks for an answer; the rest may also tell how hard a question is.
AGAINST = frozenset(
    {
        "behind",
        "worse",
        "lacking",
        "unmet",
        "untold",
        "untitled",
        "abroad",
        "unpriced",
        "express",
        "unsaid",
    }
)
PENALTY = 1.0
OF_TAKEN_AWAY = 0.4  # how much a question counts whose passage was taken away
REFUSED_WRONGLY = 0.1  # of what the texts hold
TO = Path("retrieval/knowledge/weights.toml")


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights of standardised evidence."""

    which: Numbers
    whether: Numbers
    at_all: float


def learned(asked: Sequence[Asked]) -> Learned:
    """Fit both on what was asked."""
    which = _which([one for one in asked if one.met[: len(one.seen)].any()])
    firsts, holds, counts = [], [], []
    for one in asked:
        at = int(np.argmax(one.of(WHICH) @ which))
        if not one.held or one.met[at]:
            firsts.append(one.of(WHETHER)[at])
            holds.append(one.held)
            counts.append(OF_TAKEN_AWAY if one.taken_away else 1.0)
    whether = _whether(np.array(firsts), np.array(holds, float), np.array(counts))
    return Learned(which, whether[:-1], float(whether[-1]))


def _which(asked: Sequence[Asked]) -> Numbers:
    """Softmax over the passages of a question."""
    spread = np.vstack([one.of(WHICH) for one in asked]).std(0) + 1e-6
    pairs = [(one.of(WHICH) / spread, one.met[: len(one.seen)]) for one in asked]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = PENALTY * weights @ weights, 2 * PENALTY * weights
        for seen, met in pairs:
            share = np.exp(seen @ weights - (seen @ weights).max())
            share /= share.sum()
            right = share * met
            total -= np.log(right.sum())
            slope = slope - (right / right.sum() - share) @ seen
        return float(total), slope

    return np.asarray(
        minimize(loss, np.zeros(len(WHICH)), jac=True, bounds=_signs(WHICH)).x / spread
    )


def _whether(firsts: Numbers, holds: Numbers, counts: Numbers) -> Numbers:
    """Logistic, with an intercept that is not penalised."""
    spread = firsts.std(0) + 1e-6
    seen = np.c_[firsts / spread, np.ones(len(firsts))]
    held = np.r_[np.full(len(spread), PENALTY), 0.0]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        odds = seen @ weights
        total = (counts * (np.logaddexp(0, odds) - holds * odds)).sum() + held @ weights**2
        return float(total), seen.T @ (
            counts * (1 / (1 + np.exp(-odds)) - holds)
        ) + 2 * held * weights

    signs = [*_signs(WHETHER), (None, None)]
    found = minimize(loss, np.zeros(len(spread) + 1), jac=True, bounds=signs).x
    return np.asarray(np.r_[found[:-1] / spread, found[-1]])


def _signs(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    """Few questions of a kind must not turn what it means: a scheme of another State never speaks for an answer."""
    return [(None, 0.0) if name in AGAINST else (None, None) for name in names]


def judged(one: Asked, by: Learned) -> tuple[int, float]:
    """Where the passage that answers stands, and the log odds of the first."""
    order = np.argsort(-(one.of(WHICH) @ by.which), kind="stable")
    met = np.r_[one.met[: len(one.seen)][order], one.met[len(one.seen) :]]
    at = int(np.argmax(met)) if met.any() else len(met)
    return at, float(one.of(WHETHER)[order[0]] @ by.whether + by.at_all)


def least(asked: Sequence[Asked], odds: Sequence[float]) -> float:
    """From which odds on no more than the allowed share is refused wrongly."""
    held = [o for one, o in zip(asked, odds, strict=True) if one.held]
    return float(np.quantile(held, REFUSED_WRONGLY))


def report(
    name: str, asked: Sequence[Asked], said: Sequence[tuple[int, float]], from_: float
) -> str:
    """One line of a table."""
    pairs = [
        (one, at, odds) for one, (at, odds) in zip(asked, said, strict=True) if not one.taken_away
    ]
    known = [(at, odds >= from_) for one, at, odds in pairs if one.held]
    right = [at == 0 for at, told in known if told]
    refused = [odds < from_ for one, _, odds in pairs if not one.held]
    shares = (np.mean([at < 1 for at, _ in known]), np.mean([at < 5 for at, _ in known]),
              np.mean(refused), 1 - len(right) / len(known), np.mean(right))  # fmt: skip
    return (
        f"| {name} ({len(known)} + {len(refused)}) | "
        + " | ".join(f"{s:.2f}" for s in shares)
        + " |"
    )


def main() -> None:
    """Look through the questions, print what is learned of each author from the others, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.fitting")
    parser.add_argument("--collection", required=True)
    parser.add_argument("--kept", type=Path, help="a file that keeps what was looked through")
    told = parser.parse_args()
    asked = _kept(told.kept) or list(_looked_through(told.collection))
    if told.kept:
        told.kept.write_bytes(pickle.dumps(asked))
    print("| author | R@1 | R@5 | refused rightly | refused wrongly | cites the passage |")
    for author in dict.fromkeys(one.author for one in asked):
        others = [one for one in asked if one.author != author]
        by = learned(others)
        from_ = least(others, [judged(one, by)[1] for one in others])
        mine = [one for one in asked if one.author == author]
        print(report(author, mine, [judged(one, by) for one in mine], from_))
    by = learned(asked)
    said = [judged(one, by) for one in asked]
    from_ = least(asked, [odds for _, odds in said])
    print(report("all, learned from all", asked, said, from_))
    TO.write_text(written(by, from_), encoding="utf-8")


def _kept(file: Path | None) -> list[Asked]:
    found: list[Asked] = pickle.loads(file.read_bytes()) if file and file.exists() else []  # noqa: S301  (our own)
    return found


def _looked_through(collection: str) -> Iterator[Asked]:
    settings = Settings()
    meaning = open_meaning(settings)
    identifier = load_languages(settings.models_dir).identifier
    with open_shelf(settings, collection, meaning) as shelf:
        yield from looked_through(shelf, meaning, identifier, compliance())


def written(by: Learned, from_: float) -> str:
    """The weights as they ship."""

    def table(name: str, names: Sequence[str], weights: Numbers) -> str:
        lines = (f"{one} = {weight:.2f}" for one, weight in zip(names, weights, strict=True))
        return "\n".join((f"[{name}]", *lines))

    head = (
        "# Fitted by `python -m eval.retrieval.fitting`; `retrieval/proof.py` says what each is.\n"
    )
    return "\n".join(
        (head + f"at_all = {by.at_all:.2f}\nleast = {from_:.2f}\n",
         table("which", WHICH, by.which) + "\n", table("whether", WHETHER, by.whether) + "\n")
    )  # fmt: skip


if __name__ == "__main__":
    main()
