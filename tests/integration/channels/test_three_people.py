"""Three people's first day, to be read: who taps, who spells as she speaks, and who is in a hurry."""

import re
from typing import Any

import pytest
from inline_snapshot import snapshot
from sqlalchemy import select

from haat.core.message import Media
from haat.store import tables
from haat.store.engine import reading
from tests.integration.channels.phones import Network, Phone
from tests.integration.channels.test_belonging import founds
from tests.integration.channels.test_taps import old_member

GAYA, NASHIK, MUMBAI, AT_SEA = (24.79, 85.0), (19.9975, 73.7898), (19.07, 72.87), (-40.0, -120.0)
VOICE = (Media("voice", "audio/ogg", "v"),)
_LISTED = re.compile(r"\d+\. |जो चाहिए, उसका नंबर|Send the number of")


async def told(phone: Phone, *lines: str | dict[str, Any]) -> str:
    """The dialogue from here on."""
    before = len(phone.dialogue)
    for line in lines:
        await (phone.says(line) if isinstance(line, str) else phone.says(**line))
    return "\n\n".join(map(_short, phone.dialogue[before:]))


def _short(dialogue: str) -> str:
    """Without the numbered list, which stands in the brackets once more."""
    return "\n".join(x for x in dialogue.split("\n") if not _LISTED.match(x))


async def test_sunita_taps_and_sends_single_words(network: Network) -> None:
    sunita = network.phone("whatsapp", "Sunita")
    await told(sunita, "नमस्ते")
    assert await told(
        sunita,
        "१",
        "दुकान",
        {"media": VOICE},
        "1",
        "3",
        "1",
        "1",
        "२",
        "20",
        "मेनू",
        "5",
        "हाँ",
        "1",
    ) == snapshot("""\
> १
आपका काम क्या है?
[मेरी अपनी दुकान | महिला समूह | मेरे पास कोड है]

> दुकान
आप किस जिले में हैं? जिले का नाम लिखिए, या अपनी लोकेशन भेजिए।
[बाद में]

> {'media': (Media(kind='voice', media_type='audio/ogg', reference='v', name=''),)}
आवाज या फोटो मैं अभी नहीं ले सकती। चुनिए, या लिखिए।

आप किस जिले में हैं? जिले का नाम लिखिए, या अपनी लोकेशन भेजिए।
[बाद में]

> 1
हो गया, आपकी दुकान बन गई। जो बेचें वह बताइए, या चुनिए। “मेनू” लिखें तो यह सूची फिर आएगी।
[भाव | क्या मँगाएँ | बिक्री लिखें | कौन खरीदेगा | चेतावनी | मदद]

> 3
कौन सी चीज?
[प्याज | आलू | टमाटर | चावल | आटा | चीनी | दूध | अंडा]

> 1
किस नाप में?
[किलो | लीटर | नग | पैकेट]

> 1
प्याज कितना, किलो में?
[1 | 2 | 5 | 10 | 20 | 50]

> २
प्याज एक किलो किस भाव से?
[₹10 | ₹20 | ₹30 | ₹40 | ₹50 | ₹100 | ₹200 | ₹500]

> 20
लिख लूँ?
बेचा: 2 किलो प्याज
भाव: ₹20 प्रति किलो
कुल: ₹40
दिन: 25 नवंबर 2026
प्याज आपकी सूची में नया होगा।
[हाँ | नहीं]

> मेनू
क्या करना है?
[भाव | क्या मँगाएँ | बिक्री लिखें | कौन खरीदेगा | चेतावनी | मदद]

> 5
अभी चेतावनी नहीं दे सकती: बिक्री लिखी नहीं है। जो बिका और जो बचा, वह बताइए।
प्याज: इस पर अभी आपकी हाँ या ना बाकी है।
[हाँ | नहीं]

> हाँ
लिख लिया: 2 किलो प्याज बेचा, कुल ₹40।
[मेनू | वापस लें]

> 1
क्या करना है?
[भाव | क्या मँगाएँ | बिक्री लिखें | कौन खरीदेगा | चेतावनी | मदद]\
""")
    assert await told(
        sunita, "वापस लो", {"location": GAYA}, {"location": NASHIK}, "रोको", "भाव", "1"
    ) == snapshot("""\
> वापस लो
वापस ले लिया: प्याज।
[भाव | क्या मँगाएँ | बिक्री लिखें | कौन खरीदेगा | चेतावनी | मदद]

> {'location': (24.79, 85.0)}
लिख लिया: आप गया में हैं। भाव पूछिए; वहीं का या सबसे पास की मंडी का बताऊँगी।
[भाव | क्या मँगाएँ | बिक्री लिखें | कौन खरीदेगा | चेतावनी | मदद]

> {'location': (19.9975, 73.7898)}
आप नासिक में हैं। आपकी दुकान गया में लिखी है, वही रहेगी। क्या करना है?
[भाव | क्या मँगाएँ | बिक्री लिखें | कौन खरीदेगा | चेतावनी | मदद]

> रोको
ठीक है, अब मैं नहीं लिखूँगी। फिर शुरू करने के लिए “शुरू” लिखिए।
[फिर शुरू करें]

> भाव
आपने संदेश बंद किए हैं। फिर शुरू करने के लिए “शुरू” लिखिए।
[फिर शुरू करें]

> 1
फिर से स्वागत है। क्या करना है?
[भाव | क्या मँगाएँ | बिक्री लिखें | कौन खरीदेगा | चेतावनी | मदद]\
""")


