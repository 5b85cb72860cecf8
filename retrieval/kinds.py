"""What kind of answer a question wants, and which kinds a text holds: an amount, a date, a place, a person."""

from collections.abc import Iterator, Mapping
from typing import Literal

import regex

from haat.language.tokens import fold
from retrieval.question import Question

Kind = Literal[
    "money",
    "share",
    "span",
    "time",
    "number",
    "age",
    "phone",
    "email",
    "web",
    "address",
    "clock",
    "person",
]
# What a text tells expressly or not at all: where it does not, no other words of it are an answer.
EXPRESS: frozenset[Kind] = frozenset({"phone", "email", "address", "clock", "person"})

# How people ask for them, in thirteen languages and Latin letters; a `*` stands for any ending.
ASKED: Mapping[Kind, str] = {
    "money": "money rupees rupee rs rupay* rupaye paisa paise amount रुपय* रुपए रुपये रु पैसा पैसे राशि टका টাকা ரூபாய் రూపాయ* రూపాయలు રૂપિયા ರೂಪಾಯಿ രൂപ ଟଙ୍କା ਰੁਪਏ روپے",
    "share": "percent percentage % pratishat प्रतिशत टक्के टक्का শতাংশ சதவீத* శాతం ટકા ಶೇಕಡ* ശതമാനം ପ୍ରତିଶତ ਪ੍ਰਤੀਸ਼ਤ فیصد",
    "time": "date kab tareekh tarikh कब तारीख केव्हा কবে தேதி எப்போது ఎప్పుడు ક્યારે ಯಾವಾಗ എപ്പോൾ କେବେ ਕਦੋਂ کب",
    "span": "days months years hours din mahine mahina saal sal ghante दिन दिनों महीने महीना साल वर्ष घंटे दिवस दिवसां* वर्षे দিন মাস বছর நாள் நாட்கள் மாதம் ஆண்டு வருடம் రోజు* నెల* సంవత్సర* દિવસ મહિના વર્ષ ದಿನ* ತಿಂಗಳ* ವರ್ಷ* ദിവസ* മാസ* വർഷ* ଦିନ ମାସ ବର୍ଷ ਦਿਨ ਮਹੀਨੇ ਸਾਲ دن مہینے سال ಗಂಟೆ* ঘণ্টা ঘন্টা மணி* గంట* કલાક* तास",
    "number": "many much kitna kitne kitni kitane kitana limit कितना कितने कितनी किती कितक* কত কতো কয় எவ்வளவு எவ்ளோ எத்தனை ఎంత ఎన్ని ఎంతమంది કેટલ* ಎಷ್ಟು എത്ര കേട്ടു କେତେ ਕਿੰਨ* کتنا کتنے کتنی keto koto ketla ketlo ketli eshtu evlo evvalavu ethra enta kiti",
    "age": "age aged umar umra umr वय उम्र आयु বয়স* வயது* వయసు* వయస్సు* ઉંમર* ઉમર* ವಯಸ್ಸು* പ്രായ* ਉਮਰ ବୟସ* বয়স* عمر vayasu* vayassu* vayathu* boyos* umr",
    "phone": "helpline tollfree हेल्पलाइन হেল্পলাইন హెల్ప్‌లైన్ હેલ્પલાઇન ਹੈਲਪਲਾਈਨ ஹெல்ப்லைன் ಸಹಾಯವಾಣಿ ഹെൽപ്പ്‌ലൈൻ ହେଲ୍ପଲାଇନ ہیلپ لائن",
    "email": "email mail ईमेल ইমেইল ইমেল மின்னஞ்சல் ఈమెయిల్ ઈમેલ ઇમેઇલ ಇಮೇಲ್ ഇമെയിൽ ਈਮੇਲ ଇମେଲ",
    "web": "website site url link वेबसाइट लिंक ওয়েবসাইট இணையதள* వెబ్‌సైట్ વેબસાઇટ વેબસાઈટ ವೆಬ್‌ಸೈಟ್ വെബ്സൈറ്റ് ਵੈੱਬਸਾਈਟ ୱେବସାଇଟ",
}
_ROLES = (
    "minister|chair(?:person|man|woman)|president|secretary|director|commissioner|inspector|officer|ceo|founder|owner"
    "|winner|mantri|adhyaksh|adhikari|sachiv|nideshak|मंत्री|अध्यक्ष|सचिव|निदेशक|आयुक्त|इंस्पेक्टर|निरीक्षक|अधिकारी|सीईओ|विजेता"
    "|মন্ত্রী|সভাপতি|চেয়ারম্যান|আধিকারিক|কমিশনার|অফিসার|মন্ত্ৰী|বিষয়া|அமைச்சர்|தலைவர்|அதிகாரி|இயக்குநர்|ஆணையர்|మంత్రి|చైర్మన్|అధికారి|అధ్యక్ష|కమిషనర్"
    "|મંત્રી|અધ્યક્ષ|અધિકારી|કમિશનર|ಸಚಿವ|ಅಧ್ಯಕ್ಷ|ಅಧಿಕಾರಿ|ಆಯುಕ್ತ|മന്ത്രി|ചെയർ|ഓഫീസ|കമ്മീഷണ|അധ്യക്ഷ|ਮੰਤਰੀ|ਅਫਸਰ|ਅਧਿਕਾਰੀ|ਪ੍ਰਧਾਨ"
    "|ମନ୍ତ୍ରୀ|ଅଧ୍ୟକ୍ଷ|ଅଧିକାରୀ|ଅଫିସର|وزیر|افسر|صدر"
)
_NAMES = (
    "name|naam|nam|नाम|नांव|नाव|নাম|பெயர்|పేరు|નામ|ಹೆಸರು|പേര്|ਨਾਮ|ਨਾਂ|ନାମ|نام"
    "|who is|who was|who are|who won|kaun h|kon h|kaun he|kon he|कौन है|कौन हैं|कोण आहे|কে\\s*(?:আছেন)?\\s*\\??$|யார்|ఎవరు|કોણ છે|ಯಾರು|ആരാണ്|ਕੌਣ ਹੈ|କିଏ|کون ہے"
)
_OFFICES = "office|daftar|karyalay|head ?quarter|कार्यालय|दफ़्तर|दफ्तर|ऑफिस|ऑफ़िस|অফিস|কার্যালয়|அலுவலக|ఆఫీసు|కార్యాలయ|ઓફિસ|કચેરી|ಕಚೇರಿ|ಆಫೀಸ್|ഓഫീസ്|ਦਫ਼ਤਰ|ਦਫਤਰ|ଅଫିସ|କାର୍ଯ୍ୟାଳୟ|دفتر"
_WHERES = "where|kah?a+n?|kidhar|कहाँ|कहां|किधर|कुठे|কোথায়|ক'ত|எங்கே|எங்க|ఎక్కడ|ક્યાં|ಎಲ್ಲಿ|എവിടെ|ਕਿੱਥੇ|କେଉଁଠି|کہاں|kothay|kuthe|enge|ekkada|kyan|elli|evide"
_PHONES = "phone|mobile|contact|telephone|whats ?app|फोन|फ़ोन|मोबाइल|संपर्क|ফোন|মোবাইল|போன்|தொலைபேசி|மொபைல்|ఫోన్|ఫోను|ફોન|મોબાઇલ|ಫೋನ್|ഫോൺ|ਫੋਨ|ଫୋନ|فون"
_NUMBERS = "no\\b|num(?:ber)?\\b|namb|नंबर|नम्बर|নম্বর|নাম্বার|எண்|நம்பர்|నంబర్|నెంబర్|નંબર|ನಂಬರ್|ಸಂಖ್ಯೆ|നമ്പർ|ਨੰਬਰ|ନମ୍ବର|نمبر"
# What takes more than a word to ask for.
PHRASED: Mapping[Kind, regex.Pattern[str]] = {
    "phone": regex.compile(rf"\btoll.?free\b|(?:{_PHONES})[\p{{L}}\p{{M}}]* (?:ka |ki |का |চা |cha )?(?:{_NUMBERS})", regex.I),
    "person": regex.compile(rf"\b(?:{_NAMES}).*(?:{_ROLES})|(?:{_ROLES}).*\b(?:{_NAMES})|\bwho won\b", regex.I),
    "address": regex.compile(rf"(?:{_OFFICES}).*\b(?:{_WHERES})\b|\b(?:{_WHERES})\b.*(?:{_OFFICES})|\baddress\b.*(?:{_OFFICES}|registry|board)|(?:{_OFFICES}).*\b(?:address|pata|पता)\b", regex.I),
    "clock": regex.compile(r"what time|opening (?:hours|time)|office hours|\btimings?\b|baje|बजे|वाजता|কটায়|কয়টায়|কটায়|কয়টায়|কেইটা বজাত|எத்தனை மணிக்கு|எத்தன மணிக்கு|ఎన్ని గంటలకు|વાગ્યે|વાગે|ಎಷ್ಟು ಗಂಟೆಗೆ|ಗಂಟೆಗೆ ತೆರೆ|എത്ര മണിക്ക്|ਵਜੇ|କେତେଟାରେ|କେତେଟା ବେଳେ|کتنے بجے", regex.I),
}  # fmt: skip
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
    "age": regex.compile(r"\p{Nd}+\s*(?:years|yrs|वर्ष|साल)|\bage\b", regex.I),
    "phone": regex.compile(r"(?:helpline|phone|call|toll|tel|dial|contact|हेल्पलाइन|फ़ोन|फोन)\P{Nd}{0,60}\p{Nd}{4,}|\b0\p{Nd}{2,4}[- ]\p{Nd}{6,8}\b|\b[6-9]\p{Nd}{9}\b|\b1800[- ]?\p{Nd}", regex.I),
    "email": regex.compile(r"\w@\w|\[at\]", regex.I),
    "web": regex.compile(r"\bwww\.|https?:|\w\.(?:in|com|org|net)\b|\bportal\b|पोर्टल", regex.I),
    "address": regex.compile(r"\b\p{Nd}{3} ?\p{Nd}{3}\b|\b(?:Road|Marg|Street|Nagar|Bhawan|Bhavan|Floor|Building)\b|(?:[Oo]ffice|[Rr]egistry|[Hh]ead ?quarters?) (?:is )?(?:in|at) \p{Lu}"),
    "clock": regex.compile(r"\p{Nd}\s*(?:a\.?m|p\.?m)\b|office hours|बजे", regex.I),
    "person": regex.compile(r"(?:\b(?:Shri|Smt|Sri|Dr|Mr|Mrs|Ms)\b\.?|श्रीमती|श्री|डॉ\.?)\s+[\p{Lu}\p{Lo}]"),
}  # fmt: skip


