"""Tables and queries by noun; every query takes the actor first."""
