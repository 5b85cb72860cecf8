"""Where Telegram brings what people write: it is kept, and only then acknowledged."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Protocol, runtime_checkable

from fastapi import APIRouter, BackgroundTasks, Depends, Header, Request

from channels.post import Post
from channels.telegram.inbound import Press, Update, inbound_of, press_of, update_of
from haat.core.errors import Forbidden, InvalidInput, NotConfigured

PATH = "/webhooks/telegram"


@runtime_checkable
class Settles(Protocol):
    """The bot, as far as its webhook needs it."""

    @property
    def secret(self) -> str: ...

    async def settle(self, press: Press) -> None: ...


def telegram_router(
    post: Callable[..., Awaitable[Post]], bot: Callable[..., Awaitable[Settles | None]]
) -> APIRouter:
    """The webhook; both arguments are FastAPI dependencies, and without a token there is no bot."""
    router = APIRouter(tags=["webhooks"])
    where, who = Depends(post), Depends(bot)

    @router.post(PATH, openapi_extra=_BODY, responses=_REFUSAL)
    async def receive(
        request: Request,
        background: BackgroundTasks,
        inbox: Annotated[Post, where],
        telegram: Annotated[Settles | None, who],
        secret: Annotated[str, Header(alias="X-Telegram-Bot-Api-Secret-Token")] = "",
    ) -> dict[str, Any]:
        """An update from Telegram; the secret is the one that was given with the webhook."""
        known = _checked(telegram, secret)
        update = update_of(_json(await request.body()))
        inbound, press = inbound_of(update), press_of(update)
        if inbound is not None:
            await inbox.receive(inbound)
            if press is not None:
                background.add_task(known.settle, press)
        return {}

    return router


_REFUSAL: dict[int | str, dict[str, Any]] = {
    403: {
        "description": "The secret is wrong",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
        },
    }
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "an Update of Telegram's Bot API",
                    "required": ["update_id"],
                    "properties": {
                        "update_id": Update.model_json_schema()["properties"]["update_id"]
                    },
                }
            }
        },
    }
}


def _checked(bot: Settles | None, secret: str) -> Settles:
    """The bot, if it is Telegram that asks."""
    if bot is None or not bot.secret:
        raise NotConfigured(
            "Telegram is not set up here: please set HAAT_TELEGRAM__TOKEN and HAAT_TELEGRAM__SECRET."
        )
    if not hmac.compare_digest(secret.encode(), bot.secret.encode()):
        raise Forbidden("The secret in X-Telegram-Bot-Api-Secret-Token is not this webhook's.")
    return bot


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("This is no update of Telegram's: the body is not JSON.") from error
