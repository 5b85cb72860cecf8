"""Where a buyer can be written to."""

import pytest

from haat.core.address import Address, address_of


@pytest.mark.parametrize(
    "contact",
    ["9876543210", "98765 43210", "+91 98765-43210", "919876543210", "09876543210",
     "whatsapp:+919876543210"],
)  # fmt: skip
def test_an_indian_number_is_written_to_by_whatsapp(contact: str) -> None:
    assert address_of(contact) == Address("whatsapp", "whatsapp:+919876543210")


def test_a_number_abroad_needs_its_country() -> None:
    assert address_of("+44 20 7946 0018") == Address("whatsapp", "whatsapp:+442079460018")
    assert address_of("442079460018") is None


def test_a_chat_is_written_to_by_telegram() -> None:
    assert address_of("Telegram: 7001") == Address("telegram", "7001")


@pytest.mark.parametrize(
    "contact",
    ["", "buyer@demo.invalid", "telegram:-100123", "telegram:@buyer", "12345", "1234567890",
     "+0123456789", "98765432101234567", "9876543210; 9876543211", "whatsapp:", "+९१98765432"],
)  # fmt: skip
def test_anything_else_is_no_address(contact: str) -> None:
    assert address_of(contact) is None