def wanted(question: Question) -> frozenset[Kind]:
    """The kinds that an answer must hold one of; none where the question wants words."""
    from_ideas = {BY_IDEA[idea] for idea in question.ideas if idea in BY_IDEA}
    told = {*_told(question.text), *_phrased(question.text)}
    kinds = frozenset(from_ideas | told)
    if "number" not in told and "span" not in from_ideas:  # `in a year` asks for no time
        kinds -= {"span"}
    if "span" in kinds:  # for how many days, not on which
        kinds -= {"time"} if from_ideas & {"money"} else {"time", "money"}
    return kinds - {"number"} or kinds


def holds(text: str, kinds: frozenset[Kind]) -> float:
    """The share of the kinds that a text holds."""
    return sum(bool(HELD[kind].search(text)) for kind in kinds) / len(kinds) if kinds else 1.0


def _phrased(text: str) -> Iterator[Kind]:
    return (kind for kind, asked in PHRASED.items() if asked.search(text))


def _told(text: str) -> Iterator[Kind]:
    said = [fold(word) for word in regex.findall(r"[\p{L}\p{M}\p{N}%]+", text)]
    for kind, terms in ASKED.items():
        for term in terms.split():
            stem = fold(term.rstrip("*")) or term
            if any(w == stem or (term[-1] == "*" and w.startswith(stem)) for w in said):
                yield kind
                break
