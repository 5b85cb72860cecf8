"""One thing that needs doing, before it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from haat.analytics.alerts import Cover, Severity
from haat.core.finding import Row
from haat.store.alerts import AlertKind
from tools.shop import rounded

KINDS: tuple[AlertKind, ...] = (
    "stockout_risk",
    "demand_spike",
    "price_anomaly",
    "compliance_failure",
)
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
Todo = Literal[
    "order_now",
    "order_soon",
    "check_delivery",
    "count_stock",
    "check_price",
    "check_supplier",
    "lower_to_mrp",
    "take_off_shelf",
    "write_mrp",
    "decide_sale",
    "find_out_why",
    "check_goods",
    "check_claims",
    "keep_watch",
    "approve_price",
    "show_price",
    "keep_price",
]
Number = float | int | str | None


@dataclass(frozen=True, slots=True)
class Alert:
    """What is wrong (`reason`, a code), with what, since when, and what to do (a code).

    `numbers` are further columns; quantities are in `unit`, prices in rupees for one of it.
    shares (`off`, `chance`, `stockout_risk`) in percent. `at_stake` is rupees; None where it can't be told. `rule` is the id of a person's own rule.
    """

    kind: AlertKind
    reason: str
    severity: Severity
    product: str | None
    since: date
    what_to_do: Todo
    unit: str
    numbers: Mapping[str, Number] = field(default_factory=dict)
    at_stake: float | None = None
    rule: str | None = None
    proposal: str | None = None  # the id of a seller's price that it is about
    dated: bool = True  # whether it is known since when
    cover: Cover | None = None  # how the shelf stands, where it is about stock
    coming: float = 0.0  # units on the way

    def row(self, alert_id: str, status: str) -> Row:
        """Its row; numbers that are not known are left out."""
        told: dict[str, object] = {
            "alert": alert_id,
            "kind": self.kind,
            "severity": self.severity,
            "product": self.product,
            "since": self.since,
            "what_to_do": self.what_to_do,
            "reason": self.reason,
            "status": status,
            "unit": self.unit,
        }
        told |= {name: value for name, value in self.numbers.items() if value is not None}
        if self.at_stake is not None:
            told["at_stake"] = rounded(self.at_stake)
        return told
