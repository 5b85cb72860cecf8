"""Writes down what came of an enquiry, as the one who made it tells it, after she said yes."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.errors import InvalidInput
from haat.core.finding import Finding, Missing, Source
from haat.core.message import Option
from haat.language.concepts import concept_of
from haat.store import buyers, enquiries
from haat.store.engine import reading
from haat.store.enquiries import LATER, Ending, Enquiry
from haat.store.handles import Connection
from tools.context import Tool, ToolContext

OPTIONS = 5
STATUSES: tuple[Ending, ...] = ("ordered", "paid", "declined")


class NoteOutcome(BaseModel):
    """What came of an enquiry; the newest that is open where none is said and there is but one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enquiry: str | None = Field(default=None, max_length=64)
    buyer: str | None = Field(default=None, max_length=200)
    product: str | None = Field(default=None, max_length=128)
    status: Ending | None = None
    why: str | None = Field(default=None, max_length=500)


def preview(context: ToolContext, arguments: NoteOutcome) -> Finding | Missing:
    """What would be written; nothing is."""
    context.actor.require(Permission.RECORD)
    with reading(context.engine) as db:
        return _noted(context, db, arguments)


def note_outcome(context: ToolContext, arguments: NoteOutcome) -> Finding | Missing:
    """Write it; a second time changes nothing."""
    context.actor.require(Permission.RECORD)
    if context.effect_key is None:
        raise InvalidInput("a change is written only after a yes to it")
    with context.engine.begin() as db:
        found = _noted(context, db, arguments)
        enquiry_id = "" if isinstance(found, Missing) else found.parameters.get("enquiry")
        if enquiry_id and arguments.status:
            enquiries.outcome(
                context.actor,
                db,
                str(enquiry_id),
                arguments.status,
                why=arguments.why,
                now=context.now,
            )
    return found


def _noted(context: ToolContext, db: Connection, said: NoteOutcome) -> Finding | Missing:
    meant = _meant(context, db, said)
    if not meant:
        return Finding(notes=("no_enquiry",), demo=context.actor.demo)
    if len(meant) > 1:
        some = meant[:OPTIONS]
        return Missing("choice", "enquiry", tuple(_options(context, db, some)))
    [one] = meant
    if said.status is None:
        named = tuple(Option(f"outcome_{status}", status) for status in STATUSES)
        return Missing("choice", "status", named)
    parameters = {
        "enquiry": one.id,
        "name": _name(context, db, one),
        "product": one.product,
        "status": said.status,
        "before": one.status,
    }
    return Finding(
        rows=({"enquiry": one.id, "buyer": one.buyer_id, "status": said.status},),
        parameters=parameters,
        sources=(Source("enquiries", "own", context.today),),
        notes=(said.status,),
        demo=context.actor.demo,
    )


def _meant(context: ToolContext, db: Connection, said: NoteOutcome) -> list[Enquiry]:
    """The person's open enquiries that fit what was said, the newest first, one of each buyer and goods."""
    told = reversed(enquiries.until(context.actor, db, context.now))
    whom = {b.buyer_id for b in buyers.named(context.actor, db, said.buyer)} if said.buyer else None
    found: dict[tuple[str, str], Enquiry] = {}
    for one in told:
        fits = whom is None or one.buyer_id in whom
        fits &= said.product is None or concept_of(one.product) == concept_of(said.product)
        open_ = LATER[one.status] if said.status is None else {said.status} & LATER[one.status]
        if (
            one.subject == context.actor.subject
            and fits
            and open_
            and said.enquiry in {None, one.id}
        ):
            found.setdefault((one.buyer_id, one.product), one)
    return list(found.values())


def _options(context: ToolContext, db: Connection, some: list[Enquiry]) -> Iterator[Option]:
    """By the buyer's name; with the goods where one buyer was asked about several."""
    for one in some:
        name = _name(context, db, one)
        alone = [two.buyer_id for two in some].count(one.buyer_id) == 1
        yield Option(name if alone else f"{name}: {concept_of(one.product)}", one.id)


def _name(context: ToolContext, db: Connection, one: Enquiry) -> str:
    """The buyer's name; its id where it has left the list."""
    known = context.remembered.buyer_lists.of(context.actor, db)
    row = known.columns.at.get(one.buyer_id)
    return one.buyer_id if row is None else known.buyers[row].name


NOTE_OUTCOME = Tool("note_outcome", NoteOutcome, note_outcome, Permission.RECORD, preview)
