"""A manager's yes or no to a price that a seller wants, after she said so again."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.errors import Conflict, InvalidInput
from haat.core.finding import Figure, Finding, Missing
from haat.core.message import Option
from haat.core.money import from_paise, number
from haat.language.concepts import concept_of
from haat.store import entries, products, proposals
from haat.store.engine import reading
from haat.store.entries import Draft, LedgerEntry
from haat.store.handles import Connection
from haat.store.proposals import Decision, Proposal
from tools.booking import drafted
from tools.context import Tool, ToolContext
from tools.entry_arguments import RecordEntry
from tools.shop import ledger

OPTIONS = 5


class DecidePrice(BaseModel):
    """Yes or no to a price that waits; the only one where none is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    proposal: str | None = Field(default=None, max_length=64)
    product: str | None = Field(default=None, max_length=128)
    decision: Decision


def preview(context: ToolContext, arguments: DecidePrice) -> Finding | Missing:
    """What would be decided; nothing is."""
    context.actor.require(Permission.MANAGE)
    with reading(context.engine) as db:
        meant = _meant(context, db, arguments)
        return _finding(context, db, meant, arguments) if isinstance(meant, Proposal) else meant


def decide_price(context: ToolContext, arguments: DecidePrice) -> Finding | Missing:
    """Decide it, and of a yes write the price; a second time changes nothing."""
    context.actor.require(Permission.MANAGE)
    if context.effect_key is None:
        raise InvalidInput("a change is written only after a yes to it")
    with context.engine.begin() as db:
        meant = _meant(context, db, arguments)
        if not isinstance(meant, Proposal):
            return meant
        found = _finding(context, db, meant, arguments)
        entry = decided(context, db, meant.id, arguments.decision)
    if entry is None:
        return found
    return replace(found, parameters={**found.parameters, "entry": entry.id})


def decided(
    context: ToolContext, db: Connection, proposal_id: str, decision: Decision
) -> LedgerEntry | None:
    """The entry of a price that is accepted, written in the manager's name in the same transaction."""
    found = proposals.decide(context.actor, db, proposal_id, decision, context.now)
    if decision == "rejected":
        return None
    key = f"proposal:{found.id}"
    known = entries.by_effect(context.actor, db, key)
    if known is not None:
        return known
    draft = drafted(context, db, RecordEntry.model_validate(found.arguments))
    if not isinstance(draft, Draft):
        raise Conflict("these goods are not sold so any more")
    return entries.record(context.actor, db, draft, key, context.now)


def _meant(context: ToolContext, db: Connection, said: DecidePrice) -> Proposal | Finding | Missing:
    """The one that waits and fits what was said; one that is known by its id also after its end."""
    if said.proposal is not None:
        return proposals.get(context.actor, db, said.proposal)
    fitting = [
        p
        for p in proposals.waiting(context.actor, db)
        if said.product is None or concept_of(p.sku_id) == concept_of(said.product)
    ]
    if not fitting:
        return Finding(notes=("no_proposal",), demo=context.actor.demo)
    if len(fitting) > 1:
        options = tuple(Option(p.sku_id, p.id) for p in fitting[:OPTIONS])
        return Missing("choice", "proposal", options)
    return fitting[0]


def _finding(context: ToolContext, db: Connection, meant: Proposal, said: DecidePrice) -> Finding:
    return Finding(
        figures=tuple(_figures(context, db, meant)),
        parameters={
            "product": meant.sku_id,
            "sku_id": meant.sku_id,
            "proposal": meant.id,
            "decision": said.decision,
        },
        sources=(ledger(context.today),),
        notes=(said.decision,),
        demo=context.actor.demo,
    )


def _figures(context: ToolContext, db: Connection, meant: Proposal) -> Iterator[Figure]:
    product = products.get(context.actor, db, meant.sku_id)
    if product is None:
        raise Conflict("these goods are not sold any more")
    unit = f"INR/{product.unit}"
    wanted = number(from_paise(meant.price_paise))
    yield Figure("price", "price", wanted, unit, product=meant.sku_id)
    if product.price_paise is not None:
        now = number(from_paise(product.price_paise))
        yield Figure("previous_price", "previous_price", now, unit, product=meant.sku_id)


DECIDE_PRICE = Tool("decide_price", DecidePrice, decide_price, Permission.MANAGE, preview)
