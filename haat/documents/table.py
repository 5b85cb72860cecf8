"""The lines of a bill: its table's columns by their headings, its rows by where their numbers stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from haat.documents.headings import heading, only_headings
from haat.documents.page import Line, Page, Word
from haat.documents.written import amount_of, amounts_in, percents_in

UNREAD = "unread"  # a column whose heading could not be read
HEADING_GAP = 0.62  # of a word's height: a wider gap parts two headings
_ENDS = regex.compile(
    r"^\W*(?:sub\s*-?\s*total|total|grand\s*total|amount\s+in\s+words|taxable|net\s+amount|[csiu]gst|round|add\b|less\b"
    r"|कुल|योग|उप\s?योग|करयोग्य|कर योग्य|सीजीएसटी|एसजीएसटी|आईजीएसटी|शब्दों में)",
    regex.IGNORECASE,
)
_TOTAL_ROW = regex.compile(r"^\W*(?:total|कुल|योग)\b", regex.IGNORECASE)
ASTRAY = 30.0  # heights of a word: what leaving a number out costs
_GLUED = regex.compile(r"^(\d[\d,]*(?:\.\d+)?)([\p{L}]{1,8}\.?)$")
_TEXTUAL = {"description", "unit", "tax_type"}
# The code printed under the name of the goods.
_CODED = regex.compile(
    r"\s*\(?\b(?:hsn|sac|एचएसएन)(?:\s*/\s*sac)?(?:\s*code)?\s*[:\-–.]*\s*(?P<code>\d{4,8})\)?(?!\d)",
    regex.I,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the place where it stands."""

    name: str
    x0: float
    x1: float
    text: str = ""

    def distance(self, word: Word) -> float:
        """How far the word is from standing under the heading."""
        return max(word.x0 - self.x1, self.x0 - word.x1, 0.0)


@dataclass(slots=True)
class Row:
    """One line of goods while it is read; `more` are the taxes told on lines of their own below it."""

    cells: dict[str, list[Word]] = field(default_factory=dict)
    more: list["Row"] = field(default_factory=list)

    def text(self, name: str) -> str:
        """What stands in a column."""
        return " ".join(w.text for w in self.cells.get(name, ()))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, the totals beneath them by column, and the lines of the page that it takes."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: Row | None
    first: int
    last: int


def table_of(page: Page) -> Table | None:
    """The first table of goods on a page."""
    for at, line in enumerate(page.lines):
        if not _begins(line):
            continue
        first, last = _headings(page.lines, at)
        columns = _columns(page.lines[first : last + 1])
        if {"description", "hsn"} & {c.name for c in columns} and len(columns) >= 3:
            return _read(page.lines, columns, first, last)
    return None


def _begins(line: Line) -> bool:
    """A line with three headings at least and no amounts of money."""
    names = {heading(cell.text) for cell in _phrases(line)} - {None}
    money = [a for a in amounts_in(line.text) if a.value >= 100]
    return len(names) >= 3 and not money


