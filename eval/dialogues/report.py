"""What the dialogues showed: a table, the misses, and a picture."""

import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import quantiles

import matplotlib as mpl
from matplotlib.figure import Figure

from eval.dialogues.harness import TODAY, Answered
from eval.dialogues.judge import expected, got

MEASURES: Mapping[str, Callable[[Answered], bool]] = {
    "tool": lambda a: a.verdict.tool,
    "exact": lambda a: a.verdict.exact,
    "needs": lambda a: a.verdict.needs,
    "language": lambda a: a.verdict.language,
    "grounded": lambda a: a.verdict.grounded,
    "all": lambda a: a.verdict.all,
}
BARS = ("tool", "exact", "language")
PACKAGES = ("haat-saathi", "langgraph", "langchain-core", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Score:
    """One row of the table: shares between 0 and 1, milliseconds a turn."""

    name: str
    turns: int
    shares: Mapping[str, float]
    p50_ms: float
    p95_ms: float
    cpu_ms: float


def score(name: str, answered: Sequence[Answered]) -> Score:
    """What some answers come to."""
    wall = [a.wall_ms for a in answered]
    cuts = quantiles(wall, n=100, method="inclusive") if len(wall) > 1 else wall * 99
    return Score(
        name=name,
        turns=len(answered),
        shares={m: sum(map(right, answered)) / len(answered) for m, right in MEASURES.items()},
        p50_ms=cuts[49],
        p95_ms=cuts[94],
        cpu_ms=sum(a.cpu_ms for a in answered) / len(answered),
    )


def scores(answered: Sequence[Answered]) -> tuple[Score, ...]:
    """A row for each set, and one for all."""
    groups = dict.fromkeys(a.group for a in answered)
    rows = [score(g, [a for a in answered if a.group == g]) for g in groups]
    return (*rows, score("all", answered))


def table(rows: Iterable[Score]) -> str:
    """The rows in Markdown."""
    head = ["set", "turns", *MEASURES, "p50 ms", "p95 ms", "CPU ms"]
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)]
    lines += [
        [
            row.name,
            str(row.turns),
            *(f"{share:.1%}" for share in row.shares.values()),
            *(f"{ms:.1f}" for ms in (row.p50_ms, row.p95_ms, row.cpu_ms)),
        ]
        for row in rows
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def circumstances(model: str) -> str:
    """With what, when and where it was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return (
        f"The shop's day is {TODAY.isoformat()}; the demo data follow from it. "
        f"Planner: {model or 'embedded'}. Python {platform.python_version()}, {packages}; {machine}. "
        "Times are of whole turns, one after the other, after one message to warm up."
    )


def misses(answered: Iterable[Answered]) -> str:
    """Every reply that was not right, with what was expected and what came."""
    wrong = [a for a in answered if not a.verdict.all]
    return "\n\n".join(map(_miss, wrong)) or "None."


def _miss(a: Answered) -> str:
    faults = [m for m, right in MEASURES.items() if m != "all" and not right(a)]
    faults += [] if a.verdict.effect else ["effect"]
    lines = [f"**{a.dialogue}** ({', '.join(faults)}): {a.text}", f"- expected: {expected(a.line)}"]
    if a.reply is None:
        return "\n".join([*lines, f"- got: {a.error}"])
    lines.append(f"- got: {got(a.reply)}")
    words = a.reply["reply"]
    lines.append(
        f"- reply ({words['language']} {words['script']}): {' / '.join(words['text'].splitlines())}"
    )
    if not a.verdict.grounded:
        loose = ", ".join(a.verdict.loose) or "none"
        lines.append(f"- grounded: {a.reply['grounded']}; numbers not found: {loose}")
    return "\n".join(lines)


def markdown(answered: Sequence[Answered], model: str) -> str:
    """The whole report."""
    return "\n\n".join(
        [
            "# Scored dialogues",
            circumstances(model),
            table(scores(answered)),
            "`tool`: the right tools and no other. `exact`: every argument of every call. "
            "`needs`: the right question back, or none. `language`: language and script of the reply, "
            "stated and in the text. `grounded`: every number is in a call, an option or her words, "
            "by the reply's own word and by a second count.",
            "![By language](dialogues.png)",
            "## Misses",
            misses(answered),
            "",
        ]
    )


def write(folder: Path, answered: Sequence[Answered], model: str) -> Path:
    """The report and its picture, in a folder; the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    draw(folder / "dialogues.png", answered)
    page = folder / "dialogues.md"
    page.write_text(markdown(answered, model), encoding="utf-8")
    return page


def draw(file: Path, answered: Sequence[Answered]) -> None:
    """Bars for each language."""
    tongues = sorted({a.tongue for a in answered})
    rows = [score(t, [a for a in answered if a.tongue == t]) for t in tongues]
    with mpl.rc_context({"font.size": 11}):
        figure = Figure(figsize=(8, 4.5), layout="constrained")
        axes = figure.add_subplot()
        for n, measure in enumerate(BARS):
            at = [x + (n - 1) * 0.27 for x in range(len(rows))]
            bars = axes.bar(at, [r.shares[measure] * 100 for r in rows], width=0.25, label=measure)
            axes.bar_label(bars, fmt="%.0f", padding=2)
        axes.set_xticks(range(len(rows)), [f"{r.name}\n{r.turns} turns" for r in rows])
        axes.set_ylim(0, 112)
        axes.set_ylabel("percent of turns right")
        axes.set_title("Scored dialogues, by the language of the message")
        figure.legend(loc="outside lower center", ncols=len(BARS), frameon=False)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(file, dpi=130)
