"""A collection on a Qdrant server."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from qdrant_client import QdrantClient, models

from retrieval.numbered import DENSE, PARTS, ROWS, WORDS, kind_of, numbered, sense
from retrieval.qdrant import reached
from retrieval.shelf import Hit, Kept, Parts, Payload, Point, Sense, Tokens, Vector, gathered

PAGE = 2000


class ServerShelf:
    """See `Shelf`."""

    def __init__(self, client: QdrantClient, collection: str, size: int) -> None:
        self._client, self._name = client, collection
        with reached():
            if not client.collection_exists(collection):
                client.create_collection(
                    collection,
                    vectors_config=_vectors(size),
                    sparse_vectors_config={
                        kind: models.SparseVectorParams(modifier=models.Modifier.IDF)
                        for kind in (WORDS, ROWS)
                    },
                )

    def kept(self) -> Mapping[str, Kept]:
        """See `Shelf`."""
        with reached():
            return gathered(self._all())

    def count(self) -> int:
        """See `Shelf`."""
        with reached():
            return self._client.count(self._name).count

    def put(self, points: Sequence[Point]) -> None:
        """See `Shelf`."""
        with reached():
            self._client.upsert(self._name, [_point(p) for p in points], wait=True)

    def remove(self, ids: Iterable[str]) -> None:
        """See `Shelf`."""
        with reached():
            self._client.delete(self._name, list(ids), wait=True)

    def senses(self, ids: Sequence[str]) -> Mapping[str, Sense]:
        """See `Shelf`."""
        with reached():
            found = self._client.retrieve(
                self._name, list(ids), with_payload=False, with_vectors=[DENSE, PARTS]
            )
        return {str(r.id): told for r in found if (told := sense(r.vector))}

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        """See `Shelf`."""
        return self._query(list(vector), DENSE, limit)

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        """See `Shelf`."""
        return self._query(_sparse(tokens), ROWS if rows else WORDS, limit)

    def meeting(self, parts: Parts, ids: Sequence[str]) -> Mapping[str, float]:
        """See `Shelf`."""
        these = models.Filter(must=[models.HasIdCondition(has_id=list(ids))])
        with reached():
            found = self._client.query_points(
                self._name,
                query=[list(part) for part in parts],
                using=PARTS,
                query_filter=these,
                limit=len(ids),
                with_payload=False,
            )
        return {str(p.id): p.score for p in found.points}

    def close(self) -> None:
        """See `Shelf`."""
        self._client.close()

    def _query(
        self,
        query: list[float] | models.SparseVector,
        using: str,
        limit: int,
    ) -> list[Hit]:
        with reached():
            found = self._client.query_points(self._name, query=query, using=using, limit=limit)
        return [Hit(str(p.id), p.score, p.payload or {}) for p in found.points]

    def _all(self) -> Iterator[tuple[str, Payload]]:
        after = None
        while True:
            found, after = self._client.scroll(
                self._name,
                limit=PAGE,
                offset=after,
                with_payload=["source", "state", "whole"],
            )
            yield from ((str(record.id), record.payload or {}) for record in found)
            if after is None:
                return


def _vectors(size: int) -> dict[str, models.VectorParams]:
    """Of the parts no graph is built: they are only compared with what was found."""
    most = models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM)
    return {
        DENSE: models.VectorParams(size=size, distance=models.Distance.COSINE),
        PARTS: models.VectorParams(
            size=size,
            distance=models.Distance.DOT,
            multivector_config=most,
            datatype=models.Datatype.FLOAT16,
            hnsw_config=models.HnswConfigDiff(m=0),
            on_disk=True,
        ),
    }


def _point(point: Point) -> models.PointStruct:
    made = models.PointStruct(
        id=point.id, vector={kind_of(point): _sparse(point.tokens)}, payload=dict(point.payload)
    )
    if point.sense and isinstance(made.vector, dict):
        made.vector[DENSE] = list(point.sense.whole)
        if point.sense.parts:
            made.vector[PARTS] = [list(part) for part in point.sense.parts]
    return made


def _sparse(tokens: Tokens) -> models.SparseVector:
    places, weights = numbered(tokens)
    return models.SparseVector(indices=places, values=weights)
