"""Reads one cell as a number: as computers write it, or as yes and no."""

EMPTY = ("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None")  # a number that is not known
_WORDS = {"true": 1.0, "false": 0.0}


def numeral(text: str) -> float | None:
    """The number that a cell holds: NaN where it is empty, None where it holds something else."""
    told = text.strip()
    if told in EMPTY:
        return float("nan")
    if "_" in told:  # which Python would take for grouping
        return None
    try:
        return _WORDS.get(told.lower()) if told.lower() in _WORDS else float(told)
    except ValueError:
        return None
