"""Tells people of alerts, each once for as long as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.herald import MOST_TOLD, Herald
from channels.menu import AFTER_ALERTS, jobs
from channels.telling import Answered, Teller
from haat.core.actor import Actor
from haat.core.days import shop_day
from haat.store import contacts
from haat.store.alerts import alert_id
from haat.store.contacts import Contact
from haat.store.handles import Connection
from tools.watching.watch import Watched

STANDING = (
    "standing"  # in a contact's state: the day since which each condition that she knows of is true
)


@dataclass(frozen=True, slots=True)
class Alerting:
    """Tells a person what is news to her."""

    teller: Teller
    herald: Herald

    def changed(self, contact: Contact, found: Sequence[Watched]) -> bool:
        """Whether anything began or ended since she was last looked at."""
        return {w.condition for w in found} != set(contact.state.get(STANDING) or ())

    def tell(self, db: Connection, actor: Actor, contact_id: str, found: Sequence[Watched]) -> bool:
        """Tell her of what she does not know yet; whether there was any.

        A condition that ended is forgotten, so that she hears of it when it begins anew. In the
        middle of a question nothing is told; the next time is soon.
        """
        contact = contacts.held(db, contact_id)
        hers = contact.subject == actor.subject and contact.stopped_at is None
        if not hers or self.teller.asked(contact):
            return False
        known: Mapping[str, str] = contact.state.get(STANDING) or {}
        today = shop_day(self.teller.clock())
        news = [w for w in found if w.condition not in known]
        stands = {w.condition: known.get(w.condition, today.isoformat()) for w in found}
        contacts.change(db, contact.id, state={**contact.state, STANDING: stands})
        return bool(news) and self._told(db, actor, contact, news)

    def _told(
        self, db: Connection, actor: Actor, contact: Contact, news: Sequence[Watched]
    ) -> bool:
        voice, today = self.teller.voice(contact), shop_day(self.teller.clock())
        words = self.herald.alerts(actor, db, voice, [w.row() for w in news])
        ids = "+".join(alert_id(w.condition, today) for w in news[:MOST_TOLD])
        answer = Answered(words, jobs(voice, AFTER_ALERTS))
        return self.teller.tell(db, contact, answer, f"alert:{ids}:{contact.id}", "alert")
