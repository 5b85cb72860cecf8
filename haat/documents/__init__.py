"""Kinds of paper: read, recognise, extract, validate."""
