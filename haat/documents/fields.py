"""What a bill says outside its table: number, dates, place of supply, sums, numbers of registers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from haat.documents.page import Line, Page
from haat.documents.paper import Value
from haat.documents.states import state_written
from haat.documents.written import NO, YES, amounts_in, date_in, percents_in

I = regex.IGNORECASE  # noqa: E741
_NUMBER = regex.compile(
    r"(?:\b(?:tax\s+)?(?:invoice|inv|bill|memo|voucher|document|receipt)\b\.?(?:\s*of\s*supply)?\s*(?:serial\s*)?(?:no|number|num|nº|#)\b?\.?"
    r"|(?:बीजक|बिल|चालान|इनवॉइस|इनवाइस)\s*(?:नंबर|नम्बर|नं|संख्या|क्रमांक|क्र|सं)\.?)\s*[:\-–.]*\s*(?P<rest>.*)$",
    I,
)
_HASHED = regex.compile(r"#\s?(?P<v>(?=\S*\d)[A-Za-z0-9/-]{3,16})")
_TOKEN = regex.compile(r"^(?=\S*\d)[^\s:,;|]{1,30}")
_DUE = regex.compile(
    r"\b(?:due\s*date|payment\s*due|pay\s*by)\b|देय\s*(?:तिथि|दिनांक)|भुगतान\s*तिथि", I
)
_DATED = regex.compile(
    r"\b(?:(?:invoice|bill|inv)\s*(?:date|dt)|dated?|dt)\b\.?|दिनांक|तारीख|तिथि", I
)
_NOT_DATED = regex.compile(
    r"order|challan|e-?way|ack|lr\b|despatch|dispatch|delivery|valid|expiry", I
)
_SUPPLY = regex.compile(
    r"place\s*of\s*supply|\bp\.?\s?o\.?\s?s\b\.?\s*:|आपूर्ति\s*(?:का\s*)?स्थान|पूर्ति\s*स्थान", I
)
_REVERSE = regex.compile(r"reverse\s*charge|रिवर्स\s*चार्ज|प्रतिलोम\s*प्रभार|विपरीत\s*प्रभार", I)
_IRN = regex.compile(r"\b[0-9a-f]{64}\b")
_FSSAI = regex.compile(r"fssai\D{0,30}(?P<v>\d{14})(?!\d)|एफएसएसएआई\D{0,30}(?P<v>\d{14})(?!\d)", I)
_UDYAM = regex.compile(r"\bUDYAM-[A-Z]{2}-\d{2}-\d{7}\b")
_RUPEES = regex.compile(r"₹|\brs\b\.?|\binr\b|rupees?|रुपये|रुपए|रु\.", I)
# Which sum a line tells; the first that fits, so the more exact stand first.
_SUMS: tuple[tuple[str, str], ...] = (
    ("skip", r"in\s*words|total\s*(?:qty|quantity|items?|tax\b(?!able)|gst|discount|savings?)|tax\s*amount|"
             r"you\s*saved|tendered|change\b|cash\b|शब्दों|कुल\s*(?:कर|छूट|मात्रा)|received|balance\s*due\s*0|^rate\b"),
    ("taxable", r"taxable|sub\s*-?\s*total|before\s*tax|assessable|कर\s?योग्य|कर\s*से\s*पहले|उप\s*-?\s*(?:योग|कुल)|^\W*जो(?:ड़|ड़|ड)(?![\p{L}\p{M}])"),
    ("cgst", r"\bcgst\b|central\s*tax|सी\.?\s?जी\.?\s?एस\.?\s?टी|केंद्रीय\s*कर"),
    ("sgst", r"\b[su]gst\b|\butgst\b|state\s*tax|एस\.?\s?जी\.?\s?एस\.?\s?टी|राज्य\s*कर"),
    ("igst", r"\bigst\b|integrated\s*tax|आई\.?\s?जी\.?\s?एस\.?\s?टी|एकीकृत\s*कर"),
    ("cess", r"\bcess\b|उपकर"),
    ("round_off", r"round(?:ed|ing)?\s*-?\s*off|rounding|\bround\b|पूर्णा[ंा]?क"),
    ("total", r"grand\s*total|total\s*(?:invoice\s*)?(?:amount|value|amt)|total\s*(?:after|incl|payable|due|sales|rm|rs|inr|₹|\()|"
              r"invoice\s*(?:total|value|amount)|bill\s*(?:total|amount)|net\s*(?:amount|payable|total|amt)|amount\s*(?:payable|due)|"
              r"^\W*total\b\s*[:\-₹]?|कुल\s*(?:देय|राशि|योग|रकम|बिल|जोड)|महायोग|देय\s*राशि|^\W*कुल(?![\p{L}\p{M}])|^\W*योग(?![\p{L}\p{M}])"),
)  # fmt: skip
_SUM_FORMS = tuple((name, regex.compile(form, I)) for name, form in _SUMS)


@dataclass(frozen=True, slots=True)
class Found:
    """A value with the words that it was read from."""

    value: Value
    words: Line
    page: int


Finds = dict[str, Found]


def header_fields(page: Page) -> Finds:
    """Number, dates, place of supply, reverse charge and registers, wherever they stand."""
    found: Finds = {}
    for at, line in enumerate(page.lines):
        for name, read in _HEADERS.items():
            value = None if name in found else read(page.lines, at)
            if value is not None:
                found[name] = Found(value[0], value[1], page.number)
        if "currency" not in found and _RUPEES.search(line.text):
            found["currency"] = Found("INR", line, page.number)
    return found


Read = Callable[[Sequence[Line], int], "tuple[Value, Line] | None"]


def _number(lines: Sequence[Line], at: int) -> tuple[Value, Line] | None:
    """After its label, beside it or under it; a lone `#A-17` needs none."""
    for cell in lines[at].cells():
        bare = _HASHED.fullmatch(cell.text.strip())
        if bare:
            return bare["v"], cell
        label = _label(cell.text)
        found = _numbered(lines, at, cell, label) if label else None
        if found:
            return found
    return None


def _label(text: str) -> regex.Match[str] | None:
    """The label of the number; of `चालान क्रमांक / Invoice No:` the second half."""
    label = _NUMBER.search(text)
    while label and (again := _NUMBER.search(text, label.start("rest"))):
        label = again
    return label


def _numbered(
    lines: Sequence[Line], at: int, cell: Line, label: regex.Match[str]
) -> tuple[str, Line] | None:
    for where in (cell.within(*label.span("rest")), *_beside_or_below(lines, at, cell)):
        text = label["rest"] if where.words[0] in cell.words else where.text
        token = _TOKEN.search(text.strip(" :.-–"))
        if token and date_in(token[0]) is None:
            return token[0].strip(".-/:"), where
    return None


def _beside_or_below(lines: Sequence[Line], at: int, cell: Line) -> Iterator[Line]:
    """The next cell of the line, and the cell under this one."""
    cells = lines[at].cells()
    place = next(i for i, c in enumerate(cells) if c.words == cell.words)
    yield from cells[place + 1 : place + 2]
    if at + 1 < len(lines):
        yield from (c for c in lines[at + 1].cells() if c.x0 < cell.x1 and cell.x0 < c.x1)


def _dated(label: regex.Pattern[str], *, but: regex.Pattern[str] | None) -> Read:
    def read(lines: Sequence[Line], at: int) -> tuple[Value, Line] | None:
        for cell in lines[at].cells():
            said = label.search(cell.text)
            if said is None or (but and but.search(cell.text[: said.end()])):
                continue
            after = cell.text[said.end() :]
            found = date_in(after)
            if found:
                return found[0], cell.within(said.end() + found[1], said.end() + found[2])
            for near in _beside_or_below(lines, at, cell):
                beside = date_in(near.text)
                if beside:
                    return beside[0], near.within(beside[1], beside[2])
        return None

    return read


def _supply(lines: Sequence[Line], at: int) -> tuple[Value, Line] | None:
    for cell in lines[at].cells():
        said = _SUPPLY.search(cell.text)
        if said is None:
            continue
        for where, text in ((cell, cell.text[said.end() :]),
                            *((c, c.text) for c in _beside_or_below(lines, at, cell))):  # fmt: skip
            state = state_written(text)
            if state:
                return state, where
    return None


def _reverse(lines: Sequence[Line], at: int) -> tuple[Value, Line] | None:
    for cell in lines[at].cells():
        said = _REVERSE.search(cell.text)
        if said is None:
            continue
        for where, text in ((cell, cell.text[said.end() :]),
                            *((c, c.text) for c in _beside_or_below(lines, at, cell))):  # fmt: skip
            bare = regex.sub(r"\(?\s*yes\s*/\s*no\s*\)?|\by\s*/\s*n\b", " ", text, flags=I)
            if YES.search(bare) or NO.search(bare):
                return bool(YES.search(bare)), where
    return None


def _pattern(form: regex.Pattern[str]) -> Read:
    def read(lines: Sequence[Line], at: int) -> tuple[Value, Line] | None:
        found = form.search(lines[at].text)
        if found is None:
            return None
        group = "v" if "v" in form.groupindex else 0
        return found[group], lines[at].within(*found.span(group))

    return read


_HEADERS: Mapping[str, Read] = {
    "number": _number,
    "due_date": _dated(_DUE, but=None),
    "date": _dated(_DATED, but=regex.compile(rf"{_NOT_DATED.pattern}|\bdue\b|देय|भुगतान", I)),
    "place_of_supply": _supply,
    "reverse_charge": _reverse,
    "irn": _pattern(_IRN),
    "licence_number": _pattern(_FSSAI),
    "udyam_number": _pattern(_UDYAM),
}


def bare_date(page: Page) -> Found | None:
    """The first date on the page, where none is called so."""
    for line in page.lines:
        found = date_in(line.text)
        if found and not _NOT_DATED.search(line.text):
            return Found(found[0], line.within(found[1], found[2]), page.number)
    return None


def sums(page: Page, first: int) -> Finds:
    """The sums under the table, from line `first` on; the same tax at two rates is added up."""
    found: Finds = {}
    rates: dict[str, set[Decimal]] = {}
    for line in page.lines[first:]:
        told = _sum_in(line)
        if told is None or told[0] == "skip":
            continue
        name, value, words = told
        again = found.get(name)
        rate = set(percents_in(line.text))
        adds = (
            again and name in {"cgst", "sgst", "igst"} and rate and not rate & rates.get(name, rate)
        )
        if adds and again and isinstance(again.value, Decimal):
            found[name] = Found(again.value + value, words, page.number)
        elif again is None or name == "total":
            found[name] = _larger(name, again, Found(value, words, page.number))
        rates.setdefault(name, set()).update(rate)
    return found


def _larger(name: str, known: Found | None, new: Found) -> Found:
    """Of two totals the larger; the other leaves something out."""
    if known is None or name != "total":
        return new
    return max(known, new, key=lambda f: f.value if isinstance(f.value, Decimal) else Decimal(0))


def _sum_in(line: Line) -> tuple[str, Decimal, Line] | None:
    """The sum that a line tells; what stands left of it, such as a count of the goods, tells none."""
    told = _first_sum(line)
    cells = line.cells()
    if told and told[0] == "skip" and len(cells) > 2:
        rest = Line(tuple(w for cell in cells[1:] for w in cell.words), line.em)
        return _first_sum(rest) or told
    return told


def _first_sum(line: Line) -> tuple[str, Decimal, Line] | None:
    text = line.text
    for name, form in _SUM_FORMS:
        said = form.search(text)
        if said is None:
            continue
        if name == "skip":
            return "skip", Decimal(0), line
        after = [a for a in amounts_in(text) if a.start >= said.end() - 1]
        if after:
            return name, after[-1].value, line.within(after[-1].start, after[-1].end)
    return None
