"""What log sales are explained by: level, price, and what else is known of a period."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from haat.analytics.elasticities.families import cells_of
from haat.analytics.elasticities.sales import Floats, Integers, Sales, medians
from haat.analytics.price_response import BRANDS

LEVEL, PRICE = 0, 1  # the first two columns
BEYOND = 0.15  # of the price: an elasticity says nothing farther outside the prices that were asked
RIVAL = "competitor_price"
# Mean and spread of an effect on log sales beforehand. Cross-price elasticities: mean 0.26, median
# 0.10 (Auer & Papies 2019, 7,264 estimates); offers and features lift sales besides the price.
RIVAL_PRIOR = (0.2, 0.3)
OFFERS = {"promo": (0.3, 0.4), "feature": (0.3, 0.4), "deal": (0.3, 0.4), "display": (0.3, 0.4)}
OTHER_PRIOR = (0.0, 0.4)
CALENDAR_PRIOR = (0.0, 0.2)
LEAST_YEARS = 1.5  # that tell a season from a trend
DAYS_OF_YEAR = 300  # a year of so many periods or more has them as days


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One covariate: how it is put (`log` of its ratio to a unit's middle, or scaled), and its prior."""

    name: str
    prior: tuple[float, float]
    log: bool
    middle: Floats  # of each unit
    scale: float = 1.0

    def of(self, sales: Sales) -> Floats:
        """A value for each row; what isn't known counts as the unit's middle."""
        given = sales.covariates.get(self.name)
        if given is None:
            return np.zeros(len(sales.unit))
        middle = self.middle[sales.unit]
        if self.log:
            with np.errstate(divide="ignore", invalid="ignore"):
                told = np.log(given) - middle
        else:
            told = (given - middle) / self.scale
        found: Floats = np.where(np.isfinite(told), told, 0.0)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What a period is by the calendar."""

    told: Callable[[Integers], Floats]
    prior: tuple[float, float] = CALENDAR_PRIOR

    def of(self, sales: Sales) -> Floats:
        """A value for each row."""
        return self.told(sales.period)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The columns of the regression, with what was known of them beforehand."""

    anchor: Floats  # log of the middle price of each unit
    lowest: Floats  # log price, of each unit
    highest: Floats
    columns: tuple[Column | Moment, ...]

    @property
    def prior(self) -> tuple[Floats, Floats]:
        """Mean and spread of each term; the level's is as good as unknown."""
        rest = [column.prior for column in self.columns]
        middle, spread = zip((0.0, 5.0), (BRANDS.mean, BRANDS.sd), *rest, strict=True)
        return np.array(middle), np.array(spread)

    def rows(self, sales: Sales) -> Floats:
        """Rows x terms."""
        unit = sales.unit
        reach = -np.log1p(-BEYOND)
        asked = np.log(sales.price)
        asked = np.clip(asked, self.lowest[unit] - reach, self.highest[unit] + reach)
        moved = np.nan_to_num(asked - self.anchor[unit])
        parts = [np.ones(len(unit)), moved, *(column.of(sales) for column in self.columns)]
        return np.stack(parts, axis=1)


def terms_of(sales: Sales) -> Terms:
    """The terms that these sales can teach."""
    asked = np.log(sales.price)
    anchor = _usual(sales, asked)
    lowest, highest = np.full(sales.units, np.inf), np.full(sales.units, -np.inf)
    np.minimum.at(lowest, sales.unit, asked)
    np.maximum.at(highest, sales.unit, asked)
    anchor, lowest, highest = _strangers(anchor, lowest, highest, sales.product)
    return Terms(anchor, lowest, highest, (*_columns(sales), *_moments(sales)))


def _usual(sales: Sales, asked: Floats) -> Floats:
    """The middle log price of each unit, NaN without one: the product's, and how far off the unit stands.

    Not the median of its own prices: of two shops with as many weeks on offer as not, one would stand
    at the usual price and one at the offer's, and levels that lean on one another would take a
    part of the response away.
    """
    cells = cells_of(sales.product[sales.unit], sales.period)
    middle = medians(asked, cells.of, len(cells.family))
    of_product = medians(middle, cells.family, int(sales.product.max()) + 1)
    return of_product[sales.product] + medians(asked - middle[cells.of], sales.unit, sales.units)


def _strangers(
    anchor: Floats, lowest: Floats, highest: Floats, product: Integers
) -> tuple[Floats, Floats, Floats]:
    """A unit without a price is taken to ask what others ask for the product."""
    by_product = medians(anchor, product, int(product.max()) + 1)
    unknown = np.isnan(anchor)
    anchor = np.where(unknown, np.nan_to_num(by_product[product], nan=np.nanmedian(anchor)), anchor)
    return anchor, np.where(unknown, anchor - 1, lowest), np.where(unknown, anchor + 1, highest)


def _columns(sales: Sales) -> Iterator[Column]:
    for name, given in sales.covariates.items():
        known = given[~np.isnan(given)]
        if not len(known) or known.min() == known.max():
            continue
        if name.endswith("price") and known.min() > 0:
            middle = medians(np.log(given), sales.unit, sales.units)
            prior = RIVAL_PRIOR if name == RIVAL else OTHER_PRIOR
            yield Column(name, prior, log=True, middle=middle)
        elif known.min() >= 0 and known.max() <= 1:
            prior = OFFERS.get(name, OTHER_PRIOR)
            yield Column(name, prior, log=False, middle=np.zeros(sales.units))
        else:
            middle = medians(given, sales.unit, sales.units)
            spread = float(np.std(known))
            yield Column(name, OTHER_PRIOR, log=False, middle=middle, scale=spread)


def _moments(sales: Sales) -> Iterator[Moment]:
    """Season where there are years enough to tell one, and weekday where periods are days."""
    if sales.year is None:
        return
    years = (int(sales.period.max()) - int(sales.period.min())) / sales.year
    if years >= LEAST_YEARS:
        turn = 2 * np.pi / sales.year
        yield Moment(lambda period: np.cos(turn * period))
        yield Moment(lambda period: np.sin(turn * period))
    if sales.year > DAYS_OF_YEAR:
        for day in range(6):
            yield Moment(partial(_weekday, day))


def _weekday(day: int, period: Integers) -> Floats:
    found: Floats = (period % 7 == day) - 1 / 7
    return found
