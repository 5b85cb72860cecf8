"""Values in a reader's words: Indian grouping, units, dates, and her own digits."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from haat.language.pack import Voice
from haat.language.scripts import ZEROS


def grouped(value: Decimal | float | int, places: int = 2) -> str:
    """A number in full with Indian grouping (1,20,000), at most `places` decimals, no idle zeros."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = "-" if exact < 0 else ""
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    while head:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    fraction = fraction.rstrip("0")
    return f"{sign}{tail}.{fraction}" if fraction else f"{sign}{tail}"


def money(value: Decimal | float | int) -> str:
    """Rupees: whole without paise, else with both digits (₹14.50)."""
    text = grouped(value)
    _, dot, fraction = text.partition(".")
    padded = f"{text}0" if dot and len(fraction) == 1 else text
    return f"-₹{padded[1:]}" if padded.startswith("-") else f"₹{padded}"


def day(value: date, voice: Voice) -> str:
    """A date in words: 2 August 2023."""
    return voice.date.format(day=value.day, month=voice.months[value.month - 1], year=value.year)


def with_unit(value: Decimal | float | int, unit: str, voice: Voice) -> str:
    """A value with its unit: `INR`, `INR/kg`, `percent`, `km`, `count` or a unit of goods."""
    if unit == "INR":
        return money(value)
    if unit.startswith("INR/"):
        name = unit_name(1, unit[4:], voice)
        per = voice.units.get(f"per_{unit[4:]}", voice.units["per"])  # an hour, a kilo
        return per.format(money=money(value), unit=name)
    if unit in {"percent", "%"}:
        return voice.units["percent"].format(number=grouped(value, 1))
    if unit == "km":
        return voice.units["distance"].format(number=grouped(value, 0))
    if unit in voice.units:
        return voice.units["quantity"].format(
            number=grouped(value, 3), unit=unit_name(value, unit, voice)
        )
    return grouped(value)


def unit_name(value: Decimal | float | int, unit: str, voice: Voice) -> str:
    """A unit's name for so many; a pack writes `packet|packets` where the two differ."""
    one, _, many = voice.units.get(unit, unit).partition("|")
    return many if many and value != 1 else one


def change(value: Decimal | float | int, unit: str, voice: Voice) -> str:
    """A change with its sign always shown; one too small to be shown has none."""
    text = with_unit(value, unit, voice)
    rises = value > 0 and any(c in "123456789" for c in text)
    return f"+{text}" if rises else text


def native_digits(text: str, script: str) -> str:
    """The text with the script's own digits."""
    zero = ZEROS.get(script)
    return text if zero is None else text.translate({0x30 + d: zero + d for d in range(10)})
