"""What the rules say, and what chances are coming."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from app.api.answers import answered, asking
from app.api.dependencies import ActorDep, Given, ServicesDep
from app.api.findings import FindingDocument
from channels.wire import Text
from haat.store.opportunities import OpportunityKind
from tools.find_opportunities import FindOpportunities, find_opportunities
from tools.search_rules import SearchRules, search_rules

router = APIRouter(tags=["ask"])


@router.post("/rules/search", response_model=FindingDocument)
def rules_search(asked: SearchRules, actor: ActorDep, services: ServicesDep) -> Response:
    """The facts that answer a question about a rule or scheme, with citations; or nothing."""
    return answered(search_rules(asking(services, actor), asked))


@router.get("/opportunities", response_model=FindingDocument)
def opportunities(
    actor: ActorDep,
    services: ServicesDep,
    *,
    product: Annotated[Annotated[Text, Field(min_length=1, max_length=128)] | None, Given] = None,
    place: Annotated[Annotated[Text, Field(min_length=1, max_length=200)] | None, Given] = None,
    kind: Annotated[OpportunityKind | None, Given] = None,
) -> Response:
    """Festivals, fairs, tenders and schemes that are coming."""
    asked = FindOpportunities(product=product, place=place, kind=kind)
    return answered(find_opportunities(asking(services, actor), asked))
