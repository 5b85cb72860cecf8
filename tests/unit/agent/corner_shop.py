"""A small shop made by hand, and how the tests of the agent read messages in it."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from agent.memory import Memory, Planned, Question
from agent.planner.desk import Desk, Plan
from agent.planner.plan import plan
from agent.planner.resolve import resolve
from agent.planner.sense import load_reader
from agent.sheet import Part, Sheet, Shop, ShopStore
from agent.understand import Reader
from haat.core.message import TurnContext
from haat.core.settings import MODELS
from haat.language.concepts import concept_categories
from haat.language.lexicon import ShopProduct
from tests.shipped import gazetteer, languages, vocabulary

TODAY = date(2026, 11, 25)  # a Wednesday
NEW = Memory()  # a conversation that begins
PLAIN = TurnContext()

SHELF: Mapping[ShopProduct, tuple[float, str]] = {
    ShopProduct("onion.loose", "Onion", (), None, "kg"): (30, "vegetable"),
    ShopProduct("potato.loose", "Potato", (), None, "kg"): (25, "vegetable"),
    ShopProduct("sugar.loose", "Sugar", (), None, "kg"): (45, "sweetener"),
    ShopProduct("rice.loose", "Rice", (), None, "kg"): (50, "cereal"),
    ShopProduct("wheat_flour.loose", "Atta", (), None, "kg"): (38, "flour"),
    ShopProduct("wheat_flour.5kg", "Chakki Raja Atta 5 kg", ("चक्की राजा आटा",), "5 kg", "packet"): (
        240,
        "flour",
    ),
    ShopProduct("egg.loose", "Egg", (), None, "piece"): (7, "dairy"),
    ShopProduct("milk.500ml", "Milk 500 ml", (), "500 ml", "packet"): (30, "dairy"),
    ShopProduct("biscuit.100g", "Golu Glucose biscuit", ("golu", "गोलू"), "100 g", "packet"): (
        10,
        "fmcg",
    ),
    ShopProduct("pickle.mango_500g", "Mango pickle 500 g", ("आम का अचार",), "500 g", "piece"): (
        150,
        "shg_food",
    ),
    ShopProduct("papad.urad_200g", "Urad papad", ("उड़द पापड़",), "200 g", "packet"): (
        60,
        "shg_food",
    ),
    ShopProduct("papad.moong_200g", "Moong papad", ("मूंग पापड़",), "200 g", "packet"): (
        55,
        "shg_food",
    ),
    ShopProduct("honey.250g", "Forest honey", (), "250 g", "piece"): (180, "shg_food"),
}


@lru_cache(maxsize=1)
def shop() -> Shop:
    """Two stores, a dozen products."""
    return Shop(
        vocabulary=vocabulary().with_products(SHELF),
        stores=(
            ShopStore("patna", "Patna", "Patna, Bihar"),
            ShopStore("nashik", "Nashik", "Nashik, Maharashtra"),
        ),
        prices={p.sku_id: (price, p.unit) for p, (price, _) in SHELF.items()},
        categories={**concept_categories(), **{p.sku_id: c for p, (_, c) in SHELF.items()}},
    )


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader with all that ships."""
    return load_reader(languages(), gazetteer(), MODELS)


def read(text: str, memory: Memory = NEW, context: TurnContext = PLAIN) -> Sheet:
    """What is understood of a message."""
    return reader().read(text, shop(), memory, context, TODAY)


def whole(text: str, memory: Memory = NEW) -> Part:
    """The message as one request."""
    sheet = read(text, memory)
    return sheet.part(0, len(sheet.tokens))


def desk(text: str, memory: Memory = NEW) -> Desk:
    """The message on the planner's desk."""
    return Desk(whole(text, memory), shop(), memory)


def planned(text: str, memory: Memory = NEW) -> Plan:
    """The plan for a message about which nothing is open."""
    return plan(read(text, memory), shop(), memory, languages())


def told(made: Plan) -> str:
    """A plan in one line, as the tables write it."""
    parts = [call_told(c) for c in made.calls]
    if made.question is not None:
        parts.append(question_told(made.question))
    if made.topic:
        parts.append(f"say {made.topic}")
    return " + ".join(parts)


def call_told(call: Planned) -> str:
    """A call in one line, its arguments by name."""
    arguments = sorted(call.arguments.items())
    return f"{call.name} " + " ".join(f"{k}={_plain(v)}" for k, v in arguments)


def question_told(question: Question) -> str:
    """A question in one line: what is asked, of which call."""
    known = "".join(f" {k}={_plain(v)}" for k, v in sorted(question.call.arguments.items()))
    return f"ask {question.kind} {question.slot}{known}"


def settled(text: str, memory: Memory) -> str:
    """What a message does to what is open, in one line."""
    found = resolve(desk(text, memory))
    if found is None:
        return "-"
    return " + ".join((found.answer, *(call_told(c) for c in found.calls)))


def call(name: str, **arguments: Any) -> Planned:
    """A call."""
    return Planned(name, arguments)


def _plain(value: object) -> str:
    return str(value).replace(" ", "_")
