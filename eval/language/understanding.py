"""Tools, arguments, refusals and replies, by language and script; where it goes wrong."""

from collections import Counter
from collections.abc import Sequence

from eval.dialogues.harness import Answered
from eval.dialogues.report import misses as every_miss
from eval.dialogues.report import score, table

WORST = 20
NOTHING = "nothing"


def report(answered: Sequence[Answered]) -> str:
    """The tables, and the twenty misses to look at first."""
    single = [a for a in answered if a.group != "conversations"]
    talked = [a for a in answered if a.group == "conversations"]
    tongues = sorted({a.tongue for a in single})
    rows = [score(t, [a for a in single if a.tongue == t]) for t in tongues]
    rows += [score("all messages", single)] if single else []
    return "\n\n".join(
        [
            "## Messages",
            table(rows),
            refusals(single),
            *([conversations(talked)] if talked else []),
            "## What was taken for what",
            confusion(single),
            f"## The {WORST} worst misses",
            every_miss(worst(answered)),
        ]
    )


def refusals(answered: Sequence[Answered]) -> str:
    """How much of what is not ours was left alone, and how much of what is ours was refused."""
    foreign = [a for a in answered if wanted(a) == NOTHING]
    ours = [a for a in answered if wanted(a) != NOTHING]
    left = sum(done(a) == NOTHING for a in foreign)
    refused = sum(done(a) == NOTHING for a in ours)
    return (
        f"Out of scope or small talk, and answered without a tool: {left} of {len(foreign)}"
        f"{_share(left, len(foreign))}. Good requests refused: {refused} of {len(ours)}"
        f"{_share(refused, len(ours))}."
    )


def conversations(answered: Sequence[Answered]) -> str:
    """In how many conversations every turn was right."""
    names = dict.fromkeys(a.dialogue for a in answered)
    right = sum(all(a.verdict.all for a in answered if a.dialogue == n) for n in names)
    turns = sum(a.verdict.all for a in answered)
    return (
        f"Conversations with every turn right: {right} of {len(names)}{_share(right, len(names))}; "
        f"turns {turns} of {len(answered)}{_share(turns, len(answered))}."
    )


def confusion(answered: Sequence[Answered]) -> str:
    """Each pair of what was wanted and what was done instead, most frequent first."""
    pairs = Counter((wanted(a), done(a)) for a in answered if not a.verdict.tool)
    lines = ["| wanted | done | times |", "| --- | --- | ---: |"]
    lines += [f"| {a} | {b} | {n} |" for (a, b), n in pairs.most_common()]
    return "\n".join(lines) if pairs else "Nothing."


def worst(answered: Sequence[Answered]) -> list[Answered]:
    """The first to look at: the wrong tool called, then nothing done, then a wrong argument."""
    wrong = [a for a in answered if not a.verdict.all]
    return sorted(wrong, key=lambda a: (a.verdict.tool, done(a) == NOTHING, a.verdict.exact))[
        :WORST
    ]


def misses(answered: Sequence[Answered]) -> str:
    """All of them."""
    return "## Misses\n\n" + every_miss(answered)


def wanted(a: Answered) -> str:
    """The tools that were expected, or a question, or nothing."""
    if not a.line.outcomes:
        return "anything"
    outcome = a.line.outcomes[0]
    asked = f"ask {outcome.needs[1]}" if outcome.needs else ""
    return _named([*(c.tool for c in outcome.calls), asked])


def done(a: Answered) -> str:
    """What was done."""
    if a.reply is None:
        return "crash"
    needs = a.reply["needs_input"]
    asked = f"ask {needs['slot']}" if needs and needs["kind"] != "confirm" else ""
    return _named([*(c["name"] for c in a.reply["tool_calls"]), asked])


def _named(parts: list[str]) -> str:
    return " + ".join(sorted(filter(None, parts))) or NOTHING


def _share(part: int, whole: int) -> str:
    return f" ({part / whole:.1%})" if whole else ""
