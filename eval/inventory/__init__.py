"""What a rule for ordering costs a shop, and how often it leaves a shelf empty."""
