"""The four tools without a store: real arguments and rules of asking, findings made by hand."""

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import create_engine

from agent.act import Hands
from agent.aftermath import Aftermath
from agent.briefing import Briefing
from agent.canonical import Canon
from agent.done import Done
from agent.mind import Mind, embedded_mind
from agent.nodes import Nodes
from agent.planner.model import EmbeddedPlanner
from agent.scribe import Scribe
from agent.turn import Listener, TurnScope, nobody
from haat.core.actor import Actor, Permission, Role
from haat.core.errors import NotFound
from haat.core.finding import Figure, Finding, Missing, Source
from haat.core.message import CallStatus, Inbound, TurnContext
from haat.language.concepts import concept_of
from haat.language.detect import Tongue
from tests.shipped import gazetteer, languages
from tests.unit.agent.corner_shop import PLAIN, TODAY, reader, shop
from tools.context import Tool, ToolContext
from tools.entry_arguments import RecordEntry
from tools.find_products import FindProducts
from tools.market_price import MarketPrice
from tools.query_kpi import QueryKpi

NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
_numbers = count(1)
YESTERDAY = TODAY - timedelta(days=1)
SELLER = Actor("asha", "meena", Role.SELLER)
KEPT = {"onion": 30, "sugar": 45, "rice": 50, "biscuit": 10}
UNIT = {"biscuit": "packet"}


@dataclass
class Till:
    """Prices of everything, and what was written, by the yes that was said to it."""

    written: dict[str, RecordEntry] = field(default_factory=dict)
    writes: int = 0
    fault: Exception | None = None
    rise: float = 0  # what a list price has gone up by since it was told
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tools(self) -> dict[str, Tool]:
        """The four tools by name."""
        found = (
            Tool("market_price", MarketPrice, self.price, Permission.ASK),
            Tool("query_kpi", QueryKpi, self.figure, Permission.ASK),
            Tool("record_entry", RecordEntry, self.write, Permission.RECORD, self.draft),
            Tool("find_products", FindProducts, self.find, Permission.ASK),
        )
        return {t.name: t for t in found}

    def price(self, context: ToolContext, asked: MarketPrice) -> Finding | Missing:
        """Onion is ₹1,450 a quintal everywhere, anything else unknown."""
        if asked.commodity is None:
            return Missing("slot", "commodity")
        if self.fault is not None:
            raise self.fault
        if asked.commodity != "onion":
            return Finding(
                parameters={"commodity": asked.commodity, "date": asked.date or context.today},
                notes=("no_price",),
            )
        place = asked.place or "Patna, Bihar"
        about: dict[str, Any] = {"product": "onion", "place": place, "date": YESTERDAY}
        return Finding(
            figures=(
                Figure("price", "price", 1450, "INR/quintal", **about),
                Figure("price_per_kg", "price_per_kg", 14.5, "INR/kg", **about),
                Figure("change_7d", "change_7d", -3.5, "percent", **about),
            ),
            parameters={"commodity": "onion", "place": place},
            sources=(Source("AGMARKNET, Government of India", "market", YESTERDAY),),
        )

    def figure(self, context: ToolContext, asked: QueryKpi) -> Finding | Missing:
        """Everything was 1,20,450."""
        if asked.metric is None:
            return Missing("slot", "metric")
        told: dict[str, Any] = {"metric": asked.metric, "store_id": context.store_id or "patna"}
        told |= {"product": asked.product} if asked.product else {}
        if asked.metric == "stock_on_hand":
            return Finding((Figure("value", "value", 40, "kg"),), parameters=told)
        told |= {"period": asked.period, "start": YESTERDAY, "end": YESTERDAY}
        return Finding((Figure("value", "value", 120_450, "INR"),), parameters=told)

    def find(self, context: ToolContext, asked: FindProducts) -> Finding | Missing:
        """What is kept, at its price."""
        if asked.query is None:
            return Missing("slot", "query")
        kept = KEPT.get(concept_of(asked.query))
        row = {"product": asked.query, "name": asked.query, "price": kept, "unit": "kg"}
        rows = () if kept is None else (row,)
        return Finding(rows=rows, parameters={"query": asked.query})

    def draft(self, context: ToolContext, said: RecordEntry) -> Finding | Missing:
        """What would be written."""
        if said.product is None:
            return Missing("slot", "product")
        if said.quantity is None:
            return Missing("slot", "quantity")
        if concept_of(said.product) not in KEPT:
            raise NotFound(f"the shop does not keep {said.product}")
        return self._told(context, said)

    def write(self, context: ToolContext, said: RecordEntry) -> Finding | Missing:
        """Write once for each yes."""
        assert context.effect_key is not None
        with self._lock:
            self.writes += context.effect_key not in self.written
            told = self.written.setdefault(context.effect_key, said)
        found = self._told(context, told)
        return replace(found, parameters={**found.parameters, "entry": context.effect_key})

    def _told(self, context: ToolContext, said: RecordEntry) -> Finding:
        assert said.product is not None
        assert said.quantity is not None
        concept = concept_of(said.product)
        unit = said.unit or UNIT.get(concept, "kg")
        price = said.price if said.price is not None else KEPT[concept] + self.rise
        amount = said.amount if said.amount is not None else price * said.quantity
        return Finding(
            figures=(
                Figure("quantity", "quantity", said.quantity, unit),
                Figure("price", "price", price, f"INR/{unit}"),
                Figure("amount", "amount", amount, "INR"),
            ),
            parameters={
                "kind": said.kind,
                "product": said.product,
                "store_id": context.store_id or "patna",
                "date": said.date or context.today,
            },
        )


def context(**changes: Any) -> ToolContext:
    """Who asks and when; the engine behind it is never connected to."""
    standing = ToolContext(SELLER, create_engine("sqlite://"), TODAY, NOW, gazetteer())
    return replace(standing, **changes)


def scope(
    text: str, *, listen: Listener = nobody, said: TurnContext = PLAIN, **changes: Any
) -> TurnScope:
    """One turn's scope."""
    inbound = Inbound(text, message_id=f"m{next(_numbers)}", context=said)
    return TurnScope(inbound, shop(), context(**changes), listen, trace_id="t")


def stations(till: Till, mind: Mind | None = None) -> Nodes:
    """The five stations around a till, with the embedded planner or another mind."""
    tools = till.tools()
    spare = embedded_mind(EmbeddedPlanner(languages=languages()), tuple(tools.values()))
    mind = mind or spare
    return Nodes(
        reader=reader(),
        hands=Hands(tools),
        mind=mind,
        spare=spare,
        briefing=Briefing(languages(), gazetteer(), hosted=mind.hosted),
        canon=Canon(gazetteer(), languages().hearing(("hi", "en")), tools),
        aftermath=Aftermath(create_engine("sqlite://")),
        confirm_for=timedelta(minutes=60),
    )


def done(
    name: str,
    finding: Finding,
    status: CallStatus = "ok",
    call_id: str = "c1",
    problem: str = "",
    **arguments: Any,
) -> Done:
    """A call as it was carried out."""
    return Done(call_id, name, arguments, status, finding, problem_key=problem)


def scribe(
    *calls: Done, language: str = "en", script: str = "Latn", native: bool = False
) -> Scribe:
    """The renderer for a reader of these calls."""
    return Scribe(
        voice=languages().voice(language, script),
        tongue=Tongue(language, script),
        vocabulary=shop().vocabulary,
        gazetteer=gazetteer(),
        native_digits=native,
        calls={c.id: c for c in calls},
    )
