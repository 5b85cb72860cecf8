"""Buyers for goods, asked without a conversation."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answers import answered, asking
from app.api.dependencies import ActorDep, Cursor, ServicesDep
from app.api.findings import FindingDocument
from tools.match_buyers import LIMIT, MATCH_BUYERS, MatchBuyers, matches_page

router = APIRouter(prefix="/buyers", tags=["ask"])


@router.post("/match", response_model=FindingDocument)
def match(
    body: MatchBuyers,
    actor: ActorDep,
    services: ServicesDep,
    *,
    limit: Annotated[int, Query(ge=1, le=200)] = LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Who of the shop's own buyers would take the goods, best first, and why."""
    actor.require(MATCH_BUYERS.permission)
    return answered(matches_page(asking(services, actor), body, limit=limit, cursor=cursor))
