"""Whether a GSTIN, PAN, FSSAI, HSN, Udyam or barcode number can be right, and what it says."""

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.errors import FieldProblem, InvalidInput
from haat.core.finding import Finding, Missing, Source
from haat.language.identifiers import IDENTIFIER_KINDS, IdentifierKind, check, plain
from tools.context import Tool, ToolContext

RULES = {
    "gstin": "GSTIN check digit and State codes",
    "pan": "form of a PAN",
    "fssai": "form of an FSSAI number",
    "hsn": "HSN and SAC list of the GST portal",
    "udyam": "form of an Udyam number",
    "barcode": "GS1 check digit",
}


class CheckIdentifier(BaseModel):
    """Check a number by which a business or product is known: GSTIN, PAN, FSSAI, HSN, Udyam, barcode.

    Tells whether it can be right (form, State code, check digit, list of codes) and what it says
    (State, PAN inside, kind of holder, kind of licence, name of the goods). It is calculated here:
    whether the number was really given out only the register's own site can tell.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: IdentifierKind | None = Field(
        default=None, description="gstin, pan, fssai, hsn, udyam or barcode."
    )
    value: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="The number as the person wrote it; spaces, hyphens and native digits are fine.",
    )


def check_identifier(context: ToolContext, arguments: CheckIdentifier) -> Finding | Missing:
    """One row: valid or not, the reason, and what the number says."""
    context.actor.require(Permission.ASK)
    if arguments.value is None:
        return Missing("slot", "value")
    if not plain(arguments.value):
        problem = FieldProblem("/value", "has neither letters nor digits")
        raise InvalidInput("There is no number to check.", problem)
    kind = arguments.kind or kind_of(arguments.value, context)
    if kind is None:
        return Missing("slot", "kind")
    verdict = check(kind, arguments.value, context.today)
    row = {
        "valid": verdict.valid,
        "reason": verdict.reason,
        "encodes": dict(verdict.encodes),
        "value": verdict.number,
        "kind": kind,
    }
    return Finding(
        rows=(row,),
        parameters={"kind": kind, "value": arguments.value},
        sources=(Source(RULES[kind], "rules", None),),
        notes=("register_not_asked",) if verdict.valid and kind != "hsn" else (),
    )


def kind_of(value: str, context: ToolContext) -> IdentifierKind | None:
    """The one kind that a number fits, where she did not say which it is."""
    fitting = [k for k in IDENTIFIER_KINDS if check(k, value, context.today).valid]
    return fitting[0] if len(fitting) == 1 else None


CHECK_IDENTIFIER = Tool(
    "check_identifier", CheckIdentifier, check_identifier, Permission.ASK, quick=True
)
