"""E-mails are read without a network, in a process of their own, under their subject."""

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from pytest_socket import disable_socket

from haat.core.errors import InvalidInput
from haat.documents.writings.apart import read_apart
from haat.documents.writings.read import read_writing

SENT = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=5.5)))
BODY = (
    "<html><body><p>Dear members,</p><h2>Fees</h2><p>The stall costs <b>Rs 500</b> for two days.</p>"
    "<table><tr><td>Stall</td><td>Fee</td></tr><tr><td>small</td><td>500</td></tr></table>"
    "<p>सभी सदस्य आएँ।</p></body></html>"
)


def letter(body: str = BODY, kind: str = "html") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "office@federation.example", "seller@shop.example"
    mail["Subject"], mail["Date"] = "Spring fair", format_datetime(SENT)
    mail.set_content(body, subtype=kind)
    mail.add_attachment(b"secret", maintype="application", subtype="octet-stream", filename="a.bin")
    return bytes(mail)


def test_a_circular_has_its_subject_day_and_sender() -> None:
    disable_socket()
    first, second = read_writing(letter(), ".eml")
    assert (first.text, first.headings) == ("Dear members,", ("Spring fair",))
    assert second.headings == ("Spring fair", "Fees")
    assert second.text == (
        "The stall costs Rs 500 for two days.\n\nStall | Fee\nsmall | 500\n\nसभी सदस्य आएँ।"
    )
    assert second.known == {"as_of": "2026-11-23", "sent_by": "office@federation.example"}


def test_a_plain_letter_is_read_apart() -> None:
    (found,) = read_apart(letter("हर सदस्य 50 रुपये बचाती है।", "plain"), ".eml")
    assert found.text == "हर सदस्य 50 रुपये बचाती है।"
    assert found.headings == ("Spring fair",)


def test_what_is_no_letter_is_refused() -> None:
    with pytest.raises(InvalidInput, match="is no e-mail"):
        read_apart(b"\x00\x01\x02", ".eml")
