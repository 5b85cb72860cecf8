"""Haat Saathi's library: language, store and analytics, usable without the agent or the web."""
