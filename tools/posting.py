"""How an enquiry leaves for a buyer: by the outbox, if the buyer agreed and a channel reaches that address."""

from typing import Literal

from haat.core.address import Address, address_of
from haat.store import buyers, contacts, outbox
from haat.store.buyers import Buyer
from haat.store.contacts import Contact
from haat.store.enquiries import Enquiry
from haat.store.handles import Connection
from tools.context import ToolContext

How = Literal["sent", "on_its_way", "not_sent_yet", "no_consent"]


def way(context: ToolContext, db: Connection, buyer: Buyer) -> How:
    """Whether an enquiry can leave now; one that has to wait until the buyer writes is not sent yet."""
    if not buyer.agreed_to_contact:
        return "no_consent"
    address = _address(context, db, buyer)
    if address is None:
        return "not_sent_yet"
    known = contacts.at(db, address.channel, address.address)
    if known is not None and known.stopped_at is not None:
        return "no_consent"
    return "on_its_way" if _open(context, address.channel, known) else "not_sent_yet"


def post(context: ToolContext, db: Connection, buyer: Buyer, written: Enquiry) -> None:
    """Put a recorded enquiry into the outbox once, where there is a way; the channel finds its words."""
    address = _address(context, db, buyer)
    if address is None or written.status != "recorded":
        return
    whom = contacts.addressed(db, address.channel, address.address, context.now)
    if whom.stopped_at is None:
        body = {"enquiry": written.id, "tenant_id": context.actor.tenant_id}
        outbox.put(db, whom.id, _key(written), "enquiry", body, context.now)


def how_far(context: ToolContext, db: Connection, buyer: Buyer, written: Enquiry) -> How:
    """What became of a written enquiry."""
    state = outbox.state_of(db, _key(written))
    if state == outbox.SENT:
        return "sent"
    how = way(context, db, buyer)
    going = state in {outbox.READY, outbox.INTENT}
    return "not_sent_yet" if how == "on_its_way" and not going else how


def _address(context: ToolContext, db: Connection, buyer: Buyer) -> Address | None:
    """Where a buyer who agreed is written to, if a channel that is set up goes there."""
    address = address_of(buyers.contact_of(context.actor, db, buyer.buyer_id) or "")
    return address if address is not None and address.channel in context.reach else None


def _open(context: ToolContext, channel: str, known: Contact | None) -> bool:
    """Whether the channel takes a message now, and not only after the buyer has written."""
    window = context.reach[channel]
    if window is None:
        return True
    last = None if known is None else known.last_inbound_at
    return last is not None and context.now - last < window


def _key(written: Enquiry) -> str:
    return f"enquiry:{written.id}"
