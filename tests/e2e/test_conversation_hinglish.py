"""A shopkeeper's morning in Hindi, in Latin letters."""

from inline_snapshot import snapshot

from tests.e2e.conftest import Conversation

LINES = (
    "namaste",
    "aaj pyaz ka bhav kya hai",
    "tamatar ka kal kya tha nashik mein",
    "kal kitni bikri hui",
    "nashik wali dukan mein?",
    "sabse kam kya bika pichle hafte",
    "20 kilo chawal aaya 42 rupaye kilo",
    "haan likh lo",
    "chini ka daam 48 kar do",
    "haan",
    "apni dukan mein chini kitne ki hai",
    "aloo becha",
    "4 kilo",
    "total 110",
    "theek hai",
    "wapas le lo",
    "mirchi ka bhav",
    "1",
    "shukriya bhai",
)


async def test_a_morning_in_romanised_hindi(conversation: Conversation) -> None:
    for line in LINES:
        await conversation.say(line)
    assert conversation.text == snapshot("""\
> namaste
Namaste! Main Haat Saathi hoon. Mandi ka bhav, apni bikri ya stock poochhiye, ya bataiye ki kya becha.

> aaj pyaz ka bhav kya hai
Pyaz, Barbigha: ₹2,100 prati quintal
Yaani ₹21 prati kilo.
Sabse kam ₹2,000 prati quintal, sabse zyada ₹2,200 prati quintal.
1 August 2023 ka bhav.
Patna ka bhav mere paas nahin hai; yeh sabse paas ki mandi hai, 57 km door.
Yeh aakhri maloom bhav hai, purana hai: sirf isi par faisla na karein, mandi mein poochh lein.
Srot: AGMARKNET.

> tamatar ka kal kya tha nashik mein
Tamatar, Rahata: ₹5,200 prati quintal
Yaani ₹52 prati kilo.
Sabse kam ₹3,000 prati quintal, sabse zyada ₹7,500 prati quintal.
1 August 2023 ka bhav.
Nashik ka bhav mere paas nahin hai; yeh sabse paas ki mandi hai, 74 km door.
Yeh aakhri maloom bhav hai, purana hai: sirf isi par faisla na karein, mandi mein poochh lein.
Srot: AGMARKNET.

> kal kitni bikri hui
Bikri, kal (beeta): ₹17,825.82
Usse pehle: ₹18,018.08 (-1.1%).
Srot: aapka khata, 24 November 2026.
(Namoona dukan: banaye hue aankde.)

> nashik wali dukan mein?
Bikri, kal (beeta): ₹12,944.82
Usse pehle: ₹11,783.32 (+9.9%).
Srot: aapka khata, 24 November 2026.
(Namoona dukan: banaye hue aankde.)

> sabse kam kya bika pichle hafte
Sabse kam bika, pichhle hafte:
• Dantika Toothbrush: ₹150
• Phool broom: ₹196
• Kesar Lata Shampoo sachet 6 ml: ₹200
• Chakki Sona Vermicelli 500 g: ₹208
• Jyoti Candles (pack of 6): ₹288
(Namoona dukan: banaye hue aankde.)

> 20 kilo chawal aaya 42 rupaye kilo
Likh loon?
Kharida: 20 kilo chawal
Bhav: ₹42 prati kilo
Kul: ₹840
Din: 25 November 2026
Iske baad stock: 278.5 kilo
[Haan | Nahin]

> haan likh lo
Likh liya: 20 kilo chawal kharida, kul ₹840.
Iske baad stock: 278.5 kilo
(Namoona dukan: banaye hue aankde.)

> chini ka daam 48 kar do
Daam badal doon?
Cheeni: ₹48 prati kilo
Abhi: ₹47 prati kilo
[Haan | Nahin]

> haan
Ho gaya. cheeni ka daam ab ₹48 prati kilo.
(Namoona dukan: banaye hue aankde.)

> apni dukan mein chini kitne ki hai
Haan:
• Cheeni: ₹48 prati kilo, stock mein 98 kilo
(Namoona dukan: banaye hue aankde.)

> aloo becha
Aloo kitna?

> 4 kilo
Likh loon?
Becha: 4 kilo aloo
Bhav: ₹23 prati kilo
Kul: ₹92
Din: 25 November 2026
Iske baad stock: 60 kilo
[Haan | Nahin]

> total 110
Likh loon?
Becha: 4 kilo aloo
Bhav: ₹27.50 prati kilo
Kul: ₹110
Din: 25 November 2026
Iske baad stock: 60 kilo
[Haan | Nahin]

> theek hai
Likh liya: 4 kilo aloo becha, kul ₹110.
Iske baad stock: 60 kilo
(Namoona dukan: banaye hue aankde.)

> wapas le lo
Wapas le liya: aloo.

> mirchi ka bhav
Inmein se kaun sa?
[hari mirch | lal mirch]

> 1
Hari mirch, Ballia: ₹4,770 prati quintal
Yaani ₹47.70 prati kilo.
Sabse kam ₹4,750 prati quintal, sabse zyada ₹4,800 prati quintal.
1 August 2023 ka bhav.
Patna ka bhav mere paas nahin hai; yeh sabse paas ki mandi hai, 125 km door.
Yeh aakhri maloom bhav hai, purana hai: sirf isi par faisla na karein, mandi mein poochh lein.
Srot: AGMARKNET.

> shukriya bhai
Khushi hui. Jab chahein poochhiye.\
""")
    assert conversation.tongues == {("hi", "Latn")}
    assert conversation.grounded
