"""Which feeds the settings name."""

from collections.abc import Callable

from app.feeds.data_gov_in import DataGovIn
from app.feeds.fetching import Fetcher
from app.feeds.urls import UrlFeed
from haat.core.settings import FeedSettings
from haat.language.places import Gazetteer


def fetchers(settings: FeedSettings, gazetteer: Callable[[], Gazetteer]) -> tuple[Fetcher, ...]:
    """Each address, and data.gov.in where there is a key for it."""
    found: list[Fetcher] = [UrlFeed(at) for at in settings.urls]
    if settings.data_gov_in_key.get_secret_value():
        found.append(DataGovIn(settings.data_gov_in_base, settings.data_gov_in_key, gazetteer))
    return tuple(found)
