"""A copilot whose turns are counted, whatever the channel."""

import time

from app.metrics import Metrics
from channels.reception import Converses
from channels.web import Listener
from haat.core.actor import Actor
from haat.core.message import Inbound, Reply


class CountedCopilot:
    """Passes each message on and counts how its turn ended."""

    def __init__(self, copilot: Converses, metrics: Metrics) -> None:
        self._copilot = copilot
        self._metrics = metrics

    async def answer(self, actor: Actor, inbound: Inbound, listen: Listener | None = None) -> Reply:
        """The copilot's answer."""
        started, outcome = time.perf_counter(), "failed"
        try:
            reply = await self._copilot.answer(actor, inbound, listen)
            outcome = _outcome(reply)
            return reply
        finally:
            self._metrics.turn(inbound.channel, outcome, time.perf_counter() - started)

    async def take_over(self, actor: Actor, message_id: str) -> None:
        """As the copilot does."""
        await self._copilot.take_over(actor, message_id)


def _outcome(reply: Reply) -> str:
    if reply.needs_input is not None:
        return "asked_back"
    return "answered" if reply.grounded else "ungrounded"
