"""What somebody may want: a tool or a topic of talk."""

from dataclasses import dataclass

# Talk that counts only where nothing is asked for besides.
TALK: tuple[str, ...] = ("human", "undo", "help", "thanks", "bye", "greet")


@dataclass(frozen=True, slots=True)
class Intent:
    """`name` is a tool or a topic of talk; `detail` says which metric or kind, where the rule knows."""

    name: str
    detail: str = ""


def intent_named(name: str) -> Intent:
    """The intent of a class of sentences: `query_kpi.margin`."""
    tool, _, detail = name.partition(".")
    return Intent(tool, detail)


def class_of(intent: Intent) -> str:
    """The class of sentences of an intent."""
    return f"{intent.name}.{intent.detail}" if intent.detail else intent.name
