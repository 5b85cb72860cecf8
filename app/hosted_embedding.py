"""Vectors from an OpenAI-compatible server, where one is set."""

from collections.abc import Sequence
from typing import Any

import httpx

from haat.core.errors import NotConfigured
from haat.core.settings import EmbeddingSettings
from retrieval.shelf import Sense, Vector


class HostedMeaning:
    """See `retrieval.meaning.Meaning`; `POST {base_url}/embeddings`."""

    def __init__(
        self, settings: EmbeddingSettings, transport: httpx.BaseTransport | None = None
    ) -> None:
        key = settings.api_key.get_secret_value()
        self.name = settings.name
        self._client = httpx.Client(
            base_url=settings.base_url.rstrip("/"),
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=settings.timeout_seconds,
            transport=transport,
        )
        self.size = len(self._made(["size"])[0])

    def questions(self, texts: Sequence[str]) -> list[Sense]:
        """See `Meaning`; such a server tells no parts."""
        return [Sense(vector) for vector in self._made(texts)]

    def passages(self, texts: Sequence[str]) -> list[Sense]:
        """See `Meaning`; the same."""
        return [Sense(vector) for vector in self._made(texts)]

    def _made(self, texts: Sequence[str]) -> list[Vector]:
        if not texts:
            return []
        try:
            answer = self._client.post(
                "/embeddings", json={"model": self.name, "input": list(texts)}
            )
            answer.raise_for_status()
            told: list[dict[str, Any]] = answer.json()["data"]
            vectors = {int(one["index"]): [float(n) for n in one["embedding"]] for one in told}
            return [vectors[at] for at in range(len(texts))]
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise NotConfigured("the embedding that is set does not answer") from error
