"""What she tells of her own group, in every language, and what sounds like it and is none of it."""

import pytest

from tests.unit.agent.corner_shop import planned, told
from tests.unit.language.grammars import table

WHOLE = "describe_group members=12 product=pickle quantity=50 unit=kg"


@pytest.mark.parametrize(
    "message",
    [
        "our group has 12 women, we make pickle, 50 kg a month",
        "humare samuh mein 12 didi hain, achar banate hain, mahine ka 50 kilo",
        "हमारे समूह में 12 दीदी हैं, अचार बनाते हैं, महीने का 50 किलो",
        "আমাদের দলে ১২ জন দিদি আছেন, আচার বানাই, মাসে ৫০ কেজি",
        "amader dole 12 jon didi, achar banai, mase 50 kilo",
        "आमच्या गटात 12 महिला आहेत, लोणचे बनवतो, महिन्याला 50 किलो",
        "અમારા મંડળમાં 12 બહેનો છે, અથાણું બનાવીએ છીએ, મહિને 50 કિલો",
        "ਸਾਡੇ ਸਮੂਹ ਵਿੱਚ 12 ਭੈਣਾਂ ਹਨ, ਅਚਾਰ ਬਣਾਉਂਦੇ ਹਾਂ, ਮਹੀਨੇ ਦਾ 50 ਕਿਲੋ",
        "ଆମ ଗୋଷ୍ଠୀରେ 12 ଜଣ ମହିଳା ଅଛନ୍ତି, ଆଚାର ତିଆରି କରୁ, ମାସକୁ 50 କିଲୋ",
        "আমাৰ গোটত ১২ গৰাকী মহিলা আছে, আচাৰ বনাওঁ, মাহে ৫০ কেজি",
        "ہمارے گروپ میں 12 خواتین ہیں، اچار بناتے ہیں، مہینے کا 50 کلو",
        "మా సంఘంలో 12 మంది ఉన్నాం, పచ్చడి తయారు చేస్తాం, నెలకు 50 కిలోలు",
        "எங்க குழுவில் 12 பேர் இருக்கோம், ஊறுகாய் தயாரிக்கிறோம், மாசத்துக்கு 50 கிலோ",
        "enga kuzhuvil 12 per, oorugai thayarikkirom, masam 50 kilo",
        "ನಮ್ಮ ಸಂಘದಲ್ಲಿ 12 ಜನ ಇದ್ದೇವೆ, ಉಪ್ಪಿನಕಾಯಿ ಮಾಡುತ್ತೇವೆ, ತಿಂಗಳಿಗೆ 50 ಕಿಲೋ",
        "ഞങ്ങളുടെ ഗ്രൂപ്പിൽ 12 പേരുണ്ട്, അച്ചാർ ഉണ്ടാക്കുന്നു, മാസം 50 കിലോ",
    ],
)
def test_a_group_is_told_in_one_breath(message: str) -> None:
    assert told(planned(message)) == WHOLE


@pytest.mark.parametrize(
    "message",
    [
        "we are now 15",
        "ab hum 15 hain",
        "अब हम पंद्रह दीदी हैं",
        "এখন আমরা ১৫ জন",
        "आता आम्ही 15 आहोत",
        "હવે અમે 15 છીએ",
        "ਹੁਣ ਅਸੀਂ 15 ਹਾਂ",
        "ଏବେ ଆମେ 15 ଜଣ",
        "এতিয়া আমি ১৫ জন",
        "اب ہم 15 ہیں",
        "ఇప్పుడు మేము 15 మంది",
        "இப்ப நாங்க 15 பேர்",
        "ಈಗ ನಾವು 15 ಜನ",
        "ഇപ്പോൾ ഞങ്ങൾ 15 പേർ",
    ],
)
def test_one_thing_of_it_is_told_anew(message: str) -> None:
    assert told(planned(message)) == "describe_group members=15"


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        register our group                               | describe_group
        register our group: 12 women in Patna, we make 50 kg pickle a month | describe_group members=12 place=Patna,_Bihar product=pickle quantity=50 unit=kg
        ab hum 60 kilo achar banate hain                 | describe_group product=pickle quantity=60 unit=kg
        hamara samuh achar aur papad banata hai, 50 kilo achar aur 20 kilo papad mahine mein | describe_group product=pickle quantity=50 unit=kg + describe_group also=True product=papad quantity=20 unit=kg
        hamare samuh ne 50 kilo achar becha              | record_entry kind=sale product=pickle quantity=50 unit=kg
        hamare samuh ke liye koi yojana hai              | find_opportunities kind=scheme
        hamare paas 50 kilo achar hai                    | find_products query=pickle
        hum 5 kilo pyaz kharide                          | record_entry kind=purchase product=onion quantity=5 unit=kg
        we sold 15 papad                                 | record_entry kind=sale product=papad quantity=15
    """),
)
def test_the_rest_is_told_apart(message: str, expected: str) -> None:
    assert told(planned(message)).strip() == expected.strip()
