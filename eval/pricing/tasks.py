"""What is foretold from what: the panels, and how many weeks before the end are learned from."""

from dataclasses import dataclass
from pathlib import Path

AHEAD = 40  # weeks, at most
MOVED = (
    0.05  # a row counts where its price lies so far from the unit's median in what is learned from
)
FURTHER = (12, 26, 52, 81)


@dataclass(frozen=True, slots=True)
class Task:
    """`weeks` of a panel up to the week `end` (0: so that the last third is ahead)."""

    panel: str
    weeks: int
    end: int = 0

    @property
    def name(self) -> str:
        """As in the table."""
        return f"{self.panel}, {self.weeks} weeks"


OWN = (
    Task("grocery", 12, 28),
    Task("grocery", 26, 28),
    Task("single shops", 12, 12),
    Task("single shops", 26, 26),
    Task("single shops", 36, 36),
    Task("simulated", 12, 80),
    Task("simulated", 26, 80),
    Task("simulated", 81, 80),
    Task("deep offers", 12, 80),
    Task("deep offers", 26, 80),
    Task("deep offers", 81, 80),
    Task("deep offers, one shop", 12, 80),
    Task("deep offers, one shop", 26, 80),
    Task("deep offers, one shop", 52, 80),
)


def tasks(data: Path | None, *, quick: bool) -> tuple[Task, ...]:
    """Our own, then those of the files in `data`."""
    own = tuple(task for task in OWN if not quick or task.weeks == 26)
    files = sorted(p for p in data.iterdir() if p.suffix in {".csv", ".parquet"}) if data else []
    return own + tuple(Task(p.stem, weeks) for p in files for weeks in FURTHER)


def place(out: Path, task: Task) -> Path:
    """The folder of a task, with a folder for each case."""
    return out / "cases" / task.panel.replace(" ", "_") / str(task.weeks)


def cases(out: Path, task: Task) -> list[Path]:
    """The cases of a task: each is learned and foretold by itself."""
    return sorted(path for path in place(out, task).iterdir() if path.is_dir())
