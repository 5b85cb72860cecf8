"""Small panels to foretell from."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from haat.analytics.panel.panel import Floats, Frequency, Panel

NOTHING: Mapping[str, Floats] = MappingProxyType({})
FREQUENCIES: tuple[Frequency, ...] = ("D", "W", "MS", "none")


def grid(length: int, frequency: Frequency) -> NDArray[np.datetime64] | NDArray[np.int64]:
    """So many periods from a Monday that begins a month, or from nought."""
    first = np.datetime64("2018-01-01", "D")
    if frequency == "none":
        return np.arange(length, dtype=np.int64)
    dates: NDArray[np.datetime64] = first + np.arange(length) * (7 if frequency == "W" else 1)
    if frequency == "MS":
        dates = (first.astype("datetime64[M]") + np.arange(length)).astype("datetime64[D]")
    return dates


def panel(
    values: ArrayLike,
    frequency: Frequency = "D",
    covariates: Mapping[str, Floats] = NOTHING,
    planned: Mapping[str, Floats] = NOTHING,
) -> Panel:
    """Series `s0`, `s1` … of these values (periods x series)."""
    told = np.asarray(values, dtype=np.float64)
    ids = tuple(f"s{n}" for n in range(told.shape[1]))
    return Panel(ids, grid(len(told), frequency), frequency, told, covariates, planned)


def gaps(values: ArrayLike, seed: int, share: float = 0.2) -> Floats:
    """The values without a share of them; a series' first one stays."""
    told = np.array(values, dtype=np.float64)
    told[1:][np.random.default_rng(seed).random(told[1:].shape) < share] = np.nan
    return told


def demand(seed: int, length: int, series: int, mean: float = 3.0) -> Floats:
    """Poisson sales of several levels around a mean."""
    levels = mean * np.linspace(0.5, 1.5, series)
    return np.random.default_rng(seed).poisson(levels, (length, series)).astype(np.float64)


def walks(seed: int, length: int, series: int, start: float = 100.0) -> Floats:
    """Random walks with normal steps of one."""
    steps = np.random.default_rng(seed).normal(size=(length, series))
    return start + np.cumsum(steps, axis=0)


SALES = st.one_of(st.none(), st.integers(0, 40))


@st.composite
def series(draw: st.DrawFn, least: int = 1, most: int = 70) -> Floats:
    """Periods x one to three series of whole sales with gaps, of which the first is known."""
    width = draw(st.integers(1, 3))
    length = draw(st.integers(least, most))
    rows = draw(st.lists(st.tuples(*[SALES] * width), min_size=length, max_size=length))
    told = np.array([[np.nan if v is None else float(v) for v in row] for row in rows])
    told[0] = np.nan_to_num(told[0])
    return told
