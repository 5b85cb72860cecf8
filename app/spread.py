"""How all tenants' enquiries are spread over buyers and sellers, as numbers of the server."""

import logging
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from app.metrics import Metrics
from app.wiring import Services
from haat.analytics.matching.fairness import Asked, fairness
from haat.store import enquiries, installation
from haat.store.engine import reading
from haat.store.enquiries import Enquiry
from tools.fair_matching import LATELY, asked_of

logger = logging.getLogger(__name__)
ENOUGH = 20  # enquiries of a tenant before a buyer's share of them says anything


def tell_spread(services: Services, metrics: Metrics) -> None:
    """Set the numbers of fairness from the store; where it does not answer, they stay as they are."""
    try:
        with reading(services.engine) as db:
            told = enquiries.since(db, services.clock() - LATELY)
            buyers = installation.buyers(db)
    except SQLAlchemyError:
        logger.warning("the database does not answer for the metrics")
        return
    asked = [
        Asked(f"{tenant} {one.seller}", f"{tenant} {one.buyer}", one.won)
        for tenant, one in ((tenant, asked_of(enquiry)) for tenant, enquiry in told)
    ]
    whole = fairness(asked, sum(buyers.values()))
    if whole is not None:
        metrics.asked(whole.coverage, _largest(told), whole.won)


def _largest(told: Sequence[tuple[str, Enquiry]]) -> float:
    """The share of the most asked buyer where it is largest, of tenants with enough enquiries to say so."""
    of_tenant: defaultdict[str, list[Asked]] = defaultdict(list)
    for tenant, enquiry in told:
        of_tenant[tenant].append(asked_of(enquiry))
    found = (fairness(asked, 0) for asked in of_tenant.values() if len(asked) >= ENOUGH)
    return max((one.largest_share for one in found if one), default=0.0)
