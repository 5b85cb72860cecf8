"""Numbers in digits and words, and words that only look like numbers.

In the tables `~` joins the ends of a range and marks it as ambiguous, `?` marks what else is ambiguous.
"""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from haat.language.grammar import Grammar
from haat.language.numbers import Number, find_numbers
from haat.language.tokens import tokenise
from tests.unit.language.grammars import ENGLISH, HINDI, MIXED, table, words

ROMAN = """
ek kilo | 1
do kilo pyaz | 2
teen packet | 3
tin packet | 3
char piece | 4
chaar piece | 4
panch litre | 5
paanch rupaye | 5
pach rupay | 5
paach rupaye | 5
chhe darjan | 6
che darjan | 6
chah kilo | 6
chhah kilo | 6
saat kilo | 7
sat kilo | 7
aath kilo | 8
ath kilo | 8
nau kilo | 9
nou kilo | 9
das kilo | 10
dus rupaye | 10
gyarah | 11
gyara | 11
barah | 12
baarah | 12
terah | 13
chaudah | 14
choudah | 14
pandrah | 15
pandra rupaye | 15
solah | 16
sola | 16
satrah | 17
sattrah | 17
atharah | 18
athara | 18
unnis | 19
unnees | 19
bees | 20
bis rupaye | 20
ikkis | 21
bais | 22
baees | 22
teis | 23
chaubis | 24
choubis | 24
pachis | 25
pachees | 25
pacchis | 25
chhabbis | 26
sattais | 27
atthais | 28
athais | 28
untis | 29
tees | 30
tis | 30
iktis | 31
battis | 32
taintis | 33
chautis | 34
paintis | 35
chhattis | 36
saintis | 37
adtis | 38
untalis | 39
chalis | 40
chaalees | 40
iktalis | 41
bayalis | 42
taintalis | 43
chauvalis | 44
paintalis | 45
pentalis | 45
chhiyalis | 46
saintalis | 47
adtalis | 48
unchas | 49
pachas | 50
pachaas | 50
ikyavan | 51
bavan | 52
bawan | 52
tirpan | 53
chauvan | 54
pachpan | 55
chhappan | 56
chappan | 56
sattavan | 57
atthavan | 58
unsath | 59
saath rupaye | 60
sath kilo | 60
iksath | 61
basath | 62
tirsath | 63
chaunsath | 64
painsath | 65
chhiyasath | 66
sadsath | 67
adsath | 68
unhattar | 69
sattar | 70
ikhattar | 71
bahattar | 72
tihattar | 73
chauhattar | 74
pachhattar | 75
pichattar | 75
chhihattar | 76
sathattar | 77
athhattar | 78
unasi | 79
assi | 80
ikyasi | 81
bayasi | 82
tirasi | 83
chaurasi | 84
pachasi | 85
chhiyasi | 86
sattasi | 87
athasi | 88
navasi | 89
nabbe | 90
ikyanve | 91
banve | 92
tiranve | 93
chauranve | 94
pachanve | 95
chhiyanve | 96
sattanve | 97
atthanve | 98
ninyanve | 99
ninanve | 99
sau | 100
sau rupaye | 100
ek sau | 100
do sau | 200
do so rupaye | 200
5 so rupaye | 500
ek so pachas | 150
ek sau pachas | 150
sau pachas | 150
teen sau pachpan rupaye | 355
paanch hazar | 5000
paanch hajar do sau | 5200
hazar rupaye | 1000
do lakh pachas hazar teen sau bees | 250320
ek lakh | 100000
2 lac | 200000
3 cr | 30000000
1.5 lakh | 150000
2 hazar 500 | 2500
saat crore | 70000000
das lakh karod | 10000000000000
1.5k | 1500
2k | 2000
dedh | 1.5
dedh sau | 150
dedh hazar | 1500
derh lakh | 150000
dhai | 2.5
adhai kilo | 2.5
dhai hazar | 2500
dhai sau gram | 250
sava kilo | 1.25
sawa do | 2.25
sava sau | 125
sava do sau | 225
sava lakh | 125000
sava teen hazar | 3250
paune kilo | 0.75
pauna kilo | 0.75
paune do | 1.75
paune do sau | 175
paune sau | 75
pauna lakh | 75000
sadhe teen | 3.5
saadhe teen kilo | 3.5
sadhe paanch sau | 550
sarhe chaar hazar | 4500
sadhe 5 kilo | 5.5
sadhe 12 lakh | 1250000
sade teen baje | 3.5
aadha kilo | 0.5
adha litre | 0.5
aadha darjan | 0.5
teen pav | 3
do point paanch | 2.5
do-teen kilo | 2~3
do teen kilo | 2~3
teen char | 3~4
das barah | 10~12
das barah hazar | 10000~12000
do teen sau | 200~300
do dhai sau | 200~250
sau do sau | 100~200
sau sava sau | 100~125
10 se 15 kilo | 10~15
das se pandrah | 10~15
paanch ya chhe kilo | 5~6
ek do kilo | 1~2
ek ek kilo | 1
ek do teen char | 1~4
sadhe sau | 100?
sadhe dedh sau | 150?
sau do | 102?
ek | 1
do | 2
chalis kilo pyaz do | 40
paanch do | 5
5 do | 5
bees de do | 20
do pyaz aur teen aloo | 3
5 kilo aur 3 packet | 5 3
kul mila ke 1,20,000 rupaye | 120000
mobile 9876543210 |
"""

