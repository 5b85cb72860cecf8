"""Servers that we did not write, for the tests to talk to."""
