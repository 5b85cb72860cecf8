"""States as papers write them: by name in English or Hindi, by GST code, or both."""

from functools import lru_cache

import regex

from haat.language.places import Gazetteer, load_gazetteer
from haat.language.shipped import rows

_CODE = regex.compile(r"(?<!\d)\d{2}(?!\d)")
_NATIVE = regex.compile(r"[\p{Devanagari}]+(?:\s[\p{Devanagari}]+)*")
_OTHER_NAMES = {
    "orissa": "Odisha",
    "pondicherry": "Puducherry",
    "uttaranchal": "Uttarakhand",
    "new delhi": "Delhi",
    "jammu & kashmir": "Jammu and Kashmir",
}


def state_of_code(code: str) -> str | None:
    """The State of the first two digits of a GSTIN."""
    return _by_code().get(code)


def state_in(text: str) -> str | None:
    """The State that a text names, in the GST portal's spelling."""
    found = _names().search(text)
    if found is None:
        return _native(text)
    written = regex.sub(r"\s+", " ", found[0].lower())
    return _by_name()[written]


def state_written(text: str) -> str | None:
    """The State of a value such as `Bihar`, `10-Bihar`, `Bihar (10)` or `10`."""
    code = _CODE.search(text)
    return state_in(text) or (state_of_code(code[0]) if code else None)


def _native(text: str) -> str | None:
    for words in _NATIVE.findall(text):
        parts = words.split()
        for size in range(min(len(parts), 4), 0, -1):
            for start in range(len(parts) - size + 1):
                found = _place(" ".join(parts[start : start + size]))
                if found:
                    return found
    return None


@lru_cache(maxsize=512)
def _place(name: str) -> str | None:
    known = {_key(state): state for state in _by_code().values()}
    for place in _gazetteer().resolve(name):
        if place.kind == "state":
            return known.get(_key(place.name))
        if name == "दिल्ली":
            return "Delhi"
    return None


def _key(name: str) -> str:
    return name.lower().replace("&", "and")


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return load_gazetteer()


@lru_cache(maxsize=1)
def _by_code() -> dict[str, str]:
    return {r["code"]: r["state"] for r in rows("registration_codes.csv") if r["number"] == "gst"}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {state.lower(): state for state in _by_code().values()} | _OTHER_NAMES


@lru_cache(maxsize=1)
def _names() -> regex.Pattern[str]:
    longest_first = sorted(_by_name(), key=len, reverse=True)
    names = "|".join(regex.escape(n).replace(r"\ ", r"\s+") for n in longest_first if n != "centre")
    return regex.compile(rf"\b(?:{names})\b", regex.IGNORECASE)
