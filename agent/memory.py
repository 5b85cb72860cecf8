"""What a conversation remembers between turns; plain JSON, since it is kept in checkpoints."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from haat.core.message import NeedsInput, Option


@dataclass(frozen=True, slots=True)
class Planned:
    """A call that is planned: the tool's name and canonical arguments."""

    name: str
    arguments: Mapping[str, Any]


Made = TypeVar("Made")


def digest(calls: tuple[Planned, ...], told: tuple[Mapping[str, Any], ...]) -> str:
    """What a yes is bound to: these tools, these arguments, and what the person was told of them."""
    wanted = [[c.name, dict(c.arguments)] for c in calls]
    canonical = json.dumps([wanted, [dict(t) for t in told]], sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Pending:
    """Changes that wait for a yes; `key` makes each be carried out once at most.

    `told` has the goods, store, day and sums of each change as the person read them: a yes counts
    for nothing else, whatever list prices or stores have become since.
    """

    calls: tuple[Planned, ...]
    told: tuple[Mapping[str, Any], ...]
    digest: str
    key: str
    expires_at: str
    store_id: str | None = None
    day: str | None = None

    def holds(self, now: datetime) -> bool:
        """Whether a yes still counts: not expired, and for just these calls."""
        in_time = now < datetime.fromisoformat(self.expires_at)
        return in_time and digest(self.calls, self.told) == self.digest


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was put to the person, about one argument of a planned call.

    `rest` are the changes told in the same message; they wait for the answer with it.
    """

    call: Planned
    kind: str
    slot: str
    options: tuple[Option, ...] = ()
    rest: tuple[Planned, ...] = ()
    again: bool = False  # it was asked before, and what came was no answer

    def as_need(self) -> NeedsInput:
        """The question as the reply shows it."""
        return NeedsInput("choice" if self.kind == "choice" else "slot", self.slot, self.options)


@dataclass(frozen=True, slots=True)
class Memory:
    """The conversation's own facts: how she writes, what was last talked of, what is open."""

    language: str | None = None
    script: str | None = None
    chosen: bool = False  # she asked for this language
    last: tuple[Planned, ...] = ()
    product: str | None = None
    place: str | None = None
    pending: Pending | None = None
    question: Question | None = None
    entries: tuple[str, ...] = field(default_factory=tuple)
    beta: tuple[str, ...] = ()  # languages of which it was said that nobody has read them yet

    def as_json(self) -> dict[str, Any]:
        """Plain JSON for the checkpoint."""
        return asdict(self)

    def but(self, **changes: Any) -> "Memory":
        """The same with some facts changed."""
        return replace(self, **changes)


def memory_of(data: Mapping[str, Any] | None) -> Memory:
    """The memory kept in a checkpoint; an empty one at the beginning."""
    if not data:
        return Memory()
    pending, question = data.get("pending"), data.get("question")
    return Memory(
        language=data.get("language"),
        script=data.get("script"),
        chosen=bool(data.get("chosen")),
        last=_calls(data.get("last", ())),
        product=data.get("product"),
        place=data.get("place"),
        pending=_kept(_pending, pending),
        question=_kept(_question, question),
        entries=tuple(data.get("entries", ())),
        beta=tuple(data.get("beta", ())),
    )


def _kept(make: Callable[[Mapping[str, Any]], Made], data: Mapping[str, Any] | None) -> Made | None:
    """What was open, unless an earlier version wrote it in another shape: then it is asked anew."""
    try:
        return make(data) if data else None
    except (KeyError, TypeError):
        return None


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        _call(data["call"]),
        data["kind"],
        data["slot"],
        tuple(Option(o["label"], o["value"]) for o in data["options"]),
        _calls(data["rest"]),
        bool(data.get("again")),
    )


def _pending(data: Mapping[str, Any]) -> Pending:
    return Pending(
        _calls(data["calls"]),
        tuple(data["told"]),
        data["digest"],
        data["key"],
        data["expires_at"],
        data["store_id"],
        data["day"],
    )


def _call(data: Mapping[str, Any]) -> Planned:
    return Planned(data["name"], data["arguments"])


def _calls(data: Any) -> tuple[Planned, ...]:
    return tuple(map(_call, data))
