"""Writings to look things up in: their sections, each with its headings and what is known of it."""
