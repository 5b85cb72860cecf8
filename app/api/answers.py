"""A tool's answer over HTTP, for routes whose body is the tool's arguments."""

import orjson
from fastapi import Response

from app.wiring import Services
from haat.core.actor import Actor
from haat.core.days import shop_day
from haat.core.errors import FieldProblem, InvalidInput
from haat.core.finding import Finding, Missing
from tools.context import ToolContext

AMOUNTS = frozenset({"unit_cost"})  # asked for with the unit that they are for


def asking(services: Services, actor: Actor) -> ToolContext:
    """Who asks, now, of no conversation."""
    now = services.clock()
    return ToolContext(
        actor=actor,
        engine=services.engine,
        today=shop_day(now),
        now=now,
        gazetteer=services.gazetteer,
        rules=services.rules,
        own_texts=services.own_texts,
        remembered=services.remembered,
    )


def answered(found: Finding | Missing) -> Response:
    """The finding; what the tool would ask back is a field that is missing."""
    if isinstance(found, Missing):
        values = ", ".join(option.value for option in found.options)
        detail = f"say which: {values}" if values else "is needed"
        if found.slot in AMOUNTS and values:
            detail = f"is needed, for one {values}"
        problem = FieldProblem(f"/{found.slot}", detail)
        raise InvalidInput("Something is missing to answer this.", problem)
    return Response(orjson.dumps(found.as_json()), media_type="application/json")
