"""What people write and what ought to come of it, read from TOML."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from haat.core.errors import InvalidInput
from haat.core.message import CallStatus, TurnContext

ANSWERED: tuple[CallStatus, ...] = ("ok", "empty")
ASKED: tuple[CallStatus, ...] = ("awaiting_confirmation",)
WRITES = frozenset({"record_entry", "contact_buyer", "set_alert"})
OUTCOME_KEYS = frozenset({"calls", "needs", "talk"})
TURN_KEYS = (
    OUTCOME_KEYS
    | frozenset(
        {"text", "choose", "or", "anything", "status", "pending", "language", "script", "value"}
    )
    | {"parameters", "paper"}
)
FILE_KEYS = frozenset(
    {"messages", "turns", "language", "script", "about", "as_of_date", "store_id", "place"}
)


@dataclass(frozen=True, slots=True)
class WantedCall:
    """One call: each argument with the values that are right; `optional` ones may be left out."""

    tool: str
    arguments: Mapping[str, tuple[Any, ...]]
    optional: Mapping[str, tuple[Any, ...]]
    statuses: tuple[CallStatus, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Calls, or a question back (its kind and slot), or neither: talk."""

    calls: tuple[WantedCall, ...] = ()
    needs: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """The first figure is that of an earlier turn (counted from one) plus so much."""

    turn: int
    plus: float


@dataclass(frozen=True, slots=True)
class Line:
    """One thing she writes; any of the outcomes is right, and with none of them anything is."""

    text: str
    outcomes: tuple[Outcome, ...]
    languages: tuple[str, ...]
    script: str
    chooses: str | None = None
    pending: bool = False
    effect: Effect | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    paper: str | None = None  # a bill that comes along, from the folder `papers`


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Lines of one conversation; a single message is a conversation of one line."""

    name: str
    group: str
    lines: tuple[Line, ...]
    context: TurnContext


def load(folder: Path) -> tuple[Dialogue, ...]:
    """Every dialogue below a folder; InvalidInput says which file is wrong and why."""
    files = sorted(folder.rglob("*.toml"))
    if not files:
        raise InvalidInput(f"{folder}: no dialogues (*.toml) here")
    return tuple(dialogue for file in files for dialogue in _read(file))


def _read(file: Path) -> Iterable[Dialogue]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        _only(data, FILE_KEYS)
        return (
            _messages(file.stem, data) if "messages" in data else (_conversation(file.stem, data),)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"{file}: {error!r}") from error


def _messages(name: str, data: Mapping[str, Any]) -> tuple[Dialogue, ...]:
    lines = (_line(entry, data) for entry in data["messages"])
    return tuple(
        Dialogue(f"{name} {n}", name, (line,), TurnContext()) for n, line in enumerate(lines, 1)
    )


def _conversation(name: str, data: Mapping[str, Any]) -> Dialogue:
    said = data.get("as_of_date")
    context = TurnContext(
        store_id=data.get("store_id"),
        place=data.get("place"),
        as_of_date=None if said is None else date.fromisoformat(said),
    )
    lines = tuple(_line(entry, data) for entry in data["turns"])
    return Dialogue(name, "conversations", lines, context)


def _line(entry: Mapping[str, Any], of_file: Mapping[str, Any]) -> Line:
    _only(entry, TURN_KEYS)
    return Line(
        text=entry.get("text", ""),
        outcomes=_outcomes(entry),
        languages=_several(entry.get("language", of_file["language"])),
        script=entry.get("script", of_file["script"]),
        chooses=None if "text" in entry else entry["choose"],
        pending=entry.get("pending", False),
        effect=Effect(**entry["value"]) if "value" in entry else None,
        parameters=entry.get("parameters", {}),
        paper=entry.get("paper"),
    )


def _outcomes(entry: Mapping[str, Any]) -> tuple[Outcome, ...]:
    if entry.get("anything", False):
        return ()
    others = entry.get("or", [])
    for other in others:
        _only(other, OUTCOME_KEYS)
    return tuple(_outcome(e, entry.get("status")) for e in (entry, *others))


def _outcome(entry: Mapping[str, Any], status: CallStatus | None) -> Outcome:
    if entry.keys().isdisjoint(OUTCOME_KEYS):
        raise ValueError(f"nothing is expected of {entry}")
    kind_and_slot = entry.get("needs")
    return Outcome(
        calls=tuple(_call(call, status) for call in entry.get("calls", [])),
        needs=None if kind_and_slot is None else (kind_and_slot[0], kind_and_slot[1]),
    )


def _call(entry: Mapping[str, Mapping[str, Any]], status: CallStatus | None) -> WantedCall:
    ((tool, arguments),) = entry.items()
    usual = ASKED if tool in WRITES else ANSWERED
    return WantedCall(
        tool=tool,
        arguments={k: _several(v) for k, v in arguments.items() if not k.endswith("?")},
        optional={k[:-1]: _several(v) for k, v in arguments.items() if k.endswith("?")},
        statuses=(status,) if status is not None and tool in WRITES else usual,
    )


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _only(entry: Mapping[str, Any], known: Iterable[str]) -> None:
    strange: Sequence[str] = sorted(set(entry) - set(known))
    if strange:
        raise ValueError(f"unknown: {', '.join(strange)}")
