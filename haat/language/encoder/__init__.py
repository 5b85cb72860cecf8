"""Texts read by the small multilingual model word by word: what each word means where it stands, and all of them."""
