"""Quantiles of counts around a mean, for many series at once: negative binomial, or Poisson."""

import numpy as np

from haat.analytics.panel.foretold import PROBABILITIES
from haat.analytics.panel.panel import Floats

SMALLEST = 1e-6


def quantiles(means: Floats, burst: Floats) -> Floats:
    """Probabilities x horizon x series of counts with these means and `burst` times them as variance.

    Negative binomial with size mean / (burst - 1) (Johnson, Kemp and Kotz, 2005, chapter 5).
    """
    from scipy.stats import nbinom  # noqa: PLC0415  # heavy, and only where forecasts are made

    mean = np.maximum(means, SMALLEST)
    excess = np.maximum(burst - 1, 1e-3)
    found: Floats = np.stack(
        [nbinom.ppf(p, mean / excess, 1 / (1 + excess)) for p in PROBABILITIES]
    )
    return found
