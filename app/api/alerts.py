"""What needs attention, and what a person did about it."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.answers import answered, asking
from app.api.dependencies import ActorDep, Cursor, Given, ServicesDep
from app.api.findings import FindingDocument
from channels.wire import IsoDate, Text
from haat.analytics.alerts import Severity
from haat.core.actor import Permission
from haat.store.alerts import AlertKind
from tools.handling import handle
from tools.list_alerts import LIMIT, ListAlerts, alerts_page

router = APIRouter(prefix="/alerts", tags=["ask"])


class AlertHandled(BaseModel):
    """What became of an alert; `until` is the last day of a snooze (a week where it is left out)."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["acknowledged", "resolved", "snoozed"]
    until: IsoDate | None = Field(default=None, description="only for `snoozed`")


@router.get("", response_model=FindingDocument)
def alerts(
    actor: ActorDep,
    services: ServicesDep,
    *,
    severity: Annotated[Severity | None, Given] = None,
    kind: Annotated[AlertKind | None, Given] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = LIMIT,
    cursor: Cursor = None,
) -> Response:
    """What is wrong or needs doing today, the most urgent first."""
    asked = ListAlerts(severity=severity, kind=kind)
    return answered(alerts_page(asking(services, actor), asked, limit=limit, cursor=cursor))


@router.patch("/{alert_id}", response_model=FindingDocument)
def change(alert_id: Text, body: AlertHandled, actor: ActorDep, services: ServicesDep) -> Response:
    """Acknowledge, resolve or snooze an alert; it stays so until the same thing begins anew."""
    actor.require(Permission.RECORD)
    until: date | None = body.until
    return answered(handle(asking(services, actor), alert_id, body.status, until))
