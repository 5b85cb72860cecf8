"""Whether the shop keeps such a thing, at what price, and how much of it is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.finding import Finding, Missing, Row
from haat.core.money import from_paise, number, paise
from haat.language.concepts import concept_names, members
from haat.language.tokens import fold
from haat.store import stock
from haat.store.engine import reading
from haat.store.handles import Connection
from haat.store.paging import cursor_of, place_of
from haat.store.products import Product
from tools.catalogues import Catalogue, Named
from tools.context import Tool, ToolContext
from tools.shop import ledger, rounded, shop

LIMIT = 10
SLIPS = ((8, 2), (4, 1))  # slips of the finger (a swap is one) forgiven in a word so long
MOST_RUPEES = 10_000_000
EXACT, WHOLE_NAME, CONCEPT, BEGINS, INSIDE, NEARLY = 100, 95, 90, 80, 70, 50
KIND = INSIDE  # one of what a generic word stands for; those that have the word go first


class FindProducts(BaseModel):
    """Search the shop's own catalogue: which products it keeps, their price, MRP and stock.

    Finds by name in any script, by brand, by concept, and with typing errors; best match first.
    For a market's price use `market_price`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="What is looked for: a name or a product id.",
    )
    category: str | None = Field(
        default=None, min_length=1, max_length=64, description="Only products of this category."
    )
    max_price: float | None = Field(
        default=None,
        ge=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="Rupees; not dearer than this.",
    )
    in_stock: bool | None = Field(
        default=None, description="true: only what is on the shelf; false: only what has run out."
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: as written, folded, the concepts it names, and what these stand for.

    `near` has for each of its words those of the catalogue that a slip of the finger makes of it.
    """

    query: str
    words: str
    concepts: frozenset[str]
    kinds: frozenset[str]
    near: tuple[Mapping[str, int], ...]


def find_products(context: ToolContext, arguments: FindProducts) -> Finding | Missing:
    """The ten best matches."""
    if arguments.query is None and arguments.category is None:
        return Missing("slot", "query")
    return products_page(context, arguments, limit=LIMIT)


def products_page(
    context: ToolContext, arguments: FindProducts, *, limit: int, cursor: str | None = None
) -> Finding:
    """One page of the matches, best first; of all products where nothing is looked for."""
    context.actor.require(Permission.ASK)
    start = 0 if cursor is None else int(place_of(cursor, int)[0])
    with reading(context.engine) as db:
        found = _matching(context, db, arguments)
        if arguments.in_stock is not None:
            left = _on_hand(context, db, found)
            known = (p for p in found if p.sku_id in left)  # the rest is neither there nor gone
            found = tuple(p for p in known if (left[p.sku_id] > 0) == arguments.in_stock)
        shown = found[start : start + limit]
        left = _on_hand(context, db, shown)
    return Finding(
        rows=tuple(_row(p, left.get(p.sku_id)) for p in shown),
        parameters=arguments.model_dump(exclude_none=True),
        sources=(ledger(context.today),),
        notes=() if found else ("not_sold",),
        demo=context.actor.demo,
        next_cursor=cursor_of(start + limit) if start + limit < len(found) else None,
    )


def _matching(context: ToolContext, db: Connection, arguments: FindProducts) -> tuple[Product, ...]:
    catalogue = context.catalogues.of(context.actor, db)
    dearest = None if arguments.max_price is None else paise(arguments.max_price)
    fitting = [
        named
        for named in catalogue.goods
        if arguments.category in (None, named.product.category)
        and (dearest is None or _costs_at_most(named.product, dearest))
    ]
    if arguments.query is None:
        return tuple(named.product for named in fitting)
    wanted = _wanted(arguments.query, catalogue)
    scored = [(_score(named, wanted), named.product) for named in fitting]
    hits = [(score, p) for score, p in scored if score >= NEARLY]
    sure = [(score, p) for score, p in hits if score >= INSIDE]  # a guess is no answer beside these
    return tuple(p for _, p in sorted(sure or hits, key=_best_first))


def _best_first(hit: tuple[float, Product]) -> tuple[float, bool, int, str]:
    """Better matches first, of equal ones the loose goods, then the plainest name."""
    score, product = hit
    loose = product.sku_id.endswith(".loose")
    return -score, not loose, len(product.concept), product.sku_id


def _wanted(query: str, catalogue: Catalogue) -> Wanted:
    words = fold(query.replace("_", " "))
    concepts = concept_names().get(words, frozenset()) | {query}
    kinds = frozenset(kind for concept in concepts for kind in members(concept))
    near = tuple(catalogue.near(word, _forgiven(word)) for word in words.split())
    return Wanted(query, words, concepts, kinds, near)


def _score(named: Named, wanted: Wanted) -> float:
    """How well a product fits what was looked for; under `NEARLY` it does not."""
    product = named.product
    if wanted.query == product.sku_id:
        return EXACT
    concept = CONCEPT if product.concept in wanted.concepts else 0
    kind = KIND if product.concept in wanted.kinds else 0
    liked = max((_likeness(wanted, name) for name in named.names), default=0)
    return max(liked, concept, kind)


def _likeness(wanted: Wanted, name: str) -> float:
    if wanted.words == name:
        return WHOLE_NAME
    words = name.split()
    asked = wanted.words.split()
    if name.startswith(f"{wanted.words} "):
        return BEGINS
    if asked and all(any(word.startswith(one) for word in words) for one in asked):
        return INSIDE
    return _nearly(wanted, words)


def _nearly(wanted: Wanted, words: list[str]) -> float:
    """A little over `NEARLY`, less with each slip; 0 where a word is none of the name's."""
    slips = [
        min((near[word] for word in words if word in near), default=None) for near in wanted.near
    ]
    known = [n for n in slips if n is not None]
    if not known or len(known) < len(slips):
        return 0
    return NEARLY + max(0, 9 - sum(known))


def _forgiven(word: str) -> int:
    return next((slips for length, slips in SLIPS if len(word) >= length), 0)


def _costs_at_most(product: Product, dearest: int) -> bool:
    return product.price_paise is not None and product.price_paise <= dearest


def _on_hand(context: ToolContext, db: Connection, found: Iterable[Product]) -> Mapping[str, float]:
    """What is left of each, where it is known."""
    skus = [p.sku_id for p in found]
    if not skus:
        return {}
    store = shop(context, db, None)
    shelves = stock.on_hand(context.actor, db, (store.id,), context.today, skus)
    return {s.sku_id: s.on_hand for s in shelves if s.on_hand is not None}


def _row(product: Product, left: float | None) -> Row:
    return {
        "product": product.sku_id,
        "name": product.name,
        "category": product.category,
        "price": _rupees(product.price_paise),
        "mrp": _rupees(product.mrp_paise),
        "on_hand": None if left is None else rounded(left, 3),
        "unit": product.unit,
    }


def _rupees(value: int | None) -> float | int | None:
    return None if value is None else number(from_paise(value))


FIND_PRODUCTS = Tool("find_products", FindProducts, find_products, Permission.ASK, quick=True)
