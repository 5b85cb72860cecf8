"""Processes that begin together on an empty database."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.wiring import open_checkpointer
from haat.core.settings import DatabaseSettings, Settings


@pytest.mark.postgres
async def test_processes_that_begin_at_once_make_the_tables_once(
    postgres_url: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database=DatabaseSettings(url=SecretStr(postgres_url)))

    async def begin() -> None:
        async with open_checkpointer(settings) as saver:
            await saver.aget_tuple({"configurable": {"thread_id": "t", "checkpoint_ns": ""}})

    async with asyncio.timeout(60):
        await asyncio.gather(*(begin() for _ in range(6)))
