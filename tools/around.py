"""Which districts lie around a place, so that only their prices need to be read."""

from functools import lru_cache

from haat.language.places import Gazetteer, Place, distance_km

KM_OF_A_DEGREE = 111.0  # of latitude; a little less than it is
PLACES_KEPT = 4096


def market_id(district: str, name: str) -> str:
    """A market's canonical id: its name and its district's (`Lasalgaon, Nashik`)."""
    short = district.partition(",")[0]
    return district if name.lower() in {"", short.lower()} else f"{name}, {short}"


def spot_of(gazetteer: Gazetteer, district: str, market: str) -> Place | None:
    """Where a market stands: its own place where that is known, else its district's."""
    place = gazetteer.get(market_id(district, market))
    known = place is not None and place.district_id == district  # districts may share a name
    return place if known else gazetteer.get(district)


@lru_cache(maxsize=PLACES_KEPT)
def districts_around(gazetteer: Gazetteer, place_id: str, km: float) -> tuple[str, ...]:
    """The districts of which the middle or any market is within `km` of the place."""
    here = gazetteer.places[place_id]
    near = (p for p in gazetteer.places.values() if p.district_id and _is_near(here, p, km))
    return tuple(sorted({p.district_id for p in near}))


def _is_near(here: Place, there: Place, km: float) -> bool:
    if here.lat is None or there.lat is None:
        return False
    if abs(here.lat - there.lat) * KM_OF_A_DEGREE > km:  # spares most places the trigonometry
        return False
    distance = distance_km(here, there)
    return distance is not None and distance <= km
