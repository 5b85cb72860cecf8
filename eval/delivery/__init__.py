"""Whether every message is answered once, however often the worker is killed."""
