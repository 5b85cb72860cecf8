"""What is true of each human language; packs are data."""
