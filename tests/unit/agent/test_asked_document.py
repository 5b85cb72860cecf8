"""Which paper is to be checked, and how what was found is told."""

from dataclasses import replace
from typing import Any

import pytest
from inline_snapshot import snapshot

from agent.done import Done
from agent.layouts import LAYOUTS
from agent.memory import Memory, Planned, Question
from agent.planner.desk import Desk, Plan
from agent.planner.plan import plan
from agent.planner.resolve import Resolution, resolve
from haat.core.finding import Figure, Finding, Source
from haat.documents.extract import understood
from haat.documents.kinds import KINDS
from haat.documents.kinds.gst_invoice import GST_INVOICE
from tests.shipped import languages
from tests.unit.agent.corner_shop import TODAY, call, planned, read, shop, told, whole
from tests.unit.agent.test_wording import in_three_voices, said
from tests.unit.agent.till import done
from tests.unit.documents.sheets import page_with
from tests.unit.language.grammars import table

ASKED = Question(Planned("check_document", {}), "slot", "document_id")


def with_upload(text: str, *document_ids: str) -> Plan:
    sheet = replace(read(text), document_ids=document_ids)
    return plan(sheet, shop(), Memory(), languages())


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        check this invoice                        | check_document
        is this bill right?                       | check_document
        anything wrong in the bill                | check_document
        bill check karo                           | check_document
        is invoice ko dekho                       | check_document
        galat to nahi bill                        | check_document
        बिल सही है क्या                            | check_document
        इस बिल को देखो                             | check_document
        check document doc_77ab                   | check_document document_id=doc_77ab
        check invoice INV-2024-001                | check_document document_id=INV-2024-001
        is document 4711 ok                       | check_document document_id=4711
        is GSTIN 27AAPFU0939F1ZV right            | check_identifier kind=gstin value=27AAPFU0939F1ZV
    """),
)
def test_a_bill_is_to_be_checked(message: str, expected: str) -> None:
    assert told(planned(message)).strip() == expected


@pytest.mark.parametrize("text", ["hello", "ye lo", "?", "வணக்கம்"])
def test_an_upload_without_a_question_is_looked_at(text: str) -> None:
    made = with_upload(text, "doc_1", "doc_2")
    assert made.calls == (call("check_document", document_id="doc_1"),)


def test_an_upload_is_the_one_that_is_meant() -> None:
    assert with_upload("check this bill", "doc_1").calls[0].arguments == {"document_id": "doc_1"}
    assert told(with_upload("price of onion in Nashik", "doc_1")).startswith("market_price")


def test_the_question_which_bill_is_answered_by_an_id_or_an_upload() -> None:
    memory = Memory(question=ASKED)
    desk = Desk(whole("doc_5", memory), shop(), memory)
    assert resolve(desk) == Resolution("answered", (call("check_document", document_id="doc_5"),))
    sheet = replace(read("ye raha", memory), document_ids=("doc_9",))
    assert plan(sheet, shop(), memory, languages()).calls[0].arguments["document_id"] == "doc_9"


def checked(*rows: dict[str, Any], note: str = "all_right", **figures: float) -> Done:
    counts = {"rules_passed": 9, "rules_failed": sum(r["status"] == "fail" for r in rows)}
    unknown = sum(r["status"] == "unknown" for r in rows)
    counts |= {"rules_unknown": unknown} if unknown else {}
    found = [Figure(n, n, v, "INR") for n, v in figures.items()]
    found += [Figure(n, n, v, "count") for n, v in counts.items()]
    facts = {"document_id": "doc_1", "kind": "gst_invoice", "number": "LT/7"}
    facts |= {"seller.name": "Sita Foods"}
    source = Source("documents", "own", TODAY)
    return done("check_document", Finding(tuple(found), rows, facts, (source,), (note,)))


def rule(name: str, status: str = "fail", **more: Any) -> dict[str, Any]:
    plain = {"seen": None, "expected": None, "what_to_do": "ask_new_bill", "line": None, "unit": ""}
    told = {"telling": name.partition(".")[0]}
    return {"id": name, "reference": "r", "status": status, **plain, **told, **more}


def test_a_right_bill_in_three_voices() -> None:
    assert in_three_voices(checked(rule("hsn", "pass"), total=1180)) == snapshot("""\
This bill is right, as far as I can see.
Bill LT/7 of Sita Foods: ₹1,180.
Source: your paper, 25 November 2026.

