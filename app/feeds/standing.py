"""How each feed stands, for `haat doctor`: when it last came, whether that is stale, what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from app.feeds import folder, urls
from app.feeds.data_gov_in import FEED as MANDI
from app.feeds.feed import PUBLISHED, SHELF_LIFE
from haat.core.days import shop_day
from haat.core.settings import FeedSettings, FeedUrl, Settings
from haat.store.feeds import FeedRow
from haat.store.installation import Tenant

Level = Literal["ok", "note", "bad"]
DROP = "drop a newer file into"
LOOK = "see that `haat worker` runs and what stands there"


@dataclass(frozen=True, slots=True)
class Standing:
    """One feed, or the folder: `bad` has to be mended, `note` may be."""

    level: Level
    name: str
    text: str


def standings(
    settings: Settings, rows: Sequence[FeedRow], shops: Sequence[Tenant], today: date
) -> Iterator[Standing]:
    """The folder, each feed that is set up, and each that came before."""
    root = folder.folder_of(settings)
    yield _folder(root)
    known = {row.name: row for row in rows}
    named = _configured(settings.feeds, shops)
    for name, problem in named.items():
        row = known.get(name)
        if problem:
            yield Standing("bad", name, problem)
        elif row is None:
            yield Standing("note", name, "never came yet; `haat worker` fetches it")
        else:
            yield _came(row, LOOK, today)
    for row in rows:
        if row.name.startswith(folder.PREFIX):
            yield _came(row, f"{DROP} {root / row.name.removeprefix(folder.PREFIX)}", today)
        elif row.name not in named:
            yield Standing("ok", row.name, f"not set up any more, {_last(row)}")


def _folder(root: Path) -> Standing:
    if not root.is_dir():
        return Standing("ok", "feed folder", f"{root} is made by `haat worker`")
    refused = folder.refused_files(root)
    if refused:
        text = f"{root} holds {refused} refused files; beside each stands why, delete it when done"
        return Standing("note", "feed folder", text)
    return Standing("ok", "feed folder", str(root))


def _configured(settings: FeedSettings, shops: Sequence[Tenant]) -> dict[str, str]:
    """The feeds of the settings by name, each with what is wrong with it."""
    found = {urls.name_of(at): _problem(at, shops) for at in settings.urls}
    if settings.data_gov_in_key.get_secret_value():
        found[MANDI.name] = ""
    return found


def _problem(at: FeedUrl, shops: Sequence[Tenant]) -> str:
    if at.kind not in SHELF_LIFE:
        return f"no such kind; there are {', '.join(SHELF_LIFE)}; see HAAT_FEEDS__URLS"
    if not at.url.startswith(("http://", "https://")):
        return "the address begins with https://; see HAAT_FEEDS__URLS"
    if at.tenant and at.tenant not in {shop.id for shop in shops}:
        return f"there is no shop {at.tenant}; see HAAT_FEEDS__URLS"
    if not at.tenant and at.kind != PUBLISHED and sum(not shop.demo for shop in shops) != 1:
        return "say whose it is: name the tenant in HAAT_FEEDS__URLS"
    return ""


def _came(row: FeedRow, advice: str, today: date) -> Standing:
    aside = row.state.get("put_aside", 0)
    rest = f", {aside} rows put aside{_first(row)}" if aside else ""
    said = f"{_last(row)}{rest}"
    stale = _stale(row, today)
    if row.error is not None:
        old = "stale; " if stale else ""
        return Standing("note", row.name, f"{old}the last try failed: {row.error}; {said}")
    if stale:
        days = SHELF_LIFE[row.kind].days
        return Standing("note", row.name, f"stale, {said}; good for {days} days; {advice}")
    return Standing("ok", row.name, said)


def _stale(row: FeedRow, today: date) -> bool:
    return row.success_at is None or today - shop_day(row.success_at) > SHELF_LIFE[row.kind]


def _last(row: FeedRow) -> str:
    if row.success_at is None:
        return "it never came"
    return f"last came on {shop_day(row.success_at)} with {row.rows} new rows"


def _first(row: FeedRow) -> str:
    first = next(iter(row.state.get("first_put_aside", ())), None)
    return f" (the first: {first['reason']})" if first else ""


def market_price_advice(settings: Settings) -> str:
    """How new published prices come in."""
    place = folder.folder_of(settings) / folder.FOR_EVERYONE / PUBLISHED
    return f"set HAAT_FEEDS__DATA_GOV_IN_KEY, or {DROP} {place}"
