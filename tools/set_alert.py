"""Takes down what a person wants to be told of, after a yes."""

from collections.abc import Iterable
from math import log
from typing import get_args

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.errors import FieldProblem, InvalidInput, NotFound
from haat.core.finding import Figure, Finding, Missing
from haat.core.message import Option
from haat.language.units import conversion
from haat.store import alerts, products
from haat.store.alerts import AlertKind, Direction, Rule, RuleDraft
from haat.store.engine import reading
from haat.store.handles import Connection
from tools.context import Tool, ToolContext
from tools.entry_arguments import MOST_RUPEES, UnitId
from tools.market_price import MarketPrice, market_price
from tools.shop import ledger, rounded, shop, sold_as
from tools.watching.alert import KINDS
from tools.watching.facts import gather
from tools.watching.own_rules import Reading, passed, reading_of, what

USUAL_DIRECTION: dict[AlertKind, Direction] = {"stockout_risk": "below", "demand_spike": "above"}
PRICE_UNITS = ("kg", "quintal")


class SetAlert(BaseModel):
    """Ask to be told later: when stock falls below an amount, a price passes a limit, a day sells so much.

    `stockout_risk` with `threshold` 10 and `unit` `kg`: when ten kilos or less are left.
    `price_anomaly` with `threshold` 1500, `unit` `quintal`, `direction` `below` and `place`: when the
    market price falls so far. `demand_spike`: when one day sells so much. `compliance_failure`: when a
    rule is broken. Nothing is set before the person said yes. For what is wrong now, use `list_alerts`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: AlertKind | None = Field(default=None, description="What to be told of.")
    product: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="SKU or concept id. Left out: all products.",
    )
    threshold: float | None = Field(
        default=None,
        ge=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="The limit as said: an amount in `unit`, or for `price_anomaly` rupees for one "
        "`unit`.",
    )
    direction: Direction | None = Field(
        default=None, description="Whether to tell `above` or `below` the limit."
    )
    unit: UnitId | None = Field(default=None, description="The unit of the limit, as said.")
    place: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="For a market price: the place, by its canonical id. Left out: the shop's own.",
    )


def preview(context: ToolContext, arguments: SetAlert) -> Finding | Missing:
    """What would be watched, and how things stand now; nothing is written."""
    with reading(context.engine) as db:
        wanted, notes = _drafted(context, db, arguments)
        if isinstance(wanted, Missing):
            return wanted
        return _finding(context, db, wanted, notes)


def set_alert(context: ToolContext, arguments: SetAlert) -> Finding | Missing:
    """Write the rule once for the context's `effect_key`, and show it as it was written."""
    key = context.effect_key
    if key is None:
        raise InvalidInput("a change is written only after a yes to it")
    with context.engine.begin() as db:
        rule: Rule | None = alerts.rule_by_effect(context.actor, db, key)
        notes: tuple[str, ...] = ()
        if rule is None:
            wanted, notes = _drafted(context, db, arguments)
            if isinstance(wanted, Missing):
                return wanted
            rule = alerts.add_rule(context.actor, db, wanted, key, context.now)
    with reading(context.engine) as db:
        return _finding(context, db, rule.wanted, notes, rule.id)


def _drafted(
    context: ToolContext, db: Connection, arguments: SetAlert
) -> tuple[RuleDraft | Missing, tuple[str, ...]]:
    """The rule that is meant, with what was assumed."""
    context.actor.require(Permission.RECORD)
    missing = _missing(arguments)
    if missing is not None or arguments.kind is None:
        return missing or Missing("slot", "kind"), ()
    _check_product(context, db, arguments)
    _check_place(context, arguments)
    direction = arguments.direction
    if direction is None and arguments.threshold is not None:
        direction = USUAL_DIRECTION.get(arguments.kind)
    unit, notes = _unit(context, db, arguments)
    draft = RuleDraft(
        arguments.kind,
        arguments.product,
        arguments.threshold,
        direction,
        unit,
        arguments.place,
    )
    return draft, notes


def _missing(arguments: SetAlert) -> Missing | None:
    """What must be asked before anything can be watched; InvalidInput for a limit on keeping rules."""
    if arguments.kind is None:
        return Missing("slot", "kind", tuple(Option(f"alert_kind_{k}", k) for k in KINDS))
    limited = arguments.threshold is not None
    if limited and arguments.kind == "compliance_failure":
        problem = FieldProblem("/threshold", "a rule is kept or broken, it has no limit")
        raise InvalidInput("Leave the limit out: a broken rule is told at once.", problem)
    if limited and arguments.product is None:
        return Missing("slot", "product")
    if not limited and arguments.direction is not None:
        return Missing("slot", "threshold")
    if limited and arguments.direction is None and arguments.kind not in USUAL_DIRECTION:
        ways = tuple(Option(f"alert_direction_{d}", d) for d in get_args(Direction))
        return Missing("slot", "direction", ways)
    return None


