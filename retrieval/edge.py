"""A collection in this process: Qdrant's own engine over files of a folder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

import qdrant_edge as edge

from retrieval.numbered import numbered
from retrieval.shelf import Hit, Kept, Point, Tokens, Vector, gathered

DENSE, WORDS = "dense", "words"
PAGE = 2000
ROW = edge.FieldCondition(key="row", match=edge.MatchValue(value=True))


class EdgeShelf:
    """See `Shelf`."""

    def __init__(self, folder: Path, size: int) -> None:
        if (folder / "edge_config.json").exists():
            self._shard = edge.EdgeShard.load(str(folder))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._shard = edge.EdgeShard.create(str(folder), _config(size))

    def kept(self) -> Mapping[str, Kept]:
        """See `Shelf`."""
        return gathered((str(record.id), record.payload) for record in self._all())

    def put(self, points: Sequence[Point]) -> None:
        """See `Shelf`."""
        self._shard.update(edge.UpdateOperation.upsert_points([_point(p) for p in points]))
        self._shard.flush()

    def remove(self, ids: Iterable[str]) -> None:
        """See `Shelf`."""
        self._shard.update(edge.UpdateOperation.delete_points([UUID(i) for i in ids]))
        self._shard.flush()

    def vectors(self, ids: Sequence[str]) -> Mapping[str, Vector]:
        """See `Shelf`."""
        found = self._shard.retrieve([UUID(i) for i in ids], False, [DENSE])
        return {str(r.id): r.vector[DENSE] for r in found if r.vector and DENSE in r.vector}

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        """See `Shelf`."""
        return self._query(edge.Query.Nearest(list(vector), using=DENSE), limit, None)

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        """See `Shelf`."""
        places, weights = numbered(tokens)
        sparse = edge.SparseVector(indices=places, values=weights)
        only = edge.Filter(must=[ROW]) if rows else edge.Filter(must_not=[ROW])
        return self._query(edge.Query.Nearest(sparse, using=WORDS), limit, only)

    def settle(self) -> None:
        """See `Shelf`."""
        self._shard.optimize()

    def close(self) -> None:
        """See `Shelf`."""
        self._shard.close()

    def _query(self, query: edge.Query, limit: int, only: edge.Filter | None) -> list[Hit]:
        asked = edge.QueryRequest(limit=limit, query=query, filter=only, with_payload=True)
        return [Hit(str(p.id), p.score, p.payload) for p in self._shard.query(asked)]

    def _all(self) -> Iterator[edge.Record]:
        after = None
        while True:
            found, after = self._shard.scroll(
                edge.ScrollRequest(
                    offset=after, limit=PAGE, with_payload=["source", "state", "whole"]
                )
            )
            yield from found
            if after is None:
                return


def _config(size: int) -> edge.EdgeConfig:
    return edge.EdgeConfig(
        vectors={DENSE: edge.EdgeVectorParams(size=size, distance=edge.Distance.Cosine)},
        sparse_vectors={WORDS: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)},
        max_search_threads=1,
    )


def _point(point: Point) -> edge.Point:
    places, weights = numbered(point.tokens)
    vector = {WORDS: edge.SparseVector(indices=places, values=weights)}
    dense = {} if point.dense is None else {DENSE: list(point.dense)}
    return edge.Point(UUID(point.id), {**vector, **dense}, dict(point.payload))
