"""Whether a reply is right: its calls, its question, its language, its numbers."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import Any

from eval.dialogues.script import Line, Outcome, WantedCall
from haat.language.scripts import script_of

Json = Mapping[str, Any]
NUMBER = re.compile(r"\d+(?:,\d+)*(?:\.\d+)?")
WORD = re.compile(r"[a-z]+")
# Small words that only one of the two has; "is", "the" and "to" are words of both.
SMALL_WORDS = {
    "en": frozenset(
        {"in", "you", "and", "for", "was", "can", "what", "your", "with", "this", "are"}
    ),
    "hi": frozenset(
        {"hai", "hain", "ka", "ki", "ke", "mein", "nahi", "aap", "kya", "aur", "ko", "kar"}
    ),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was right about one reply; `effect` is true where none was expected.

    `loose` are the numbers of its text that nothing accounts for.
    """

    tool: bool
    exact: bool
    needs: bool
    language: bool
    grounded: bool
    effect: bool = True
    loose: tuple[str, ...] = ()

    @property
    def all(self) -> bool:
        """Nothing was wrong."""
        rest = self.needs and self.language and self.grounded and self.effect
        return self.tool and self.exact and rest


ALL_WRONG = Verdict(tool=False, exact=False, needs=False, language=False, grounded=False)


def judge(line: Line, reply: Json, said: Sequence[str], earlier: Sequence[Json | None]) -> Verdict:
    """The verdict on a reply; `said` is all she wrote, `earlier` the replies before this one."""
    calls = reply["tool_calls"]
    outcome = _nearest(line, reply)
    loose = loose_numbers(reply, said)
    return Verdict(
        tool=outcome is None or _tools(outcome) == sorted(c["name"] for c in calls),
        exact=outcome is None or _calls_match(outcome, calls),
        needs=outcome is None or needs_right(outcome, line, reply["needs_input"]),
        language=tongue_right(line, reply["reply"]),
        grounded=reply["grounded"] and not loose,
        effect=_effect_right(line, reply, earlier) and _parameters_right(line, calls),
        loose=loose,
    )


def _nearest(line: Line, reply: Json) -> Outcome | None:
    """The outcome that the reply comes nearest to; None where anything is right."""

    def nearness(outcome: Outcome) -> tuple[bool, bool, bool]:
        calls = reply["tool_calls"]
        return (
            _calls_match(outcome, calls),
            needs_right(outcome, line, reply["needs_input"]),
            _tools(outcome) == sorted(c["name"] for c in calls),
        )

    return max(line.outcomes, key=nearness, default=None)


def _tools(outcome: Outcome) -> list[str]:
    return sorted(call.tool for call in outcome.calls)


def _calls_match(outcome: Outcome, calls: Sequence[Json]) -> bool:
    """Every call is wanted and every wanted one is there, in whatever order."""
    if len(outcome.calls) != len(calls):
        return False
    return any(
        all(call_right(wanted, call) for wanted, call in zip(order, calls, strict=True))
        for order in permutations(outcome.calls)
    )


def call_right(wanted: WantedCall, call: Json) -> bool:
    """Name, status and every argument: none missing, none wrong, none too many."""
    arguments = call["arguments"]
    return (
        call["name"] == wanted.tool
        and call["status"] in wanted.statuses
        and wanted.arguments.keys() <= arguments.keys()
        and all(_value_right(wanted, name, value) for name, value in arguments.items())
    )


def _value_right(wanted: WantedCall, name: str, value: Any) -> bool:
    right = {**wanted.optional, **wanted.arguments}.get(name, ())
    return any(_plain(value) == _plain(one) for one in right)


def _plain(value: Any) -> Any:
    return unicodedata.normalize("NFC", value).casefold() if isinstance(value, str) else value


def needs_right(outcome: Outcome, line: Line, needs: Json | None) -> bool:
    """The question that was expected; an entry that waits expects a yes."""
    kind_and_slot = None if needs is None else (needs["kind"], needs["slot"])
    if outcome.needs is not None:
        return kind_and_slot == outcome.needs
    waits = any("awaiting_confirmation" in call.statuses for call in outcome.calls)
    if waits:
        return needs is not None and needs["kind"] == "confirm"
    if line.pending:
        return needs is None or needs["kind"] == "confirm"
    return needs is None


