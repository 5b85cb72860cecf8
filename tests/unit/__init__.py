"""Tests that need no network and no server."""
