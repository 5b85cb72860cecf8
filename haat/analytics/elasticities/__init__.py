"""How sales follow the price in many shops and products at once, each learning from its like."""
