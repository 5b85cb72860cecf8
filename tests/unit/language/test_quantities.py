"""Quantities, prices and sums as people write them.

In the tables: `5 kg`, `Rs 90/kg price`, `Rs 200 total`, `#5` for a number without unit; `pack`, `limit` and `floor` as
they stand; `~` joins the ends of a range.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.quantities import Amount, find_amounts
from haat.language.tokens import tokenise
from tests.unit.language.grammars import ENGLISH, MIXED, table, words

QUANTITIES = """
50 kilo | 50 kg
5kg | 5 kg
5 kgs | 5 kg
5 kg. | 5 kg
5 kilogram | 5 kg
250 gm | 250 g
250gms | 250 g
500g | 500 g
dhai kilo | 2.5 kg
aadha kilo | 0.5 kg
half kg | 0.5 kg
quarter kilo | 0.25 kg
pav kilo | 0.25 kg
paav kilo dahi | 0.25 kg
ek pav | 0.25 kg
teen pav | 0.75 kg
aadha pav | 0.125 kg
dedh pav | 0.375 kg
sava kilo | 1.25 kg
pauna kilo | 0.75 kg
paune do kilo | 1.75 kg
sadhe teen sau gram | 350 g
dhai sau gram | 250 g
2 kilo 500 gram | 2.5 kg
ek kilo paanch sau gram | 1.5 kg
1kg 250g | 1.25 kg
1 litre 500 ml | 1.5 l
2 quintal 50 kilo | 2.5 quintal
2 kilo, 500 gram | 2 kg; 500 g
one and a half quintal | 1.5 quintal
two kilos and a half | 2.5 kg
do kuntal gehu | 2 quintal
3 quintle | 3 quintal
2 ton | 2 tonne
5 man | 5 maund
2 tola | 2 tola
1ltr tel | 1 l
2l doodh | 2 l
5 liter | 5 l
200 ml | 200 ml
ek darjan kele | 1 dozen
do darzan | 2 dozen
half a dozen eggs | 0.5 dozen
a dozen eggs | 1 dozen
price of a kilo of tomato | 1 kg
10 pkt | 10 packet
3 paket | 3 packet
2 peti | 2 box
4 bori | 4 bag
2 katta | 2 bag
3 crate | 3 crate
5 gaddi palak | 5 bundle
10 pis | 10 piece
12 nag | 12 piece
2 jodi | 2 pair
5 meter kapda | 5 metre
५ किलो आलू | 5 kg
डेढ़ क्विंटल | 1.5 quintal
आधा किलो | 0.5 kg
ढाई सौ ग्राम | 250 g
तीन पाव | 0.75 kg
पाव किलो | 0.25 kg
दो दर्जन | 2 dozen
दो बोरी | 2 bag
5 पैकेट | 5 packet
दस लीटर | 10 l
do-teen kilo | 2~3 kg
2-3 kg | 2~3 kg
5 se 10 kilo | 5~10 kg
5 kilo se 10 kilo | 5~10 kg
5 kg to 10 kg | 5~10 kg
do dhai sau gram | 200~250 g
5 kilo wala atta | 5 kg pack
500 g pack | 500 g pack
5 किलो वाला आटा | 5 kg pack
5 kg ki bori | 5 kg pack
1 litre bottle | 1 l pack
500g ka packet | 500 g pack
500 gram ke 3 packet | 500 g pack; 3 packet
3 packets of 500 g | 3 packet; 500 g pack
2 x 500 g | #2; 500 g pack
500 gram 3 packet | 500 g pack; 3 packet
surf excel 1 kg 3 packet becha | 1 kg pack; 3 packet
12 bottle shahad | 12 piece
500 ml ki bottle | 500 ml pack
5 kg pack 3 packet | 5 kg pack; 3 packet
10 kilo se kam | 10 kg limit
kam se kam 10 kilo | 10 kg floor
at least 20 kg | 20 kg floor
10% | #10 percent
10 percent | #10 percent
दस प्रतिशत | #10 percent
pav bhaji |
kilo |
bori |
aap kya karte ho |
do you have honey |
"""

MONEY = """
90 rupaye kilo | Rs 90/kg price
90 rupaye per kilo | Rs 90/kg price
90 rupaye prati kilo | Rs 90/kg price
90 rs ka kilo | Rs 90/kg price
90 rupaye ka ek kilo | Rs 90/kg price
90 ka kilo | Rs 90/kg price
90 ka 1 kilo | Rs 90/kg price
₹14/kg | Rs 14/kg price
40/kg | Rs 40/kg price
40 rs / kg | Rs 40/kg price
Rs. 40/- per kg | Rs 40/kg price
14 rupees a kilo | Rs 14/kg price
rs 14 per kilogram | Rs 14/kg price
40 per kg | Rs 40/kg price
40 rs per packet | Rs 40/packet price
2000 rupaye quintal | Rs 2000/quintal price
60 rupaye darjan | Rs 60/dozen price
kilo 90 rupaye | Rs 90/kg price
pyaz kilo 30 rs | Rs 30/kg price
packet 40 rs | Rs 40/packet price
darjan 60 rupaye | Rs 60/dozen price
per kg rate 90 | Rs 90/kg price
per kilo 90 | Rs 90/kg price
prati kilo 90 | Rs 90/kg price
kilo ka bhav 90 | Rs 90/kg price
kilo ka 90 rupaye | Rs 90/kg price
ek kilo ka bhav 90 | Rs 90/kg price
1 kilo ka 90 rupaye | Rs 90/kg price
90 रुपये किलो | Rs 90/kg price
90 रुपये प्रति किलो | Rs 90/kg price
प्रति किलो 90 रुपये | Rs 90/kg price
२००० रुपये क्विंटल | Rs 2000/quintal price
नब्बे रुपये किलो | Rs 90/kg price
50 ka bhav | Rs 50 price
90 ke bhav se | Rs 90 price
90 ke hisab se | Rs 90 price
90 rupaye kilo ke hisab se | Rs 90/kg price
40 ke rate se | Rs 40 price
40 rate | Rs 40 price
90 का एक | Rs 90 price
90 के भाव से | Rs 90 price
40 की दर से | Rs 40 price
@40 | Rs 40 price
@ 40 rs | Rs 40 price
@40/kg | Rs 40/kg price
at 40 | Rs 40 price
at 40 rupees | Rs 40 price
rate 40 kar do | Rs 40 price
bhav 50 rupaye | Rs 50 price
price: 45 | Rs 45 price
40 each | Rs 40 price
40 rupees each | Rs 40 price
5 rate 40 | #5; Rs 40 price
1.5 quintal at 14 rupees a kilo | 1.5 quintal; Rs 14/kg price
5 kilo pyaz becha 40 ke rate se | 5 kg; Rs 40 price
bech diya 12 kilo tamatar 30 rupaye kilo | 12 kg; Rs 30/kg price
5 किलो आलू 20 रुपये किलो बेचा | 5 kg; Rs 20/kg price
डेढ़ क्विंटल प्याज 1400 के भाव से | 1.5 quintal; Rs 1400 price
10 kilo aloo @ 20 | 10 kg; Rs 20 price
sold 20 at 40 | #20; Rs 40 price
5 papad 40 each | #5; Rs 40 price
500 rupaye | Rs 500
₹500 | Rs 500
500₹ | Rs 500
Rs.500 | Rs 500
rs 500 | Rs 500
INR 500 | Rs 500
250/- | Rs 250
Rs 250/- | Rs 250
500 रुपये | Rs 500
500 रु | Rs 500
रु 500 | Rs 500
पाँच सौ रुपए | Rs 500
dedh sau rupaye | Rs 150
2 lakh rupaye | Rs 200000
1,20,000 rs | Rs 120000
1.5k rs | Rs 1500
50 paise | Rs 0.5
5 rupaye 50 paise | Rs 5.5
5 rs 10 kilo | Rs 5; 10 kg
10 kilo 200 rupaye | 10 kg; Rs 200
parle g 10 rupaye | Rs 10
aaj 3 packet doodh becha 90 rupaye | 3 packet; Rs 90
200 rupaye mein becha | Rs 200 total
10 kilo aloo 200 mein becha | 10 kg; Rs 200 total
10 kilo aloo 200 rupaye mein becha | 10 kg; Rs 200 total
दो दर्जन केले 120 रुपये में बेचे | 2 dozen; Rs 120 total
5 kilo 150 me bik gaya | 5 kg; Rs 150 total
ek darjan kele 60 rupaye me | 1 dozen; Rs 60 total
20 rupaye mein 5 kilo | Rs 20 total; 5 kg
5 kilo ka 450 | 5 kg; Rs 450 total
5 kilo ka 450 rupaye | 5 kg; Rs 450 total
5 kg for 250 | 5 kg; Rs 250 total
5 kg for 250 rupees | 5 kg; Rs 250 total
sold 20 packets for 400 rupees | 20 packet; Rs 400 total
total 500 rupaye | Rs 500 total
kul 500 rupaye | Rs 500 total
कुल 500 रुपये | Rs 500 total
5 kilo aloo total 100 | 5 kg; Rs 100 total
500 rupees in all | Rs 500 total
200 rupaye ka 5 kilo | Rs 200 total; 5 kg
do sau rupaye ka dhai kilo aata | Rs 200 total; 2.5 kg
10 rupaye ke 5 packet | Rs 10; 5 packet
500g ka price 180 | 500 g pack; Rs 180 price
sold mango pickle 5 for 600 | #5; Rs 600 total
5 papad 50 mein beche | #5; Rs 50 total
10 me 2 kharab nikle | #10; #2
90 mein bechu to | Rs 90 price
total 500 | #500 total
doodh ka packet 30 rupaye | Rs 30/packet price
doodh ka packet 30 rupaye mein becha | Rs 30 total
500 se kam ke saman | #500 limit
under 100 rupees | Rs 100 limit
less than 50 | #50 limit
upto 200 rs | Rs 200 limit
50 rupaye tak | Rs 50 limit
100 रुपये से कम | Rs 100 limit
below ₹250 | Rs 250 limit
20 rupaye kilo se kam | Rs 20/kg limit
kam se kam 50 rupaye | Rs 50 floor
more than 50 rupees | Rs 50 floor
50 rupaye se zyada | Rs 50 floor
10 rupaye wala biscuit | Rs 10 pack
10 ₹20 wale packet | #10; Rs 20 pack
5 wala | #5 pack
40-50 rupaye kilo | Rs 40~50/kg price
चालीस पचास रुपये | Rs 40~50
"""

NOT_AMOUNTS = """
7 din me kitna bikega |
last 30 days |
12 nov ko 5 kilo becha | 5 kg
12/11/2026 ko 3 packet | 3 packet
12 tarikh ko |
10 baje 5 kilo | 5 kg
at 5 pm |
for 5 days |
pichle 3 mahine ka bhav |
bhav pichle 7 din ka |
10 log aaye |
"""


def _shown(amount: Amount) -> str:
    value = f"{amount.value:f}" if amount.upper is None else f"{amount.value:f}~{amount.upper:f}"
    head = {"quantity": value, "money": f"Rs {value}", "number": f"#{value}"}[amount.kind]
    unit = f"/{amount.per}" if amount.per else f" {amount.unit}" if amount.unit else ""
    return f"{head}{unit}{' ' + amount.role if amount.role else ''}{' pack' if amount.pack else ''}"


def _found(text: str) -> str:
    return "; ".join(_shown(amount) for amount in find_amounts(tokenise(text), MIXED))


@pytest.mark.parametrize(("text", "amounts"), table(QUANTITIES))
def test_quantities(text: str, amounts: str) -> None:
    assert _found(text) == amounts


@pytest.mark.parametrize(("text", "amounts"), table(MONEY))
def test_money(text: str, amounts: str) -> None:
    assert _found(text) == amounts


@pytest.mark.parametrize(("text", "amounts"), table(NOT_AMOUNTS))
def test_days_and_hours_are_no_amounts(text: str, amounts: str) -> None:
    assert _found(text) == amounts


def test_noun_behind_a_bare_number_keeps_it_a_count() -> None:
    tokens = tokenise("price 5 papad")
    assert [a.kind for a in find_amounts(tokens, MIXED)] == ["money"]
    assert [a.kind for a in find_amounts(tokens, MIXED, lambda position: position == 2)] == [
        "number"
    ]


def test_amount_covers_the_words_that_belong_to_it() -> None:
    tokens = tokenise("pyaz 90 rupaye kilo ke hisab se 5 kilo becha")
    price, sold = find_amounts(tokens, MIXED)
    assert (price.start, price.end) == (1, 7)
    assert (sold.start, sold.end) == (7, 9)


def test_range_is_ambiguous() -> None:
    (amount,) = find_amounts(tokenise("do-teen kilo"), MIXED)
    assert amount == Amount(
        "quantity", Decimal(2), "kg", None, None, 0, 3, upper=Decimal(3), ambiguous=True
    )


def test_one_language_alone_knows_its_own_words_only() -> None:
    assert [_shown(a) for a in find_amounts(tokenise("five kg and paanch kilo"), ENGLISH)] == [
        "5 kg"
    ]


WORDS = [
    *words(
        "ek do teen 5 10 1/2 250 kilo kg gram packet rs rupaye ₹ /- / per a ka ke bhav rate @ at total mein becha wala"
    ),
    *words(
        "se kam tak kam under for each of x and half pav kilo 50 paise % nov 12 din kal , . aloo"
    ),
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_amounts_never_overlap(chosen: list[str]) -> None:
    tokens = tokenise(" ".join(chosen))
    end = 0
    for amount in find_amounts(tokens, MIXED):
        assert end <= amount.start < amount.end <= len(tokens)
        assert amount.value >= 0
        end = amount.end


@given(
    st.decimals(min_value=0, max_value=9999, places=2),
    st.sampled_from(
        [
            ("kg", "kg"),
            ("kilo", "kg"),
            ("किलो", "kg"),
            ("packet", "packet"),
            ("litre", "l"),
            ("g", "g"),
        ]
    ),
)
def test_any_number_with_a_unit_is_that_quantity(value: Decimal, unit: tuple[str, str]) -> None:
    (amount,) = find_amounts(tokenise(f"{value} {unit[0]}"), MIXED)
    assert (amount.kind, amount.value, amount.unit) == ("quantity", value, unit[1])
