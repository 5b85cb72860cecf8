"""Numbers of trade: which can be right, why not, and what they say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from haat.language import hsn
from haat.language.identifiers import IdentifierKind, check, plain

TODAY = date(2026, 11, 25)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

KNOWN: list[tuple[IdentifierKind, str, str]] = [
    ("gstin", "27AAPFU0939F1ZV", "check_digit_right"),
    ("gstin", "27aapfu0939f1zv", "check_digit_right"),
    ("gstin", " 27-AAPFU-0939F 1ZV ", "check_digit_right"),
    ("gstin", "२७AAPFU०९३९F१ZV", "check_digit_right"),
    ("gstin", "38AAPFU0939F1ZS", "check_digit_right"),  # Ladakh
    ("gstin", "97AAPFU0939F1ZO", "check_digit_right"),  # other territory
    ("gstin", "99AAPFU0939F1ZK", "check_digit_right"),  # centre
    ("gstin", "29AAGCB7383J1Z4", "check_digit_right"),
    ("gstin", "07DELN09736F1DZ", "check_digit_right"),  # one who deducts tax, by TAN
    ("gstin", "27AAPFU0939F1ZW", "wrong_check_digit"),
    ("gstin", "29GGGGG1314R9Z6", "wrong_check_digit"),
    ("gstin", "36AAAPI1111Z1Z0", "wrong_check_digit"),
    ("gstin", "27AAPFU0939F1ZVX", "wrong_length"),
    ("gstin", "27AAPFU0939F1AV", "wrong_form"),
    ("gstin", "27AAPFU0939F0ZV", "wrong_form"),
    ("gstin", "39AAPFU0939F1ZV", "wrong_state"),
    ("gstin", "00AAPFU0939F1ZV", "wrong_state"),
    ("gstin", "27AAPXU0939F1ZV", "wrong_holder"),
    ("pan", "AAPFU0939F", "form_right"),
    ("pan", "aapfu 0939 f", "form_right"),
    ("pan", "ACUPA7085R", "form_right"),
    ("pan", "AAPEU0939F", "form_right"),  # a limited liability partnership
    ("pan", "ACUPA7085RR", "wrong_length"),
    ("pan", "ABMPA32111", "wrong_form"),
    ("pan", "ACUPA0000R", "wrong_form"),
    ("pan", "ABMXA3211G", "wrong_holder"),
    ("fssai", "10012022000038", "form_right"),
    ("fssai", "1001 2022 0000 38", "form_right"),
    ("fssai", "२०४१६०००००००१२", "form_right"),
    ("fssai", "1001202200003", "wrong_length"),
    ("fssai", "1001202200003A", "wrong_form"),
    ("fssai", "30012022000038", "wrong_form"),
    ("fssai", "19912022000038", "wrong_state"),
    ("fssai", "10099022000038", "wrong_year"),
    ("fssai", "10027022000038", "wrong_year"),  # next year
    ("hsn", "19059040", "listed"),
    ("hsn", "1905 90 40", "listed"),
    ("hsn", "०९१०", "listed"),
    ("hsn", "09", "listed"),
    ("hsn", "910", "leading_zero_added"),
    ("hsn", "9101", "listed"),  # wrist watches, and not ginger
    ("hsn", "998314", "listed"),
    ("hsn", "9963", "listed"),
    ("hsn", "12345678", "not_listed"),
    ("hsn", "7777", "not_listed"),
    ("hsn", "1905904012", "wrong_length"),
    ("hsn", "papad", "wrong_form"),
    ("udyam", "UDYAM-BR-26-0012345", "form_right"),
    ("udyam", "udyam mh 18 0001234", "form_right"),
    ("udyam", "UDYAM-XX-26-0012345", "wrong_state"),
    ("udyam", "UDYAM-BR-26-001234", "wrong_length"),
    ("udyam", "UDYOG-BR-26-0012345", "wrong_form"),
    ("barcode", "8901058851298", "check_digit_right"),
    ("barcode", "890 1058 851298", "check_digit_right"),
    ("barcode", "036000291452", "check_digit_right"),
    ("barcode", "73513537", "check_digit_right"),
    ("barcode", "98412345678908", "check_digit_right"),
    ("barcode", "8901058851299", "wrong_check_digit"),
    ("barcode", "89010588512", "wrong_length"),
    ("barcode", "89010588512AB", "wrong_form"),
]
RIGHT = {"check_digit_right", "form_right", "listed", "leading_zero_added"}


@pytest.mark.parametrize(("kind", "written", "reason"), KNOWN)
def test_known_numbers(kind: IdentifierKind, written: str, reason: str) -> None:
    verdict = check(kind, written, TODAY)
    assert (verdict.reason, verdict.valid) == (reason, reason in RIGHT)


def test_a_gstin_says_state_and_pan() -> None:
    assert check("gstin", "27AAPFU0939F1ZV", TODAY).encodes == {
        "state": "Maharashtra",
        "state_code": "27",
        "pan": "AAPFU0939F",
        "holder": "firm",
        "registration": 1,
        "role": "taxpayer",
    }
    assert check("gstin", "38AAPFU0939F1ZS", TODAY).encodes["state"] == "Ladakh"


def test_a_deductor_has_a_tan_inside() -> None:
    says = check("gstin", "07DELN09736F1DZ", TODAY).encodes
    assert (says["tan"], says["role"]) == ("DELN09736F", "tds_deductor")
    assert "pan" not in says


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("10012022000038", {"kind": "central_licence", "state": "Centre", "year": 2012}),
        ("11516022000038", {"kind": "state_licence", "state": "Maharashtra", "year": 2016}),
        ("20416000000012", {"kind": "registration", "state": "Bihar", "year": 2016}),
    ],
)
def test_an_fssai_number_says_kind_state_and_year(number: str, says: dict[str, object]) -> None:
    assert check("fssai", number, TODAY).encodes == says


def test_an_hsn_code_says_what_it_is() -> None:
    assert check("hsn", "19059040", TODAY).encodes == {
        "code": "19059040",
        "of": "goods",
        "name": "Papad",
    }
    assert check("hsn", "998314", TODAY).encodes["of"] == "service"
    assert str(check("hsn", "910", TODAY).encodes["name"]).startswith("Ginger")


def test_an_unknown_hsn_code_says_the_heading_it_lies_under() -> None:
    assert check("hsn", "19059999", TODAY).encodes["code"] == "1905"


def test_a_heading_that_only_begins_listed_codes_exists() -> None:
    begun = next(iter(hsn.codes().begun))
    assert check("hsn", begun, TODAY).valid


@pytest.mark.parametrize(
    ("number", "form", "issuer"),
    [
        ("8901058851298", "ean13", "gs1_india"),
        ("036000291452", "upc", "other"),
        ("73513537", "ean8", "other"),
        ("9780471117094", "ean13", "book"),
        ("18901058851295", "gtin14", "gs1_india"),
        ("2001234567893", "ean13", "in_store"),
    ],
)
def test_a_barcode_says_who_gave_it_out(number: str, form: str, issuer: str) -> None:
    assert check("barcode", number, TODAY).encodes == {"form": form, "issuer": issuer}


@pytest.mark.parametrize("written", ["২৭", "੨੭", "૨૭", "୨୭", "௨௭", "౨౭", "೨೭", "൨൭", "27"])
def test_digits_of_any_script_are_read(written: str) -> None:
    assert plain(f" {written}-AAPFU.0939/F1ZV") == "27AAPFU0939F1ZV"


@given(st.integers(0, 13), st.integers(1, 35))
def test_one_wrong_sign_is_always_seen(place: int, shift: int) -> None:
    right = "27AAPFU0939F1ZV"
    other = ALPHABET[(ALPHABET.index(right[place]) + shift) % 36]
    wrong = right[:place] + other + right[place + 1 :]
    assert not luhn.is_valid(wrong, ALPHABET)
    assert not check("gstin", wrong, TODAY).valid


@given(st.text(max_size=30))
def test_no_text_breaks_a_check(written: str) -> None:
    for kind in ("gstin", "pan", "fssai", "hsn", "udyam", "barcode"):
        check(kind, written, TODAY)
