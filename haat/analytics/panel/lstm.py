"""One LSTM learned over the windows of all series, which tells each step of the horizon directly.

Hochreiter and Schmidhuber (1997), Neural Computation 9(8); what it has read goes, with what is known of
a period to come, through a head that all steps share (Wen et al., 2017, arXiv:1711.11053).
Needs the extra `deep`.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import equinox
import jax
import numpy as np
import optax
from jax import numpy as jnp

from haat.analytics.panel.lessons import Lessons, Singles, Windows
from haat.analytics.panel.panel import Floats, Panel

HIDDEN = 32
BATCH = 256
ROUNDS = 16  # through all windows, at most
PATIENCE = 3  # rounds without getting better
RATE = 3e-3
STEEPEST = 1.0  # the norm of a gradient
SEED = 7
ONE_THREAD = {"xla_cpu_multi_thread_eigen": False}

Array = Any  # jax has no types here: it need not be installed


class Network(NamedTuple):
    """What is learned."""

    cell: Any
    hidden: Any
    out: Any


def lstm(panel: Panel, horizon: int, *, positive: bool, seed: int = SEED) -> Floats:
    """Horizon x series of means; never below zero where the values are `positive`."""
    lessons = Lessons(panel, horizon, positive=positive)
    network = _learned(lessons.learned(), lessons.held_out(), positive=positive, seed=seed)
    asked = lessons.asked()
    told = np.asarray(_tell(network, asked.past, asked.ahead, positive), dtype=np.float64)
    found: Floats = (asked.centre[:, None] + told * asked.scale[:, None]).T
    return found


def _learned(windows: Windows, held_out: Windows, *, positive: bool, seed: int) -> Network:
    """The network of the round that did best on what is held out."""
    network = best = _begun(windows, seed)
    state = _ADAM.init(network)
    least, since = float("inf"), 0
    random = np.random.default_rng(seed)
    judged = _batch(held_out, np.arange(len(held_out)), positive=positive)
    for _ in range(ROUNDS):
        for batch in _batches(windows, random, positive=positive):
            network, state = _step(network, state, batch, positive)
        loss = float(_judge(network, judged, positive))
        if loss < least:
            best, least, since = network, loss, 0
        elif (since := since + 1) == PATIENCE:
            break
    return best


def _begun(windows: Windows, seed: int) -> Network:
    reads, knows = windows.past.shape[-1], windows.ahead.shape[-1]
    keys = jax.random.split(jax.random.key(seed), 3)
    return Network(
        equinox.nn.LSTMCell(reads, HIDDEN, key=keys[0]),
        equinox.nn.Linear(HIDDEN + knows, HIDDEN, key=keys[1]),
        equinox.nn.Linear(HIDDEN, 1, key=keys[2]),
    )


def _batches(
    windows: Windows, random: np.random.Generator, *, positive: bool
) -> Iterator[tuple[Singles, ...]]:
    """All windows in a new order, but for the few that fill no batch."""
    size = min(BATCH, len(windows))
    order = random.permutation(len(windows))
    for start in range(0, len(order) - size + 1, size):
        yield _batch(windows, order[start : start + size], positive=positive)


def _batch(windows: Windows, some: Any, *, positive: bool) -> tuple[Singles, ...]:
    """Past, what is known of the periods to come, what came, and how much each of it counts.

    A unit counts as a unit in all series of demand, a usual change in all others.
    """
    came = windows.came[some]
    scale = windows.scale[some] / windows.scale.mean() if positive else np.ones(len(came))
    weight = np.where(np.isfinite(came), scale[:, None], 0.0).astype(np.float32)
    return windows.past[some], windows.ahead[some], np.nan_to_num(came), weight


def _read(network: Network, past: Array) -> Array:
    """What is kept in mind of one window (periods x columns)."""
    nothing = jnp.zeros(HIDDEN), jnp.zeros(HIDDEN)
    (kept, _), _ = jax.lax.scan(lambda mind, row: (network.cell(row, mind), None), nothing, past)
    return kept


def _told(network: Network, past: Array, ahead: Array, positive: bool) -> Array:  # noqa: FBT001  # jax's static argument
    """Windows x horizon, in scales above the centre."""
    kept = jax.vmap(lambda window: _read(network, window))(past)
    kept = jnp.broadcast_to(kept[:, None, :], (*ahead.shape[:2], HIDDEN))
    each = jax.vmap(jax.vmap(lambda row: network.out(jax.nn.relu(network.hidden(row)))))
    out = each(jnp.concatenate([kept, ahead], axis=-1))[..., 0]
    return jax.nn.softplus(out) if positive else out


def _loss(network: Network, batch: Array, positive: bool) -> Array:  # noqa: FBT001  # the same
    """Of demand Poisson's deviance but for a constant; of what may fall below zero, Huber's loss."""
    past, ahead, came, weight = batch
    told = _told(network, past, ahead, positive)
    poisson = told - came * jnp.log(jnp.maximum(told, 1e-6))
    each = poisson if positive else optax.losses.huber_loss(told, came)
    return (each * weight).sum() / jnp.maximum(weight.sum(), 1e-6)


def _stepped(network: Network, state: Array, batch: Array, positive: bool) -> Array:  # noqa: FBT001  # the same
    steep = jax.grad(_loss)(network, batch, positive)
    moves, state = _ADAM.update(steep, state, network)
    return optax.apply_updates(network, moves), state


_ADAM = optax.chain(optax.clip_by_global_norm(STEEPEST), optax.adam(RATE))
_step = jax.jit(_stepped, static_argnums=3, compiler_options=ONE_THREAD)
_judge = jax.jit(_loss, static_argnums=2, compiler_options=ONE_THREAD)
_tell = jax.jit(_told, static_argnums=3, compiler_options=ONE_THREAD)
