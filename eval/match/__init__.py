"""Who should be sent to whom: our matches beside those of other ways."""
