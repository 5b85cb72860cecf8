"""A shopkeeper's morning in English."""

from inline_snapshot import snapshot

from tests.e2e.conftest import Conversation

LINES = (
    "good morning",
    "what is the price of onion in Nashik?",
    "and potato?",
    "how much did we sell yesterday",
    "how much of that was profit",
    "sold 5 kg sugar",
    "wait, how much sugar is left?",
    "no, make that 4 kg",
    "yes",
    "how much sugar is left now?",
    "onion price in Aurangabad",
    "the one in Bihar",
    "do we have honey?",
    "what is the weather tomorrow",
    "undo",
    "thank you",
)


async def test_a_morning_in_english(conversation: Conversation) -> None:
    for line in LINES:
        await conversation.say(line)
    assert conversation.text == snapshot("""\
> good morning
Hello! I am Haat Saathi. Ask me a market price, your sales or your stock, or tell me what you sold.

> what is the price of onion in Nashik?
Onion, Nashik: ₹1,300 a quintal
That is ₹13 a kg.
Lowest ₹100 a quintal, highest ₹2,351 a quintal.
Price of 1 August 2023.
This is the last known price. It is old: don't decide by it alone, ask at the mandi.
Source: AGMARKNET.

> and potato?
Potato, Nashik: ₹1,450 a quintal
That is ₹14.50 a kg.
Lowest ₹1,300 a quintal, highest ₹1,650 a quintal.
Price of 29 July 2023.
This is the last known price. It is old: don't decide by it alone, ask at the mandi.
Source: AGMARKNET.

> how much did we sell yesterday
Sales, yesterday: ₹17,825.82
Before that: ₹18,018.08 (-1.1%).
Source: your own ledger, 24 November 2026.
(Demo shop: made-up figures.)

> how much of that was profit
Profit before expenses, yesterday: ₹2,667.12
That is 15% of the sales.
Before that: ₹2,845.38 (-6.3%).
Most of it comes from:
• Tomato (loose): ₹126
• Rice (loose): ₹114
• Onion (loose): ₹105
• Dantika Toothpaste 150 g: ₹105
• Makhana 250 g: ₹104
Source: your own ledger, 24 November 2026.
(Demo shop: made-up figures.)

> sold 5 kg sugar
Shall I write this down?
Sold: 5 kg Sugar (loose)
Price: ₹47 a kg
In all: ₹235
Day: 25 November 2026
Stock after: 93 kg
[Yes | No]

> wait, how much sugar is left?
Sugar. In stock: 98 kg
Source: your own ledger, 24 November 2026.
(Demo shop: made-up figures.)
Sugar: this still waits for your yes or no.
[Yes | No]

> no, make that 4 kg
Shall I write this down?
Sold: 4 kg Sugar (loose)
Price: ₹47 a kg
In all: ₹188
Day: 25 November 2026
Stock after: 94 kg
[Yes | No]

> yes
Written down: sold 4 kg Sugar (loose), ₹188 in all.
Stock after: 94 kg
(Demo shop: made-up figures.)

> how much sugar is left now?
Sugar. In stock: 94 kg
Source: your own ledger, 24 November 2026.
(Demo shop: made-up figures.)

> onion price in Aurangabad
Which one do you mean?
[Aurangabad, Bihar | Chhatrapati Sambhajinagar, Maharashtra]

> the one in Bihar
Onion, Mohana: ₹1,800 a quintal
That is ₹18 a kg.
Lowest ₹1,700 a quintal, highest ₹1,900 a quintal.
Price of 1 August 2023.
I have no price from Aurangabad; this is the nearest market I know, 87 km away.
This is the last known price. It is old: don't decide by it alone, ask at the mandi.
Source: AGMARKNET.

> do we have honey?
Yes:
• Litchi Honey 500 g: ₹231 a piece, 28 pieces in stock
(Demo shop: made-up figures.)

> what is the weather tomorrow
I can't do that. Ask me what will sell, what to charge, what to order, who buys, what a rule says; or tell me what you sold.

> undo
Taken back: sugar.

> thank you
You are welcome. Ask me any time.\
""")
    assert conversation.tongues == {("en", "Latn")}
    assert conversation.grounded
