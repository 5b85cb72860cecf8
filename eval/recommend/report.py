"""The tables: lists of users that are known, of strangers, and two recommenders before the same people."""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.recommend.clicks import duel
from eval.recommend.methods import OURS, PEERS, TITLES
from eval.recommend.scoring import Lists, Sets, scores
from eval.recommend.tasks import KNOWN, TASKS, WITH_STRANGERS, cold

RIVALS = ("popularity", "top_frequency", "tifu_knn", "ease")
HEADS = (
    "task,method,P@10,R@10,NDCG@10,PHR@10,repeat recall,explore recall,newR@10,newPHR,newcov,"
    "users / CPU s,CPU s,MB"
)
_LEARNED = re.compile(r"learned in ([\d.]+) CPU seconds")
_LISTED = re.compile(r"([\d,]+) users listed in ([\d.]+) CPU seconds")


def whole(out: Path, names: Sequence[str], seed: int) -> str:
    """All of it in Markdown."""
    lines = ["## Users that are known", "", *_header(HEADS.split(","))]
    for name in names:
        lines += [_line(row) for row in _known(out / name, TASKS[name].title)]
    lines += ["", "## Strangers who tell some items: P@10 of the rest of their first order", ""]
    lines += _header(["task", "method", *(f"{known} known" for known in KNOWN)])
    for name in names:
        if name in WITH_STRANGERS:
            lines += [_line(row) for row in _cold(out, name)]
    lines += ["", "## Before the same invented people", ""]
    lines += _header(
        ["task", "against", "click-through ours", "theirs", "p", "drawn lists won", "lost"]
    )
    for name in names:
        lines += [_line(row) for row in _duels(out / name, TASKS[name].title, seed)]
    return "\n".join(lines)


def told_costs(output: Path) -> dict[str, float]:
    """What `haat recommend` itself says of its cost, from its log."""
    log = output.with_suffix(".log").read_text("utf-8")
    learned, listed = _LEARNED.search(log), _LISTED.search(log)
    if learned is None or listed is None:
        raise ValueError(f"{output}: the command said nothing of its cost")
    users, seconds = float(listed[1].replace(",", "")), max(float(listed[2]), 0.1)
    return {"learn": float(learned[1]), "users_per_second": users / seconds}


def _known(folder: Path, title: str) -> Iterable[list[str]]:
    truth, own, items = _truth(folder)
    for method in (*PEERS, OURS):
        mixed = scores(_lists(folder, method, "all"), truth, own, items, new=False)
        new = scores(_lists(folder, method, "new"), truth, own, items, new=True)
        told = (
            mixed.precision,
            mixed.recall,
            mixed.ndcg,
            mixed.hit,
            mixed.repeat,
            mixed.explore,
            new.recall,
            new.hit,
            new.covered,
        )
        cost = _cost(folder, method)
        yield [
            title,
            TITLES[method],
            *(f"{value:.3f}" for value in told),
            f"{cost['users_per_second']:,.0f}",
            f"{cost['cpu_seconds']:.0f}",
            f"{cost['peak_mb']:.0f}",
        ]


def _cold(out: Path, name: str) -> Iterable[list[str]]:
    for method in ("popularity", "trending", "item_knn", "ease", "content", OURS):
        cells = []
        for known in KNOWN:
            folder = out / cold(name, known)
            if (folder / f"{method}.new.csv").exists():
                truth, own, items = _truth(folder)
                found = scores(_lists(folder, method, "new"), truth, own, items, new=True)
                cells.append(f"{found.precision:.3f} ({found.users})")
            else:
                cells.append("–")
        yield [TASKS[name].title, TITLES[method], *cells]


def _duels(folder: Path, title: str, seed: int) -> Iterable[list[str]]:
    truth, _, _ = _truth(folder)
    mine = _lists(folder, OURS, "all")
    for rival in RIVALS:
        found = duel(mine, _lists(folder, rival, "all"), truth, seed)
        shares = (found.ours, found.theirs)
        yield [
            title,
            TITLES[rival],
            *(f"{share:.3f}" for share in shares),
            f"{found.p_value:.3f}",
            f"{found.won:.3f}",
            f"{found.lost:.3f}",
        ]


def _truth(folder: Path) -> tuple[Sets, Sets, int]:
    """Next orders, what was bought before by those, and how many items were ever bought."""
    about = json.loads((folder / "about.json").read_text("utf-8"))
    truth, before = (_listed(folder / f"{name}.csv") for name in ("truth", "before"))
    truth_sets, before_sets = (
        {user: frozenset(items) for user, items in found.items()} for found in (truth, before)
    )
    return truth_sets, before_sets, int(about["items"])


def _lists(folder: Path, method: str, shelf: str) -> Lists:
    return _listed(folder / f"{method}.{shelf}.csv")


def _listed(path: Path) -> dict[str, list[str]]:
    """Each user's items, in the file's order."""
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            found.setdefault(row["user"], []).append(row["item"])
    return found


def _cost(folder: Path, method: str) -> dict[str, float]:
    name = f"{OURS}.all" if method == OURS else method
    found: dict[str, float] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return found


def _header(heads: Sequence[str]) -> list[str]:
    return [_line(heads), _line(["---"] * len(heads))]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
