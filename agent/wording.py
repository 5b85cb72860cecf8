"""The reply as text with the names of figures in it, from templates in the reader's language."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from agent.done import Done
from agent.layouts import LAYOUTS, Line
from agent.scribe import REFERENCE, Scribe

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
MOST_ROWS = 8
RANKED = frozenset({"top_products", "slow_products"})
# Facts that are the call's own, where a template names them; everything else is a figure's name.
FACTS: Mapping[str, str] = {
    "product": "@product",
    "asked": "@asked",
    "day": "@day",
    "period": "@period",
    "distance": "@distance",
    "source": "@source",
    "detail": "@detail",
    "thing": "@thing",
    "date": "price.date",
    "place": "price.place",
    "before": "previous_price",
    "name": "@name",
    "number": "@number",
    "seller": "@seller",
    "start": "@start",
    "end": "@end",
    "lower": "total.lower",
    "upper": "total.upper",
    "best_day_date": "best_day.date",
    "outlook_lower": "outlook_7d.lower",
    "outlook_upper": "outlook_7d.upper",
    "best_market": "spread.place",
}
ERRORS = {
    "invalid": "error_invalid",
    "above_mrp": "error_mrp",
    "forbidden": "error_forbidden",
    "not_found": "error_product",
}


def word(done: Done, scribe: Scribe) -> str:
    """The answer to one call, a line a fact, figures by name."""
    if done.status == "error":
        return scribe.voice.say[_error_text(done, scribe)]
    lines = LAYOUTS.get(_layout(done), ())
    text = "\n".join(text for line in lines for text in _line(line, done, scribe))
    return text or scribe.voice.say["no_answer"]


def obliged(done: Done, scribe: Scribe, text: str) -> list[str]:
    """The lines that every wording owes the reader and `text` does not have: day, source, cautions.

    A line is there already where all the figures it names are named in the text; one without
    figures has to be there word for word.
    """
    told = set(REFERENCE.findall(text))
    lines = (
        (line, said)
        for line in LAYOUTS.get(_layout(done), ())
        if line.obliged
        for said in _line(line, done, scribe)
    )
    return [said for _, said in lines if not _told(said, text, told)]


def _told(line: str, text: str, told: set[str]) -> bool:
    named = set(REFERENCE.findall(line))
    return named <= told if named else line in text


def _error_text(done: Done, scribe: Scribe) -> str:
    kind, _, field = done.problem_key.partition(":")
    named = f"error_{field}"
    if kind == "invalid" and named in scribe.voice.say:
        return named
    of_tool = f"error_{kind}_{done.name}"
    return of_tool if of_tool in scribe.voice.say else ERRORS.get(kind, "error_tool")


def _layout(done: Done) -> str:
    if done.status == "awaiting_confirmation":
        return f"{done.name}:ask"
    stressed = f"{done.name}:{done.stress}"
    if stressed in LAYOUTS:
        return stressed
    ranked = done.arguments.get("metric") in RANKED
    return f"{done.name}:ranked" if ranked else done.name


def _line(line: Line, done: Done, scribe: Scribe) -> Iterable[str]:
    signs = _signs(done)
    if (line.when and line.when not in signs) or signs.intersection(line.unless):
        return
    if line.rows:
        for i in _rows(line, done):
            row = f"{line.of}.{i}."
            text = _first(line, done, scribe, row)
            if text:
                yield text
                after = _filled(line.then, done, scribe, row) if line.then else None
                yield from (after,) if after else ()
        return
    text = _first(line, done, scribe, "")
    if text:
        yield text


def _rows(line: Line, done: Done) -> list[int]:
    """The rows that the line is said of."""
    single = "product" in done.finding.parameters
    every = enumerate(done.listed(line.of))
    told = [
        i
        for i, row in every
        if (single or line.having is None or row.get(line.having))
        and line.reason in {None, row.get("reason")}
    ]
    return told[: line.rows]


def _signs(done: Done) -> set[str]:
    """The notes, the figures that have a value, and whether there are rows."""
    finding = done.finding
    signs = {*finding.notes, *(f.name for f in finding.figures if f.value is not None)}
    signs |= {"rows"} if finding.rows else set()
    signs |= {"watching"} if done.listed("watching") else set()
    signs |= {f"reason:{row['reason']}" for row in finding.rows if "reason" in row}
    signs |= {"several"} if len(finding.rows) > 1 else set()
    signs |= {"demo"} if finding.demo else set()
    signs |= {"unknown_cost"} if "missing_cost" in signs and "value" not in signs else set()
    signs |= {"unknown_value"} if "unknown_stock" in signs and "value" not in signs else set()
    signs |= {"too_little"} if "not_enough_history" in signs and "value" not in signs else set()
    whole = "product" not in finding.parameters and "category" not in finding.parameters
    stock = finding.parameters.get("metric") == "stock_on_hand"
    signs |= {"whole_shop"} if whole and stock and len(finding.rows) > 1 else set()
    signs |= {"many"} if len(finding.rows) > MOST_ROWS else set()
    facts = finding.parameters
    signs |= {"one_day"} if facts.get("start") and facts.get("start") == facts.get("end") else set()
    signs |= {"one_product"} if not finding.rows else set()
    keeps = "keep_price" in signs and "candidate_price" not in signs
    signs |= {"keep_price_alone"} if keeps else set()
    return signs | {f"{name}:{facts.get(name)}" for name in ("kind", "metric", "period")}


def _first(line: Line, done: Done, scribe: Scribe, row: str) -> str | None:
    return _filled(line.key, done, scribe, row) or (
        _filled(line.instead, done, scribe, row) if line.instead else None
    )


def _codes(done: Done, row: str) -> Mapping[str, str]:
    """What a line's key may name: the call's arguments and parameters, and its row's codes."""
    of, _, index = row.rstrip(".").partition(".")
    this = done.listed(of)[int(index)] if row else {}
    facts = {**done.arguments, **done.finding.parameters, **this}
    return defaultdict(str, {k: str(v) for k, v in facts.items()})


