"""Who gets in, and what each role may do."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from haat.core.days import utc_now
from haat.store import tables
from tests.integration.http.conftest import PASSWORD, Shop, opened, sign_up
from tests.integration.http.problems import pointers, problem

TOKEN = "/api/v1/auth/token"


@pytest.fixture
def people_shop(shop: Shop) -> Shop:
    """The shop with people who sign in."""
    sign_up(shop.engine)
    return shop


async def _tokens(shop: Shop, login: str = "seller@one") -> dict[str, str]:
    async with shop.client(None) as client:
        answer = await client.post(TOKEN, data={"username": login, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    tokens: dict[str, str] = answer.json()
    return tokens


async def test_a_person_signs_in_and_is_known(people_shop: Shop) -> None:
    tokens = await _tokens(people_shop, " Seller@One ")
    assert tokens["token_type"] == "bearer"
    async with people_shop.client(None) as client:
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        me = (await client.get("/api/v1/me", headers=bearer)).json()
    assert (me["login"], me["role"], me["tenant_id"]) == ("seller@one", "seller", "one")


async def test_wrong_passwords_and_unknown_logins_are_told_alike(people_shop: Shop) -> None:
    async with people_shop.client(None) as client:
        wrong = await client.post(TOKEN, data={"username": "seller@one", "password": "no"})
        unknown = await client.post(TOKEN, data={"username": "nobody", "password": "no"})
    assert problem(wrong, 401) == problem(unknown, 401)
    assert wrong.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("form", "error", "blamed"),
    [
        ({}, "invalid_request", ["/username", "/password"]),
        ({"username": "a"}, "invalid_request", ["/password"]),
        (
            {"username": "a", "password": "b", "grant_type": "implicit"},
            "unsupported_grant_type",
            ["/grant_type"],
        ),
    ],
)
async def test_bad_forms_carry_the_oauth_error(
    shop: Shop, form: dict[str, str], error: str, blamed: list[str]
) -> None:
    async with shop.client(None) as client:
        body = problem(await client.post(TOKEN, data=form), 400)
    assert body["error"] == error
    assert pointers(body) == blamed


async def test_a_refresh_token_is_good_for_one_use(people_shop: Shop) -> None:
    first = await _tokens(people_shop)
    async with people_shop.client(None) as client:
        again = await client.post(
            "/api/v1/auth/refresh", json={"refresh_token": first["refresh_token"]}
        )
        assert again.status_code == 200
        assert again.json()["refresh_token"] != first["refresh_token"]
        used = await client.post(
            "/api/v1/auth/refresh", data={"refresh_token": first["refresh_token"]}
        )
        assert problem(used, 401)["error"] == "invalid_grant"


async def test_a_revoked_refresh_token_is_void(people_shop: Shop) -> None:
    tokens = await _tokens(people_shop)
    async with people_shop.client(None) as client:
        gone = await client.post("/api/v1/auth/revoke", data={"token": tokens["refresh_token"]})
        assert gone.status_code == 204
        unknown = await client.post("/api/v1/auth/revoke", json={"refresh_token": "never seen"})
        assert unknown.status_code == 204
        late = await client.post(
            "/api/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]}
        )
        problem(late, 401)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": "wrong"},
        {"X-API-Key": ""},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5fQ."},
        {"Authorization": "Basic c2VsbGVyOng="},
    ],
)
async def test_strangers_get_a_401(shop: Shop, headers: dict[str, str]) -> None:
    async with shop.client(None) as client:
        answer = await client.get("/api/v1/me", headers=headers)
    problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_an_access_token_expires(shop: Shop) -> None:
    tokens = shop.app.state.front.tokens
    old = tokens.issue("anybody", utc_now() - timedelta(hours=1))
    async with shop.client(None) as client:
        answer = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {old}"})
    assert "expired" in str(problem(answer, 401)["detail"])


async def test_a_role_is_todays_role(people_shop: Shop) -> None:
    bearer = {
        "Authorization": f"Bearer {(await _tokens(people_shop, 'admin@one'))['access_token']}"
    }
    async with people_shop.client(None) as client:
        assert (await client.get("/api/v1/audit", headers=bearer)).status_code == 200
        people = tables.people
        with people_shop.engine.begin() as db:
            db.execute(update(people).where(people.c.login == "admin@one").values(role="seller"))
        problem(await client.get("/api/v1/audit", headers=bearer), 403)


async def test_a_revoked_key_is_refused(shop: Shop) -> None:
    async with shop.client("manager") as client:
        assert (await client.get("/api/v1/me")).status_code == 200
        keys = tables.api_keys
        with shop.engine.begin() as db:
            db.execute(update(keys).where(keys.c.name == "manager").values(revoked_at=utc_now()))
        problem(await client.get("/api/v1/me"), 401)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/me", {"seller", "manager", "admin"}),
        ("GET", "/api/v1/store/profile", {"seller", "manager", "admin"}),
        ("GET", "/api/v1/conversations", {"seller", "manager", "admin"}),
        ("GET", "/api/v1/audit", {"admin"}),
        ("POST", "/api/v1/ingest/sales", {"manager", "admin"}),
    ],
)
@pytest.mark.parametrize("role", ["seller", "manager", "admin"])
async def test_each_role_may_do_its_part(
    shop: Shop, method: str, path: str, allowed: set[str], role: str
) -> None:
    async with shop.client(role) as client:
        answer = await client.request(method, path)
    assert (answer.status_code != 403) == (role in allowed)


async def test_demo_logins_work_on_a_demo_server_only(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    async with opened(sqlite_engine, tmp_path, demo=False) as shop:
        tenants = tables.tenants
        with sqlite_engine.begin() as db:
            db.execute(update(tenants).where(tenants.c.id == "two").values(demo=True))
        async with shop.client("other") as client:
            problem(await client.get("/api/v1/me"), 401)


async def test_a_tenant_that_asks_too_fast_waits(sqlite_engine: Engine, tmp_path: Path) -> None:
    async with opened(sqlite_engine, tmp_path, per_minute=3) as shop:
        async with shop.client() as client:
            answers = [await client.get("/api/v1/me") for _ in range(4)]
        assert [a.status_code for a in answers] == [200, 200, 200, 429]
        problem(answers[-1], 429)
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
        async with shop.client("other") as client:
            assert (await client.get("/api/v1/me")).status_code == 200


async def test_guessing_passwords_is_slowed_down(sqlite_engine: Engine, tmp_path: Path) -> None:
    async with opened(sqlite_engine, tmp_path, per_minute=2) as shop:
        async with shop.client(None) as client:
            form = {"username": "seller@one", "password": "guess"}
            answers = [await client.post(TOKEN, data=form) for _ in range(3)]
        assert [a.status_code for a in answers] == [401, 401, 429]
        assert "retry-after" in answers[-1].headers
