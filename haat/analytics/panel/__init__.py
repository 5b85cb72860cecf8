"""Many series foretold at once: what `haat forecast` does, and what a shop's nightly job stands on."""