def tongue_right(line: Line, words: Json) -> bool:
    """Language and script as stated, and the text really in them."""
    stated = words["language"] in line.languages and words["script"] == line.script
    return stated and _looks_like(words["text"], words["language"], words["script"])


def _looks_like(text: str, language: str, script: str) -> bool:
    scripts = [s for c in text if (s := script_of(c))]
    if script != "Latn":
        # Brand names stay as they are written on the packet.
        return scripts.count(script) * 4 >= len(scripts)
    return set(scripts) <= {"Latn"} and _sounds_like(text, language)


def _sounds_like(text: str, language: str) -> bool:
    words = WORD.findall(text.casefold())
    heard = {code: sum(w in small for w in words) for code, small in SMALL_WORDS.items()}
    return language not in heard or heard[language] >= max(heard.values())


def loose_numbers(reply: Json, said: Iterable[str]) -> tuple[str, ...]:
    """The numbers of the text that are in no call, option, citation or word of hers."""
    stated = {k: reply[k] for k in ("tool_calls", "needs_input", "citations")}
    known = set(_values((stated, tuple(said))))
    return tuple(n for n in _numbers(reply["reply"]["text"]) if Decimal(n) not in known)


def _numbers(text: str) -> list[str]:
    """Numbers as plain digits, whatever script they are written in."""
    plain = "".join(str(unicodedata.decimal(c, c)) for c in text)
    return [found.replace(",", "") for found in NUMBER.findall(plain)]


def _values(value: Any) -> Iterator[Decimal]:
    match value:
        case bool() | None:
            return
        case int() | float():
            yield abs(Decimal(str(value)))
        case str():
            yield from (Decimal(n) for n in _numbers(value))
        case Mapping():
            yield from _values(tuple(value.values()))
        case list() | tuple():
            for part in value:
                yield from _values(part)


def _effect_right(line: Line, reply: Json, earlier: Sequence[Json | None]) -> bool:
    if line.effect is None:
        return True
    now, then = first_value(reply), first_value(earlier[line.effect.turn - 1])
    if now is None or then is None:
        return False
    return abs(now - then - line.effect.plus) < 1e-6


def first_value(reply: Json | None) -> float | None:
    """The first figure of a reply."""
    calls = reply["tool_calls"] if reply is not None else ()
    figures = (f for c in calls for f in c["result"].get("figures", ()))
    return next((f["value"] for f in figures if f["value"] is not None), None)


def _parameters_right(line: Line, calls: Sequence[Json]) -> bool:
    used: Json = calls[0]["result"].get("parameters", {}) if calls else {}
    return all(used.get(name) == value for name, value in line.parameters.items())


def expected(line: Line) -> str:
    """What would have been right, in one line."""
    return " OR ".join(_outcome_text(o) for o in line.outcomes) or "anything"


def _outcome_text(outcome: Outcome) -> str:
    parts = [_call_text(call) for call in outcome.calls]
    if outcome.needs is not None:
        parts.append(f"needs {outcome.needs[0]}: {outcome.needs[1]}")
    return " + ".join(parts) or "talk, no call"


def _call_text(call: WantedCall) -> str:
    must = [f"{k}={'|'.join(map(str, v))}" for k, v in call.arguments.items()]
    may = [f"[{k}={'|'.join(map(str, v))}]" for k, v in call.optional.items()]
    return f"{call.tool}({', '.join(must + may)})"


def got(reply: Json) -> str:
    """What came, in the same form."""
    parts = [
        f"{c['name']}({', '.join(f'{k}={v}' for k, v in c['arguments'].items())}) {c['status']}"
        for c in reply["tool_calls"]
    ]
    if reply["needs_input"] is not None:
        parts.append("needs " + _needs_text(reply["needs_input"]))
    return " + ".join(parts) or "talk, no call"


def _needs_text(needs: Json) -> str:
    values = [option["value"] for option in needs["options"][:4]]
    return f"{needs['kind']}: {needs['slot']} {json.dumps(values, ensure_ascii=False)}"
