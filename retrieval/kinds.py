"""What kind of answer a question wants, and which kinds a text holds: an amount, a share, a time, a number."""

from collections.abc import Iterator, Mapping
from typing import Literal

import regex

from haat.language.tokens import fold
from retrieval.question import Question

Kind = Literal["money", "share", "span", "time", "number", "phone"]

# How people ask for them, in thirteen languages and Latin letters; a `*` stands for any ending.
ASKED: Mapping[Kind, str] = {
    "money": "money rupees rupee rs rupay* rupaye paisa paise amount रुपय* रुपए रुपये रु पैसा पैसे राशि टका টাকা ரூபாய் రూపాయ* రూపాయలు રૂપિયા ರೂಪಾಯಿ രൂപ ଟଙ୍କା ਰੁਪਏ روپے",
    "share": "percent percentage % pratishat प्रतिशत टक्के टक्का শতাংশ சதவீத* శాతం ટકા ಶೇಕಡ* ശതമാനം ପ୍ରତିଶତ ਪ੍ਰਤੀਸ਼ਤ فیصد",
    "time": "date kab tareekh tarikh कब तारीख केव्हा কবে தேதி எப்போது ఎప్పుడు ક્યારે ಯಾವಾಗ എപ്പോൾ କେବେ ਕਦੋਂ کب",
    "span": "days months years hours din mahine mahina saal sal ghante दिन दिनों महीने महीना साल वर्ष घंटे दिवस दिवसां* वर्षे দিন মাস বছর நாள் நாட்கள் மாதம் ஆண்டு வருடம் రోజు* నెల* సంవత్సర* દિવસ મહિના વર્ષ ದಿನ* ತಿಂಗಳ* ವರ್ಷ* ദിവസ* മാസ* വർഷ* ଦିନ ମାସ ବର୍ଷ ਦਿਨ ਮਹੀਨੇ ਸਾਲ دن مہینے سال ಗಂಟೆ* ঘণ্টা ঘন্টা மணி* గంట* કલાક* तास",
    "number": "many much kitna kitne kitni kitane kitana limit कितना कितने कितनी किती कितक* কত কতো কয় எவ்வளவு எவ்ளோ எத்தனை ఎంత ఎన్ని ఎంతమంది કેટલ* ಎಷ್ಟು എത്ര കേട്ടു କେତେ ਕਿੰਨ* کتنا کتنے کتنی keto koto ketla ketlo ketli eshtu evlo evvalavu ethra enta kiti",
    "phone": "phone helpline telephone हेल्पलाइन फोन फ़ोन ফোন போன் ఫోన్ ફોન ಫೋನ್",
}
BY_IDEA: Mapping[str, Kind] = {
    "i:fee": "money",
    "i:penalty": "number",
    "i:late_fee": "money",
    "i:rate": "share",
    "i:interest": "share",
    "i:validity": "span",
    "i:deadline": "time",
    "i:digits": "number",
    "i:limit": "number",
    "i:helpline": "phone",
}
_SPANS = r"(?:working )?(?:days?|hours?|months?|years?|weeks?|quarters?)|दिन|घंटे|महीने|माह|साल|वर्ष|सप्ताह|दिवस"
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|जनवरी|फरवरी|फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर"
)
_TOLD = (
    "(?:one|two|three|four|five|six|seven|ten|twelve|eighteen) (?:working )?(?:days?|months?|years?|weeks?)"
    "|each (?:quarter|month|year)|once a (?:month|year)|not expire"
)
HELD: Mapping[Kind, regex.Pattern[str]] = {
    "money": regex.compile(r"(?:Rs\.?|₹|INR|रु\.?)\s*\p{Nd}|\p{Nd}\s*(?:/-|rupees|lakh|crore|रुपय|लाख|करोड़)|\bfree\b|मुफ़्त", regex.I),
    "share": regex.compile(r"\p{Nd}\s*(?:%|per ?cent|प्रतिशत)|\bnil\b|exempt", regex.I),
    "time": regex.compile(rf"\p{{Nd}}(?:st|nd|rd|th)?\s*(?:{_SPANS}|{_MONTHS})|(?:{_MONTHS})\s*\p{{Nd}}|\b(?:19|20)\p{{Nd}}{{2}}\b|\p{{Nd}}(?:st|nd|rd|th) of|{_TOLD}", regex.I),
    "span": regex.compile(rf"\p{{Nd}}\s*(?:{_SPANS})|{_TOLD}", regex.I),
    "number": regex.compile(r"\p{Nd}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|nil|free|duplicate|triplicate)\b|\b(?:एक|दो|तीन|चार|पाँच|पांच|छह|सात|आठ|नौ|दस)\b", regex.I),
    "phone": regex.compile(r"\b(?:1\p{Nd}{3}|\p{Nd}{5,})\b"),
}  # fmt: skip


def wanted(question: Question) -> frozenset[Kind]:
    """The kinds that an answer must hold one of; none where the question wants words."""
    from_ideas = {BY_IDEA[idea] for idea in question.ideas if idea in BY_IDEA}
    kinds = frozenset(from_ideas | set(_told(question.text)))
    if "span" in kinds:  # for how many days, not on which
        kinds -= {"time"}
    return kinds - {"number"} or kinds


def holds(text: str, kinds: frozenset[Kind]) -> float:
    """The share of the kinds that a text holds."""
    return sum(bool(HELD[kind].search(text)) for kind in kinds) / len(kinds) if kinds else 1.0


def _told(text: str) -> Iterator[Kind]:
    said = [fold(word) for word in regex.findall(r"[\p{L}\p{M}\p{N}%]+", text)]
    for kind, terms in ASKED.items():
        for term in terms.split():
            stem = fold(term.rstrip("*")) or term
            if any(w == stem or (term[-1] == "*" and w.startswith(stem)) for w in said):
                yield kind
                break
