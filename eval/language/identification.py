"""Whether the language of a message is told: on the messages, and on everyday sentences of other matters."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sklearn.metrics import f1_score, recall_score

from eval.dialogues.harness import Answered
from haat.language.hearing import load_languages
from haat.language.tokens import tokenise

ELSEWHERE = Path(__file__).parent / "everyday"  # <code>_<Script>.txt, one sentence a line
UNDECIDED = "undecided"
Told = tuple[str, str, str]  # the language, the script, the one that was heard


def report(answered: Sequence[Answered]) -> str:
    """Recall by language and the macro figures, in the own scripts and in Latin letters."""
    single = [a for a in answered if a.group != "conversations"]
    messages = [(a.line.languages[0], a.line.script, a.text) for a in single]
    parts = [
        "## Language of a message",
        "Without a conversation before it; undecided counts as wrong.",
    ]
    for name, lines in (("The messages above", messages), ("Everyday sentences", list(everyday()))):
        if lines:
            parts.append(_table(name, told(lines)))
    return "\n\n".join(parts)


def everyday() -> Iterable[tuple[str, str, str]]:
    """Sentences that have nothing to do with trade."""
    for file in sorted(ELSEWHERE.glob("*.txt")):
        code, _, script = file.stem.partition("_")
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield code, script, line


def told(lines: Iterable[tuple[str, str, str]]) -> list[Told]:
    """What was heard in each line."""
    identifier = load_languages().identifier
    found = ((c, s, identifier.detect(tokenise(t)).tongue) for c, s, t in lines)
    return [(c, s, tongue.language if tongue else UNDECIDED) for c, s, tongue in found]


def _table(name: str, lines: list[Told]) -> str:
    rows = [f"**{name}**", "| | own script | Latin |", "| --- | ---: | ---: |"]
    rows[1:1] = [""]
    native, latin = (
        [x for x in lines if (x[1] == "Latn") == is_latin] for is_latin in (False, True)
    )
    codes = sorted({c for c, _, _ in lines})
    rows += [f"| {c} | {_recall(native, c)} | {_recall(latin, c)} |" for c in codes]
    rows.append(
        f"| macro recall | {_macro(native, recall_score)} | {_macro(latin, recall_score)} |"
    )
    rows.append(f"| macro F1 | {_macro(native, f1_score)} | {_macro(latin, f1_score)} |")
    return "\n".join(rows)


def _recall(lines: list[Told], code: str) -> str:
    own = [heard == code for c, _, heard in lines if c == code]
    return f"{sum(own) / len(own):.2f} ({len(own)})" if own else ""


def _macro(lines: list[Told], measure: object) -> str:
    if not lines or not callable(measure):
        return ""
    labels = sorted({c for c, _, _ in lines})
    truth, heard = [c for c, _, _ in lines], [h for _, _, h in lines]
    return f"{measure(truth, heard, labels=labels, average='macro', zero_division=0):.3f}"