def _check_product(context: ToolContext, db: Connection, arguments: SetAlert) -> None:
    """A price is watched for whatever has a market; stock and sales only for what is sold here."""
    if arguments.product is None:
        return
    if sold_as(context, db, arguments.product) or arguments.kind == "price_anomaly":
        return
    problem = FieldProblem("/product", "not sold here")
    raise InvalidInput(f"{arguments.product} is not sold here", problem)


def _check_place(context: ToolContext, arguments: SetAlert) -> None:
    if arguments.place is not None and context.gazetteer.get(arguments.place) is None:
        problem = FieldProblem("/place", "not a place that is known")
        raise InvalidInput(f"{arguments.place} is not a place that is known", problem)


def _unit(
    context: ToolContext, db: Connection, arguments: SetAlert
) -> tuple[str | None, tuple[str, ...]]:
    """The unit of the limit: as said, else the likeliest one, which is then said."""
    if arguments.threshold is None or arguments.product is None:
        return arguments.unit, ()
    if arguments.kind == "price_anomaly":
        if arguments.unit is not None:
            _check_price_unit(context, arguments, arguments.unit)
            return arguments.unit, ()
        return _price_unit(context, db, arguments), ("assumed_unit",)
    sold = products.of(context.actor, db, arguments.product)
    own = sold[0].unit if sold else None
    said = arguments.unit or own
    if said is not None and not any(conversion(said, p.unit) for p in sold):
        problem = FieldProblem("/unit", f"it is kept in {own}")
        raise InvalidInput(f"{arguments.product} is not measured in {said}", problem)
    return said, () if arguments.unit else ("assumed_unit",)


def _price_unit(context: ToolContext, db: Connection, arguments: SetAlert) -> str:
    """Of kilo and quintal the one in which the limit lies nearer to today's price."""
    now = _market_now(context, arguments)
    sold = products.of(context.actor, db, arguments.product or "")
    if now is None or not arguments.threshold:
        return sold[0].unit if sold else PRICE_UNITS[0]
    price, per = now
    fitting = {u: f for u in PRICE_UNITS if (f := conversion(u, per)) is not None}
    limit = arguments.threshold
    return min(fitting, key=lambda u: abs(log(limit / (price * float(fitting[u])))), default=per)


def _check_price_unit(context: ToolContext, arguments: SetAlert, unit: str) -> None:
    now = _market_now(context, arguments)
    if now is not None and conversion(unit, now[1]) is None:
        problem = FieldProblem("/unit", f"the market's price is for one {now[1]}")
        raise InvalidInput(f"{arguments.product} is not priced by {unit}", problem)


def _market_now(context: ToolContext, arguments: SetAlert) -> tuple[float, str] | None:
    """Today's market price in rupees, and for one of which unit."""
    try:
        asked = MarketPrice(commodity=arguments.product, place=arguments.place)
        found = market_price(context, asked)
    except (InvalidInput, NotFound):
        return None
    price = found.figure("price") if isinstance(found, Finding) else None
    if price is None or not price.value:
        return None
    return float(price.value), price.unit.removeprefix("INR/")


def _finding(
    context: ToolContext,
    db: Connection,
    wanted: RuleDraft,
    notes: tuple[str, ...],
    rule_id: str | None = None,
) -> Finding:
    store = shop(context, db, None)
    told = {name: getattr(wanted, name) for name in RuleDraft.__slots__ if name != "threshold"}
    told |= {"store_id": store.id, "rule": rule_id}
    told |= {"what": what(wanted)}
    parameters = {name: value for name, value in told.items() if value is not None}
    if wanted.threshold is None:
        return Finding(
            figures=(Figure("watched", "watched", _watched(context, db, wanted), "count"),),
            parameters=parameters,
            sources=(ledger(context.today),),
            notes=(*notes, "watched_anyway"),
            demo=context.actor.demo,
        )
    read = reading_of(gather(context, db, store), wanted)
    already = ("already_passed",) if passed(wanted, read.value) else ()
    return Finding(
        figures=tuple(_figures(wanted, read)),
        parameters=parameters,
        sources=(ledger(context.today),),
        notes=tuple(dict.fromkeys((*notes, *read.notes, *already))),
        demo=context.actor.demo,
    )


def _watched(context: ToolContext, db: Connection, wanted: RuleDraft) -> int:
    """How many products a rule without a limit is about."""
    if wanted.product is None:
        return len(products.catalogue(context.actor, db))
    return max(1, len(products.of(context.actor, db, wanted.product)))


def _figures(wanted: RuleDraft, read: Reading) -> Iterable[Figure]:
    market = wanted.kind == "price_anomaly"
    unit = f"INR/{wanted.unit}" if market else wanted.unit or "count"
    product, place = wanted.product, wanted.place
    limit = rounded(wanted.threshold or 0.0, 3)
    yield Figure("threshold", "threshold", limit, unit, product=product, place=place)
    if read.value is not None:
        now = rounded(read.value, 2 if market else 3)
        yield Figure("current", "current", now, unit, product=product, place=place, date=read.since)


SET_ALERT = Tool("set_alert", SetAlert, set_alert, Permission.RECORD, preview)
