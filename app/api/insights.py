"""Today's ranked actions, and whether the shop took them."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from app.api.answers import answered, asking
from app.api.dependencies import ActorDep, ServicesDep
from app.api.findings import FindingDocument
from channels.wire import Text
from haat.core.actor import Permission
from haat.store import suggestions
from haat.store.suggestions import Answer
from tools.decide_price import decided
from tools.insights import insights as todays

router = APIRouter(prefix="/insights", tags=["ask"])


class InsightAnswer(BaseModel):
    """A yes or a no to an action."""

    model_config = ConfigDict(extra="forbid")

    status: Answer


class InsightDocument(BaseModel):
    """An action as it stands; `shown` is the row that was shown."""

    id: str
    status: str
    shown: dict[str, Any]
    shown_at: datetime
    answered_at: datetime | None


@router.get("", response_model=FindingDocument)
def insights(actor: ActorDep, services: ServicesDep) -> Response:
    """At most five actions, by impact on margin + service level - risk, each with why and what-if."""
    return answered(todays(asking(services, actor)))


@router.patch("/{insight_id}")
def answer(
    insight_id: Text, body: InsightAnswer, actor: ActorDep, services: ServicesDep
) -> InsightDocument:
    """Accept or reject an action; a later answer replaces an earlier one.

    Of a price that a seller wants this is the manager's yes or no: it is carried out, and is the last word.
    """
    actor.require(Permission.RECORD)
    context = asking(services, actor)
    with services.engine.begin() as db:
        waits = suggestions.get(actor, db, "insight", insight_id).payload.get("proposal")
        if waits is not None:
            decided(context, db, str(waits), body.status)
        said = suggestions.answer(
            actor, db, "insight", insight_id, status=body.status, now=context.now
        )
    shown = {name: value for name, value in said.payload.items() if name not in {"key", "insight"}}
    return InsightDocument(
        id=said.id,
        status=said.status,
        shown=shown,
        shown_at=said.at,
        answered_at=said.answered_at,
    )
