"""The rules that no suggested price may break, in the order in which they win over one another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

from haat.analytics.gst_slab import side

Status = Literal["passed", "triggered", "unknown"]
Objective = Literal["margin", "revenue", "clear_stock"]
DEFAULT_MIN_MARGIN_PCT = 5.0
MOST_MARGIN_PCT = 99.0
LARGEST_CHANGE_PCT = 10.0  # in a day
RIVALS_PCT = 5.0  # so far outside what competitors ask
KNOWN_PCT = 10.0  # so far outside what was ever asked: beyond it an elasticity says nothing
WHOLESALE_TIMES = 2.0  # a shop asks at most so often what the mandi pays
RETAIL_PCT = 25.0  # so far from the retail price that the government publishes
LEAST_COVER_DAYS = 7.0
UNBOUNDED = 10**12


@dataclass(frozen=True, slots=True)
class Mandi:
    """What the market pays for the same goods loose, in paise per unit."""

    paise: int
    retail: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before a price is sought; money in paise per unit, None where it is not known.

    `map_floor` is the brand's minimum advertised price; `slab_taxed` whether the rate of GST depends on the
    price (None: it isn't known); `known` the lowest and highest price asked before, `per_day` the
    units sold a day of late, `safety_stock` what should always be there.
    """

    objective: Objective
    current: int | None = None
    cost: float | None = None
    mrp: int | None = None
    map_floor: int | None = None
    min_margin_pct: float = DEFAULT_MIN_MARGIN_PCT
    rivals: tuple[int, ...] = ()
    mandi: Mandi | None = None
    slab_taxed: bool | None = None
    known: tuple[int, int] | None = None
    per_day: float | None = None
    on_hand: float | None = None
    safety_stock: float | None = None
    shelf_life_days: int | None = None

    @property
    def clearing(self) -> bool:
        """Whether the stock has to go."""
        return self.objective == "clear_stock"

    @property
    def cover_days(self) -> float | None:
        """How many days the stock lasts."""
        if self.on_hand is None or not self.per_day:
            return None
        return max(0.0, self.on_hand) / self.per_day

    @property
    def least_cover_days(self) -> float:
        """A week, or as long as the safety stock lasts."""
        return max(LEAST_COVER_DAYS, (self.safety_stock or 0.0) / (self.per_day or 1.0))

    @property
    def least_value(self) -> float:
        """What has to be left of a price after tax, so that the margin is kept."""
        share = min(max(self.min_margin_pct, 0.0), MOST_MARGIN_PCT) / 100
        return (self.cost or 0.0) / (1 - share)


@dataclass(frozen=True, slots=True)
class Bound:
    """The prices that one rule allows, both ends included."""

    low: int = 1
    high: int = UNBOUNDED

    def allows(self, price: float) -> bool:
        """Whether a price keeps the rule."""
        return self.low <= price <= self.high

    def nearer(self, price: float) -> float:
        """The end that a price would meet first; of one that is open, the other."""
        if self.high == UNBOUNDED:
            return self.low
        if self.low == 1:
            return self.high
        return self.high if self.high - price <= price - self.low else self.low


