"""What the columns of a bill's table are called, in English and Hindi."""

import regex

Heading = str
# The first that fits; the more exact stand first.
HEADINGS: tuple[tuple[Heading, str], ...] = (
    (
        "sno",
        r"^(?:s|sr|sl|si|51)\.?\s*(?:no|n)?\.?$|^#$|^no\.?$|^क्र(?:म|मांक)?\.?\s*(?:सं(?:ख्या)?\.?)?$",
    ),
    ("hsn", r"hsn|sac\b|एचएसएन"),
    ("cgst_rate", r"(?:cgst|central tax|सीजीएसटी).*(?:rate|%|दर)"),
    ("sgst_rate", r"(?:[su]gst|utgst|state tax|एसजीएसटी).*(?:rate|%|दर)"),
    ("igst_rate", r"(?:igst|integrated tax|आईजीएसटी).*(?:rate|%|दर)"),
    ("cgst", r"cgst|central tax|सीजीएसटी"),
    ("sgst", r"sgst|utgst|state tax|एसजीएसटी"),
    ("igst", r"igst|integrated tax|आईजीएसटी"),
    ("cess", r"cess|उपकर"),
    ("tax_type", r"tax\s*type|type\s*of\s*tax|कर\s*का\s*प्रकार"),
    (
        "tax_rate",
        r"(?:gst|tax|जीएसटी|कर)\s*(?:rate|%|\(%\)|दर|प्रतिशत)|rate of tax|^gst$|^कर दर|^%$",
    ),
    ("tax", r"(?:gst|tax|जीएसटी|कर)\s*(?:amount|amt|राशि)|^tax$"),
    ("taxable", r"taxable|assessable|कर\s?योग्य"),
    ("discount", r"disc|छूट"),
    ("description", r"descr|particular|^items?\b|product|goods|commodity|विवरण|सामान|वस्तु|माल"),
    ("quantity", r"qty|quantity|^quan|मात्रा|^नग"),
    ("unit", r"^units?$|^uom$|^per$|इकाई"),
    ("rate", r"rate|price|दर|भाव"),
    ("total", r"total|कुल|net\s*(?:amount|amt)"),
    ("amount", r"amount|^amt|value|राशि|रकम|मूल्य"),
)
# Words that stand in the headings of a table and nowhere else in its rows.
WORDS = regex.compile(
    r"^(?:[\W\d_]+|s|sr|sl|no|description|of|goods|and|services|particulars|item|items|name|product|hsn|sac|code|"
    r"qty|quantity|unit|units|uom|per|rate|price|disc|discount|taxable|assessable|value|val|amount|amt|"
    r"tax|gst|[csiu]gst|utgst|central|state|integrated|cess|total|net|inr|rs|ut|incl|excl|"
    r"क्र|क्रम|क्रमांक|सं|संख्या|विवरण|सामान|वस्तु|माल|का|की|एचएसएन|कोड|मात्रा|इकाई|दर|भाव|छूट|नाम|नग|प्रकार|type|कर|योग्य|करयोग्य|"
    r"मूल्य|राशि|रकम|कुल|जीएसटी|सीजीएसटी|एसजीएसटी|आईजीएसटी|प्रति|रु)+$",
    regex.IGNORECASE,
)
_COMPILED = tuple((name, regex.compile(form, regex.IGNORECASE)) for name, form in HEADINGS)


_DOTTED = regex.compile(r"(?<=\p{Devanagari})\.\s?(?=\p{Devanagari})|(?<=\p{Devanagari})\.$")


def heading(text: str) -> Heading | None:
    """What a column of that heading holds; `एच.एस.एन.` is `एचएसएन`."""
    written = regex.sub(r"\s+", " ", _DOTTED.sub("", text.strip()).strip(" .:|()[]₹")).strip()
    return next((name for name, form in _COMPILED if form.search(written)), None)


def only_headings(text: str) -> bool:
    """Whether every word may stand in a heading."""
    words = [w for w in regex.split(r"[\s/().|]+", _DOTTED.sub("", text)) if w]
    return bool(words) and all(WORDS.match(w) for w in words)
