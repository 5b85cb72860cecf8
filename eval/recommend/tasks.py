"""What is recommended, and from which day on it is judged."""

from collections.abc import Mapping
from dataclasses import dataclass

KNOWN = (0, 1, 3, 5)  # items that strangers tell


@dataclass(frozen=True, slots=True)
class Task:
    """A market; the split by date is not the one on which anything was chosen."""

    title: str
    cut: str | None  # None: each user's last basket is judged


TASKS: Mapping[str, Task] = {
    "simulated": Task("made-up gift wholesaler", "2025-11-01"),
    "sets": Task("made-up gift wholesaler, goods in sets", "2025-11-01"),
    "wholesale": Task("households as a wholesaler's shops", "2017-11-01"),
    "households": Task("households, long histories", "2017-10-21"),
    "baskets": Task("households, few baskets", None),
}
WITH_STRANGERS = ("simulated", "sets", "wholesale")


def cold(name: str, known: int) -> str:
    """The folder of a task's strangers who tell so many items."""
    return f"{name}-{known}-known"
