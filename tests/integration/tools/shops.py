"""A small shop whose ledger a test can add up by hand, and a neighbour whose data nobody may see."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert

from haat.core.actor import Actor, Role
from haat.core.finding import Finding, Missing
from haat.language.places import Gazetteer
from haat.store import people, products, tables
from haat.store.products import Product
from tools import TOOLS
from tools.context import Tool, ToolContext

TODAY = date(2026, 11, 25)  # a Wednesday
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
DAYS = 120
STORE, SECOND_STORE = "patna", "nashik"
OTHER_STORE, OTHER_SKU = "chennai", "secret_mix.1kg"

CATALOGUE = (
    Product("onion.loose", "onion", "Onion", "vegetable", "kg", 3000, None, 2000),
    Product("rice.loose", "rice", "Rice", "cereal", "kg", 5000, None, 4000, aliases=("चावल",)),
    Product("rice.basmati_5kg", "rice", "Basmati rice 5 kg", "cereal", "packet", 45000, 50000,
            40000, "5 kg"),
    Product("soap.bar", "soap", "Soap bar", "fmcg", "piece", 3500, 4000, None),
    Product("pickle.mango_500g", "pickle", "Mango pickle", "shg_food", "piece", 12000, 15000,
            8000, "500 g", aliases=("आम का अचार", "aam ka achar")),
    Product("jaggery.loose", "jaggery", "Jaggery", "sweetener", "kg", 6000, None, 5000, "10 kg"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sale:
    """One line of the ledger, as the oracles read it."""

    store_id: str
    date: date
    sku_id: str
    units: float
    price_paise: int


@dataclass(frozen=True, slots=True)
class Shops:
    """The engine with both tenants, and the first one's ledger in plain Python."""

    engine: Engine
    context: ToolContext
    other: ToolContext
    sales: tuple[Sale, ...]
    returns: tuple[Sale, ...]
    counts: dict[tuple[str, date], float]

    def ask(self, name: str, context: ToolContext | None = None, **arguments: Any) -> Finding:
        """The finding of a tool."""
        found = self.call(name, context, **arguments)
        assert isinstance(found, Finding), found
        return found

    def call(
        self, name: str, context: ToolContext | None = None, **arguments: Any
    ) -> Finding | Missing:
        """What a tool answers."""
        tool = tool_named(name)
        return tool.run(context or self.context, tool.arguments.model_validate(arguments))

    def preview(self, context: ToolContext | None = None, **arguments: Any) -> Finding | Missing:
        """What recording an entry would do."""
        tool = tool_named("record_entry")
        assert tool.preview is not None
        return tool.preview(context or self.context, tool.arguments.model_validate(arguments))

    def record(self, key: str, context: ToolContext | None = None, **arguments: Any) -> Finding:
        """Record an entry, as after a yes."""
        said = replace(context or self.context, effect_key=key)
        return self.ask("record_entry", said, **arguments)


def tool_named(name: str) -> Tool:
    """The tool of that name."""
    return next(t for t in TOOLS if t.name == name)


def value(finding: Finding, name: str) -> Any:
    """A figure's value; fails where it is not there."""
    figure = finding.figure(name)
    assert figure is not None, f"no {name} in {[f.name for f in finding.figures]}"
    return figure.value


def open_shops(engine: Engine, gazetteer: Gazetteer) -> Shops:
    """Write both tenants."""
    sold, back = tuple(_sales()), tuple(_returns())
    counts = dict(_counts())
    with engine.begin() as db:
        _tenant(db, "ours", (STORE, "Patna, Bihar"), (SECOND_STORE, "Nashik, Maharashtra"))
        _tenant(db, "theirs", (OTHER_STORE, "Chennai, Tamil Nadu"))
        for product in CATALOGUE:
            products.add(_actor("ours"), db, product)
        _write(db, "ours", sold, back, counts)
        _write_theirs(db)
    context = ToolContext(_actor("ours"), engine, TODAY, NOW, gazetteer)
    other = replace(context, actor=_actor("theirs"))
    return Shops(engine, context, other, sold, back, counts)


