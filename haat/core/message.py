"""What comes in from a person and what goes back, whatever the channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

CallStatus = Literal["ok", "empty", "error", "awaiting_confirmation"]
NeedKind = Literal["slot", "choice", "confirm"]


@dataclass(frozen=True, slots=True)
class TurnContext:
    """What the caller fixes for one turn."""

    store_id: str | None = None
    place: str | None = None
    language: str | None = None
    as_of_date: date | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, voice note or file that came with a message; `reference` is the provider's."""

    kind: Literal["image", "voice", "document", "other"]
    media_type: str
    reference: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from a person.

    The last five fields are what a messenger adds: who wrote, which offered option was tapped (by
    `choice`, as the channel wrote it on the button), and what came along.
    """

    text: str
    message_id: str
    conversation_id: str | None = None
    channel: str = "web"
    context: TurnContext = TurnContext()
    document_ids: tuple[str, ...] = ()
    sender: str = ""
    sender_name: str = ""
    choice: str | None = None
    media: tuple[Media, ...] = ()
    location: tuple[float, float] | None = None  # latitude, longitude


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call of a tool, as it is shown."""

    name: str
    arguments: Mapping[str, Any]
    status: CallStatus
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """Something she can choose: `value` may be sent back as the next message."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to a person; her channel shows `options` as buttons, or the text numbers them."""

    text: str
    options: tuple[Option, ...] = ()
    language: str = "en"
    script: str = "Latn"


@dataclass(frozen=True, slots=True)
class NeedsInput:
    """What is missing before the question can be answered."""

    kind: NeedKind
    slot: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's source; `quote` is verbatim in it."""

    id: str
    source: str
    title: str
    locator: str
    quote: str
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """The reply's text with its BCP-47 language and ISO-15924 script."""

    text: str
    language: str
    script: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One grounded answer."""

    conversation_id: str
    message_id: str
    trace_id: str
    words: Words
    tool_calls: tuple[ToolCall, ...] = ()
    citations: tuple[Citation, ...] = ()
    needs_input: NeedsInput | None = None
    grounded: bool = True
    latency_ms: float = 0.0
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The reply as the contract shows it."""
        need = self.needs_input
        return {
            "conversation_id": self.conversation_id,
            "message_id": self.message_id,
            "trace_id": self.trace_id,
            "reply": {
                "text": self.words.text,
                "language": self.words.language,
                "script": self.words.script,
            },
            "tool_calls": [
                {
                    "name": c.name,
                    "arguments": dict(c.arguments),
                    "status": c.status,
                    "result": dict(c.result),
                }
                for c in self.tool_calls
            ],
            "citations": [
                {n: getattr(c, n) for n in ("id", "source", "title", "locator", "quote", "as_of")}
                for c in self.citations
            ],
            "needs_input": None
            if need is None
            else {
                "kind": need.kind,
                "slot": need.slot,
                "options": [{"label": o.label, "value": o.value} for o in need.options],
            },
            "grounded": self.grounded,
            "latency_ms": round(self.latency_ms, 1),
            **self.extra,
        }
