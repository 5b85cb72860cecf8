"""The scores as one table; runs in the peers' environment."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from eval.forecast.methods import TITLES


def _share(value: float) -> str:
    return f"{value:.3f}"


def _signed(value: float) -> str:
    return f"{100 * value:+.1f} %"


def _whole(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


COLUMNS: dict[str, tuple[str, Callable[[float], str]]] = {
    "wape": ("WAPE", _share),
    "bias": ("bias", _signed),
    "rmsse": ("RMSSE", _share),
    "wrmsse": ("WRMSSE", _share),
    "total": ("RMSSE of total", _share),
    "smape": ("sMAPE", _share),
    "mase": ("MASE", _share),
    "owa": ("OWA", _share),
    "coverage": ("cov95", _share),
    "spl": ("SPL", _share),
    "wspl": ("WSPL", _share),
    "speed": ("series / CPU s", _whole),
    "peak_mb": ("peak MB", _whole),
}


def means(scores: pd.DataFrame) -> pd.DataFrame:
    """A row for each task, part and method: the plain mean over the origins; the highest peak."""
    figures = dict.fromkeys([*scores.columns, *COLUMNS, "cpu_seconds"])
    wanted = scores.reindex(columns=list(figures))
    grouped = wanted.groupby(["task", "part", "method"], sort=False)
    found = grouped[[c for c in COLUMNS if c != "speed"]].mean()
    found["peak_mb"] = grouped.peak_mb.max()
    found["speed"] = grouped.series.sum() / grouped.cpu_seconds.sum().replace(0, np.nan)
    return found.reset_index()


def table(found: pd.DataFrame, missing: dict[str, str]) -> str:
    """Markdown; `missing` says of a task why the ensemble is not among the methods."""
    heads = ["task", "method", *(head for head, _ in COLUMNS.values())]
    lines = [_line(heads), _line(["---"] * len(heads))]
    for key, rows in found.groupby(["task", "part"], sort=False):
        task, part = (str(word) for word in key)
        title = task if part == "all" else f"{task}, sample"
        lines += [_line(_cells(title, row)) for _, row in rows.iterrows()]
        if part == "sample" and task in missing:
            lines.append(_line([title, TITLES["ensemble"], f"not installed: {missing[task]}"]))
    return "\n".join(lines)


def _cells(title: str, row: pd.Series) -> list[str]:
    figures = [
        "–" if pd.isna(row[name]) else written(row[name]) for name, (_, written) in COLUMNS.items()
    ]
    return [title, TITLES[str(row["method"])], *figures]


def _line(cells: list[str]) -> str:
    filled = [*cells, *[""] * (len(COLUMNS) + 2 - len(cells))]
    return f"| {' | '.join(cell.replace('|', '/') for cell in filled)} |"
