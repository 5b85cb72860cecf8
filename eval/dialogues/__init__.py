"""Scored dialogues: what people write, and what ought to come of it; run with `haat eval`."""
