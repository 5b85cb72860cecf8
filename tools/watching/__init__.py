"""Looks over a shop's books for what needs doing: one file for each kind of alert."""
