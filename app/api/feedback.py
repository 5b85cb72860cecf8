"""What people think of the answers."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.api.dependencies import ActorDep, ServicesDep
from channels.wire import MessageId, Text
from haat.store import feedback
from haat.store.feedback import Thumb

router = APIRouter(tags=["chat"])


class FeedbackBody(BaseModel):
    """An opinion of one answer."""

    message_id: MessageId
    thumb: Thumb
    text: Text | None = Field(default=None, max_length=2000)


@router.post("/feedback", status_code=201)
def give(body: FeedbackBody, actor: ActorDep, services: ServicesDep) -> FeedbackBody:
    """Say whether an answer helped; the latest opinion counts."""
    with services.engine.begin() as db:
        feedback.record(
            actor, db, body.message_id, thumb=body.thumb, text=body.text, now=services.clock()
        )
    return body
