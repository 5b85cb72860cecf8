"""Tests of the front: routes, streams and the command line."""