def _headings(lines: Sequence[Line], at: int) -> tuple[int, int]:
    """The neighbouring lines that go on with the headings."""
    first = last = at
    while first > 0 and _goes_on(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and _goes_on(lines[last + 1], lines[last]):
        last += 1
    return first, last


def _goes_on(line: Line, neighbour: Line) -> bool:
    near = abs(line.words[0].middle - neighbour.words[0].middle) < 2.4 * line.em
    return near and only_headings(line.text)


def _phrases(line: Line) -> tuple[Line, ...]:
    """The words of a line that stand closely together."""
    groups: list[list[Word]] = []
    for word in line.words:
        if word.text.strip("|_—-") == "":
            continue
        last = groups[-1][-1] if groups else None
        if last and word.x0 - last.x1 <= HEADING_GAP * line.em:
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(part for g in groups for part in _parted(Line(tuple(g), line.em)))


def _parted(phrase: Line) -> Iterator[Line]:
    """`Qty Unit` printed closely is two headings."""
    words = phrase.words
    for cut in range(1, len(words)):
        left, right = Line(words[:cut], phrase.em), Line(words[cut:], phrase.em)
        names = heading(left.text), heading(right.text)
        apart = {("quantity", "unit"), ("quantity", "rate"), ("rate", "amount"), ("unit", "rate"),
                 ("description", "hsn"), ("hsn", "quantity"), ("sno", "description"),
                 ("rate", "taxable"), ("discount", "taxable"), ("rate", "discount")}  # fmt: skip
        if names in apart and heading(phrase.text) != "taxable":
            yield left
            yield from _parted(right)
            return
    yield phrase


def _columns(lines: Sequence[Line]) -> tuple[Column, ...]:
    """Headings of several lines joined where they stand above one another."""
    joined: list[Column] = []
    for line in lines:
        below = [Column("", p.x0, p.x1, p.text) for p in _phrases(line)]
        joined = _stacked(joined, below)
    named = [Column(heading(c.text) or UNREAD, c.x0, c.x1, c.text) for c in joined]
    kept = (c for c in named if c.name != UNREAD or regex.search(r"[\p{L}%]", c.text))
    return _taxes_named(sorted(kept, key=lambda c: c.x0))


def _taxes_named(columns: list[Column]) -> tuple[Column, ...]:
    """Rates and amounts right of the taxable value are of taxes, though their common heading was lost."""
    start = next((i for i, c in enumerate(columns) if c.name == "taxable"), len(columns))
    pairs = [
        i
        for i in range(start + 1, len(columns) - 1)
        if columns[i].name == "rate" and columns[i + 1].name in {"amount", UNREAD}
    ]
    columns = _net_named(columns)
    taxes = {1: ("igst",), 2: ("cgst", "sgst")}.get(len(pairs), ())
    for at, tax in zip(pairs, taxes, strict=False):
        rate, amount = columns[at], columns[at + 1]
        columns[at] = replace(rate, name=f"{tax}_rate")
        columns[at + 1] = replace(amount, name=tax)
    return tuple(columns)


def _net_named(columns: list[Column]) -> list[Column]:
    """Of two totals the one before the taxes, such as `Net Amount`, is the taxable value."""
    totals = [i for i, c in enumerate(columns) if c.name == "total"]
    known = any(c.name == "taxable" for c in columns)
    if len(totals) == 2 and not known:
        columns[totals[0]] = replace(columns[totals[0]], name="taxable")
    return columns


def _stacked(above: list[Column], below: list[Column]) -> list[Column]:
    """Each lower heading with the upper one over it; an upper one over several is put before each."""
    used: set[int] = set()
    found: list[Column] = []
    for low in below:
        over = [i for i, up in enumerate(above) if up.x0 < low.x1 and low.x0 < up.x1]
        near = [i for i, up in enumerate(above) if i not in over and _spans(up, low)]
        head = over or near[:1]
        used.update(head)
        text = " ".join([*(above[i].text for i in head), low.text])
        alone = len(head) == 1 and not _shared(above[head[0]], below)
        x0 = min([low.x0, *(above[i].x0 for i in head)]) if alone else low.x0
        x1 = max([low.x1, *(above[i].x1 for i in head)]) if alone else low.x1
        found.append(Column("", x0, x1, text))
    return found + [up for i, up in enumerate(above) if i not in used]


def _spans(up: Column, low: Column) -> bool:
    """`CGST` over `Rate` and `Amount`, which stand left and right of it."""
    taxes = heading(up.text) in {"cgst", "sgst", "igst"}
    parts = regex.match(r"^(?:rate|%|amt|amount|दर|राशि)", low.text.strip(), regex.IGNORECASE)
    return taxes and parts is not None and max(low.x0 - up.x1, up.x0 - low.x1) < 2 * (up.x1 - up.x0)


def _shared(up: Column, below: list[Column]) -> bool:
    return sum((up.x0 < low.x1 and low.x0 < up.x1) or _spans(up, low) for low in below) > 1


def _read(lines: Sequence[Line], columns: tuple[Column, ...], first: int, last: int) -> Table:
    rows: list[Row] = []
    totals, end, idle = None, last, 0
    for at in range(last + 1, len(lines)):
        line = lines[at]
        if rows and _ENDS.search(line.text):
            if _TOTAL_ROW.search(line.text) and len(amounts_in(line.text)) > 1:
                totals, end = _total_row(line, columns), at
            break
        row = _row(line, columns)
        if _is_goods(row):
            rows.append(row)
            end, idle = at, 0
        elif rows and "tax_type" in row.cells:
            rows[-1].more.append(row)
            rows[-1].cells.setdefault("description", []).extend(row.cells.get("description", ()))
            end, idle = at, 0
        elif rows and _only_names(row) and idle == 0:
            rows[-1].cells.setdefault("description", []).extend(row.cells["description"])
            end, idle = at, 1
        else:
            idle += 1
            if idle > 2:
                break
    return Table(columns, tuple(rows), totals, first, end)


def _is_goods(row: Row) -> bool:
    named = row.text("description") or row.text("hsn")
    counts = [n for n in ("quantity", "rate", "taxable", "amount", "total") if n in row.cells]
    return bool(named) and len(counts) >= 2


def _only_names(row: Row) -> bool:
    return set(row.cells) == {"description"}


def _total_row(line: Line, columns: tuple[Column, ...]) -> Row:
    numeric = tuple(
        c for c in columns if c.name not in {"sno", "description", "hsn", "unit", "rate"}
    )
    row = Row()
    _place([w for w in line.words if _number(w)], numeric, row, line.em)
    return row


def _number(word: Word) -> bool:
    text = Line((word,), 1.0).text
    return amount_of(text) is not None or bool(percents_in(text))


def _row(line: Line, columns: tuple[Column, ...]) -> Row:
    """Each word in its column: names from the left on, numbers under the nearest heading."""
    row = Row()
    names = next((c for c in columns if c.name == "description"), None)
    after = [c for c in columns if names and c.x0 > names.x0]
    edge = after[0].x0 if after else line.x1
    numbers: list[Word] = []
    for word in _unglued(line):
        if word.text.strip("|[]_—-:;=.'") == "":
            continue
        if _number(word) and not _inside(word, names, columns, edge):
            numbers.append(word)
        elif names and word.x0 < edge and (word.x0 + word.x1) / 2 < max(edge, names.x1):
            row.cells.setdefault("description", []).append(word)
        elif not _number(word):
            _put_text(word, columns, row)
    able = tuple(c for c in columns if c.name not in _TEXTUAL)
    _place([w for w in numbers if not _counts(w, names, able)], able, row, line.em)
    return row


def _counts(word: Word, names: Column | None, columns: Sequence[Column]) -> bool:
    """The number of the row itself, before the goods' name and under no other heading."""
    before = names is not None and word.x1 <= names.x0
    return before and not any(c.distance(word) == 0 for c in columns if c.name != "sno")


def _unglued(line: Line) -> Iterator[Word]:
    """`10kg` as a number and its unit."""
    for word in line.words:
        found = _GLUED.match(Line((word,), 1.0).text)
        if found is None:
            yield word
            continue
        share = len(found[1]) / len(word.text)
        middle = word.x0 + (word.x1 - word.x0) * share
        yield Word(found[1], word.x0, word.top, middle, word.bottom, word.sure)
        yield Word(found[2], middle, word.top, word.x1, word.bottom, word.sure)


def _inside(word: Word, names: Column | None, columns: tuple[Column, ...], edge: float) -> bool:
    """A number that is part of the goods' name: `Mango pickle 500 g`."""
    if names is None:
        return False
    others = (c for c in columns if c.name not in _TEXTUAL)
    under = any(c.distance(word) == 0 for c in others)
    return (
        not under and word.x0 >= names.x0 - 0.5 * word.height and word.x1 < edge - word.height * 0.3
    )


def _put_text(word: Word, columns: tuple[Column, ...], row: Row) -> None:
    """A word among the numbers is the unit, or belongs to the codes."""
    near = min(columns, key=lambda c: c.distance(word))
    name = near.name if near.name in {"hsn", "tax_type"} else "unit"
    letters = regex.search(r"(?!\p{Han})\p{L}", word.text)
    if letters and (name == "hsn" or len(word.text) <= 10):
        row.cells.setdefault(name, []).append(word)


def _place(numbers: Sequence[Word], columns: Sequence[Column], row: Row, em: float) -> None:
    """Numbers under headings, in order, so that all stand as near as can be (dynamic programming)."""
    for word, column in zip(numbers, _assigned(numbers, columns, em), strict=True):
        if column is not None:
            row.cells.setdefault(column.name, []).append(word)


def _assigned(numbers: Sequence[Word], columns: Sequence[Column], em: float) -> list[Column | None]:
    best: dict[tuple[int, int], tuple[float, list[Column | None]]] = {}

    def cost(i: int, j: int) -> tuple[float, list[Column | None]]:
        """The numbers from `i` on under the columns from `j` on; one that fits nowhere is left out."""
        if i == len(numbers):
            return 0.0, []
        if (i, j) not in best:
            left, others = cost(i + 1, j)
            able = [(left + ASTRAY * em, [None, *others])]
            if j < len(columns):
                taken, rest = cost(i + 1, j + 1)
                able += [
                    (taken + _misfit(numbers[i], columns[j]), [columns[j], *rest]),
                    cost(i, j + 1),
                ]
            best[i, j] = min(able, key=lambda c: c[0])
        return best[i, j]

    return cost(0, 0)[1]


def _misfit(word: Word, column: Column) -> float:
    """Distance first; between two columns that fit, the one whose right edge or middle is nearer."""
    middle = abs((word.x0 + word.x1) - (column.x0 + column.x1)) / 2
    right = abs(word.x1 - column.x1)
    return column.distance(word) * 4 + min(middle, right) + _odd(word, column)


def _odd(word: Word, column: Column) -> float:
    """A percentage stands under a rate of tax or a discount, a sum does not."""
    share = "%" in word.text
    shares = column.name.endswith("_rate") or column.name in {"discount", "tax", UNREAD}
    return ASTRAY * word.height if share and not shares else 0.0


def goods_of(table: Table) -> Iterator[dict[str, str | Decimal]]:
    """Each row as the contract names its parts; what the paper has not is absent."""
    numbers = [_numbers(row) for row in table.rows]
    shares = next((n for n in (UNREAD, "tax") if _shares(n, table.rows)), None)
    columns = tuple(c for c in table.columns if c.name != shares)
    bare = sum(map(_holds_tax, numbers)) * 2 < len(numbers)
    for row, told in zip(table.rows, numbers, strict=True):
        known = {**told, "tax_rate": told[shares]} if shares and shares in told else told
        yield _goods(row, known, columns, bare=bare)


def _numbers(row: Row) -> dict[str, Decimal]:
    return {n: v for n in row.cells if (v := _value(row.text(n))) is not None}


def _shares(name: str, rows: Sequence[Row]) -> bool:
    """A column of percentages is the rate of tax, whatever became of its heading."""
    told = [row.text(name) for row in rows if name in row.cells]
    return bool(told) and all("%" in text for text in told)


def _goods(
    row: Row, numbers: dict[str, Decimal], columns: Sequence[Column], *, bare: bool
) -> dict[str, str | Decimal]:
    found: dict[str, str | Decimal] = {}
    for name in ("description", "hsn", "unit"):
        if text := _clean(name, row.text(name)):
            found[name] = text
    found |= _coded(found)
    for name in ("quantity", "rate", "taxable", "cgst", "sgst", "igst", "total"):
        if name in numbers:
            found[name] = numbers[name]
    found |= _amount(numbers, {c.name for c in columns}, bare=bare)
    found |= _discount(row, numbers, columns) | _tax_rate(numbers) | _typed_taxes(row)
    return found


def _typed_taxes(row: Row) -> dict[str, str | Decimal]:
    """The taxes of a row whose column tells which tax it is, each on a line of its own."""
    parts = [(heading(part.text("tax_type")), _numbers(part)) for part in (row, *row.more)]
    told = {name: numbers for name, numbers in parts if name in {"cgst", "sgst", "igst"}}
    rates = [numbers["tax_rate"] for numbers in told.values() if "tax_rate" in numbers]
    found: dict[str, str | Decimal] = {n: v["tax"] for n, v in told.items() if n and "tax" in v}
    return found | ({"tax_rate": sum(rates, Decimal(0))} if rates else {})


def _coded(found: dict[str, str | Decimal]) -> dict[str, str | Decimal]:
    """The code and the name apart, where the code stands under or after the name."""
    code = _CODED.search(str(found.get("description", "")))
    if code is None or "hsn" in found:
        return {}
    return {
        "hsn": code["code"],
        "description": code.string[: code.start()] + code.string[code.end() :],
    }


def _clean(name: str, text: str) -> str:
    if name == "hsn":
        digits = regex.sub(r"\D", "", Line((Word(text, 0, 0, 0, 0),), 1.0).text)
        return digits if 2 <= len(digits) <= 8 else ""
    without_number = regex.sub(r"^\d{1,3}[.)]?\s+(?=\p{L})", "", text)
    return without_number.strip(" |_-—:;") if name == "description" else text.strip(" .|_-—:;")


def _value(text: str) -> Decimal | None:
    written = Line((Word(text, 0, 0, 0, 0),), 1.0).text
    shares = percents_in(written)
    return shares[0] if shares else amount_of(written)


def _amount(
    numbers: dict[str, Decimal], names: set[str], *, bare: bool
) -> dict[str, str | Decimal]:
    """`Amount` is the taxable value unless it holds the tax, as its columns or its sum (not `bare`) tell."""
    if "amount" not in numbers:
        return {}
    if "taxable" in names:  # beside a total it is what the goods cost before the discount
        return {} if "total" in names else {"total": numbers["amount"]}
    taxes = {"cgst", "sgst", "igst", "tax"} & names
    if "total" in names or (bare and not taxes):
        return {"taxable": numbers["amount"]}
    return {"total": numbers["amount"]}


def _holds_tax(numbers: dict[str, Decimal]) -> bool:
    """Whether the amount is quantity times rate with the tax on it."""
    if not {"quantity", "rate", "amount", "tax_rate"} <= numbers.keys():
        return False
    bare = numbers["quantity"] * numbers["rate"] - numbers.get("discount", Decimal(0))
    taxed = bare * (100 + numbers["tax_rate"]) / 100
    return bool(numbers["tax_rate"]) and abs(taxed - numbers["amount"]) <= Decimal("0.02")


def _discount(
    row: Row, numbers: dict[str, Decimal], columns: Sequence[Column]
) -> dict[str, str | Decimal]:
    """In rupees; a percentage is of quantity times rate."""
    if "discount" not in numbers:
        return {}
    headed = any("%" in c.text for c in columns if c.name == "discount")
    if not headed and "%" not in row.text("discount"):
        return {"discount": numbers["discount"]}
    if not {"quantity", "rate"} <= numbers.keys():
        return {}
    whole = numbers["quantity"] * numbers["rate"] * numbers["discount"] / 100
    return {"discount": whole.quantize(Decimal("0.01"))}


def _tax_rate(numbers: dict[str, Decimal]) -> dict[str, str | Decimal]:
    halves = [numbers[n] for n in ("cgst_rate", "sgst_rate") if n in numbers]
    whole = numbers.get("tax_rate", numbers.get("igst_rate"))
    if whole is None and halves:
        whole = sum(halves, Decimal(0)) if len(halves) == 2 else halves[0] * 2
    return {} if whole is None else {"tax_rate": Decimal(whole)}
