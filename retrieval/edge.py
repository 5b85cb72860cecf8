"""A collection in this process: Qdrant's own engine over files of a folder."""

import fcntl
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO
from uuid import UUID

import qdrant_edge as edge

from haat.core.errors import Conflict
from retrieval.numbered import DENSE, PARTS, ROWS, WORDS, kind_of, numbered, sense
from retrieval.shelf import Hit, Kept, Parts, Point, Sense, Tokens, Vector, gathered

LOCK = "lock"
PAGE = 2000
BETWEEN = 0.1  # seconds from one look at another process to the next


class EdgeShelf:
    """See `Shelf`."""

    def __init__(self, folder: Path, size: int, patience: float = 20.0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(folder, patience)
        if (folder / "edge_config.json").exists():
            self._shard = edge.EdgeShard.load(str(folder))
        else:
            self._shard = edge.EdgeShard.create(str(folder), _config(size))

    def kept(self) -> Mapping[str, Kept]:
        """See `Shelf`."""
        return gathered((str(record.id), record.payload or {}) for record in self._all())

    def count(self) -> int:
        """See `Shelf`."""
        return int(self._shard.info().points_count)

    def put(self, points: Sequence[Point]) -> None:
        """See `Shelf`."""
        self._shard.update(edge.UpdateOperation.upsert_points([_point(p) for p in points]))
        self._shard.flush()

    def remove(self, ids: Iterable[str]) -> None:
        """See `Shelf`."""
        self._shard.update(edge.UpdateOperation.delete_points([UUID(i) for i in ids]))
        self._shard.flush()

    def senses(self, ids: Sequence[str]) -> Mapping[str, Sense]:
        """See `Shelf`."""
        found = self._shard.retrieve(
            [UUID(i) for i in ids], with_payload=False, with_vector=[DENSE, PARTS]
        )
        return {str(r.id): told for r in found if (told := sense(r.vector))}

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        """See `Shelf`."""
        return self._query(edge.Query.Nearest(list(vector), using=DENSE), limit)

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        """See `Shelf`."""
        places, weights = numbered(tokens)
        sparse = edge.SparseVector(indices=places, values=weights)
        return self._query(edge.Query.Nearest(sparse, using=ROWS if rows else WORDS), limit)

    def meeting(self, parts: Parts, ids: Sequence[str]) -> Mapping[str, float]:
        """See `Shelf`."""
        these = edge.HasIdCondition({UUID(i) for i in ids})
        asked = edge.QueryRequest(
            limit=len(ids),
            query=edge.Query.Nearest([list(part) for part in parts], using=PARTS),
            filter=edge.Filter(must=[these]),
        )
        return {str(p.id): p.score for p in self._shard.query(asked)}

    def close(self) -> None:
        """See `Shelf`."""
        self._shard.close()
        self._lock.close()

    def _query(self, query: edge.Query, limit: int) -> list[Hit]:
        asked = edge.QueryRequest(limit=limit, query=query, with_payload=True)
        return [Hit(str(p.id), p.score, p.payload or {}) for p in self._shard.query(asked)]

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


def _locked(folder: Path, patience: float) -> TextIO:
    """A lock on a folder: opening one that another process has open harms what that one writes."""
    lock = (folder / LOCK).open("w")
    ends = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > ends:
                lock.close()
                raise Conflict("another process is at work in this collection") from error
            time.sleep(BETWEEN)
        else:
            return lock


def _config(size: int) -> edge.EdgeConfig:
    return edge.EdgeConfig(
        vectors={
            DENSE: edge.EdgeVectorParams(size=size, distance=edge.Distance.Cosine),
            PARTS: edge.EdgeVectorParams(
                size=size,
                distance=edge.Distance.Dot,
                multivector_config=edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim),
                datatype=edge.VectorStorageDatatype.Turbo8,
                memory=edge.Memory.Cold,
            ),
        },
        sparse_vectors={
            kind: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf) for kind in (WORDS, ROWS)
        },
        max_search_threads=1,
    )


def _point(point: Point) -> edge.Point:
    places, weights = numbered(point.tokens)
    vector: dict[str, edge.NamedVector] = {
        kind_of(point): edge.SparseVector(indices=places, values=weights)
    }
    if point.sense:
        vector[DENSE] = list(point.sense.whole)
    if point.sense and point.sense.parts:
        vector[PARTS] = [list(part) for part in point.sense.parts]
    return edge.Point(UUID(point.id), vector, dict(point.payload))
