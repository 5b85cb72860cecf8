"""Goods recommended to a shop, and whether it took them."""

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from app.api.answers import answered, asking
from app.api.dependencies import ActorDep, FrontDep, ServicesDep
from app.api.findings import FindingDocument
from channels.wire import Text
from haat.core.actor import Permission
from haat.core.finding import Finding
from haat.store import suggestions
from haat.store.suggestions import Answer
from tools.recommend_products import RECOMMEND_PRODUCTS, RecommendProducts, shown

router = APIRouter(prefix="/recommendations", tags=["ask"])


class RecommendationAnswer(BaseModel):
    """A yes or a no to what was recommended."""

    model_config = ConfigDict(extra="forbid")

    status: Answer


class RecommendationDocument(BaseModel):
    """A recommendation as it stands."""

    id: str
    product: str
    mode: str
    store_id: str
    status: str
    shown_at: datetime
    answered_at: datetime | None


@router.post("", response_model=FindingDocument)
def recommend(
    actor: ActorDep, services: ServicesDep, front: FrontDep, body: RecommendProducts | None = None
) -> Response:
    """A list of goods; each row has an `id` by which it is accepted or rejected."""
    actor.require(RECOMMEND_PRODUCTS.permission)
    wanted = body or RecommendProducts()
    found = shown(asking(services, actor), wanted)
    if isinstance(found, Finding):
        front.metrics.recommended(wanted.mode, "shown", len(found.rows))
    return answered(found)


@router.patch("/{recommendation_id}")
def answer(
    recommendation_id: Text,
    body: RecommendationAnswer,
    actor: ActorDep,
    services: ServicesDep,
    front: FrontDep,
) -> RecommendationDocument:
    """Accept or reject what was recommended; a later answer replaces an earlier one."""
    actor.require(Permission.RECORD)
    now = services.clock()
    with services.engine.begin() as db:
        said = suggestions.answer(
            actor, db, "recommendation", recommendation_id, status=body.status, now=now
        )
    if said.answered_at == now:  # not the same answer again
        front.metrics.recommended(said.payload["mode"], said.status)
    return RecommendationDocument(
        id=said.id,
        product=said.payload["product"],
        mode=said.payload["mode"],
        store_id=said.payload["store_id"],
        status=said.status,
        shown_at=said.at,
        answered_at=said.answered_at,
    )
