"""The price to take, asked over HTTP."""

from fastapi import APIRouter, Response

from app.api.dependencies import ActorDep, ServicesDep
from app.api.findings import FindingDocument, _found
from tools.price_arguments import SuggestPrice
from tools.suggest_price import SUGGEST_PRICE

router = APIRouter(prefix="/pricing", tags=["ask"])


@router.post("/suggest", response_model=FindingDocument)
def suggest(asked: SuggestPrice, actor: ActorDep, services: ServicesDep) -> Response:
    """A price to take for a product, the band it lies in, and what it would change."""
    return _found(services, actor, SUGGEST_PRICE, asked.model_dump(exclude_unset=True))