def _filled(key: str, done: Done, scribe: Scribe, row: str) -> str | None:
    """The template with references for its placeholders; None where one is not known."""
    name = key.format_map(_codes(done, row))
    template = _template(name, done, scribe)
    if template is None:
        return None
    missing = False

    def refer(match: re.Match[str]) -> str:
        nonlocal missing
        reference = _reference(match[1], done, row)
        if match[1] == "stock":
            return _stock(done, scribe, row)
        if not scribe.knows(reference):
            missing = True
            return ""
        return "{{" + reference + "}}"

    text = PLACEHOLDER.sub(refer, template)
    return None if missing else text


def _template(name: str, done: Done, scribe: Scribe) -> str | None:
    say = scribe.voice.say
    if name.startswith("kpi_") and name.endswith("_of") and name != "kpi_none_of":
        base = say.get(name.removesuffix("_of"))
        named = done.finding.parameters.get("product")
        return f"{say['kpi_of']}{base}" if base and named else None
    return say.get(name)


def _stock(done: Done, scribe: Scribe, row: str) -> str:
    """`, 40 kg in stock` where the stock is known."""
    reference = f"{done.id}.{row}on_hand"
    known = scribe.knows(reference)
    return (
        scribe.voice.say["find_stock"].replace("{on_hand}", "{{" + reference + "}}")
        if known
        else ""
    )


ROW_FACTS = {"distance": "distance_km"}


def _priced_at(done: Done) -> bool:
    price = done.finding.figure("price")
    return price is not None and price.place is not None


def _reference(name: str, done: Done, row: str) -> str:
    if row:
        member = name.removeprefix("encodes_")
        column = ROW_FACTS.get(name, name) if member == name else f"encodes@{member}"
        return f"{done.id}.{row}{column}"
    if name == "place" and not _priced_at(done):
        return f"{done.id}.@asked"
    if name == "date" and done.finding.figure("price") is None:
        return f"{done.id}.@source_date"
    return f"{done.id}.{FACTS.get(name, name)}"