async def test_rekha_spells_as_she_speaks(network: Network) -> None:
    _, code = await founds(network)
    rekha = network.phone("telegram", "Rekha")
    await told(rekha, "/start", "hum samuh se hai")
    joined = await told(rekha, code.lower(), "haan manjoor hai")
    assert joined.replace(code.lower(), "{code}") == snapshot("""\
> {code}
Pehle yeh bata dijiye.

Shuru karne se pehle: main aapka number, aapki likhi baatein aur aapke saamaan ki jaankari rakhti hoon. Jawab dene ke liye yeh chahiye. Aapki haan ke bina kisi aur ko nahin deti. Jab chahein “mera data mitao” likhiye, main mita doongi. Manzoor hai?
[Haan, manzoor hai | Nahin]

> haan manjoor hai
Ho gaya, aapko jod liya. Poochhiye, ya chuniye. “menu” likhein to yeh soochi phir aayegi.
[Bhav | Kya mangayein | Bikri likhein | Kaun kharidega | Chetavni | Madad]\
""")
    assert await told(
        rekha,
        "10 packt papad beche 40 rupay packet",
        "nahi, 12 packet",
        "haan",
        "nahi 3 packet",
        "vapas lo",
        "what is the price of potato",
        "mera data delet karo",
        "haan",
    ) == snapshot("""\
> 10 packt papad beche 40 rupay packet
Likh loon?
Becha: 10 packet papad
Bhav: ₹40 prati packet
Kul: ₹400
Din: 25 November 2026
Papad aapki soochi mein naya hoga.
[Haan | Nahin]

> nahi, 12 packet
Likh loon?
Becha: 12 packet papad
Bhav: ₹40 prati packet
Kul: ₹480
Din: 25 November 2026
Papad aapki soochi mein naya hoga.
[Haan | Nahin]

> haan
Likh liya: 12 packet papad becha, kul ₹480.
[Menu | Wapas lein]

> nahi 3 packet
Woh likha ja chuka hai. “wapas lo” likhiye, phir sahi baat bataiye.
[Bhav | Kya mangayein | Bikri likhein | Kaun kharidega | Chetavni | Madad]

> vapas lo
Wapas le liya: papad.
[Bhav | Kya mangayein | Bikri likhein | Kaun kharidega | Chetavni | Madad]

> what is the price of potato
Potato, Nashik: ₹1,450 a quintal
That is ₹14.50 a kg.
Lowest ₹1,300 a quintal, highest ₹1,650 a quintal.
Price of 29 July 2023.
This is the last known price. It is old: don't decide by it alone, ask at the mandi.
Source: AGMARKNET.
[Menu]

> mera data delet karo
Kya aapki baatcheet, aapke kagaz, aapki raay, aapka naam aur login mita doon? Dukan ka khata rahega. Yeh wapas nahin hoga.
[Haan | Nahin]

> haan
Ho gaya. Aapka data mita diya.
[]\
""")


