"""What undoes: taking back an entry, and erasing a person's data."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.turn import Turn, TurnScope
from haat.core.errors import HaatError
from haat.language.concepts import concept_of
from haat.store import entries, erasure
from haat.store.handles import Engine


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Effects outside the tools; each is asked for in plain words by the person herself."""

    engine: Engine

    async def undo(self, turn: Turn, scope: TurnScope) -> Turn:
        """Take back the conversation's last entry."""
        if not turn.memory.entries:
            return replace(turn, topic="nothing_to_undo")
        together = turn.memory.entries[-1].split()
        try:
            products = await asyncio.to_thread(self._take_back, together, scope)
        except HaatError:
            return replace(turn, topic="nothing_to_undo")
        tongue, names = turn.sheet.tongue, scope.shop.vocabulary
        # A SKU's name may hold a figure, and no call is listed for it: the plain word tells enough.
        labels = [names.label(concept_of(p), tongue.language, tongue.script) for p in products]
        return replace(turn, topic="done_undo", words={"product": ", ".join(labels)})

    def _take_back(self, entry_ids: Sequence[str], scope: TurnScope) -> list[str]:
        with self.engine.begin() as db:
            actor, now = scope.tools.actor, scope.tools.now
            return [entries.undo(actor, db, e, now).sku_id for e in reversed(entry_ids)]

    async def erase(self, turn: Turn, scope: TurnScope) -> Turn:
        """Delete the person's data; the caller deletes the checkpoints after the reply."""
        erased = await asyncio.to_thread(self._erase, scope)
        return replace(turn, topic="done_erase", calls=(), erased=erased)

    def _erase(self, scope: TurnScope) -> tuple[str, ...]:
        with self.engine.begin() as db:
            return erasure.erase(scope.tools.actor, db, scope.tools.now).conversation_ids
