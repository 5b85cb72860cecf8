"""Whether the shop keeps such a thing, at what price, and how much of it is left."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.finding import Finding, Missing, Row
from haat.core.money import from_paise, number, paise
from haat.language.concepts import concept_categories, concept_names, concept_sounds, members
from haat.language.sizes import Size, apart
from haat.language.sound import sounds
from haat.language.tokens import fold
from haat.store import movement, stock
from haat.store.engine import reading
from haat.store.handles import Connection
from haat.store.paging import cursor_of, place_of
from haat.store.products import Product
from tools.catalogues import Catalogue, Named
from tools.context import Tool, ToolContext
from tools.periods import DAY
from tools.shop import ledger, rounded, shop

LIMIT = 10
SLIPS = ((8, 2), (4, 1))  # slips of the finger (a swap is one) forgiven in a word so long
MOST_RUPEES = 10_000_000
EXACT, WHOLE_NAME, CONCEPT, BEGINS, INSIDE, SOUNDS, NEARLY = 100, 95, 90, 80, 70, 65, 50
KIND = INSIDE  # one of what a generic word stands for; those that have the word go first
OTHER_SIZE = 40.0  # what a product loses that is kept in another size than was asked for
BUSY_DAYS = 90
# Words between others: of, in many languages.
PARTICLES = frozenset(
    [
        "ka",
        "ki",
        "ke",
        "da",
        "di",
        "de",
        "er",
        "ko",
        "of",
        "and",
        "का",
        "की",
        "के",
        "चे",
        "चा",
        "ची",
        "चं",
        "দা",
        "এর",
        "র",
        "দের",
        "દા",
        "ના",
        "ની",
        "નો",
        "નું",
        "નાં",
        "ਦਾ",
        "ਦੀ",
        "ਦੇ",
        "کا",
        "کی",
        "کے",
    ]
)


class FindProducts(BaseModel):
    """Search the shop's own catalogue: which products it keeps, their price, MRP and stock.

    Finds by name in any script, by brand, by concept, by size, and with typing errors; best match
    first, of equal ones what the shop sells most often.
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
    """What is looked for: as written, its folded words without sizes, and the sizes.

    Where the words are nothing but a size they are kept as they are.
    """

    query: str
    words: tuple[str, ...]
    sizes: frozenset[Size]

    @property
    def text(self) -> str:
        """The words as one."""
        return " ".join(self.words)

    @property
    def known(self) -> bool:
        """Whether they name goods of the lexicon."""
        return self.query in concept_categories() or self.text in concept_names()

    @property
    def telling(self) -> tuple[str, ...]:
        """The words that tell something of goods."""
        return tuple(word for word in self.words if word not in PARTICLES) or self.words


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
    catalogue = context.remembered.catalogues.of(context.actor, db)
    dearest = None if arguments.max_price is None else paise(arguments.max_price)

    def fits(product: Product) -> bool:
        in_category = arguments.category in (None, product.category)
        return in_category and (dearest is None or _costs_at_most(product, dearest))

    if arguments.query is None:
        return tuple(named.product for named in catalogue.goods if fits(named.product))
    wanted = _wanted(arguments.query)
    # A guess is no answer beside what is sure, nor where the goods are known: a basket is no biscuit.
    ways = (_sure,) if wanted.known else (_sure, _by_sound, _nearly)
    for way in ways:
        scores = way(catalogue, wanted)
        hits = [
            (s, catalogue.goods[n]) for n, s in scores.items() if fits(catalogue.goods[n].product)
        ]
        if hits:
            return _ranked(context, db, _sized(hits, wanted))
    return ()


def surely(context: ToolContext, db: Connection, arguments: FindProducts) -> tuple[Product, ...]:
    """What surely bears the name that is looked for; best first, and nothing that only sounds like it."""
    wanted, catalogue = (
        _wanted(arguments.query or ""),
        context.remembered.catalogues.of(context.actor, db),
    )
    hits = [(s, catalogue.goods[n]) for n, s in _sure(catalogue, wanted).items()]
    return _ranked(context, db, _sized(hits, wanted))


def _ranked(
    context: ToolContext, db: Connection, hits: Sequence[tuple[float, Product]]
) -> tuple[Product, ...]:
    """Better matches first; of equal ones what the shop sells or buys on most days, the loose, the plainest."""
    times = Counter(score for score, _ in hits)
    equal = [product.sku_id for score, product in hits if times[score] > 1]
    busy = _busy(context, db, equal) if equal else {}

    def place(hit: tuple[float, Product]) -> tuple[float, int, bool, int, str]:
        score, product = hit
        loose = product.sku_id.endswith(".loose")
        days = busy.get(product.sku_id, 0)
        return -score, -days, not loose, len(product.concept), product.sku_id

    return tuple(product for _, product in sorted(hits, key=place))


