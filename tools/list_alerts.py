"""What needs attention in the shop: stock that runs out, demand that jumps, prices out of line, breaches of rules."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics.alerts import Severity
from haat.core.actor import Permission
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.store import alerts, signals
from haat.store.alerts import AlertKind, RuleDraft
from haat.store.engine import reading
from haat.store.paging import cursor_of, place_of
from haat.store.signals import Series
from tools.context import Tool, ToolContext
from tools.shop import ledger, rounded, shop
from tools.watching.facts import Facts
from tools.watching.own_rules import what
from tools.watching.watch import Watch, Watched, watch, without_twins

LIMIT = 20


class ListAlerts(BaseModel):
    """What is wrong or needs doing in the person's own shop today, the most urgent first.

    `stockout_risk`: stock lasts shorter than a delivery takes, or is below zero by the books;
    `demand_spike`: more sold than chance explains, or less (`direction` down); `price_anomaly`: a
    price far from other shops', from the mandi's or from the cost; `compliance_failure`: above the
    MRP, past the shelf life, a pack without MRP, goods that come back too often, the same claim
    made again. Each says since when and what to do. Also what the person's own rules (`set_alert`) found, and which
    rules she has set. To be told of something later, use `set_alert`; to know how much to order, `plan_reorder`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: Severity | None = Field(
        default=None, description="Only alerts of this severity. Left out: all."
    )
    kind: AlertKind | None = Field(
        default=None, description="Only alerts of this kind. Left out: all."
    )


def list_alerts(context: ToolContext, arguments: ListAlerts) -> Finding | Missing:
    """The twenty most urgent alerts."""
    return alerts_page(context, arguments, limit=LIMIT)


def alerts_page(
    context: ToolContext, arguments: ListAlerts, *, limit: int, cursor: str | None = None
) -> Finding:
    """One page of the alerts that wait."""
    context.actor.require(Permission.ASK)
    start = 0 if cursor is None else int(place_of(cursor, int)[0])
    with reading(context.engine) as db:
        seen = watch(context, db, shop(context, db, None))
        own = tuple(dict.fromkeys(r.wanted for r in alerts.rules(context.actor, db)))
        begun = bool(seen.facts.sold) or bool(_sold_today(seen.facts))
    found = _asked_for(seen.found, arguments)
    shown = found[start : start + limit]
    return Finding(
        figures=tuple(_limits(own)),
        rows=tuple(w.row() for w in shown),
        parameters={
            **arguments.model_dump(exclude_none=True),
            "store_id": seen.facts.store.id,
            **({"watching": tuple(map(_watching, own))} if own else {}),
        },
        sources=_sources(context, shown),
        notes=tuple(_notes(seen, found, arguments, begun=begun)),
        demo=context.actor.demo,
        next_cursor=cursor_of(start + limit) if start + limit < len(found) else None,
    )


def _asked_for(found: tuple[Watched, ...], arguments: ListAlerts) -> tuple[Watched, ...]:
    told = without_twins(found) if arguments.kind is None else found
    return tuple(
        w
        for w in told
        if arguments.kind in {None, w.alert.kind} and arguments.severity in {None, w.alert.severity}
    )


def _sources(context: ToolContext, shown: Iterable[Watched]) -> tuple[Source, ...]:
    """The shop's own books, and the market's prices where one was compared with."""
    told = tuple(shown)
    market = [w.alert.since for w in told if "market_price" in w.alert.numbers]
    own = (ledger(context.today),)
    return (*own, Source("market-prices", "market", max(market))) if market else own


def _sold_today(facts: Facts) -> Series:
    """What sold on a day that is not over, and so tells nothing yet."""
    return signals.sold_daily(facts.context.actor, facts.db, facts.extent(0, ahead=1))


def _limits(own: Iterable[RuleDraft]) -> Iterable[Figure]:
    """The limits of the person's own rules."""
    for position, rule in enumerate(own):
        if rule.threshold is not None:
            limit = rounded(rule.threshold, 3)
            yield Figure(
                f"threshold_{position}",
                "threshold",
                limit,
                _unit(rule),
                product=rule.product,
                place=rule.place,
            )


def _watching(rule: RuleDraft) -> Row:
    """What the person wants to be told of."""
    told = {
        "what": what(rule),
        "kind": rule.kind,
        "product": rule.product,
        "threshold": None if rule.threshold is None else rounded(rule.threshold, 3),
        "unit": None if rule.threshold is None else _unit(rule),
        "direction": rule.direction,
        "scope": "of" if rule.threshold is None and rule.product else None,
        "place": rule.place,
    }
    return {name: value for name, value in told.items() if value is not None}


def _unit(rule: RuleDraft) -> str:
    return f"INR/{rule.unit}" if rule.kind == "price_anomaly" else rule.unit or "count"


def _notes(
    seen: Watch, found: tuple[Watched, ...], arguments: ListAlerts, *, begun: bool
) -> Iterable[str]:
    """What could not be watched is said; that is no alert of its own."""
    facts = seen.facts
    if not found:
        yield "no_alerts"
    if not facts.sold:
        yield "too_early" if begun else "no_sales"
    if arguments.kind in {None, "stockout_risk"} and any(s not in facts.left for s in facts.sold):
        yield "unknown_stock"
    if any(w.alert.numbers.get("sure") == "assumed_lead_time" for w in found):
        yield "assumed_lead_time"
    if any(w.alert.numbers.get("sure") == "thin_history" for w in found):
        yield "not_enough_history"
    if seen.resting:
        yield "some_resting"


LIST_ALERTS = Tool("list_alerts", ListAlerts, list_alerts, Permission.ASK)
