"""Several parts together: databases, the HTTP app; no network but loopback."""
