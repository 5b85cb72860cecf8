"""The same morning in every language: a price, what is left, a sale, a yes; and what is not ours."""

import pytest

from tests.e2e.conftest import Conversation

# language, script: a price in the market | how much rice is left | 2 kg sugar sold at 46 a kilo | yes | the price of gold
MORNINGS = {
    ("as", "Beng"): "আলুৰ দাম কিমান | চাউল কিমান আছে | ২ কেজি চেনি বেচিলোঁ কেজিত ৪৬ টকাকৈ | হয় | সোণৰ দাম কিমান আজি",
    ("bn", "Beng"): "আলুর দাম কত | চাল কতটা আছে | ২ কেজি চিনি বেচলাম ৪৬ টাকা কেজি দরে | হ্যাঁ | সোনার দাম কত আজ",
    ("bn", "Latn"): "alur dam koto | chal koto ache | 2 kg chini bechlam 46 taka kg dore | hya | sonar dam koto aj",
    ("en", "Latn"): "price of potato | how much rice is left | sold 2 kg sugar at 46 per kg | yes | gold price today",
    ("gu", "Gujr"): "બટાકાનો ભાવ શું છે | ચોખા કેટલા બચ્યા છે | 2 કિલો ખાંડ વેચી 46 રૂપિયે કિલો | હા | સોનાનો ભાવ શું છે",
    ("gu", "Latn"): "batakano bhav shu chhe | chokha ketla bachya chhe | 2 kilo khand vechi 46 rupiye kilo | ha | sona no bhav shu chhe",
    ("hi", "Deva"): "आलू का भाव क्या है | चावल कितना बचा है | 2 किलो चीनी बेची 46 रुपये किलो | हाँ | सोने का भाव क्या है",
    ("hi", "Latn"): "aloo ka bhav kya hai | chawal kitna bacha hai | 2 kilo chini bechi 46 rupaye kilo | haan | sone ka bhav kya hai",
    ("kn", "Knda"): "ಆಲೂಗಡ್ಡೆ ಬೆಲೆ ಎಷ್ಟು | ಅಕ್ಕಿ ಎಷ್ಟು ಉಳಿದಿದೆ | 2 ಕೆಜಿ ಸಕ್ಕರೆ ಮಾರಿದೆ ಕೆಜಿಗೆ 46 ರೂಪಾಯಿ | ಹೌದು | ಚಿನ್ನದ ಬೆಲೆ ಎಷ್ಟು ಇವತ್ತು",
    ("kn", "Latn"): "aalugadde bele eshtu | akki eshtu ulidide | 2 kg sakkare maaride kejige 46 rupayi | haudu | chinnada bele eshtu ivattu",
    ("ml", "Mlym"): "ഉരുളക്കിഴങ്ങിന് എന്താ വില | അരി എത്ര ബാക്കിയുണ്ട് | 2 കിലോ പഞ്ചസാര വിറ്റു കിലോയ്ക്ക് 46 രൂപ | അതെ | സ്വർണ്ണത്തിന് ഇന്ന് എന്താ വില",
    ("ml", "Latn"): "urulakizhangu vila ethra | ari ethra bakki undu | 2 kilo panchasara vittu kiloykku 46 roopa | athe | swarnathinu innu vila ethra",
    ("mr", "Deva"): "बटाट्याचा भाव काय आहे | तांदूळ किती शिल्लक आहे | 2 किलो साखर विकली 46 रुपये किलो | हो | सोन्याचा भाव काय आहे",
    ("mr", "Latn"): "batatyacha bhav kay aahe | tandul kiti shillak aahe | 2 kilo sakhar vikli 46 rupaye kilo | ho | sonyacha bhav kay aahe",
    ("or", "Orya"): "ଆଳୁର ଦର କେତେ | ଚାଉଳ କେତେ ବଳିଛି | 2 କିଲୋ ଚିନି ବିକିଲି କିଲୋ 46 ଟଙ୍କା | ହଁ | ସୁନାର ଦାମ କେତେ ଆଜି",
    ("pa", "Guru"): "ਆਲੂ ਦਾ ਭਾਅ ਕੀ ਹੈ | ਚੌਲ ਕਿੰਨੇ ਬਚੇ ਹਨ | 2 ਕਿਲੋ ਖੰਡ ਵੇਚੀ 46 ਰੁਪਏ ਕਿਲੋ | ਹਾਂ | ਸੋਨੇ ਦਾ ਭਾਅ ਕੀ ਹੈ",
    ("pa", "Latn"): "aloo da bhaa ki hai | chaul kinne bache ne | 2 kilo khand vechi 46 rupaye kilo | haan ji | sone da bhaa ki hai ajj",
    ("ta", "Taml"): "உருளைக்கிழங்கு விலை என்ன | அரிசி எவ்வளவு மீதி இருக்கு | 2 கிலோ சர்க்கரை வித்தேன் கிலோ 46 ரூபாய் | ஆமா | இன்னைக்கு தங்கம் விலை என்ன",
    ("ta", "Latn"): "urulai kizhangu vilai enna | arisi evlo meethi irukku | 2 kilo sakkarai vithen kilo 46 rooba | aama | thangam vilai enna inniku",
    ("te", "Telu"): "బంగాళాదుంప ధర ఎంత | బియ్యం ఎంత మిగిలి ఉంది | 2 కిలోల చక్కెర అమ్మాను కిలో 46 రూపాయలు | అవును | బంగారం ధర ఎంత",
    ("te", "Latn"): "bangaladumpa dhara entha | biyyam entha migilindi | 2 kilo chakkera ammanu kilo 46 rupayalu | avunu | bangaram dhara entha",
    ("ur", "Arab"): "آلو کا بھاؤ کیا ہے | چاول کتنا بچا ہے | 2 کلو چینی بیچی 46 روپے کلو | ہاں | سونے کا بھاؤ کیا ہے",
}  # fmt: skip
SALE = {"kind": "sale", "product": "sugar", "quantity": 2, "unit": "kg", "price": 46}


@pytest.mark.parametrize(("language", "script"), MORNINGS)
async def test_a_morning(conversation: Conversation, language: str, script: str) -> None:
    price, left, sale, yes, gold = MORNINGS[language, script].split(" | ")
    (asked,) = (await conversation.say(price))["tool_calls"]
    assert (asked["name"], asked["arguments"]["commodity"]) == ("market_price", "potato")
    (shelf,) = (await conversation.say(left))["tool_calls"]
    assert shelf["name"] == "query_kpi"
    assert {"metric": "stock_on_hand", "product": "rice"}.items() <= shelf["arguments"].items()
    (waiting,) = (await conversation.say(sale))["tool_calls"]
    assert waiting["status"] == "awaiting_confirmation"
    assert SALE.items() <= waiting["arguments"].items()
    (written,) = (await conversation.say(yes))["tool_calls"]
    assert written["status"] == "ok"
    assert not (await conversation.say(gold))["tool_calls"]
    assert conversation.tongues == {(language, script)}
    assert conversation.grounded
