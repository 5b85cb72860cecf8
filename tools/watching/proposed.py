"""Prices that sellers want: for managers those that wait, for a seller what was said to hers."""

from collections.abc import Iterator
from datetime import timedelta

from haat.core.actor import Actor, Permission
from haat.core.days import shop_day
from haat.core.money import from_paise, number
from haat.store import proposals
from haat.store.proposals import Proposal
from tools.shop import rounded
from tools.watching.alert import Alert, Number
from tools.watching.facts import Facts

PROPOSED = "price_proposed"
TOLD_FOR = timedelta(days=3)  # a yes or a no is news for so long


def proposed_prices(facts: Facts, actor: Actor) -> Iterator[Alert]:
    """What concerns this person of them."""
    if actor.may(Permission.MANAGE):
        yield from (a for p in proposals.waiting(actor, facts.db) for a in _waits(facts, p))
        return
    for told in proposals.decided(actor, facts.db, facts.context.now - TOLD_FOR):
        yield from _was_decided(facts, told)


def _waits(facts: Facts, waiting: Proposal) -> Iterator[Alert]:
    """Of goods that are still kept."""
    product = facts.goods.get(waiting.sku_id)
    if product is None:
        return
    numbers: dict[str, Number] = {"proposed_price": _rupees(waiting.price_paise)}
    if product.price_paise:
        numbers["price"] = _rupees(product.price_paise)
        moved = 100 * (waiting.price_paise / product.price_paise - 1)
        numbers["moved"] = rounded(moved, 1)
    yield Alert(
        kind="price_anomaly",
        reason=PROPOSED,
        severity="medium",
        product=waiting.sku_id,
        since=shop_day(waiting.at),
        what_to_do="approve_price",
        unit=product.unit,
        numbers=numbers,
        proposal=waiting.id,
    )


def _was_decided(facts: Facts, told: Proposal) -> Iterator[Alert]:
    product = facts.goods.get(told.sku_id)
    if product is None or told.decided_at is None:
        return
    accepted = told.status == "accepted"
    yield Alert(
        kind="price_anomaly",
        reason="price_accepted" if accepted else "price_rejected",
        severity="low",
        product=told.sku_id,
        since=shop_day(told.decided_at),
        what_to_do="show_price" if accepted else "keep_price",
        unit=product.unit,
        numbers={"proposed_price": _rupees(told.price_paise)},
        proposal=told.id,
    )


def _rupees(paise: int) -> float:
    return number(from_paise(paise))
