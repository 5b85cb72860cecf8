"""Goods that come back more often than chance explains, and the same claim made again and again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from haat.analytics.tails import at_least

SPELL_DAYS = 28
PAST_DAYS = 180  # before the spell
RETURN_CHANCE = 0.0005  # for each product; what is asked every day overlaps
LEAST_BACK = 3  # returns: one customer who brings back a lot is no rate
TIMES = 2.0  # the usual share, at least
LEAST_SHARE = 0.005  # of what is sold comes back anywhere
CATEGORY_TRUST, OWN_TRUST = (
    100.0,
    300.0,
)  # units that a share of others, and of its own past, weighs
MANY_BACK = 0.1  # of what was sold: then it is grave
CLAIM_CHANCE = 0.001
LEAST_CLAIMS = 3
LEAST_USUAL = 0.1  # claims of one reason in a spell
CLAIM_TRUST = 0.5  # spells: what the shop's usual number of claims weighs beside the product's own
ORDER_SKUS = 5  # an id that more products share names a batch of rows, not one sale


@dataclass(frozen=True, slots=True)
class Back:
    """Units sold and brought back in one period, and how often something was."""

    sold: float
    returned: float
    times: int = 0

    def __add__(self, other: "Back") -> "Back":
        return Back(
            self.sold + other.sold, self.returned + other.returned, self.times + other.times
        )


@dataclass(frozen=True, slots=True)
class TooMany:
    """More came back than chance explains: `returned` of `sold`, where `expected` were usual."""

    returned: float
    sold: float
    expected: float
    chance: float


@dataclass(frozen=True, slots=True)
class Claim:
    """Something brought back: `sale` is the sale's id and `cause` the reason, as far as told."""

    sku_id: str
    date: date
    units: float
    cause: str
    sale: str


@dataclass(frozen=True, slots=True)
class Again:
    """One sale, or one reason of one product, that was claimed on several days."""

    sku_id: str
    of: Literal["sale", "cause"]
    times: int
    units: float
    since: date


def too_many(recent: Back, past: Back, category: Back) -> TooMany | None:
    """Whether more came back than the product's own past and its category let expect.

    The share that comes back has a beta law, told by the category and then by the product's own
    past; each counts for so many units at most, since returns come in lumps. The units that come
    back of those sold are then beta-binomial (Skellam, 1948).
    """
    if recent.times < LEAST_BACK:
        return None
    share = max(LEAST_SHARE, category.returned / category.sold if category.sold > 0 else 0.0)
    trusted = min(1.0, OWN_TRUST / past.sold) if past.sold > 0 else 0.0
    back = min(share, 0.5) * CATEGORY_TRUST + trusted * min(past.returned, past.sold)
    kept = (1 - min(share, 0.5)) * CATEGORY_TRUST + trusted * max(0.0, past.sold - past.returned)
    sold = max(recent.sold, recent.returned)
    expected = sold * back / (back + kept)
    if recent.returned < max(TIMES * expected, LEAST_BACK):
        return None
    chance = at_least(int(recent.returned + 1e-6), round(sold), (back, kept))
    return TooMany(recent.returned, sold, expected, chance) if chance <= RETURN_CHANCE else None


def too_many_severity(found: TooMany) -> Literal["high", "medium"]:
    """High where a tenth of what is sold comes back."""
    return "high" if found.returned >= MANY_BACK * found.sold else "medium"


def again(claims: Sequence[Claim], today: date, past_days: float = PAST_DAYS) -> tuple[Again, ...]:
    """Claims that return: of one sale on more than one day, and of one reason of a product.

    `claims` are those of the last `SPELL_DAYS` and of the `past_days` before. Of each product and
    kind the one that returned most often.
    """
    start = today - timedelta(days=SPELL_DAYS)
    found = (*_sales_again(claims, start), *_causes_again(claims, start, past_days / SPELL_DAYS))
    most: dict[tuple[str, str], Again] = {}
    for one in found:
        known = most.get((one.sku_id, one.of))
        if known is None or one.times > known.times:
            most[one.sku_id, one.of] = one
    return tuple(most.values())


def _sales_again(claims: Sequence[Claim], start: date) -> Iterator[Again]:
    """Sales of which something was brought back on several days, at least once lately."""
    told = [c for c in claims if c.sale]
    goods: dict[str, set[str]] = {}
    for claim in told:
        goods.setdefault(claim.sale, set()).add(claim.sku_id)
    for (sku, sale), mine in _grouped(told, [(c.sku_id, c.sale) for c in told]).items():
        days = sorted({c.date for c in mine})
        if len(days) > 1 and days[-1] >= start and len(goods[sale]) <= ORDER_SKUS:
            yield Again(sku, "sale", len(days), sum(c.units for c in mine), days[1])


def _causes_again(claims: Sequence[Claim], start: date, spells: float) -> Iterator[Again]:
    """Days with a claim of one reason, against that reason's past and the shop's mean of all.

    The past's events and the mean's weight make a gamma law of the rate, so that the count of a
    spell is negative binomial (Greenwood and Yule, 1920).
    """
    told = [c for c in claims if c.cause.strip()]
    found = _grouped(told, [(c.sku_id, c.cause.strip().casefold()) for c in told])
    before = {key: len({c.date for c in mine if c.date < start}) for key, mine in found.items()}
    usual = sum(before.values()) / max(1.0, spells * len(before))
    for key, mine in found.items():
        lately = [c for c in mine if c.date >= start]
        days = sorted({c.date for c in lately})
        events = before[key] + CLAIM_TRUST * max(usual, LEAST_USUAL)
        if len(days) < LEAST_CLAIMS or _chance(len(days), events, spells) > CLAIM_CHANCE:
            continue
        yield Again(key[0], "cause", len(days), sum(c.units for c in lately), days[0])


def _chance(count: int, events: float, spells: float) -> float:
    """The chance of `count` or more events in a spell, where so many spells had so many."""
    odds = 1 / (spells + CLAIM_TRUST + 1)
    chance, below = (1 - odds) ** events, 0.0
    for n in range(count):
        below += chance
        chance *= (events + n) / (n + 1) * odds
    return max(0.0, 1 - below)


def _grouped(
    claims: Sequence[Claim], keys: Sequence[tuple[str, str]]
) -> Mapping[tuple[str, str], list[Claim]]:
    found: dict[tuple[str, str], list[Claim]] = {}
    for key, claim in zip(keys, claims, strict=True):
        found.setdefault(key, []).append(claim)
    return found
