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
    """Ones x others, along the great circle."""
    square = np.zeros((len(ones), len(others)), dtype=np.float32)
    for axis in range(3):  # differences keep their digits where a product would lose them
        square += (ones[:, axis][:, None] - others[:, axis][None, :]) ** 2
    return along(square)


def along(square: Singles) -> Singles:
    """The way along the great circle, given the square of the straight one between points on the ball.

    Half of the straight way is the sine of half the angle, as in the haversine.
    """
    half = np.sqrt(square, out=square)
    half *= 0.5
    np.minimum(half, 1, out=half)
    np.arcsin(half, out=half)
    half *= 2 * EARTH_KM
    return half
