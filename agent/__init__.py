"""The conversation: understand, plan, act, compose, check."""
