"""Signed access tokens of people, and the secret that signs them."""

import hashlib
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt

from haat.core.errors import Unauthenticated
from haat.core.settings import Settings

ALGORITHM = "HS256"
SECRET_FILE = "token-secret"  # noqa: S105  a file's name


class AccessTokens:
    """Makes and reads short-lived tokens. A token names the person only; the role is looked up each time."""

    def __init__(self, secret: str, minutes: int) -> None:
        self._key = hashlib.sha256(secret.encode()).digest()
        self._life = timedelta(minutes=minutes)

    @property
    def seconds(self) -> int:
        """How long a token is good for."""
        return int(self._life.total_seconds())

    def issue(self, person_id: str, now: datetime) -> str:
        """A token for a person who has just proved who she is."""
        claims = {"sub": person_id, "iat": now, "exp": now + self._life, "typ": "access"}
        return jwt.encode(claims, self._key, ALGORITHM)

    def person(self, token: str, now: datetime) -> str:
        """Whose token it is. The shop's clock decides on expiry, so that a fixed day stays consistent."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                [ALGORITHM],
                options={"require": ["sub", "exp"], "verify_exp": False, "verify_iat": False},
            )
        except (jwt.InvalidTokenError, UnicodeError) as error:
            raise Unauthenticated(
                "This access token is not valid. Please sign in again."
            ) from error
        if claims.get("typ") != "access" or datetime.fromtimestamp(claims["exp"], UTC) <= now:
            raise Unauthenticated(
                "This access token has expired. Please refresh it or sign in again."
            )
        return str(claims["sub"])


def access_tokens(settings: Settings) -> AccessTokens:
    """The tokens of this installation, signed with its own secret."""
    configured = settings.auth.secret.get_secret_value()
    secret = configured or kept_secret(settings.data_dir / SECRET_FILE)
    return AccessTokens(secret, settings.auth.access_minutes)


def kept_secret(path: Path) -> str:
    """The secret in a file that only its owner reads, made at the first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # whoever comes second keeps the first one's secret
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
