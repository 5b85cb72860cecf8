"""The demo tenants: invented shops with a known truth, so that every tool can be tried and checked."""
