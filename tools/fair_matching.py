"""Whether a tenant's enquiries reach many buyers, and its small sellers as well as its large ones."""

from collections.abc import Iterator
from datetime import timedelta

from haat.analytics.matching.fairness import Asked, fairness
from haat.core.finding import Figure
from haat.store import enquiries
from haat.store.enquiries import Enquiry
from haat.store.handles import Connection
from tools.context import ToolContext
from tools.shop import rounded

LATELY = timedelta(days=90)


def fair_figures(context: ToolContext, db: Connection) -> Iterator[Figure]:
    """Percents of the last ninety days; none where nothing was asked."""
    told = enquiries.until(context.actor, db, context.now)
    asked = [asked_of(one) for one in told if one.at > context.now - LATELY]
    found = fairness(asked, len(context.remembered.buyer_lists.of(context.actor, db).buyers))
    if found is None:
        return
    yield _figure(context, "enquiries", found.enquiries, "count")
    yield _figure(context, "buyers_asked", 100 * found.coverage, "percent")
    yield _figure(context, "most_asked_buyer", 100 * found.largest_share, "percent")
    for size, won in found.won.items():
        yield _figure(context, f"won_by_sellers_of_{size}", 100 * won, "percent")


def asked_of(one: Enquiry) -> Asked:
    """An enquiry as fairness sees it."""
    won = one.status != "declined" if one.status in enquiries.ENDED else None
    return Asked(one.subject, one.buyer_id, won)


def _figure(context: ToolContext, name: str, value: float, unit: str) -> Figure:
    return Figure(name, name, rounded(value, 1), unit, date=context.today)
