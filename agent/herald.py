"""Says what was found without a question, in the words of the tool's own answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.done import Done
from agent.scribe import Scribe
from agent.shops import Shops
from agent.speech import Speech
from agent.wording import word
from haat.core.actor import Actor
from haat.core.finding import Finding, Row
from haat.core.message import Words
from haat.language.detect import Tongue
from haat.language.pack import Voice
from haat.language.places import Gazetteer
from haat.store.handles import Connection

MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Herald:
    """Words findings outside of a conversation."""

    shops: Shops
    gazetteer: Gazetteer

    def alerts(self, actor: Actor, db: Connection, voice: Voice, rows: Sequence[Row]) -> Words:
        """The first alerts as `list_alerts` tells them, and that there are more."""
        more = ("some_more",) if len(rows) > MOST_TOLD else ()
        found = Finding(rows=tuple(rows[:MOST_TOLD]), notes=more, demo=actor.demo)
        done = Done("c1", "list_alerts:told", {}, "ok", found)
        scribe = Scribe(
            voice=voice,
            tongue=Tongue(voice.language, voice.script),
            vocabulary=self.shops.of(actor, db).vocabulary,
            gazetteer=self.gazetteer,
            native_digits=False,
            calls={done.id: done},
        )
        told = scribe.write(word(done, scribe)).text
        lines = Speech(scribe).once(told.split("\n"))
        return Words("\n".join(lines), voice.language, voice.script)
