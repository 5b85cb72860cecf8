"""Questions in eleven more languages find the fact that their English sister finds, or nothing."""

from datetime import date

import pytest

from retrieval.rules import shipped_rules

TODAY = date(2026, 11, 25)
SISTERS = {
    "pickle": "Do I need an FSSAI licence to sell pickle?",
    "ghee": "How much is the GST on ghee?",
    "packet": "What must be written on a packet?",
    "fssai": "How do I apply for FSSAI registration?",
    "composition": "What is the limit of the composition scheme?",
    "udyam": "What papers are needed for Udyam registration?",
    "mrp": "Can I sell above MRP?",
    "gem": "How do I register on GeM?",
}
ANSWERED: dict[str, dict[str, tuple[str, ...]]] = {
    "as": {
        "pickle": (
            "আচাৰ বেচিবলৈ ফুড লাইচেন্স লাগিব নেকি?",
            "asar besibole fssai licence lagibo neki",
        ),
        "ghee": ("ঘিউত কিমান জিএছটি লাগে?", "ghee ot gst kiman"),
        "packet": ("পেকেটৰ ওপৰত কি কি লিখিব লাগে?", "packetor uporot ki ki likhibo lage"),
        "fssai": ("এফএছএছএআই পঞ্জীয়নৰ বাবে কেনেকৈ আবেদন কৰিম?",),
        "composition": ("কম্পোজিচন আঁচনিৰ সীমা কিমান?",),
        "udyam": ("উদ্যম পঞ্জীয়নৰ বাবে কি কি কাগজ লাগে?", "udyam registration or babe ki ki kagoj lage"),
        "mrp": ("এমআৰপিতকৈ বেছি দামত বেচিব পাৰিনে?", "mrp tokoi besi damot besibo pari ne"),
        "gem": ("জেম পৰ্টেলত কেনেকৈ পঞ্জীয়ন কৰিম?", "gem ot registration kenekoi korim"),
    },
    "bn": {
        "pickle": (
            "আচার বিক্রি করতে ফুড লাইসেন্স লাগবে?",
            "achar bechte fssai licence lagbe ki",
        ),
        "ghee": ("ঘিয়ের উপর জিএসটি কত?", "ghee te koto gst lage"),
        "packet": ("প্যাকেটের গায়ে কী কী লিখতে হয়?", "packet er gaye ki ki likhte hobe"),
        "fssai": ("এফএসএসএআই রেজিস্ট্রেশনের আবেদন কীভাবে করব?", "fssai registration kivabe korbo"),
        "composition": ("কম্পোজিশন স্কিমের সীমা কত?",),
        "udyam": ("উদ্যম রেজিস্ট্রেশন করতে কী কী কাগজপত্র লাগে?", "udyam korte ki ki kagoj lage"),
        "mrp": ("এমআরপির চেয়ে বেশি দামে বিক্রি করা যায়?", "mrp r beshi dame bechte parbo?"),
        "gem": ("জেম পোর্টালে কীভাবে রেজিস্ট্রেশন করব?", "gem e nibondhon kibhabe korbo"),
    },
    "gu": {
        "pickle": (
            "અથાણું વેચવા માટે ફૂડ લાયસન્સ જોઈએ?",
            "athanu vechva mate fssai licence joiye",
        ),
        "ghee": ("ઘી પર કેટલો જીએસટી લાગે?", "ghee par ketlo gst"),
        "packet": ("પેકેટ પર શું શું લખવું પડે?", "packet upar su lakhvu pade"),
        "fssai": ("એફએસએસએઆઈની નોંધણી માટે અરજી કેવી રીતે કરવી?",),
        "composition": ("કમ્પોઝિશન સ્કીમની મર્યાદા કેટલી છે?", "composition scheme ni maryada ketli"),
        "udyam": ("ઉદ્યમ નોંધણી માટે કયા કાગળ જોઈએ?", "udyam nondhni mate kaya kagal joie"),
        "mrp": ("એમઆરપીથી વધારે ભાવે વેચી શકાય?", "mrp thi vadhare bhave vechi shakay"),
        "gem": ("જેમ પોર્ટલ પર નોંધણી કેવી રીતે કરવી?", "gem par nondhani kem karvi"),
    },
    "kn": {
        "pickle": (
            "ಉಪ್ಪಿನಕಾಯಿ ಮಾರಲು ಎಫ್ಎಸ್ಎಸ್ಎಐ ಪರವಾನಗಿ ಬೇಕಾ?",
            "uppinakai maroke fssai license beka",
        ),
        "ghee": ("ತುಪ್ಪಕ್ಕೆ ಜಿಎಸ್ಟಿ ಎಷ್ಟು?", "tuppakke gst eshtu"),
        "packet": ("ಪ್ಯಾಕೆಟ್ ಮೇಲೆ ಏನೇನು ಬರೆಯಬೇಕು?", "packet mele enenu baribeku"),
        "fssai": ("ಎಫ್ಎಸ್ಎಸ್ಎಐ ನೋಂದಣಿಗೆ ಅರ್ಜಿ ಹೇಗೆ ಹಾಕೋದು?", "fssai nondani hege madisodu"),
        "composition": ("ಕಾಂಪೋಸಿಷನ್ ಸ್ಕೀಮ್ ಮಿತಿ ಎಷ್ಟು?",),
        "udyam": ("ಉದ್ಯಮ್ ನೋಂದಣಿಗೆ ಯಾವ ದಾಖಲೆ ಬೇಕು?", "udyam nondanige yava dakhale beku"),
        "mrp": ("ಎಂಆರ್‌ಪಿಗಿಂತ ಜಾಸ್ತಿಗೆ ಮಾರಬಹುದಾ?", "mrp ginta jasti ge marabahuda"),
        "gem": ("ಜೆಮ್ ಪೋರ್ಟಲ್‌ನಲ್ಲಿ ನೋಂದಣಿ ಹೇಗೆ ಮಾಡೋದು?", "gem portal alli nondani hege"),
    },
    "ml": {
        "pickle": (
            "അച്ചാർ വിൽക്കാൻ ഫുഡ് ലൈസൻസ് വേണോ?",
            "achar vilkkan fssai license veno",
        ),
        "ghee": ("നെയ്യിന് എത്ര ജിഎസ്ടി?", "neyyinu gst ethra"),
        "packet": ("പാക്കറ്റിൽ എന്തൊക്കെ എഴുതണം?", "packetil enthokke ezhuthanam"),
        "fssai": ("എഫ്എസ്എസ്എഐ രജിസ്ട്രേഷന് എങ്ങനെ അപേക്ഷിക്കണം?",),
        "composition": ("കോമ്പോസിഷൻ സ്കീമിന്റെ പരിധി എത്രയാണ്?", "composition scheme paridhi ethra"),
        "udyam": ("ഉദ്യം രജിസ്ട്രേഷന് എന്തൊക്കെ രേഖകൾ വേണം?", "udyam registration enthokke rekha venam"),
        "mrp": ("എംആർപിയിൽ കൂടുതൽ വിലയ്ക്ക് വിൽക്കാമോ?", "mrp yekkal kooduthal vilkkamo"),
        "gem": ("ജെം പോർട്ടലിൽ എങ്ങനെ രജിസ്റ്റർ ചെയ്യാം?", "gem il engane register cheyyam"),
    },
    "mr": {
        "pickle": (
            "लोणचं विकायला अन्न परवाना लागतो का?",
            "lonche vikayla fssai parwana lagto ka",
        ),
        "ghee": ("तुपावर किती जीएसटी लागतो?", "tupavar gst kiti"),
        "packet": ("पाकिटावर काय काय लिहायचं?", "pakitavar kay lihayche"),
        "fssai": ("एफएसएसएआय नोंदणीसाठी अर्ज कसा करायचा?", "fssai nondani sathi arj kasa karaycha"),
        "composition": ("कंपोझिशन योजनेची मर्यादा किती आहे?",),
        "udyam": ("उद्यम नोंदणीसाठी कोणती कागदपत्रं लागतात?", "udyam nondani la kagadpatre konti"),
        "mrp": ("एमआरपीपेक्षा जास्त किमतीला विकता येतं का?", "mrp peksha jast vikta yete ka"),
        "gem": ("जेम पोर्टलवर नोंदणी कशी करायची?", "gem var nondani kashi karaychi"),
    },
    "or": {
        "pickle": (
            "ଆଚାର ବିକିବା ପାଇଁ ଫୁଡ ଲାଇସେନ୍ସ ଦରକାର କି?",
            "achar bikiba pain fssai licence darkar ki",
        ),
        "ghee": ("ଘିଅ ଉପରେ ଜିଏସଟି କେତେ?", "ghee upare gst kete"),
        "packet": ("ପ୍ୟାକେଟ ଉପରେ କଣ କଣ ଲେଖିବାକୁ ପଡ଼ିବ?", "packet upare kana lekhiba"),
        "fssai": ("ଏଫଏସଏସଏଆଇ ପଞ୍ଜୀକରଣ ପାଇଁ କେମିତି ଆବେଦନ କରିବି?",),
        "composition": ("କମ୍ପୋଜିସନ ଯୋଜନାର ସୀମା କେତେ?",),
        "udyam": ("ଉଦ୍ୟମ ପଞ୍ଜୀକରଣ ପାଇଁ କେଉଁ କାଗଜ ଲାଗେ?", "udyam registration pain keun kagaja lage"),
        "mrp": ("ଏମଆରପିରୁ ଅଧିକ ଦାମରେ ବିକିପାରିବି କି?", "mrp ru adhika damare bikiba ki"),
        "gem": ("ଜେମ ପୋର୍ଟାଲରେ କେମିତି ପଞ୍ଜୀକରଣ କରିବି?", "gem re registration kemiti karibi"),
    },
    "pa": {
        "pickle": (
            "ਅਚਾਰ ਵੇਚਣ ਲਈ ਫੂਡ ਲਾਇਸੈਂਸ ਚਾਹੀਦਾ ਹੈ?",
            "achar vechan layi fssai lasans chahida",
        ),
        "ghee": ("ਘਿਓ ਤੇ ਕਿੰਨਾ ਜੀਐਸਟੀ ਲੱਗਦਾ ਹੈ?", "ghee te kinna gst lagda"),
        "packet": ("ਪੈਕਟ ਤੇ ਕੀ ਕੀ ਲਿਖਣਾ ਪੈਂਦਾ ਹੈ?", "packet te ki ki likhna painda"),
        "fssai": ("ਐਫਐਸਐਸਏਆਈ ਰਜਿਸਟ੍ਰੇਸ਼ਨ ਲਈ ਅਰਜ਼ੀ ਕਿਵੇਂ ਦੇਣੀ ਹੈ?",),
        "composition": ("ਕੰਪੋਜ਼ੀਸ਼ਨ ਸਕੀਮ ਦੀ ਸੀਮਾ ਕਿੰਨੀ ਹੈ?",),
        "udyam": ("ਉਦਯਮ ਰਜਿਸਟ੍ਰੇਸ਼ਨ ਲਈ ਕਿਹੜੇ ਕਾਗਜ਼ ਚਾਹੀਦੇ ਨੇ?", "udyam layi kehde kagaz chahide"),
        "mrp": ("ਐਮਆਰਪੀ ਤੋਂ ਵੱਧ ਮੁੱਲ ਤੇ ਵੇਚ ਸਕਦੇ ਹਾਂ?", "mrp ton vadh vech sakde aan"),
        "gem": ("ਜੈਮ ਪੋਰਟਲ ਤੇ ਰਜਿਸਟ੍ਰੇਸ਼ਨ ਕਿਵੇਂ ਕਰੀਏ?", "gem te kive register hoiye"),
    },
    "ta": {
        "pickle": (
            "ஊறுகாய் விக்க எஃப்எஸ்எஸ்ஏஐ லைசென்ஸ் வேணுமா?",
            "oorugai vikka fssai license venuma",
        ),
        "ghee": ("நெய்க்கு ஜிஎஸ்டி எவ்வளவு?", "neiku gst evlo"),
        "packet": ("பாக்கெட் மேல என்னென்ன எழுதணும்?", "packet mela enna ezhuthanum"),
        "fssai": ("எஃப்எஸ்எஸ்ஏஐ பதிவுக்கு எப்படி விண்ணப்பிப்பது?",),
        "composition": ("காம்போசிஷன் திட்டத்தின் வரம்பு எவ்வளவு?",),
        "udyam": ("உத்யம் பதிவுக்கு என்ன ஆவணம் வேணும்?", "udyam pathivuku enna aavanam venum"),
        "mrp": ("எம்ஆர்பிக்கு மேல விக்கலாமா?", "mrp ku mela vikkalama"),
        "gem": ("ஜெம் போர்ட்டல்ல எப்படி பதிவு பண்றது?", "gem la eppadi padhivu panrathu"),
    },
    "te": {
        "pickle": (
            "పచ్చడి అమ్మడానికి ఫుడ్ లైసెన్స్ కావాలా?",
            "pachadi ammadaniki fssai license kavala",
        ),
        "ghee": ("నెయ్యికి జీఎస్టీ ఎంత?", "neyyiki gst entha"),
        "packet": ("ప్యాకెట్ మీద ఏమేం రాయాలి?", "packet meeda em rayali"),
        "fssai": ("ఎఫ్ఎస్ఎస్ఏఐ రిజిస్ట్రేషన్‌కి ఎలా దరఖాస్తు చేయాలి?",),
        "composition": ("కాంపోజిషన్ స్కీమ్ పరిమితి ఎంత?",),
        "udyam": ("ఉద్యం రిజిస్ట్రేషన్‌కి ఏ పత్రాలు కావాలి?", "udyam namodu ki em patralu kavali"),
        "mrp": ("ఎంఆర్పీ కంటే ఎక్కువకి అమ్మొచ్చా?", "mrp kante ekkuva ki ammocha"),
        "gem": ("జెమ్ పోర్టల్‌లో ఎలా నమోదు చేసుకోవాలి?", "gem lo ela register chesukovali"),
    },
    "ur": {
        "pickle": ("اچار بیچنے کے لیے فوڈ لائسنس چاہیے؟",),
        "ghee": ("گھی پر کتنا جی ایس ٹی لگتا ہے؟",),
        "packet": ("پیکٹ پر کیا کیا لکھنا پڑتا ہے؟",),
        "fssai": ("ایف ایس ایس اے آئی رجسٹریشن کی درخواست کیسے دیں؟",),
        "composition": ("کمپوزیشن اسکیم کی حد کتنی ہے؟",),
        "udyam": ("ادیم رجسٹریشن کے لیے کون سے کاغذات چاہیے؟",),
        "mrp": ("ایم آر پی سے زیادہ میں بیچ سکتے ہیں؟",),
        "gem": ("جیم پورٹل پر رجسٹریشن کیسے کریں؟",),
    },
}
REFUSED = {
    "as": ("পিয়াঁজৰ খেতি কেনেকৈ কৰে?", "আজি সোণৰ দাম কিমান?", "sonor dam kiman aji"),
    "bn": ("পেঁয়াজ চাষ কীভাবে করব?", "আজ সোনার দাম কত?", "aj sonar dam koto"),
    "gu": ("ડુંગળીની ખેતી કેવી રીતે કરવી?", "આજે સોનાનો ભાવ શું છે?", "aaje sonano bhav su chhe"),
    "kn": ("ಈರುಳ್ಳಿ ಬೆಳೆಯುವುದು ಹೇಗೆ?", "ಇವತ್ತು ಚಿನ್ನದ ಬೆಲೆ ಎಷ್ಟು?", "ivattu chinnada bele eshtu"),
    "ml": ("സവാള എങ്ങനെ കൃഷി ചെയ്യാം?", "ഇന്ന് സ്വർണ വില എത്രയാണ്?", "innu swarna vila ethra"),
    "mr": ("कांद्याची शेती कशी करायची?", "आज सोन्याचा भाव काय आहे?", "aaj sonyacha bhav kay"),
    "or": ("ପିଆଜ ଚାଷ କେମିତି କରିବି?", "ଆଜି ସୁନା ଦାମ କେତେ?", "aji suna dama kete"),
    "pa": ("ਗੰਢੇ ਦੀ ਖੇਤੀ ਕਿਵੇਂ ਕਰੀਏ?", "ਅੱਜ ਸੋਨੇ ਦਾ ਭਾਅ ਕੀ ਹੈ?", "ajj sone da rate ki hai"),
    "ta": ("வெங்காயம் எப்படி பயிரிடுவது?", "இன்னைக்கு தங்கம் விலை என்ன?", "inniku thangam vilai enna"),
    "te": ("ఉల్లిపాయలు ఎలా పండించాలి?", "ఈరోజు బంగారం ధర ఎంత?", "eeroju bangaram dhara entha"),
    "ur": ("پیاز کی کھیتی کیسے کریں؟", "آج سونے کا بھاؤ کیا ہے؟"),
}
EACH = [
    pytest.param(question, sister, id=f"{language}-{about}-{number}")
    for language, asked in ANSWERED.items()
    for about, questions in asked.items()
    for number, question in enumerate(questions)
    for sister in (SISTERS[about],)
]


def found(question: str) -> list[str]:
    return [one.fact.id for one in shipped_rules().search(question, None, TODAY)]


@pytest.mark.parametrize(("question", "sister"), EACH)
def test_a_question_finds_what_its_english_sister_finds(question: str, sister: str) -> None:
    assert found(sister)
    assert found(question)[:1] == found(sister)[:1]


@pytest.mark.parametrize("question", [question for asked in REFUSED.values() for question in asked])
def test_what_no_fact_speaks_of_finds_nothing(question: str) -> None:
    assert found(question) == []


def test_every_language_asks_enough() -> None:
    assert ANSWERED.keys() == REFUSED.keys()
    assert len(ANSWERED) == 11
    assert min(len(asked) for asked in ANSWERED.values()) == len(SISTERS)
