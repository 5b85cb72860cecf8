"""What is known of rules and schemes, found by the words of a question, always with its source."""
