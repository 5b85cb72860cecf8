"""All that needs doing in a shop today, with what became of each, the most urgent first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from haat.analytics.alerts import RANK
from haat.core.finding import Row
from haat.store import alerts
from haat.store.alerts import Handled, Status
from haat.store.handles import Connection
from haat.store.people import StoreRow
from tools.context import ToolContext
from tools.watching.alert import Alert
from tools.watching.compliance import ABOVE_MRP, compliance_failures
from tools.watching.demand import drops, spikes
from tools.watching.facts import DAY, Facts, gather
from tools.watching.own_rules import own_findings
from tools.watching.prices import price_anomalies
from tools.watching.proposed import proposed_prices
from tools.watching.returns import brought_back
from tools.watching.stock import negatives, stockouts

STANDING_DAYS = 7  # after which an alert that nobody can date is open again


@dataclass(frozen=True, slots=True)
class Watched:
    """An alert with its id and what became of it."""

    alert: Alert
    id: str
    status: Status

    @property
    def condition(self) -> str:
        """What is wrong, whatever the day."""
        return self.id.partition("-")[0]

    def row(self) -> Row:
        """Its row."""
        return self.alert.row(self.id, self.status)


@dataclass(frozen=True, slots=True)
class Watch:
    """One look over a shop."""

    facts: Facts
    found: tuple[Watched, ...]  # those that wait: neither resolved nor snoozed
    resting: tuple[Watched, ...]  # those that don't


def watch(context: ToolContext, db: Connection, store: StoreRow) -> Watch:
    """Look over the shop as of today."""
    facts = gather(context, db, store)
    told = weighed(facts, _all(facts))
    resting = {"resolved", "snoozed"}
    return Watch(
        facts,
        tuple(w for w in told if w.status not in resting),
        tuple(w for w in told if w.status in resting),
    )


def weighed(facts: Facts, found: Iterable[Alert]) -> tuple[Watched, ...]:
    """Alerts with what became of them, the most urgent first."""
    done = alerts.handled(facts.context.actor, facts.db, facts.today)
    return tuple(sorted((_watched(facts, a, done) for a in found), key=_most_urgent))


def without_twins(found: Sequence[Watched]) -> tuple[Watched, ...]:
    """A sale above the MRP is a matter of law and of price; in a list of all kinds it stands once."""
    return tuple(w for w in found if (w.alert.kind, w.alert.reason) != ("price_anomaly", ABOVE_MRP))


def _all(facts: Facts) -> Iterator[Alert]:
    of_law = tuple(compliance_failures(facts))
    stock = (*stockouts(facts), *negatives(facts))
    demand = (*spikes(facts), *drops(facts))
    usual = (*stock, *demand, *price_anomalies(facts), *of_law, *brought_back(facts))
    yield from usual
    yield from (replace(a, kind="price_anomaly") for a in of_law if a.reason == ABOVE_MRP)
    known = {(a.kind, a.product) for a in usual}
    rules = alerts.rules(facts.context.actor, facts.db)
    yield from (a for a in own_findings(facts, rules) if (a.kind, a.product) not in known)
    yield from proposed_prices(facts, facts.context.actor)


def _watched(facts: Facts, alert: Alert, done: Mapping[str, Handled]) -> Watched:
    own = alert.rule or alert.proposal or ""
    parts = (alert.kind, alert.reason, facts.store.id, alert.product or "", own)
    condition = alerts.condition_of(facts.context.actor, *parts)
    return Watched(
        alert, alerts.alert_id(condition, alert.since), _status(facts, alert, done.get(condition))
    )


def _status(facts: Facts, alert: Alert, done: Handled | None) -> Status:
    """What a person did to it holds until it begins anew, a snooze until its day is over."""
    if done is None:
        return "open"
    if done.status == "snoozed":
        return "snoozed" if done.until is not None and facts.today <= done.until else "open"
    began = alert.since if alert.dated else facts.today - STANDING_DAYS * DAY
    return done.status if began <= done.since or began < done.on else "open"


def _most_urgent(one: Watched) -> tuple[int, int, float, str, str]:
    """By severity, what nobody has seen yet first, then by the money at stake."""
    a = one.alert
    return RANK[a.severity], one.status != "open", -(a.at_stake or 0.0), a.kind, a.product or ""
