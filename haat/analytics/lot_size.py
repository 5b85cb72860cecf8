"""How much is worth ordering at once, where each order costs something and so does keeping goods."""

import numpy as np

from haat.analytics.panel.panel import Floats


def economic_order(
    yearly_demand: Floats, order_cost: Floats, yearly_holding_cost: Floats
) -> Floats:
    """The quantity at which ordering and holding cost the least together.

    sqrt(2 K D / h), Harris (1913), How many parts to make at once. K is paid for each order, h for
    a unit kept for a year. 0 where either costs nothing or is not known (NaN): then any quantity is
    worth an order.
    """
    pays = (yearly_demand > 0) & (order_cost > 0) & (yearly_holding_cost > 0)
    holding = np.where(pays, yearly_holding_cost, 1.0)
    return np.sqrt(np.where(pays, 2 * order_cost * yearly_demand / holding, 0.0))


def yearly_cost(
    quantity: Floats, yearly_demand: Floats, order_cost: Floats, yearly_holding_cost: Floats
) -> Floats:
    """What ordering and holding cost in a year where each order is of that quantity (above 0)."""
    return np.asarray(order_cost * yearly_demand / quantity + yearly_holding_cost * quantity / 2)
