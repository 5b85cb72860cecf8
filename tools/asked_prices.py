"""Reads what a shop asked for its goods day by day, and what it means to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.goods import Plan
from haat.analytics.forecast.prices import Asked, asked, on_offer
from haat.store import demand as ledger
from haat.store.products import Product
from tools.demand import Books, days_of, planned_offers


def with_prices(
    books: Books, known: Mapping[str, Demand], goods: Sequence[Product], first: date, days: int
) -> tuple[dict[str, Demand], Plan]:
    """The same demand with its prices, and what is planned for `days` days from `first` on."""
    past = _past(books, known)
    priced = {sku: replace(d, prices=past[sku].days) for sku, d in known.items()}
    usual = _usual(books, past, goods)
    offers = {
        sku: {
            day: on_offer(price, usual.get(sku), past[sku].share if sku in past else None)
            for day, price in told.items()
        }
        for sku, told in planned_offers(books, first, days, None).items()
    }
    return priced, Plan(offers, usual)


def _past(books: Books, known: Mapping[str, Demand]) -> dict[str, Asked]:
    if books.last is None:
        return {}
    extent = books.extent(books.start, books.last, None)
    paid = ledger.paid(books.context.actor, books.db, extent)
    spans = ledger.announced(books.context.actor, books.db, extent)
    found = {}
    for sku, d in known.items():
        marked: dict[date, float | None] = {d.start + timedelta(days=n): None for n in d.promo}
        told = days_of(spans.get(sku, ()), d.start, d.end)
        rupees = {day: paise / 100 for day, paise in paid.get(sku, {}).items()}
        found[sku] = asked(rupees, {**marked, **told}, d.start, d.end)
    return found


def _usual(books: Books, past: Mapping[str, Asked], goods: Sequence[Product]) -> dict[str, float]:
    """What was last paid without an offer, or the list price where a person changed it since."""
    repriced = ledger.repriced(books.context.actor, books.db, books.context.today)
    listed = {p.sku_id: p.price_paise / 100 for p in goods if p.price_paise}
    found = {}
    for sku, told in past.items():
        since = repriced.get(sku)
        anew = since is not None and (told.last_paid is None or since >= told.last_paid)
        price = listed.get(sku, told.usual) if anew else told.usual
        if price is not None:
            found[sku] = price
    return found
