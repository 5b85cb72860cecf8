"""What languages keep on disk."""