ROMAN_NOT = """
aap kya karte ho |
bata do |
mujhe bata do |
bhav bata do kilo ka |
likh do |
de do |
hata do |
mujhe do do |
5 kilo bata do | 5
do na |
ek baat batao |
ek baar |
uske saath |
mere saath kilo |
sab so gaye |
me kya karu |
kya haal hai |
sade aloo |
aadhi raat |
aadha din | 0.5
savaal hai |
sat nahi |
dal do |
"""

DEVANAGARI = """
एक किलो | 1
दो किलो | 2
तीन | 3
चार | 4
पाँच | 5
पांच | 5
छह | 6
छः | 6
छ: किलो | 6
छे किलो | 6
सात | 7
आठ | 8
नौ | 9
दस | 10
पन्द्रह | 15
पंद्रह | 15
अठारह | 18
अट्ठारह | 18
बीस | 20
इक्कीस | 21
बाइस | 22
पच्चीस | 25
उन्तीस | 29
पैंतालीस | 45
पचास | 50
पचपन | 55
साठ | 60
सड़सठ | 67
पचहत्तर | 75
अस्सी | 80
नब्बे | 90
निन्यानवे | 99
निन्यानबे | 99
सौ | 100
दो सौ | 200
तीन सौ पचपन रुपये | 355
एक हज़ार | 1000
एक हजार पाँच सौ | 1500
दो लाख पचास हजार | 250000
डेढ़ सौ | 150
डेढ सौ | 150
ढाई हजार | 2500
सवा सौ | 125
सवा दो सौ | 225
सवा किलो | 1.25
पौने दो | 1.75
पौने दो सौ | 175
पौन किलो | 0.75
साढ़े तीन | 3.5
साढ़े पाँच सौ | 550
साढे पाँच | 5.5
साड़े पाँच सौ | 550
आधा किलो | 0.5
दो-तीन किलो | 2~3
दो ढाई सौ | 200~250
दस से बारह किलो | 10~12
५ किलो | 5
१,२०,००० | 120000
२.५ किलो | 2.5
टू हंड्रेड फोर्टी फाइव | 245
फिफ्टी | 50
ट्वेंटी फाइव रुपये | 25
वन फिफ्टी रुपये | 150
थ्री हंड्रेड | 300
फाइव थाउजेंड | 5000
बता दो |
दे दो |
एक बात बताओ |
के साथ |
दो | 2
साढ़े सौ | 100?
"""

ENGLISH_CASES = """
one kg | 1
two kg | 2
three | 3
ten | 10
eleven packets | 11
thirteen | 13
twenty | 20
twenty five | 25
twenty-five | 25
forty two | 42
ninety nine | 99
one hundred | 100
a hundred | 100
hundred rupees | 100
one hundred twenty | 120
one hundred and twenty | 120
two hundred and forty five | 245
five thousand | 5000
five thousand two hundred and six | 5206
one lakh twenty thousand five hundred and six | 120506
two lakhs | 200000
2.5 lakh | 250000
three crore | 30000000
ten million | 10000000
two fifty rupees | 250
one seventy five | 175
two and a half | 2.5
two and a half thousand | 2500
one and a half kg | 1.5
three and a quarter | 3.25
half kg | 0.5
half a dozen | 0.5
half a kilo | 0.5
a quarter kg | 0.25
quarter kilo | 0.25
three quarters of a kilo | 0.75
two point five | 2.5
five point seven five | 5.75
1/2 kg | 0.5
3/4 litre | 0.75
1 1/2 kg | 1.5
½ kg | 0.5
1½ kg | 1.5
500 | 500
1,200 | 1200
1,20,000 | 120000
12,34,56,789 | 123456789
120,000 | 120000
99.50 | 99.5
5 to 10 | 5~10
5-10 kg | 5~10
5 - 10 kg | 5~10
five or six | 5~6
5, 6 and 7 | 5 6 7
1st |
12th november |
do you have honey |
do we have 5 kg | 5
how do i sell |
which one is better |
one of them |
this one |
half price |
no |
so what |
i want to sell 5 | 5
9876543210 |
8901234567890 |
"""


def _shown(number: Number) -> str:
    if number.upper is not None:
        return f"{number.value:f}~{number.upper:f}"
    return f"{number.value:f}{'?' if number.ambiguous else ''}"


def _found(text: str, grammar: Grammar) -> str:
    return " ".join(_shown(number) for number in find_numbers(tokenise(text), grammar))


@pytest.mark.parametrize(("text", "numbers"), table(ROMAN + ROMAN_NOT.strip()))
def test_romanised_hindi(text: str, numbers: str) -> None:
    assert _found(text, MIXED) == numbers


