"""Elasticities and what they foretell, beside what a developer would reach for."""
