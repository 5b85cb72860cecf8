"""How well `haat forecast` foretells, beside its peers, on data that anyone can get."""
