"""Tests of what the agent can do."""
