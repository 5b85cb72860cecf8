"""Ways in and out of a conversation."""
