"""How well people are understood, language by language."""
