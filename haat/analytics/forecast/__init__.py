"""What will be sold: a ladder of plain methods, each judged on the days that have passed."""
