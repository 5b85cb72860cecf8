"""What a request wants, by rules: a file for each thing that it may be about."""
