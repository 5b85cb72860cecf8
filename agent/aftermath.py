"""What undoes: taking back an entry, and erasing a person's data."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from agent.turn import Turn, TurnScope
from haat.core.errors import HaatError
from haat.language.concepts import concept_of
from haat.store import entries, erasure
from haat.store.handles import Engine

Forget = Callable[[Sequence[str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Effects outside the tools; each is asked for in plain words by the person herself."""

    engine: Engine

    async def undo(self, turn: Turn, scope: TurnScope) -> Turn:
        """Take back the conversation's last entry."""
        if not turn.memory.entries:
            return replace(turn, topic="nothing_to_undo")
        try:
            product = await asyncio.to_thread(self._take_back, turn.memory.entries[-1], scope)
        except HaatError:
            return replace(turn, topic="nothing_to_undo")
        tongue = turn.sheet.tongue
        plain = concept_of(product)  # a SKU's name may hold a figure, and no call is listed for it
        label = scope.shop.vocabulary.label(plain, tongue.language, tongue.script)
        return replace(turn, topic="done_undo", words={"product": label})

    def _take_back(self, entry_id: str, scope: TurnScope) -> str:
        with self.engine.begin() as db:
            return entries.undo(scope.tools.actor, db, entry_id, scope.tools.now).sku_id

    async def erase(self, turn: Turn, scope: TurnScope) -> Turn:
        """Delete the person's data; the caller deletes this conversation's checkpoint after the reply."""
        await asyncio.to_thread(self._erase, scope)
        return replace(turn, topic="done_erase", calls=())

    def _erase(self, scope: TurnScope) -> None:
        with self.engine.begin() as db:
            erasure.erase(scope.tools.actor, db, scope.tools.now)