Shown = Callable[[Facts, Bound, int], tuple[float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One guardrail: its bound (None where what it needs is not known), and how it is shown.

    A rule `in_force` is triggered even where the wish would keep it: what is shown is not the wish.
    `shown` gives limit and value: of money in paise, else in `unit`.
    """

    name: str
    bound: Callable[[Facts], Bound | None]
    shown: Shown
    unit: Literal["money", "percent", "days"] = "money"
    clearing: bool = True  # whether it holds where the stock has to go
    in_force: Callable[[Facts], bool] = lambda _: False  # whatever was wished for


@dataclass(frozen=True, slots=True)
class Checked:
    """How one rule stands with the price that was chosen."""

    rule: Rule
    bound: Bound | None
    status: Status
    given_up: bool = False


def _mrp(facts: Facts) -> Bound | None:
    return None if facts.mrp is None else Bound(high=facts.mrp)


def _map(facts: Facts) -> Bound | None:
    return None if facts.map_floor is None else Bound(low=facts.map_floor)


def _margin(facts: Facts) -> Bound | None:
    """Margin is a share of the price, which is the stricter reading."""
    return None if facts.cost is None else Bound(low=_up(facts.least_value))


def _gst(facts: Facts) -> Bound | None:
    """On today's side of the limit, with the margin looked at after tax."""
    if facts.slab_taxed is None or (facts.current is None and facts.cost is None):
        return None
    if not facts.slab_taxed:
        return Bound()
    least = 0.0 if facts.clearing else facts.least_value
    kept = side(facts.current, least)
    low = 1 if facts.clearing else max(kept.low, _up(kept.with_tax(least)))
    return Bound(low, UNBOUNDED if kept.high is None else max(low, kept.high))


def _change(facts: Facts) -> Bound | None:
    if facts.current is None:
        return None
    return _around(facts.current, facts.current, LARGEST_CHANGE_PCT, LARGEST_CHANGE_PCT)


def _cost(facts: Facts) -> Bound | None:
    return None if facts.cost is None else Bound(low=_up(facts.cost))


def _rivals(facts: Facts) -> Bound | None:
    if not facts.rivals:
        return None
    return _open_below(facts, _around(min(facts.rivals), max(facts.rivals), RIVALS_PCT, RIVALS_PCT))


def _mandi(facts: Facts) -> Bound | None:
    if facts.mandi is None:
        return None
    paise = facts.mandi.paise
    if facts.mandi.retail:
        return _open_below(facts, _around(paise, paise, RETAIL_PCT, RETAIL_PCT))
    return _open_below(facts, _around(paise, paise, 0.0, (WHOLESALE_TIMES - 1) * 100))


def _known(facts: Facts) -> Bound | None:
    if facts.known is None:
        return None
    return _open_below(facts, around_known(facts.known))


def _scarce(facts: Facts) -> Bound | None:
    """Nobody cuts the price of what is about to run out."""
    if facts.current is None or facts.cover_days is None:
        return None
    return Bound(low=facts.current) if _is_scarce(facts) else Bound()


def _is_scarce(facts: Facts) -> bool:
    """What spoils before it is sold is not scarce, however little of it there is."""
    scarce = facts.cover_days is not None and facts.cover_days < facts.least_cover_days
    return scarce and not _is_spoiling(facts)


def _spoils(facts: Facts) -> Bound | None:
    """Nothing gets dearer that would spoil before it is sold."""
    if facts.current is None or facts.cover_days is None or facts.shelf_life_days is None:
        return None
    return Bound(high=facts.current) if _is_spoiling(facts) else Bound()


def _is_spoiling(facts: Facts) -> bool:
    cover, keeps = facts.cover_days, facts.shelf_life_days
    return cover is not None and keeps is not None and cover > keeps


def _ends(_facts: Facts, bound: Bound, price: int) -> tuple[float | None, float | None]:
    return bound.nearer(price), price


def _share(facts: Facts, _bound: Bound, price: int) -> tuple[float | None, float | None]:
    return facts.min_margin_pct, (price - (facts.cost or 0)) / price * 100


def _step(facts: Facts, _bound: Bound, price: int) -> tuple[float | None, float | None]:
    now = facts.current or price
    return LARGEST_CHANGE_PCT, (price - now) / now * 100


def _cover(facts: Facts, _bound: Bound, _price: int) -> tuple[float | None, float | None]:
    return facts.least_cover_days, facts.cover_days


def _keeps(facts: Facts, _bound: Bound, _price: int) -> tuple[float | None, float | None]:
    return facts.shelf_life_days, facts.cover_days


# The law comes first, then the brand, that she earns something, her customers, the neighbours, the shelf.
RULES: tuple[Rule, ...] = (
    Rule("mrp_ceiling", _mrp, _ends),
    Rule("map_floor", _map, _ends),
    Rule("minimum_margin", _margin, _share, "percent", clearing=False),
    Rule("gst_slab", _gst, _ends),
    Rule("largest_change", _change, _step, "percent"),
    Rule("cost_floor", _cost, _ends, clearing=False),
    Rule("competitor_band", _rivals, _ends),
    Rule("mandi_band", _mandi, _ends),
    Rule("known_prices", _known, _ends),
    Rule("shelf_life", _spoils, _keeps, "days", in_force=_is_spoiling),
    Rule("low_stock", _scarce, _cover, "days", in_force=_is_scarce),
)


def rules_for(facts: Facts) -> tuple[Rule, ...]:
    """The rules that hold for the objective, in their order."""
    return tuple(rule for rule in RULES if rule.clearing or not facts.clearing)


def band(facts: Facts) -> tuple[Bound, frozenset[str]]:
    """The prices that all rules allow, and the rules that had to be given up for an earlier one.

    Where a rule leaves nothing of what the earlier ones allow, the price goes as near to it as they
    let it, and the rule counts as given up.
    """
    left, given_up = Bound(), set()
    for rule in rules_for(facts):
        bound = rule.bound(facts)
        if bound is None:
            continue
        low, high = max(left.low, bound.low), min(left.high, bound.high)
        if low > high:
            given_up.add(rule.name)
            nearest = left.high if bound.low > left.high else left.low
            low = high = nearest
        left = Bound(low, high)
    return left, frozenset(given_up)


def checked(facts: Facts, wish: float, given_up: frozenset[str]) -> tuple[Checked, ...]:
    """Each rule with the bound it set; `triggered` where the wish would have broken it."""
    return tuple(_checked(rule, facts, wish, given_up) for rule in rules_for(facts))


def _checked(rule: Rule, facts: Facts, wish: float, given_up: frozenset[str]) -> Checked:
    bound = rule.bound(facts)
    if bound is None:
        return Checked(rule, None, "unknown")
    lost = rule.name in given_up
    kept = bound.allows(wish) and not lost and not rule.in_force(facts)
    return Checked(rule, bound, "passed" if kept else "triggered", lost)


def charming(price: int, within: Bound) -> int:
    """The nearest price as the trade writes it, the lower of two; as it is where none is allowed.

    Below ₹20 in half rupees, below ₹100 in whole ones, below ₹500 ending in 0, 5 or 9, below ₹2,000
    in 0 or 9, above that in 00, 50 or 99.
    """
    step, endings, cycle = _endings(price)
    first = price // 100 * 100 // cycle * cycle - cycle
    usual = (first + n * cycle + ending for n in range(4) for ending in (e * step for e in endings))
    allowed = [p for p in usual if p > 0 and within.allows(p)]
    return min(allowed, key=lambda p: (abs(p - price), p)) if allowed else price


def _endings(price: int) -> tuple[int, Sequence[int], int]:
    """Step in paise, the endings in steps, and after how many paise they come again."""
    if price < 2_000:
        return 50, (0, 1), 100
    if price < 10_000:
        return 100, (0,), 100
    if price < 50_000:
        return 100, (0, 5, 9), 1_000
    if price < 200_000:
        return 100, (0, 9), 1_000
    return 100, (0, 50, 99), 10_000


def around_known(known: tuple[int, int]) -> Bound:
    """The prices near enough to those asked before that sales can tell something of them."""
    return _around(*known, KNOWN_PCT, KNOWN_PCT)


def _around(lowest: int, highest: int, below_pct: float, above_pct: float) -> Bound:
    return Bound(_up(lowest * (100 - below_pct) / 100), _down(highest * (100 + above_pct) / 100))


def _open_below(facts: Facts, bound: Bound) -> Bound:
    """What has to go may be cheaper than elsewhere."""
    return Bound(high=bound.high) if facts.clearing else bound


def _up(paise: float) -> int:
    return max(1, ceil(round(paise, 6)))


def _down(paise: float) -> int:
    return max(1, floor(round(paise, 6)))
