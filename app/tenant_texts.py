"""Tenants' own writings for the tools: a collection is opened for one question, then given back."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from app.knowledge import is_there, open_meaning, open_shelf
from haat.core.settings import Settings
from haat.language.detect import Identifier
from retrieval.answering import Answer, Knowledge
from retrieval.meaning import Meaning
from retrieval.own_texts import own_collection

PATIENCE = 0.5  # seconds: a chat does not wait until an indexing ends


@dataclass
class TenantTexts:
    """Answers from the collection of one tenant at a time.

    Opening costs some 17 CPU-ms; held open, it would keep `haat index` out.
    """

    settings: Settings
    identifier: Identifier
    _locks: defaultdict[str, Lock] = field(default_factory=lambda: defaultdict(Lock))

    def __call__(self, tenant_id: str, question: str) -> Answer | None:
        """None where nothing was indexed for the tenant; Conflict while an indexing is at work."""
        collection = own_collection(tenant_id)
        if not is_there(self.settings, collection):
            return None
        with (
            self._locks[tenant_id],
            open_shelf(self.settings, collection, self._meaning, PATIENCE) as shelf,
        ):
            if not shelf.count():
                return None
            return Knowledge(shelf, self._meaning, self.identifier).ask(question)

    @cached_property
    def _meaning(self) -> Meaning:
        return open_meaning(self.settings)
