"""Ways in and out of a conversation; the messengers among them are listed here."""