def quote(db: Connection, **values: Any) -> None:
    """Publish one market price; `tenant_id` makes it a tenant's own."""
    told = {
        "commodity": "onion",
        "date": TODAY,
        "district": "Nashik, Maharashtra",
        "market": "Nashik",
        "unit": "quintal",
        "level": "wholesale",
        "source": "agmarknet",
        "modal_paise": 150_000,
        **values,
    }
    told.setdefault("state", told["district"].rpartition(", ")[2])
    db.execute(insert(tables.market_prices).values(told))


def _actor(tenant_id: str) -> Actor:
    return Actor(tenant_id, f"person-of-{tenant_id}", Role.MANAGER, None, demo=tenant_id == "ours")


def _tenant(db: Connection, tenant_id: str, *stores: tuple[str, str]) -> None:
    people.create_tenant(db, tenant_id, tenant_id, kind="shop", now=NOW)
    for n, (store_id, place) in enumerate(stores):
        people.create_store(
            db, store_id, tenant_id, store_id, kind="kirana", place=place, is_default=n == 0
        )


def _sales() -> Iterator[Sale]:
    chance = random.Random(7)  # noqa: S311 - a ledger, not a secret
    for store in (STORE, SECOND_STORE):
        for n in range(1, DAYS + 1):
            for product in CATALOGUE[:4]:
                units = chance.choice([0, 1, 2, 2.5, 7])
                price = (product.price_paise or 0) + chance.choice([-100, 0, 0, 100])
                if units:
                    yield Sale(store, TODAY - timedelta(days=n), product.sku_id, units, price)


def _returns() -> Iterator[Sale]:
    yield Sale(STORE, TODAY - timedelta(days=3), "onion.loose", 1.5, 0)
    yield Sale(STORE, TODAY - timedelta(days=40), "rice.loose", 2, 0)


def _counts() -> Iterator[tuple[tuple[str, date], float]]:
    chance = random.Random(11)  # noqa: S311 - a ledger, not a secret
    for n in range(4, 70):
        for sku in ("onion.loose", "rice.loose"):
            yield (sku, TODAY - timedelta(days=n)), float(chance.choice([0, 3, 10, 40]))


def _write(
    db: Connection,
    tenant_id: str,
    sold: tuple[Sale, ...],
    back: tuple[Sale, ...],
    counts: dict[tuple[str, date], float],
) -> None:
    db.execute(insert(tables.sales), [_line(tenant_id, s) | _money(s) for s in sold])
    db.execute(insert(tables.returns), [_line(tenant_id, r) for r in back])
    db.execute(
        insert(tables.inventory),
        [
            {"tenant_id": tenant_id, "store_id": STORE, "sku_id": sku, "date": day,
             "on_hand": left, "source": "ingest"}
            for (sku, day), left in counts.items()
        ],
    )  # fmt: skip


def _line(tenant_id: str, sale: Sale) -> dict[str, Any]:
    return {
        "tenant_id": tenant_id,
        "store_id": sale.store_id,
        "date": sale.date,
        "sku_id": sale.sku_id,
        "units": sale.units,
        "source": "ingest",
    }


def _money(sale: Sale) -> dict[str, Any]:
    return {
        "units_clean": sale.units,
        "price_paise": sale.price_paise,
        "revenue_paise": round(sale.units * sale.price_paise),
    }


def _write_theirs(db: Connection) -> None:
    actor = _actor("theirs")
    products.add(actor, db, Product(OTHER_SKU, "secret_mix", "Secret mix", "spice", "kg", 99900))
    products.add(actor, db, Product("onion.red", "onion", "Red onion", "vegetable", "kg", 7700))
    lines = [
        Sale(OTHER_STORE, TODAY - timedelta(days=n), sku, 1000, 77700)
        for n in range(1, 40)
        for sku in (OTHER_SKU, "onion.red")
    ]
    db.execute(insert(tables.sales), [_line("theirs", s) | _money(s) for s in lines])
    db.execute(
        insert(tables.inventory).values(
            tenant_id="theirs", store_id=OTHER_STORE, sku_id="onion.red",
            date=TODAY - timedelta(days=1), on_hand=123456, source="ingest",
        )
    )  # fmt: skip
    quote(db, tenant_id="theirs", modal_paise=77_770_000, source="ingest")
