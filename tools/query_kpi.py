"""The shop's own figures over a period, with the period before."""

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.finding import Finding, Missing
from haat.core.message import Option
from haat.language.concepts import members
from haat.store import products
from haat.store.engine import reading
from haat.store.handles import Connection
from haat.store.products import Product
from tools.context import Tool, ToolContext
from tools.metrics import METRICS, Metric
from tools.periods import compared
from tools.shop import kinds_sold, ledger, shop
from tools.trade import Question


class QueryKpi(BaseModel):
    """A figure of the shop's own business over a period, with the period before and the change.

    `revenue` is what customers paid (GST included) less returns; `units` what was sold; `margin`
    rupees left after the goods' cost; `stock_on_hand` how much is left now; `stockout_rate` the
    share of counted product-days that found the shelf empty; `inventory_turns` how often the stock
    was sold; `forecast_accuracy` how well a plain forecast would have done; `top_products` and
    `slow_products` rank products by revenue. Only for the past and for today's stock.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: Metric | None = Field(default=None, description="Which figure.")
    period: str = Field(
        default="last_30_days",
        max_length=32,
        description="`today`, `yesterday`, `this_week`, `last_week`, `this_month`, `last_month`, "
        "`last_7_days`, `last_30_days`, `last_90_days`, or two ISO dates `START/END`, both "
        "included. Not used by `stock_on_hand`.",
    )
    product: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="SKU or concept id; left out: all products.",
    )
    category: str | None = Field(
        default=None, min_length=1, max_length=64, description="Only products of this category."
    )
    store_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="Left out: the person's own or default store.",
    )


def query_kpi(context: ToolContext, arguments: QueryKpi) -> Finding | Missing:
    """The metric over the period; without a ledger its value is None and a note says why."""
    context.actor.require(Permission.ASK)
    if arguments.metric is None:
        return Missing("slot", "metric", tuple(Option(m, m) for m in METRICS))
    with reading(context.engine) as db:
        question = _question(context, db, arguments)
        if question.products == ():
            parameters = _parameters(arguments, question)
            return Finding(parameters=parameters, notes=("not_sold",), demo=context.actor.demo)
        answer = METRICS[arguments.metric](question)
    return Finding(
        figures=answer.figures,
        rows=answer.rows,
        parameters=_parameters(arguments, question),
        sources=(ledger(answer.as_of),),
        notes=answer.notes,
        demo=context.actor.demo,
    )


def _question(context: ToolContext, db: Connection, arguments: QueryKpi) -> Question:
    store = shop(context, db, arguments.store_id)
    period = "today" if arguments.metric == "stock_on_hand" else arguments.period
    asked = _products(context, db, arguments)
    return Question(context, db, store, compared(period, context.today), asked)


def _products(
    context: ToolContext, db: Connection, arguments: QueryKpi
) -> tuple[Product, ...] | None:
    if arguments.product is not None:
        found = kinds_sold(context, db, arguments.product)
        return tuple(p for p in found if arguments.category in {None, p.category})
    if arguments.category is not None:
        return products.catalogue(context.actor, db, arguments.category)
    return None


def _parameters(arguments: QueryKpi, question: Question) -> dict[str, object]:
    span = question.compared.span
    told: dict[str, object] = {"metric": arguments.metric, "store_id": question.store.id}
    if arguments.metric != "stock_on_hand":
        previous = question.compared.previous
        told |= {"period": arguments.period, "start": span.start, "end": span.end}
        told |= {"previous_start": previous.start, "previous_end": previous.end}
    if arguments.product is not None:
        told["product"] = arguments.product
        told |= _kinds(arguments.product, question.products or ())
    if arguments.category is not None:
        told["category"] = arguments.category
    return told


def _kinds(asked: str, found: tuple[Product, ...]) -> dict[str, object]:
    """Which concepts a generic one turned out to be."""
    kinds = sorted({p.concept for p in found})
    return {"concepts": kinds} if found and len(members(asked)) > 1 and kinds != [asked] else {}


QUERY_KPI = Tool("query_kpi", QueryKpi, query_kpi, Permission.ASK, quick=True)
