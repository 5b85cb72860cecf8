"""Writes a sale, a purchase, a stock count or a new price, after the person said yes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from haat.core.actor import Permission
from haat.core.errors import InvalidInput
from haat.core.finding import Figure, Finding, Missing
from haat.store import entries, proposals
from haat.store.engine import reading
from haat.store.entries import Draft, LedgerEntry
from haat.store.handles import Connection
from haat.store.proposals import Proposal
from tools.booking import NEEDS_YES, drafted
from tools.context import Tool, ToolContext
from tools.entry_arguments import RecordEntry
from tools.shop import ledger, rounded


def preview(context: ToolContext, arguments: RecordEntry) -> Finding | Missing:
    """What would be written; nothing is."""
    with reading(context.engine) as db:
        draft = drafted(context, db, arguments)
    return draft if isinstance(draft, Missing) else _finding(context, draft.shown)


def record_entry(context: ToolContext, arguments: RecordEntry) -> Finding | Missing:
    """Write the entry once for the context's `effect_key`, and show it as it was written."""
    key = context.effect_key
    if key is None:
        raise InvalidInput("a change is written only after a yes to it")
    with context.engine.begin() as db:
        known = entries.by_effect(context.actor, db, key) or proposals.by_effect(
            context.actor, db, key
        )
        found = known or drafted(context, db, arguments)
        if isinstance(found, Missing):
            return found
        written = (
            _written(context, db, found, arguments, key) if isinstance(found, Draft) else found
        )
    return _finding(context, {**written.shown, **_name(written)})


def _written(
    context: ToolContext, db: Connection, draft: Draft, arguments: RecordEntry, key: str
) -> LedgerEntry | Proposal:
    """The entry; of a price that a manager has to agree to the proposal."""
    if NEEDS_YES not in draft.shown["notes"]:
        return entries.record(context.actor, db, draft, key, context.now)
    said = arguments.model_dump(mode="json", exclude_none=True, exclude={"date"})
    said |= {"product": draft.sku_id, "store_id": draft.store_id}
    return proposals.propose(context.actor, db, draft, said, effect_key=key, now=context.now)


def _name(written: LedgerEntry | Proposal) -> dict[str, str]:
    """By what it can be taken back."""
    return {"entry" if isinstance(written, LedgerEntry) else "proposal": written.id}


def _finding(context: ToolContext, shown: Mapping[str, Any]) -> Finding:
    hidden = {"notes", "units", "price", "amount", "stock_before", "stock_after", "previous_price"}
    hidden |= {"price_limit"}
    day = date.fromisoformat(shown["date"])
    return Finding(
        figures=tuple(_figures(shown, day)),
        parameters={**{k: v for k, v in shown.items() if k not in hidden}, "date": day},
        sources=(ledger(day),),
        notes=tuple(shown["notes"]),
        demo=context.actor.demo,
    )


def _figures(shown: Mapping[str, Any], day: date) -> Iterable[Figure]:
    own = shown["product_unit"]
    units = [
        ("quantity", shown.get("unit")),
        ("price", f"INR/{shown.get('price_unit')}"),
        ("amount", "INR"),
        ("previous_price", f"INR/{own}"),
        ("price_limit", "percent"),
        ("stock_before", own),
        ("stock_after", own),
    ]
    if shown.get("unit") not in {None, own}:
        units.insert(1, ("units", own))
    for name, unit in units:
        if shown.get(name) is not None:
            value = rounded(shown[name], 3 if unit == own or name == "quantity" else 2)
            yield Figure(name, name, value, str(unit), product=shown["sku_id"], date=day)


RECORD_ENTRY = Tool(
    "record_entry", RecordEntry, record_entry, Permission.RECORD, preview, quick=True
)
