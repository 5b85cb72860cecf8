"""What buyers of many goods will order next: again what they had, and what is new to them."""
