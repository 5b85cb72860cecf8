"""How often the passage stands first, among five or ten; how often an answer is right, and a refusal."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from eval.retrieval.asking import Case

NONE = 99
NUMBER = re.compile(r"\d[\d,.]*")


def places(cases: Iterable[Case], said: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Where the passage that answers stands, from 0; of the questions that have one."""
    return {
        case.id: next(
            (
                at
                for at, found in enumerate(said[case.id]["passages"])
                if case.met(found["source"], found["locator"], found["text"])
            ),
            NONE,
        )
        for case in cases
        if not case.unanswerable
    }


def table(name: str, cases: list[Case], found: Mapping[str, Mapping[str, int]]) -> str:
    """A line for each way of searching: R@1 / R@5 / MRR@10 for each group of questions."""
    groups = list(dict.fromkeys(case.group for case in cases if not case.unanswerable))
    lines = [f"{name}: R@1 / R@5 / MRR@10", "| | " + " | ".join((*groups, "all")) + " |"]
    for way, at in found.items():
        cells = [
            _cell([at[c.id] for c in cases if c.id in at and group in {c.group, "all"}])
            for group in ("all", *groups)
        ]
        lines.append(f"| {way} | " + " | ".join((*cells[1:], cells[0])) + " |")
    return "\n".join(lines)


def answers(cases: Iterable[Case], said: Mapping[str, Mapping[str, Any]]) -> str:
    """Refusals, right ones and false ones; of what was answered, how much cites the passage that answers."""
    cases = list(cases)
    lines = []
    for half, chosen in (("all", cases), ("even", cases[::2]), ("odd", cases[1::2])):
        known = [(c, said[c.id]) for c in chosen if not c.unanswerable]
        unknown = [said[c.id] for c in chosen if c.unanswerable]
        answered = [(c, a) for c, a in known if not a["refused"]]
        right = sum(_cites(c, a) for c, a in answered)
        lines.append(
            f"{half}: refused {_share(sum(a['refused'] for a in unknown), len(unknown))} of what the texts "
            f"do not hold, {_share(len(known) - len(answered), len(known))} of what they hold; "
            f"{_share(right, len(answered))} of the answers cite the passage; "
            f"{sum(map(_strange_number, (a for _, a in answered)))} numbers outside it"
        )
    return "\n".join(lines)


def _cites(case: Case, answer: Mapping[str, Any]) -> bool:
    first, cited = answer["passages"][0], answer["citations"][0]
    return cited["quote"] in first["text"] and case.met(
        cited["source"], cited["locator"], first["text"]
    )


def _strange_number(answer: Mapping[str, Any]) -> bool:
    text = answer["passages"][0]["text"]
    return any(number not in text for number in NUMBER.findall(answer["answer"]))


def _cell(at: list[int]) -> str:
    reciprocal = sum(1 / (p + 1) for p in at if p < 10) / len(at)
    return f"{sum(p < 1 for p in at) / len(at):.3f} / {sum(p < 5 for p in at) / len(at):.3f} / {reciprocal:.3f}"


def _share(some: int, of: int) -> str:
    return f"{100 * some / of:.0f} % ({some}/{of})" if of else "-"
