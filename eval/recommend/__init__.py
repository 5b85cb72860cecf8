"""Our recommendations beside those of the libraries that one would reach for."""
