"""Vectors as the engines have them: tokens as places in a sparse vector: the same in every process and on every machine."""

from hashlib import blake2b

from retrieval.shelf import Point, Sense, Tokens

DENSE, PARTS = "dense", "parts"
WORDS, ROWS = (
    "words",
    "rows",
)  # of texts, and of rows of tables: neither is looked through for the other


def numbered(tokens: Tokens) -> tuple[list[int], list[float]]:
    """Places and weights; two tokens that meet at one place are one."""
    found: dict[int, float] = {}
    for token, weight in tokens.items():
        place = int.from_bytes(blake2b(token.encode(), digest_size=4).digest())
        found[place] = found.get(place, 0.0) + weight
    return list(found), list(found.values())


def kind_of(point: Point) -> str:
    """Where a passage's words are kept."""
    return ROWS if point.payload["kind"] == "row" else WORDS


def sense(vectors: object) -> Sense | None:
    """The meaning that an engine gave back."""
    if not isinstance(vectors, dict) or DENSE not in vectors:
        return None
    return Sense(list(vectors[DENSE]), [list(part) for part in vectors.get(PARTS, ())])
