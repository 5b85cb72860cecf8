"""Tests of what is true of each language."""
