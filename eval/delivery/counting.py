"""What became of the messages: by what the provider took, and by what the store says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from eval.delivery.people import Person, answers
from haat.core.days import shop_day, utc_now
from haat.store import erasure, people, sales
from haat.store.engine import reading
from haat.store.extent import Extent
from haat.store.handles import Engine
from tests.peers.twilio_double import TwilioDouble


@dataclass(frozen=True, slots=True)
class Count:
    """All that may have gone wrong, and how long an answer took."""

    messages: int
    lost: int  # messages without their answer in its turn
    double: int  # answers that belong to no message
    unsent: int  # letters that are not done, and parcels that are not sent
    wrong_ledgers: int  # people with more or less sales than they said
    median_seconds: float  # from the webhook until the answer is known to be with the provider

    @property
    def right(self) -> bool:
        """Whether every message was answered exactly once."""
        return not (self.lost or self.double or self.unsent or self.wrong_ledgers)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Everybody's letters and parcels, as they may see them themselves."""

    letters: tuple[dict[str, Any], ...]
    parcels: tuple[dict[str, Any], ...]

    @property
    def unsent(self) -> int:
        """How many are not at their end."""
        undone = [row for row in self.letters if row["state"] != "done"]
        return len(undone) + len([row for row in self.parcels if row["state"] != "sent"])

    @property
    def median_seconds(self) -> float:
        """From the webhook until the answer is known to be with the provider."""
        came = {
            f"{r['channel']}:{r['provider_id']}": _moment(r["received_at"]) for r in self.letters
        }
        took = [
            _moment(row["sent_at"]) - came[row["key"].rpartition(".")[0]]
            for row in self.parcels
            if row["sent_at"]
        ]
        return median(t.total_seconds() for t in took) if took else float("nan")


def boxes(engine: Engine, everybody: Sequence[Person]) -> Boxes:
    """What is kept now."""
    with reading(engine) as db:
        kept = [erasure.export(person.actor, db) for person in everybody]
    letters, parcels = ([row for hers in kept for row in hers[box]] for box in ("inbox", "outbox"))
    return Boxes(tuple(letters), tuple(parcels))


def count(engine: Engine, twilio: TwilioDouble, everybody: Sequence[Person]) -> Count:
    """What became of all messages."""
    told = [answers(twilio.sent_to(p.address), p.lines) for p in everybody]
    kept = boxes(engine, everybody)
    return Count(
        messages=sum(len(p.lines) for p in everybody),
        lost=sum(lost for lost, _ in told),
        double=sum(double for _, double in told),
        unsent=kept.unsent,
        wrong_ledgers=sum(_revenue(engine, p) != p.revenue_rupees for p in everybody),
        median_seconds=kept.median_seconds,
    )


def _revenue(engine: Engine, person: Person) -> float:
    today = shop_day(utc_now())
    with reading(engine) as db:
        stores = [s.id for s in people.stores(person.actor, db)]
        sold = sales.sold(person.actor, db, Extent(stores, today - timedelta(days=1), today))
    return sum(s.revenue_paise for s in sold) / 100


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
