"""The webhook of WhatsApp alone: what it takes in, somebody else has to answer."""

import httpx
from fastapi import FastAPI

from app import problems
from channels.post import Post
from channels.whatsapp.webhook import PATH, whatsapp_router
from haat.core.settings import Settings
from tests.peers.twilio_double import PUBLIC, encoded, signed


class Door:
    """Where Twilio calls, in this process."""

    def __init__(self, post: Post, settings: Settings) -> None:
        async def kept_in() -> Post:
            return post

        async def set_by() -> Settings:
            return settings

        app = FastAPI()
        problems.install(app)
        app.include_router(whatsapp_router(kept_in, set_by))
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC)

    async def knock(self, form: dict[str, str]) -> None:
        """Post a form as Twilio does, and expect that it is kept."""
        answer = await self._client.post(PATH, content=encoded(form), headers=signed(form))
        answer.raise_for_status()

    async def close(self) -> None:
        """Let nobody in any more."""
        await self._client.aclose()
