"""What a manager says to a price that a seller wants."""

from typing import Any

from agent.memory import Planned as Call
from agent.planner.desk import Desk, Plan, products_of
from agent.planner.intents.intent import Intent

TOOL = "decide_price"


def decide_price(desk: Desk, intent: Intent) -> Plan:
    """Yes or no, and to the price of which goods, where she names them."""
    del intent
    goods, _ = products_of(desk, "product", Call(TOOL, {}), pointing=False)
    refused = desk.part.has("proposal:rejected", "not")
    told: dict[str, Any] = {"decision": "rejected" if refused else "accepted"}
    told |= {"product": goods[0]} if len(goods) == 1 else {}
    return Plan(calls=(Call(TOOL, told),))
