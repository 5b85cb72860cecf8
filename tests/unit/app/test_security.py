"""Signed access tokens."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from app.security import AccessTokens
from haat.core.errors import Unauthenticated

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
TOKENS = AccessTokens("a secret", 30)


def test_a_token_names_its_person_until_it_expires() -> None:
    token = TOKENS.issue("asha", NOW)
    assert TOKENS.person(token, NOW + timedelta(minutes=29)) == "asha"
    with pytest.raises(Unauthenticated, match="expired"):
        TOKENS.person(token, NOW + timedelta(minutes=30))


def test_a_token_of_another_installation_is_refused() -> None:
    with pytest.raises(Unauthenticated, match="not valid"):
        TOKENS.person(AccessTokens("another secret", 30).issue("asha", NOW), NOW)


@pytest.mark.parametrize("algorithm", ["none", "HS512"])
def test_another_algorithm_is_refused(algorithm: str) -> None:
    claims = {"sub": "asha", "exp": NOW + timedelta(hours=1), "typ": "access"}
    key = "" if algorithm == "none" else "k" * 64
    with pytest.raises(Unauthenticated):
        TOKENS.person(jwt.encode(claims, key, algorithm), NOW)


@pytest.mark.parametrize("changed", ["", "x", "a.b.c", "\ud800", "é.é.é"])
def test_what_is_no_token_is_refused(changed: str) -> None:
    with pytest.raises(Unauthenticated):
        TOKENS.person(changed, NOW)