def _busy(context: ToolContext, db: Connection, skus: Sequence[str]) -> Mapping[str, int]:
    span = context.today - BUSY_DAYS * DAY, context.today
    return movement.busy_days(context.actor, db, shop(context, db, None).id, span, skus)


def _sized(hits: Iterable[tuple[float, Named]], wanted: Wanted) -> Sequence[tuple[float, Product]]:
    """Of a size that was asked for first those that have it, then those that are sold loose."""

    def lost(named: Named) -> float:
        if not wanted.sizes or wanted.sizes & named.sizes:
            return 0
        return OTHER_SIZE if named.sizes else OTHER_SIZE / 2

    return [(score - lost(named), named.product) for score, named in hits]


def _wanted(query: str) -> Wanted:
    text = query.replace("_", " ")
    rest, sizes = apart(text)
    return (
        Wanted(query, rest, sizes)
        if rest
        else Wanted(query, tuple(fold(text).split()), frozenset())
    )


def _sure(catalogue: Catalogue, wanted: Wanted) -> Mapping[int, float]:
    """Goods of that id, name or concept, and those of which each word tells."""
    concepts = concept_names().get(wanted.text, frozenset()) | {wanted.query}
    kinds = (kind for concept in concepts for kind in members(concept))
    found: dict[int, float] = {}
    _keep(found, KIND, *(catalogue.concepts.get(kind, frozenset()) for kind in kinds))
    _keep(found, CONCEPT, *(catalogue.concepts.get(one, frozenset()) for one in concepts))
    _keep(found, INSIDE, _each(_told_by(catalogue, word) for word in wanted.telling))
    for place in _each(catalogue.beginning(word) for word in wanted.words):
        names = catalogue.goods[place].names
        _keep_best(found, place, max(_likeness(wanted, name) for name in names))
    exact = (n for n, named in enumerate(catalogue.goods) if named.product.sku_id == wanted.query)
    _keep(found, EXACT, frozenset(exact))
    return {place: score for place, score in found.items() if score >= INSIDE}


def _told_by(catalogue: Catalogue, word: str) -> frozenset[int]:
    """Goods of whose name a word is the beginning, or whose concept it names, or a part of that."""
    found = catalogue.beginning(word)
    for concept in concept_names().get(word, frozenset()):
        found |= catalogue.concepts.get(concept, frozenset())
        found |= _each(catalogue.places.get(part, frozenset()) for part in concept.split("_"))
    return found


def _likeness(wanted: Wanted, name: str) -> float:
    if wanted.text == name:
        return WHOLE_NAME
    if name.startswith(f"{wanted.text} "):
        return BEGINS
    words = name.split()
    inside = all(any(word.startswith(one) for word in words) for one in wanted.words)
    return INSIDE if inside else 0


def _by_sound(catalogue: Catalogue, wanted: Wanted) -> Mapping[int, float]:
    """Goods whose concept or each of whose words sounds like what was asked for."""
    found: dict[int, float] = {}
    alike = (concept_sounds().get(one, frozenset()) for one in sounds(wanted.words))
    concepts = {concept for some in alike for concept in some}
    _keep(found, SOUNDS, *(catalogue.concepts.get(one, frozenset()) for one in concepts))
    _keep(found, SOUNDS - 1, _each(_sounding(catalogue, word) for word in wanted.telling))
    return found


def _sounding(catalogue: Catalogue, word: str) -> frozenset[int]:
    heard = sounds((word,))
    words = {w for one in heard for w in catalogue.sounds.get(one, frozenset())}
    concepts = {c for one in heard for c in concept_sounds().get(one, frozenset())}
    found = catalogue.with_words(words)
    return found.union(*(catalogue.concepts.get(one, frozenset()) for one in concepts))


def _nearly(catalogue: Catalogue, wanted: Wanted) -> Mapping[int, float]:
    """A little over `NEARLY`, less with each slip, where each word is nearly one of a name."""
    near = [catalogue.near(word, _forgiven(word)) for word in wanted.words]
    found: dict[int, float] = {}
    for place in _each(catalogue.with_words(some) for some in near):
        for name in catalogue.goods[place].names:
            slips = [
                min((some[w] for w in name.split() if w in some), default=None) for some in near
            ]
            known = [n for n in slips if n is not None]
            if len(known) == len(slips):
                _keep_best(found, place, NEARLY + max(0, 9 - sum(known)))
    return found


def _each(parts: Iterable[frozenset[int]]) -> frozenset[int]:
    """What is in all of them; nothing of none."""
    some = list(parts)
    return frozenset.intersection(*some) if some else frozenset()


def _keep(found: dict[int, float], score: float, *places: frozenset[int]) -> None:
    for place in frozenset().union(*places):
        _keep_best(found, place, score)


def _keep_best(found: dict[int, float], place: int, score: float) -> None:
    found[place] = max(score, found.get(place, 0.0))


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
