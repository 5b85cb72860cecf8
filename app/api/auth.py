"""Signing in and out: OAuth2's password and refresh grants, refusals as problem documents with `error`."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import AliasChoices, BaseModel, Field, ValidationError

from app import problems
from app.api.dependencies import FrontDep
from channels.wire import Text
from haat.core.errors import FieldProblem, HaatError, InvalidInput, TooManyRequests, Unauthenticated
from haat.store import people

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class OAuthRoute(APIRoute):
    """A route whose refusals carry OAuth2's error code and status (RFC 6749 §5.2)."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def with_code(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                return _refusal(request, problems.invalid(error))
            except HaatError as error:
                return _refusal(request, error)

        return with_code


class TokenDocument(BaseModel):
    """Tokens of a person who signed in."""

    access_token: str
    token_type: str = "bearer"  # noqa: S105  the scheme's name
    expires_in: int = Field(description="seconds")
    refresh_token: str


class RefreshBody(BaseModel):
    """A refresh token; it is good for one use."""

    refresh_token: Text = Field(
        min_length=1, max_length=500, validation_alias=AliasChoices("refresh_token", "token")
    )


async def presented(request: Request) -> str:
    """The refresh token of a form, as OAuth2 sends it, or of a JSON body."""
    kind = request.headers.get("content-type", "")
    try:
        raw = dict(await request.form()) if _FORM in kind else await request.json()
        return RefreshBody.model_validate(raw).refresh_token
    except ValidationError as error:
        raise problems.invalid(error) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput("The body is neither JSON nor a form.") from error


_FORM = "application/x-www-form-urlencoded"
_SHAPE = RefreshBody.model_json_schema(by_alias=False)
_BODY = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": _SHAPE} for kind in ("application/json", _FORM)},
    }
}
Presented = Annotated[str, Depends(presented)]
router = APIRouter(prefix="/auth", tags=["auth"], route_class=OAuthRoute)


@router.post("/token")
def sign_in(
    at: FrontDep,
    username: Annotated[Text, Form(max_length=255)],
    password: Annotated[Text, Form(max_length=1000)],
    grant_type: Annotated[Text, Form(json_schema_extra={"enum": ["password"]})] = "password",
) -> TokenDocument:
    """Sign in with login and password (OAuth2 password form)."""
    if grant_type != "password":
        raise _UnsupportedGrant(
            "This route takes the password grant.", FieldProblem("/grant_type", "use `password`")
        )
    at.sign_ins.hit(username.strip().casefold())
    now, engine = at.services.clock(), at.services.engine
    with engine.connect() as db:
        actor = people.actor_by_password(db, username, password)
    if actor.demo and not at.services.demo:
        raise Unauthenticated("The demo's logins work on a demo server only.")
    with engine.begin() as db:
        refresh = people.issue_refresh(db, actor.subject, now, _life(at))
    return _tokens(at, actor.subject, refresh)


@router.post("/refresh", openapi_extra=_BODY)
def refresh(at: FrontDep, token: Presented) -> TokenDocument:
    """Exchange a refresh token for a new pair; the old one is used up."""
    with at.services.engine.begin() as db:
        actor, following = people.rotate_refresh(db, token, at.services.clock(), _life(at))
    return _tokens(at, actor.subject, following)


@router.post("/revoke", status_code=204, openapi_extra=_BODY)
def revoke(at: FrontDep, token: Presented) -> None:
    """Sign out: the refresh token is void. An unknown one is no error (RFC 7009)."""
    with at.services.engine.begin() as db:
        people.revoke_refresh(db, token, at.services.clock())


class _UnsupportedGrant(InvalidInput):
    """A grant type that is not offered."""


def _life(at: FrontDep) -> timedelta:
    return timedelta(days=at.services.settings.auth.refresh_days)


def _tokens(at: FrontDep, person_id: str, refresh_token: str) -> TokenDocument:
    access = at.tokens.issue(person_id, at.services.clock())
    return TokenDocument(
        access_token=access, expires_in=at.tokens.seconds, refresh_token=refresh_token
    )


def _refusal(request: Request, error: HaatError) -> Response:
    code, status = _oauth(error)
    request.state.problem = error.key
    body = problems.of_error(error) | {"status": status, "error": code}
    return problems.response(body, error.headers)


def _oauth(error: HaatError) -> tuple[str, int]:
    match error:
        case _UnsupportedGrant():
            return "unsupported_grant_type", 400
        case InvalidInput():
            return "invalid_request", 400
        case Unauthenticated():
            return "invalid_grant", 401
        case TooManyRequests():
            return "slow_down", 429
        case _:
            return "server_error", error.status