@pytest.mark.parametrize(("text", "numbers"), table(DEVANAGARI))
def test_devanagari(text: str, numbers: str) -> None:
    assert _found(text, MIXED) == numbers


@pytest.mark.parametrize(("text", "numbers"), table(ENGLISH_CASES))
def test_english(text: str, numbers: str) -> None:
    assert _found(text, MIXED) == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("do pyaz", "2"), ("ek doodh", "1"), ("one onion", "1"), ("sat nimbu", "7")],
)
def test_noun_behind_it_makes_a_number_of_a_homograph(text: str, number: str) -> None:
    tokens = tokenise(text)
    assert find_numbers(tokens, MIXED) == ()
    with_noun = find_numbers(tokens, MIXED, lambda position: position == 1)
    assert [_shown(n) for n in with_noun] == [number]


def test_number_stands_on_its_tokens() -> None:
    tokens = tokenise("pyaz paune do sau gram becha")
    assert find_numbers(tokens, MIXED) == (Number(Decimal(175), 1, 4),)


def test_numbers_do_not_join_across_punctuation() -> None:
    assert _found("do sau, pachas kilo", MIXED) == "200 50"


# A speller of its own, so that the forms of the packs are not their own oracle.
ONES_TO_99 = words("""
एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस
छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस
तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन
उनसठ साठ इकसठ बासठ तिरेसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर
सतहत्तर अठहत्तर उन्यासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अठासी नवासी नब्बे इक्यानवे बानवे तिरानवे
चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे
""")
TEENS = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
)
TEENS += words("sixteen seventeen eighteen nineteen")
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")


def _in_hindi(number: int) -> str:
    parts = []
    for size, word in ((100_000, "लाख"), (1000, "हज़ार"), (100, "सौ")):
        if number >= size:
            parts.append(f"{ONES_TO_99[number // size - 1]} {word}")
            number %= size
    if number:
        parts.append(ONES_TO_99[number - 1])
    return " ".join(parts) or "शून्य"


def _below_hundred(number: int) -> str:
    if number < 20:
        return TEENS[number]
    ten = TENS[number // 10 - 2]
    return f"{ten} {TEENS[number % 10]}" if number % 10 else ten


def _in_english(number: int, joiner: str) -> str:
    parts = []
    for size, word in ((100_000, "lakh"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            parts.append(f"{_below_hundred(number // size)} {word}")
            number %= size
    if number and parts and joiner:
        parts.append(joiner)
    if number or not parts:
        parts.append(_below_hundred(number))
    return " ".join(parts)


UP_TO_A_CRORE = st.one_of(st.integers(0, 999), st.integers(0, 99_99_999))


@given(UP_TO_A_CRORE)
@example(0)
@example(99_99_999)
def test_hindi_words_come_back_as_their_number(number: int) -> None:
    assert _found(f"{_in_hindi(number)} रुपये", HINDI) == str(number)


@given(UP_TO_A_CRORE, st.sampled_from(["and", ""]))
@example(0, "and")
def test_english_words_come_back_as_their_number(number: int, joiner: str) -> None:
    assert _found(f"{_in_english(number, joiner)} rupees", ENGLISH) == str(number)


def _indian(number: int) -> str:
    head, tail = divmod(number, 1000)
    if not head:
        return str(tail)
    pairs: list[str] = []
    while head:
        head, pair = divmod(head, 100)
        pairs.insert(0, f"{pair:02d}" if head else str(pair))
    return ",".join([*pairs, f"{tail:03d}"])


@given(st.integers(0, 99_99_99_999), st.sampled_from("0۰०০੦૦୦௦౦೦൦"))
def test_indian_grouping_in_any_digits_is_read_back(number: int, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in _indian(number))
    assert _found(f"₹{written} mila", MIXED) == str(number)


@given(st.integers(0, 999_999_999))
def test_western_grouping_is_read_back(number: int) -> None:
    assert _found(f"{number:,} rupees", MIXED) == str(number)


WORDS = [
    *words(
        "ek do teen sau so hazar lakh k sava paune sadhe dedh aadha half and a quarter to se ya - / 1 2 12 0.5 1½"
    ),
    *words(
        "kilo rs point one twenty five hundred th st , . bata pav 1,20,000 999999999 दो साढ़े सौ फिफ्टी 🍅"
    ),
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_numbers_never_overlap(chosen: list[str]) -> None:
    tokens = tokenise(" ".join(chosen))
    end = 0
    for number in find_numbers(tokens, MIXED):
        assert end <= number.start < number.end <= len(tokens)
        assert number.upper is None or number.upper > number.value
        end = number.end


@pytest.mark.parametrize("word", ["ek ", "sadhe ", "5 ", "lakh ", "do teen ", "1/2 ", "half a "])
def test_longest_message_of_one_word_is_read(word: str) -> None:
    tokens = tokenise((word * 4000)[:4000])
    assert all(number.end <= len(tokens) for number in find_numbers(tokens, MIXED))
