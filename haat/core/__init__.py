"""Words shared by every room."""
