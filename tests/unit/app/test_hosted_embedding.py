"""An OpenAI-compatible embedding: vectors in the order asked for, or one clear error."""

import json

import httpx
import pytest
from pydantic import SecretStr

from app.hosted_embedding import HostedMeaning
from haat.core.errors import NotConfigured
from haat.core.settings import EmbeddingSettings
from retrieval.shelf import Sense

SET = EmbeddingSettings(name="m", base_url="http://there/v1/", api_key=SecretStr("k"))


def answer(request: httpx.Request) -> httpx.Response:
    assert request.url == "http://there/v1/embeddings"
    assert request.headers["Authorization"] == "Bearer k"
    asked = json.loads(request.content)
    assert asked["model"] == "m"
    told = [{"index": n, "embedding": [len(t), 1]} for n, t in enumerate(asked["input"])]
    return httpx.Response(200, json={"data": told[::-1]})


def test_vectors_come_in_the_order_of_the_texts() -> None:
    meaning = HostedMeaning(SET, httpx.MockTransport(answer))
    assert (meaning.name, meaning.size) == ("m", 2)
    assert meaning.passages(["a", "bb"]) == [Sense([1.0, 1.0]), Sense([2.0, 1.0])]
    assert meaning.questions([]) == []


@pytest.mark.parametrize("reply", [httpx.Response(500), httpx.Response(200, json={"data": [{}]})])
def test_server_that_does_not_answer_is_one_clear_error(reply: httpx.Response) -> None:
    with pytest.raises(NotConfigured, match="does not answer"):
        HostedMeaning(SET, httpx.MockTransport(lambda _: reply))
