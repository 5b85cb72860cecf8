"""Till receipts that are generated with their truth known, and how well they are read."""
