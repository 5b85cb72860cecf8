"""What we claim, anyone can run."""
