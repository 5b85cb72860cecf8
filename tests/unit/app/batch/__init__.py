"""Long tables of one's own: their periods, their order, their grids."""
