"""Which server is asked is said by the settings and by nothing else."""

import logging
from pathlib import Path

import pytest
from langchain_openai import ChatOpenAI
from langsmith import utils as langsmith
from llmock.pytest_plugin import LLMock
from pydantic import SecretStr

from app.wiring import open_model
from haat.core.actor import Actor
from haat.core.errors import NotConfigured
from haat.core.settings import ModelSettings
from tests.integration.hosted.scripting import plans
from tests.integration.hosted.talking import Talk, opened

pytestmark = pytest.mark.asyncio(loop_scope="session")

TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")


async def test_no_name_no_model() -> None:
    async with open_model(ModelSettings(base_url="http://127.0.0.1:1/v1")) as model:
        assert model is None


async def test_a_name_without_an_address_is_no_configuration(
    llmock: LLMock,  # OpenAI's own variables are set, and they don't count
) -> None:
    with pytest.raises(NotConfigured, match="HAAT_MODEL__BASE_URL"):
        async with open_model(ModelSettings(name="gpt")):
            pytest.fail("a model was made")


async def test_a_key_in_openais_own_variable_is_not_sent_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    async with open_model(ModelSettings(name="own", base_url="http://127.0.0.1:1/v1")) as model:
        assert isinstance(model, ChatOpenAI)
        assert isinstance(model.openai_api_key, SecretStr)
        assert model.openai_api_key.get_secret_value() == "none"


async def test_nobody_is_there(
    demo_folder: Path, actor: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(demo_folder, "http://127.0.0.1:9/v1", seconds=5) as services:
        talk = Talk(services, actor)
        reply = await talk.say("onion price in Nashik")
    assert reply.words.text.startswith("Onion, Nashik: ₹")
    assert talk.states == ["understood", "model_failed"]
    assert "APIConnectionError" in caplog.text or "ConnectionError" in caplog.text


async def test_tracing_is_off_unless_asked_for(
    model: LLMock, talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in TRACING:
        monkeypatch.delenv(name, raising=False)
    langsmith.get_env_var.cache_clear()  # type: ignore[attr-defined]  # a cache under overloads
    caplog.set_level(logging.DEBUG, "langsmith")
    plans(model, ("market_price", {"commodity": "onion"}))
    await talk.say("onion price")
    assert not langsmith.tracing_is_enabled()
    assert not [r for r in caplog.records if r.name.startswith("langsmith")]