async def test_mohan_is_in_a_hurry(network: Network) -> None:
    mohan = network.phone("whatsapp", "Mohan")
    await told(mohan, "onion rate today?", "yes", "own shop")
    assert await told(mohan, {"location": NASHIK}) == snapshot("""\
> {'location': (19.9975, 73.7898)}
Done, your shop is set up. Tell me what you sell, or choose. Write “menu” to see this list again.
[Price | What to order | Record a sale | Who will buy | Alerts | Help]
Onion, Nashik: ₹1,300 a quintal
That is ₹13 a kg.
Lowest ₹100 a quintal, highest ₹2,351 a quintal.
Price of 1 August 2023.
This is the last known price. It is old: don't decide by it alone, ask at the mandi.
Source: AGMARKNET.
[Menu]\
""")
    assert await told(
        mohan,
        "stock left sugar 20 kg",
        "yes",
        "which items to reorder",
        "sold 5 kg sugar @45",
        "todays sale",
        "y",
        "no, 3 kg",
        "menu",
        "4",
        {"location": MUMBAI},
        {"location": AT_SEA},
        "STOP",
        "1",
    ) == snapshot("""\
> stock left sugar 20 kg
Shall I write this down?
Counted: 20 kg sugar
Day: 25 November 2026
Sugar will be new in your list.
[Yes | No]

> yes
Written down: 20 kg sugar in stock.
[Menu | Undo]

> which items to reorder
I can't say yet what to order: no sales are written down. Tell me what you sell and what is in stock.
[Price | What to order | Record a sale | Who will buy | Alerts | Help]

> sold 5 kg sugar @45
Shall I write this down?
Sold: 5 kg Sugar
Price: ₹45 a kg
In all: ₹225
Day: 25 November 2026
Stock after: 15 kg
[Yes | No]

> todays sale
I have no entries for today.
Sugar: this still waits for your yes or no.
[Yes | No]

> y
Written down: sold 5 kg Sugar, ₹225 in all.
Stock after: 15 kg
[Menu | Undo]

> no, 3 kg
That is written down already. Say “undo”, then tell me what is right.
[Price | What to order | Record a sale | Who will buy | Alerts | Help]

> menu
What do you want to do?
[Price | What to order | Record a sale | Who will buy | Alerts | Help]

> 4
Which product?
[Sugar | Onion | Potato | Tomato | Rice | Wheat flour | Milk]

> {'location': (19.07, 72.87)}
You are in Mumbai Suburban. Your shop is written down in Nashik, and stays there. What do you want to do?
[Price | What to order | Record a sale | Who will buy | Alerts | Help]

> {'location': (-40.0, -120.0)}
I don't know this place. What do you want to do?
[Price | What to order | Record a sale | Who will buy | Alerts | Help]

> STOP
All right, I will not write to you any more. Write “start” to begin again.
[Begin again]

> 1
Welcome back. What do you want to do?
[Price | What to order | Record a sale | Who will buy | Alerts | Help]\
""")


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_a_shop_without_a_place_is_where_a_member_is(network: Network, channel: str) -> None:
    founder = network.phone(channel, "Savita")
    await told(founder, "नमस्ते", "हाँ", "समूह", "बाद में")
    assert "आप गया में हैं" in await founder.says(location=GAYA)
    assert "आपकी दुकान गया में लिखी है" in await founder.says(location=NASHIK)
    with reading(network.services.engine) as db:
        audit, stores = tables.audit.c, tables.stores.c
        places = select(audit.subject, audit.detail).where(audit.action == "place")
        [(who, detail)] = db.execute(places).all()
        assert db.scalars(select(stores.place)).all() == [detail["place"]] == ["Gaya, Bihar"]
    assert who == founder.actor().subject


async def test_a_location_answers_the_question_for_a_place(network: Network) -> None:
    mohan = network.phone("telegram", "Mohan")
    await told(mohan, "hello", "yes", "own shop", "Later")
    assert await mohan.says("onion price") == snapshot("""\
Which place do you mean?
Write the name of the district, or share your location.\
""")
    assert await mohan.says(location=NASHIK) == snapshot("""\
Onion, Nashik: ₹1,300 a quintal
That is ₹13 a kg.
Lowest ₹100 a quintal, highest ₹2,351 a quintal.
Price of 1 August 2023.
This is the last known price. It is old: don't decide by it alone, ask at the mandi.
Source: AGMARKNET.
I wrote down Nashik as the place of your shop.\
""")
    assert "Potato, Nashik: ₹" in await mohan.says("potato price")


async def test_a_location_tells_places_of_one_name_apart(network: Network) -> None:
    mohan = network.phone("telegram", "Mohan")
    await told(mohan, "hello", "yes", "own shop", "Nashik", "onion price in Aurangabad?")
    assert len(mohan.options) > 1
    assert "Onion, Chhatrapati Sambhajinagar: ₹" in await mohan.says(location=NASHIK)


async def test_goods_named_after_the_alerts_are_asked_about(demo_network: Network) -> None:
    sunita = await old_member(demo_network, "telegram")
    await told(sunita, "चेतावनी दिखाओ", "चावल")
    assert "चावल का क्या जानना है" in sunita.text
