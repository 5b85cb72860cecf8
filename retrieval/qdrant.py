"""The index on a Qdrant server: sparse vectors whose tokens we make; it only weighs how rare one is."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException

from haat.core.errors import NotConfigured
from retrieval.index import Hit, Text

VECTOR = "words"


@dataclass(frozen=True, slots=True)
class QdrantIndex:
    """One collection in Qdrant."""

    client: QdrantClient
    collection: str

    def search(self, tokens: Mapping[str, float], topic: str | None, limit: int) -> tuple[Hit, ...]:
        """See `Index`."""
        only = models.FieldCondition(key="topics", match=models.MatchValue(value=topic or ""))
        with reached():
            found = self.client.query_points(
                self.collection,
                query=_sparse(tokens),
                using=VECTOR,
                query_filter=models.Filter(must=[only]) if topic else None,
                limit=limit,
                with_payload=False,
            )
        return tuple(Hit(int(point.id), point.score) for point in found.points)


def open_index(client: QdrantClient, collection: str, texts: Sequence[Text]) -> QdrantIndex:
    """The index of these texts, built where it is not there; the collection's name says which they are."""
    with reached():
        if not client.collection_exists(collection):
            words = models.SparseVectorParams(modifier=models.Modifier.IDF)
            client.create_collection(
                collection, vectors_config={}, sparse_vectors_config={VECTOR: words}
            )
        if client.count(collection).count != len(texts):
            client.upsert(collection, [_point(n, text) for n, text in enumerate(texts)])
    return QdrantIndex(client, collection)


def connect(url: str) -> QdrantClient:
    """The server at `url`."""
    return QdrantClient(url=url, check_compatibility=False)


@contextmanager
def reached() -> Iterator[None]:
    """NotConfigured where the server does not answer."""
    try:
        yield
    except ApiException as error:
        raise NotConfigured("the Qdrant server that is set does not answer") from error


def _point(number: int, text: Text) -> models.PointStruct:
    payload = {"topics": list(text.topics)}
    return models.PointStruct(id=number, vector={VECTOR: _sparse(text.tokens)}, payload=payload)


def _sparse(tokens: Mapping[str, float]) -> models.SparseVector:
    numbered = {_number(token): weight for token, weight in tokens.items()}
    return models.SparseVector(indices=list(numbered), values=list(numbered.values()))


def _number(token: str) -> int:
    """A token's place in the vector: the same in every process and on every machine."""
    return int.from_bytes(blake2b(token.encode(), digest_size=4).digest())
