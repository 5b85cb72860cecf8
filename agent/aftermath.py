"""What undoes: taking back an entry, and erasing a person's data."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agent.scribe import Scribe
from agent.turn import Turn, TurnScope
from haat.core.errors import HaatError
from haat.language.concepts import concept_of
from haat.store import alerts, buyers, enquiries, entries, erasure, proposals, told_groups
from haat.store.alerts import Rule
from haat.store.handles import Engine

# What stands before an id among the entries of a conversation, where it is no entry's.
RULE = "rule:"  # of an alert
BUYER = "buyer:"
GROUP = "group:"  # a change of what was told of one
PROPOSAL = "proposal:"  # of a price
OUTCOME = "outcome:"  # of an enquiry; after its id stands how it was before


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
        labels = [
            names.label(concept_of(p), tongue.language, tongue.script) if names.knows(p) else p
            for p in products
            if p
        ]
        return replace(turn, topic="done_undo", words={"product": ", ".join(labels)})

    def _take_back(self, entry_ids: Sequence[str], scope: TurnScope) -> list[str]:
        with self.engine.begin() as db:
            actor, now = scope.tools.actor, scope.tools.now
            found: list[str] = []
            for entry in reversed(entry_ids):
                what, colon, told = entry.partition(":")
                if what + colon == RULE:
                    found.append(alerts.remove_rule(actor, db, told, now).wanted.product or "")
                elif what + colon == BUYER:
                    found.append(buyers.remove(actor, db, told, now).name)
                elif what + colon == GROUP:
                    found.append(told_groups.take_back(actor, db, told, now).name)
                elif what + colon == PROPOSAL:
                    found.append(proposals.withdraw(actor, db, told, now).sku_id)
                elif what + colon == OUTCOME:
                    enquiry, _, before = told.partition(":")
                    found.append(enquiries.take_back(actor, db, enquiry, before, now).product)
                else:
                    found.append(entries.undo(actor, db, entry, now).sku_id)
            return found

    async def unwatch(self, turn: Turn, scribe: Scribe, scope: TurnScope) -> Turn:
        """End the person's own alerts that she means; asked which, where that is not plain."""
        topic, ended = await asyncio.to_thread(self._unwatch, turn.words, scope)
        labels = dict.fromkeys(_called(rule, scribe) for rule in ended)
        return replace(turn, topic=topic, words={"product": ", ".join(labels)})

    def _unwatch(self, words: Mapping[str, str], scope: TurnScope) -> tuple[str, tuple[Rule, ...]]:
        actor, now = scope.tools.actor, scope.tools.now
        with self.engine.begin() as db:
            standing = alerts.rules(actor, db)
            meant = tuple(r for r in standing if _means(words, r))
            plain = words.get("product") or words.get("all") or len({r.wanted for r in meant}) == 1
            if not meant:
                return "nothing_to_unwatch", ()
            if not plain:
                return "which_unwatch", meant
            for rule in meant:
                alerts.remove_rule(actor, db, rule.id, now)
        return "done_unwatch", meant

    async def erase(self, turn: Turn, scope: TurnScope) -> Turn:
        """Delete the person's data; the caller deletes the checkpoints after the reply."""
        erased = await asyncio.to_thread(self._erase, scope)
        return replace(turn, topic="done_erase", calls=(), erased=erased)

    def _erase(self, scope: TurnScope) -> tuple[str, ...]:
        with self.engine.begin() as db:
            return erasure.erase(scope.tools.actor, db, scope.tools.now).conversation_ids


def _means(words: Mapping[str, str], rule: Rule) -> bool:
    """Whether a rule is of the goods and of the kind that were said."""
    goods, kind = words.get("product", "").split(), words.get("kind")
    product = rule.wanted.product
    named = not goods or (product is not None and concept_of(product) in map(concept_of, goods))
    return named and (not kind or rule.wanted.kind == kind)


def _called(rule: Rule, scribe: Scribe) -> str:
    """A rule's goods, or of all goods its kind."""
    product = rule.wanted.product
    return (
        scribe.voice.say[f"alert_kind_{rule.wanted.kind}"]
        if product is None
        else scribe.product(concept_of(product))
    )
