"""Wishes to be told of something, what she has asked for before, and the end of it; in three voices."""

import pytest

from agent.memory import Memory, Question
from agent.planner.asked_alert import FALLEN, WATCHING
from haat.core.message import Option
from tests.unit.agent.corner_shop import call, planned, settled, told
from tests.unit.language.grammars import table


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        tell me when sugar is running low        | set_alert kind=stockout_risk product=sugar
        ping me once rice is over                | set_alert kind=stockout_risk product=rice
        onion stock khatam ho to batana          | set_alert kind=stockout_risk product=onion
        जैसे ही आटा कम पड़े मुझे याद दिला देना       | set_alert kind=stockout_risk product=wheat_flour
        let me know if onion gets costly         | set_alert direction=above kind=price_anomaly product=onion
        pyaz mehnga ho to batana                 | set_alert direction=above kind=price_anomaly product=onion
        pyaz mahnga ho to batana                 | set_alert direction=above kind=price_anomaly product=onion
        अगर प्याज सस्ती हो तो मुझे बताना             | set_alert direction=below kind=price_anomaly product=onion
        aloo ke daam girne par khabar karna      | set_alert direction=below kind=price_anomaly product=potato
        onion 40 se upar jaye to batana          | set_alert direction=above kind=price_anomaly product=onion threshold=40
        alert me when potato drops below 12 rupees a kg | set_alert direction=below kind=price_anomaly product=potato threshold=12 unit=kg
        let me know when milk sales go over 40 litres | set_alert direction=above kind=demand_spike product=milk threshold=40 unit=l
        ande ki maang achanak badhe to batana    | set_alert kind=demand_spike product=egg
        niyam toote to batana                    | set_alert kind=compliance_failure
        tell me if any rule is broken            | set_alert kind=compliance_failure
        माल की तारीख निकल जाए तो बताना             | set_alert kind=compliance_failure
        bikri 50 kilo se zyada ho to batana      | ask slot product direction=above kind=demand_spike threshold=50 unit=kg
        biscuit 40 se upar jaye to batana        | ask choice kind direction=above product=biscuit threshold=40
        tell me when onion falls below 20        | ask choice kind direction=below product=onion threshold=20
        set an alert for onion                   | ask choice kind product=onion
        sugar 20 kilo se kam ho to batana        | set_alert direction=below kind=stockout_risk product=sugar threshold=20 unit=kg
    """),
)
def test_what_is_to_be_watched(message: str, expected: str) -> None:
    assert told(planned(message)) == expected


@pytest.mark.parametrize(
    ("message", "tool"),
    table("""
        onion to mehnga hai batao kya rate hai   | market_price
        is onion cheaper anywhere, tell me       | market_price
        onion ka bhav pata ho to batao           | market_price
        koi mela ho to batana                    | find_opportunities
        naye order aaye to batana                | list_orders
        agar main doodh 62 kar du to batao kitna bikega | suggest_price
    """),
)
def test_a_condition_alone_is_no_wish_to_be_told_later(message: str, tool: str) -> None:
    assert {c.name for c in planned(message).calls} == {tool}


@pytest.mark.parametrize(
    "message",
    [
        "what alerts have I set", "which alerts are active", "what are you watching for me",
        "show my alerts", "मैंने कौन सी चेतावनी लगाई है", "आप किस किस पर नज़र रख रही हैं",
        "mere alert dikhao", "maine kis kis cheez ka alert lagaya tha",
    ],
)  # fmt: skip
def test_her_own_alerts_are_told_first(message: str) -> None:
    assert told(planned(message)) == f"list_alerts  + say {WATCHING}"


@pytest.mark.parametrize(
    ("language", "message"),
    table("""
        en | which goods are selling less than usual
        en | what has stopped moving like it used to
        hi | kya kam bik raha hai aajkal
        hi | किस माल की बिक्री घट गई
        hi | इन दिनों ग्राहक क्या कम ले जा रहे हैं
        hi | konsi cheez ki bikri gir gayi hai
        mr | कुठल्या वस्तूंची विक्री कमी झाली आहे
        mr | sadhya kashachi vikri kami jhali ahe
        gu | હમણાં કઈ ચીજનું વેચાણ ઘટ્યું છે
        gu | aajkal kai chij ochhi vechay che
        pa | ਕਿਹੜੀ ਚੀਜ਼ ਦੀ ਵਿਕਰੀ ਘੱਟ ਗਈ ਹੈ
        pa | ajkal kehri cheez ghat vik rahi hai
        bn | ইদানীং কোন জিনিসটা কম বিক্রি হচ্ছে
        bn | kon jiniser bikri pore gechhe
        as | কোনটো বস্তুৰ বিক্ৰী কমি গ'ল
        as | ajikali kunbur bostu kom bikri hoise
        or | କେଉଁ ଜିନିଷର ବିକ୍ରି କମିଯାଇଛି
        or | ajikali keun jinisa kam bikri heuchi
        ta | எந்தெந்த பொருள் விற்பனை குறைந்திருக்கு
        ta | ippo endha porul kammiya vikkudhu
        te | ఏ వస్తువుల అమ్మకం తగ్గింది
        te | ee madhya ye vastuvu takkuva ammudavutondi
        kn | ಯಾವ ವಸ್ತುವಿನ ಮಾರಾಟ ಕಮ್ಮಿ ಆಗಿದೆ
        kn | ittichege yava samanu kammi marata agtide
        ml | ഈയിടെ വിൽപ്പന കുറഞ്ഞത് ഏതിനാണ്
        ml | eeyide ethinte vilpanayanu kuranjathu
        ur | کس چیز کی بکری گر گئی ہے
    """),
)
def test_what_sells_less_than_usual_is_an_alert(language: str, message: str) -> None:
    made = planned(message, Memory(language=language))
    assert told(made) == f"list_alerts kind=demand_spike + say {FALLEN}"


@pytest.mark.parametrize(
    ("language", "message"),
    table("""
        en | what sells slowest
        en | which items sell the least
        hi | sabse kam kya bikta hai
        hi | सबसे कम क्या बिका
        hi | kaun sa maal dhool kha raha hai
        hi | sabse kam bikne wala maal
        mr | सगळ्यात कमी काय विकलं गेलं
        gu | સૌથી ઓછું શું વેચાય છે
        pa | ਸਭ ਤੋਂ ਘੱਟ ਕੀ ਵਿਕਦਾ ਹੈ
        bn | সবচেয়ে কম কী বিক্রি হয়
        as | আটাইতকৈ কম কি বিক্ৰী হয়
        or | ସବୁଠୁ କମ କଣ ବିକ୍ରି ହୁଏ
        ta | எது குறைவா விற்குது எல்லாத்தையும் விட
        te | అన్నిటికంటే తక్కువ ఏది అమ్ముడవుతుంది
        kn | ಎಲ್ಲಕ್ಕಿಂತ ಕಡಿಮೆ ಯಾವುದು ಮಾರಾಟ ಆಗುತ್ತದೆ
        ml | ഏറ്റവും കുറവ് വിൽക്കുന്നത് ഏതാണ്
        ur | سب سے کم کیا بکتا ہے
    """),
)
def test_what_sells_least_is_a_ranking(language: str, message: str) -> None:
    made = planned(message, Memory(language=language))
    assert [c.arguments.get("metric") for c in made.calls] == ["slow_products"]


@pytest.mark.parametrize(
    ("said", "kind"),
    table("""
        en customers keep returning something, which one | compliance_failure
        en is any stock in minus | stockout_risk
        hi kaun sa saman baar baar wapas aata hai | compliance_failure
        hi किस सामान का स्टॉक माइनस में है | stockout_risk
        hi grahak kya zyada lauta rahe hain | compliance_failure
        hi kiska stock zero se niche gaya | stockout_risk
        mr कुठली वस्तू सारखी परत येते | compliance_failure
        mr kontya malacha stock minus madhe ahe | stockout_risk
        gu કઈ વસ્તુ બહુ પાછી આવે છે | compliance_failure
        gu kai vastu no stock minus ma che | stockout_risk
        pa ਕਿਹੜੀ ਚੀਜ਼ ਮੁੜ ਮੁੜ ਵਾਪਸ ਆ ਰਹੀ ਹੈ | compliance_failure
        pa kis cheez da stock minus vich hai | stockout_risk
        bn কোন জিনিস বারবার ফেরত আসছে | compliance_failure
        bn kon jiniser stock minus e achhe | stockout_risk
        as কোনটো বস্তু বাৰে বাৰে ঘূৰি আহে | compliance_failure
        as kuntu bostur stock minus ot ase | stockout_risk
        or କେଉଁ ଜିନିଷ ବାରମ୍ବାର ଫେରୁଛି | compliance_failure
        or keun jinisara stock minus re achi | stockout_risk
        ta எது அடிக்கடி திரும்பி வருது | compliance_failure
        ta edhoda stock minus la irukku | stockout_risk
        te ఏ వస్తువు పదే పదే వెనక్కి వస్తోంది | compliance_failure
        te ye vastuvu stock minus lo undi | stockout_risk
        kn ಯಾವ ವಸ್ತು ಪದೇ ಪದೇ ವಾಪಸ್ ಬರ್ತಿದೆ | compliance_failure
        kn yava vastuvina stock minus torstide | stockout_risk
        ml ഏത് സാധനമാണ് വീണ്ടും വീണ്ടും തിരിച്ചു വരുന്നത് | compliance_failure
        ml ethu sadhanathinte stock minusil und | stockout_risk
        ur کون سی چیز بار بار واپس آ رہی ہے | compliance_failure
        ur کس چیز کا اسٹاک مائنس میں ہے | stockout_risk
    """),
)
def test_what_comes_back_or_is_below_zero_is_an_alert(said: str, kind: str) -> None:
    language, _, message = said.partition(" ")
    assert told(planned(message, Memory(language=language))) == f"list_alerts kind={kind}"


@pytest.mark.parametrize(
    "message",
    [
        "which prices should i change today",
        "kisme nuksan ho raha hai",
        "mera daam bazar se kitna alag hai",
        "किस चीज में घाटा हो रहा है",
        "எந்த பொருளில் நஷ்டம்",
        "কোন জিনিসে লোকসান হচ্ছে",
    ],
)
def test_a_loss_or_a_wrong_price_of_no_goods_in_particular_is_an_alert(message: str) -> None:
    assert told(planned(message)) == "list_alerts kind=price_anomaly"


@pytest.mark.parametrize(
    "message",
    ["are my sales down this month", "is mahine bikri kam hui kya", "chawal kam bik raha hai kya"],
)
def test_of_a_period_or_of_named_goods_less_is_a_figure(message: str) -> None:
    assert planned(message).topic != FALLEN


@pytest.mark.parametrize("message", ["any alerts today", "koi chetavani hai", "कोई दिक्कत तो नहीं"])
def test_what_is_wrong_is_told_else(message: str) -> None:
    made = planned(message)
    assert ([c.name for c in made.calls], made.topic) == (["list_alerts"], None)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("alert band karo", {"product": "", "kind": ""}),
        ("stop the onion alert", {"product": "onion", "kind": ""}),
        ("अब प्याज का अलर्ट हटा दो", {"product": "onion", "kind": ""}),
        ("ab aloo ka mat batana", {"product": "potato", "kind": ""}),
        ("remove the price alert for sugar", {"product": "sugar", "kind": "price_anomaly"}),
        ("cancel all my alerts", {"product": "", "kind": "", "all": "yes"}),
    ],
)
def test_an_alert_is_ended(message: str, words: dict[str, str]) -> None:
    made = planned(message)
    assert (made.calls, made.topic, dict(made.words)) == ((), "unwatch", words)


def test_setting_one_is_no_ending() -> None:
    assert planned("set an alert for onion price").topic is None


@pytest.mark.parametrize(
    ("slot", "answer", "expected"),
    [
        ("threshold", "40 rupaye kilo", "threshold=40 unit=kg"),
        ("threshold", "40", "threshold=40"),
        ("kind", "daam", "kind=price_anomaly"),
        ("kind", "bikri", "kind=demand_spike"),
        ("direction", "upar", "direction=above"),
        ("direction", "neeche jaye", "direction=below"),
    ],
)
def test_what_was_left_open_is_answered(slot: str, answer: str, expected: str) -> None:
    offered = {
        "kind": ("price_anomaly", "demand_spike"),
        "direction": ("above", "below"),
    }.get(slot, ())
    question = Question(call("set_alert"), "choice", slot, tuple(Option(v, v) for v in offered))
    assert settled(answer, Memory(question=question)) == f"answered + set_alert {expected}"