यह बिल सही है, जहाँ तक मैं देख पाई।
Sita Foods का बिल LT/7: ₹1,180।
स्रोत: आपका कागज, 25 नवंबर 2026।

Yeh bill sahi hai, jahan tak main dekh paayi.
Sita Foods ka bill LT/7: ₹1,180.
Srot: aapka kagaz, 25 November 2026.\
""")


def test_what_is_wrong_comes_first_with_what_to_do() -> None:
    rows = (
        rule("line_taxable", seen=3313.0, expected=3276.0, line=2, unit="INR"),
        rule("tax_split", seen="igst", expected="cgst_sgst"),
        rule("reverse_charge", "unknown", what_to_do="write_reverse_charge"),
        rule("hsn", "pass"),
    )
    assert in_three_voices(checked(*rows, note="some_wrong", total=1180)) == snapshot("""\
2 things are wrong in this bill.
• Line 2: quantity and rate make ₹3,276, the bill says ₹3,313. Ask the seller for a corrected bill.
• The tax should be CGST and SGST, the bill has IGST. Ask the seller for a corrected bill.
Bill LT/7 of Sita Foods: ₹1,180.
Please look at these yourself:
• Reverse charge: see whether yes or no is said.
Source: your paper, 25 November 2026.

इस बिल में 2 बातें गलत हैं।
• लाइन 2: मात्रा और दर से ₹3,276 बनता है, बिल पर ₹3,313 लिखा है। बेचने वाले से सही बिल माँगें।
• टैक्स सीजीएसटी और एसजीएसटी होना चाहिए, बिल पर आईजीएसटी है। बेचने वाले से सही बिल माँगें।
Sita Foods का बिल LT/7: ₹1,180।
इन बातों को आप खुद देख लें:
• रिवर्स चार्ज: देखें कि हाँ या नहीं लिखा है।
स्रोत: आपका कागज, 25 नवंबर 2026।

Is bill mein 2 baatein galat hain.
• Line 2: matra aur dar se ₹3,276 banta hai, bill par ₹3,313 likha hai. Bechne wale se sahi bill maangein.
• Tax CGST aur SGST hona chahiye, bill par IGST hai. Bechne wale se sahi bill maangein.
Sita Foods ka bill LT/7: ₹1,180.
In baaton ko aap khud dekh lein:
• Reverse charge: dekhein ki haan ya nahin likha hai.
Srot: aapka kagaz, 25 November 2026.\
""")


@pytest.mark.parametrize("note", ["unknown_kind", "still_reading", "unreadable"])
def test_a_paper_that_was_not_read_is_told_in_one_line(note: str) -> None:
    finding = Finding(parameters={"document_id": "doc_1"}, notes=(note,))
    assert len(said(done("check_document", finding, "empty")).splitlines()) == 1


def test_every_rule_that_can_fail_has_its_line() -> None:
    """Also without a value that was seen: then the bare line says it."""
    for voice in (v for p in languages().packs.values() for v in p.voices.values()):
        for name in RULE_IDS:
            assert {f"doc_fail_{name}", f"doc_fail_{name}_bare"} & voice.say.keys(), name
        for todo in TODO:
            assert f"what_to_do_{todo}" in voice.say, todo
    assert "check_document" in LAYOUTS


RULE_IDS = (
    "number_form", "date_present", "seller_gstin", "buyer_gstin", "seller_state", "buyer_state",
    "hsn", "line_taxable", "line_tax", "line_total", "tax_split", "cgst_is_sgst", "sum_taxable",
    "sum_cgst", "sum_sgst", "sum_igst", "tax_of_rates", "total", "tax_rate", "place_of_supply",
    "no_tax", "declared", "form", "expired", "state", "unit_price", "note_in_time", "duplicate",
)  # fmt: skip
TODO = (
    "ask_new_bill", "ask_new_number", "ask_new_date", "ask_seller_gstin", "ask_buyer_gstin",
    "ask_hsn", "ask_rate", "check_reading", "write_number", "write_date", "write_seller_gstin",
    "write_total", "write_place_of_supply", "write_reverse_charge", "write_buyer",
    "complete_paper", "check_number", "renew_paper", "do_not_sell", "check_paper", "pay_once",
)  # fmt: skip


def test_the_lists_above_are_those_of_the_rules() -> None:
    empty = understood((page_with((1, 1, "x")),), TODAY, GST_INVOICE)
    assert {r.id for r in empty.rules if r.status == "fail"} <= set(RULE_IDS)
    assert {r.what_to_do for r in empty.rules if r.what_to_do} <= set(TODO)
    assert KINDS
