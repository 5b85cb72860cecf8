"""Receipts of a second hand: no kept layouts, each is composed by chance out of the ways tills print."""
