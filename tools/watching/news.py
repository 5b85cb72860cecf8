"""What a person is told of without asking: her own rules that came true, and what is urgent in her shop."""

from collections.abc import Sequence

from haat.core.actor import Actor
from haat.store import alerts, products
from haat.store.alerts import Rule
from tools.watching.alert import Alert
from tools.watching.facts import Facts
from tools.watching.own_rules import own_findings
from tools.watching.proposed import proposed_prices
from tools.watching.watch import Watch, Watched, weighed, without_twins


def news(seen: Watch, actor: Actor) -> tuple[Watched, ...]:
    """Of one look over her shop by the shop's own system: what she has to know, her own rules first.

    A price that waits for her yes, or was decided on, is told however small it is.

    An alert that somebody has in hand is none; where her own rule says the same, the rule's is told.
    """
    facts = seen.facts
    rules = alerts.rules(actor, facts.db)
    own = weighed(facts, (*own_findings(facts, rules), *proposed_prices(facts, actor)))
    hers = {(w.alert.kind, w.alert.product) for w in own}
    subscribed = [r for r in rules if r.wanted.threshold is None]
    usual = (
        w
        for w in without_twins(seen.found)
        if (w.alert.kind, w.alert.product) not in hers
        and w.alert.proposal is None
        and (w.alert.severity == "high" or _wanted(facts, subscribed, w.alert))
    )
    return tuple(w for w in (*own, *usual) if w.status == "open")


def _wanted(facts: Facts, rules: Sequence[Rule], alert: Alert) -> bool:
    """Whether she asked to be told of such an alert, however small."""
    return any(
        r.wanted.kind == alert.kind
        and (r.wanted.product is None or alert.product in _skus(facts, r.wanted.product))
        for r in rules
    )


def _skus(facts: Facts, product: str) -> set[str]:
    return {p.sku_id for p in products.of(facts.context.actor, facts.db, product)}
