"""What arrives by itself: files dropped in a folder, files elsewhere that change, and mandi prices of the day."""
