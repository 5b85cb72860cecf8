"""An LSTM, XGBoost and Prophet, joined with fixed weights; needs the extra `deep`."""

from collections.abc import Mapping
from importlib.util import find_spec

import numpy as np

from haat.analytics.panel import trees
from haat.analytics.panel.changes import pooled_changes
from haat.analytics.panel.counts import burst, quantiles
from haat.analytics.panel.demand import FEW
from haat.analytics.panel.foretold import PROBABILITIES, Foretold
from haat.analytics.panel.kinds import smooth
from haat.analytics.panel.lessons import enough
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.smooth import bounds
from haat.analytics.panel.standing import foretell, named
from haat.core.errors import NotConfigured

WEIGHTS: Mapping[str, float] = {"lstm": 0.35, "xgboost": 0.35, "prophet": 0.30}
NAME = "+".join(WEIGHTS)
NEEDS = ("jax", "equinox", "optax", "prophet")


def check() -> None:
    """NotConfigured, with what to install, where the extra isn't there."""
    missing = [name for name in NEEDS if not _there(name)]
    if missing:
        raise NotConfigured(
            f"--method ensemble needs {', '.join(missing)}: "
            ".venv/bin/pip install -r requirements-deep.lock"
        )


def ensemble(panel: Panel, horizon: int) -> Foretold:
    """Means and quantiles of the `horizon` periods after the last one.

    Series of which there is too little to learn from are foretold by the standing combination, and
    their models' names say so.
    """
    check()
    calm = smooth(panel)
    shape = horizon, len(panel.ids)
    means, around = np.zeros(shape), np.zeros((len(PROBABILITIES), *shape))
    models = [""] * len(panel.ids)
    for chosen, method in ((~calm, _demand), (calm, _smooth)):
        columns = np.flatnonzero(chosen)
        if len(columns):
            some = panel.only(columns)
            told = method(some, horizon) or foretell(some, horizon)
            means[:, columns], around[:, :, columns] = told.means, told.quantiles
            for column, model in zip(columns, told.models, strict=True):
                models[column] = model
    return Foretold(means, around, tuple(models))


def joined(members: Mapping[str, Floats]) -> Floats:
    """The members' means, each with its weight."""
    found: Floats = np.sum([weight * members[name] for name, weight in WEIGHTS.items()], axis=0)
    return found


def _demand(panel: Panel, horizon: int) -> Foretold | None:
    """Of what is never below zero; None where it is too little."""
    if np.isfinite(panel.values).sum() < FEW or not enough(panel, horizon):
        return None
    members = {
        **_deep(panel, horizon, positive=True),
        "xgboost": np.maximum(trees.recursive(panel, horizon), 0.0),
    }
    means = joined(members)
    return Foretold(means, quantiles(means, burst(panel)), _names(panel))


def _smooth(panel: Panel, horizon: int) -> Foretold | None:
    """Of prices, totals and what may fall below zero, on whose changes XGBoost learns; None of too little.

    The bounds are by how much the trees were off on what they hadn't seen.
    """
    if not enough(panel, horizon):
        return None
    above = bool(np.nanmin(panel.values) > 0)
    going = pooled_changes(panel, horizon, logarithmic=above)
    if going is None:
        return None
    means = joined({**_deep(panel, horizon, positive=False), "xgboost": going.means})
    means = np.maximum(means, 0.0) if above else means
    return Foretold(means, bounds(panel, going, means), _names(panel))


def _deep(panel: Panel, horizon: int, *, positive: bool) -> dict[str, Floats]:
    """What the extra brings; it takes seconds to load."""
    from haat.analytics.panel.lstm import lstm  # noqa: PLC0415  # an extra that may not be there
    from haat.analytics.panel.prophet import prophet  # noqa: PLC0415  # the same

    return {
        "lstm": lstm(panel, horizon, positive=positive),
        "prophet": prophet(panel, horizon, positive=positive),
    }


def _names(panel: Panel) -> tuple[str, ...]:
    return tuple(named(panel, [NAME] * len(panel.ids)))


def _there(name: str) -> bool:
    """Whether it is installed; it isn't loaded."""
    try:
        return find_spec(name) is not None
    except ValueError:  # None stands where it was loaded
        return False
