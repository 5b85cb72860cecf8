"""How far it is from each seller to each buyer."""

import numpy as np

from haat.analytics.matching.market import Floats, Singles

EARTH_KM = 6371.0


def points(latitude: Floats, longitude: Floats) -> Singles:
    """Points on the unit ball, three columns; NaN where a coordinate is not known."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    found = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    return np.asarray(found, dtype=np.float32)


def kilometres(ones: Singles, others: Singles) -> Singles:
    """Ones x others, along the great circle (haversine, by the chord between the points)."""
    flat = np.zeros((len(ones), len(others)), dtype=np.float32)
    for axis in range(3):  # differences keep their digits where a product would lose them
        flat += (ones[:, axis][:, None] - others[:, axis][None, :]) ** 2
    half = np.sqrt(flat, out=flat)
    half *= 0.5
    np.minimum(half, 1, out=half)
    np.arcsin(half, out=half)
    half *= 2 * EARTH_KM
    return half
