"""Tenants' own writings for the tools: a collection is opened for one question, then given back."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from app.knowledge import is_there, open_meaning, open_shelf
from haat.core.settings import Settings
from haat.language.detect import Identifier
from retrieval.answering import Answer, Knowledge
from retrieval.fact_files import FACTS
from retrieval.facts import FOLDER
from retrieval.joined import JoinedShelves
from retrieval.meaning import Meaning
from retrieval.own_texts import own_collection

PATIENCE = 0.5  # seconds: a chat does not wait until an indexing ends


@dataclass
class TenantTexts:
    """Answers from the collection of one tenant at a time, beside the facts that ship.

    Beside them it shows how far a passage of a few pages is above the usual. Opening costs some
    17 CPU-ms; held open, a collection would keep `haat index` out.
    """

    settings: Settings
    identifier: Identifier
    _alone: Lock = field(default_factory=Lock)

    def __call__(self, tenant_id: str, question: str) -> Answer | None:
        """None where her writings hold no answer; Conflict while an indexing is at work."""
        own = own_collection(tenant_id)
        if not is_there(self.settings, own):
            return None
        beside = (FACTS,) if is_there(self.settings, FACTS) else ()
        with self._alone, ExitStack() as opened:
            shelves = [
                opened.enter_context(open_shelf(self.settings, name, self._meaning, PATIENCE))
                for name in (own, *beside)
            ]
            answer = Knowledge(JoinedShelves(shelves), self._meaning, self.identifier).ask(question)
        ours = any(cited.source.startswith(f"{FOLDER}/") for cited in answer.citations)
        return None if answer.refused or ours else answer

    @cached_property
    def _meaning(self) -> Meaning:
        return open_meaning(self.settings)
