"""A fourteenth language, small, to show that adding one is adding a folder."""
