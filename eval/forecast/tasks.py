"""What is foretold: the panels of series, and the tasks set on them."""

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Panel:
    """A set of series and the ends of history from which they are foretold.

    `origins` are how many periods before the data's end a history ends; the first is the latest.
    `recent` is how many periods at its end say how much a series weighs.
    """

    name: str
    frequency: str  # as the peers' libraries want it
    horizon: int
    origins: tuple[int, ...]
    series: int
    recent: int

    def short(self) -> "Panel":
        """The latest origin alone, and fewer series."""
        return replace(self, origins=self.origins[:1], series=min(self.series, 120))


@dataclass(frozen=True, slots=True)
class Task:
    """A panel with what may be known of the horizon, and what is asked."""

    name: str
    title: str
    panel: Panel
    season: int  # of the seasonal naive forecast and of the exponential smoothing, in periods
    window: int  # of the moving mean, in periods
    counts: bool = True  # units sold; otherwise prices and weights
    planned: bool = False

    @property
    def frequency(self) -> str:
        """As the command line wants it."""
        return self.panel.frequency[0]

    @property
    def measure(self) -> str:
        """The one that ranks."""
        return "wrmsse" if self.counts else "owa"


DAILY = Panel("daily", "D", 28, (28, 56, 84), 823, 28)
DAILY_SLOW = Panel("daily_slow", "D", 28, (28, 56, 84), 823, 28)
WEEKLY = Panel("weekly", "W-MON", 12, (12, 16, 20), 823, 12)
WEEKLY_SLOW = Panel("weekly_slow", "W-MON", 12, (12, 16, 20), 823, 12)
BUSINESS = Panel("business", "W-MON", 13, (13, 39, 65), 400, 52)

PANELS = (DAILY, DAILY_SLOW, WEEKLY, WEEKLY_SLOW, BUSINESS)

TASKS = (
    Task("daily", "Groceries by day, 28 days", DAILY, 7, 28),
    Task("daily_slow", "Slow kinds of goods in one shop by day, 28 days", DAILY_SLOW, 7, 28),
    Task(
        "weekly_plan",
        "Groceries by week, 12 weeks, prices and offers planned",
        WEEKLY,
        1,
        8,
        planned=True,
    ),
    Task("weekly_blind", "Groceries by week, 12 weeks, nothing planned", WEEKLY, 1, 8),
    Task("weekly_slow", "Slow groceries by week, 12 weeks", WEEKLY_SLOW, 1, 8),
    Task("business", "Prices and arrivals by week, 13 weeks", BUSINESS, 52, 8, counts=False),
)


def tasks(names: str = "", *, quick: bool = False) -> tuple[Task, ...]:
    """Those named, parted by commas, or all; raises ValueError for a name that is none."""
    wanted = names.split(",") if names else [task.name for task in TASKS]
    known = {task.name: task for task in TASKS}
    if unknown := set(wanted) - set(known):
        raise ValueError(
            f"no such task: {', '.join(sorted(unknown))}; there are {', '.join(known)}"
        )
    found = tuple(known[name] for name in wanted)
    return tuple(replace(t, panel=t.panel.short()) for t in found) if quick else found


def place(out: Path, panel: Panel, origin: int) -> Path:
    """The folder of what is known before an origin, what is planned and what came."""
    return out / "data" / panel.name / f"origin_{origin}"


def forecasts(out: Path, task: Task, origin: int) -> Path:
    """The folder of what was foretold from an origin, a file for each method."""
    return out / "forecasts" / task.name / f"origin_{origin}"
