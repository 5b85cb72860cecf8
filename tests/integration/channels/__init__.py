"""Tests of the channels against servers that we did not write."""
