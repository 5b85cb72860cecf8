"""`haat doctor`: what is configured, what is missing or stale, and what to do about it."""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from app.feeds.standing import market_price_advice, standings
from app.operator import NO_TENANT
from app.security import SECRET_FILE
from haat.analytics.retrain import OLD_DAYS
from haat.core.settings import Settings
from haat.store import dead_letters, feeds, installation, models
from haat.store.engine import open_engine, reading
from haat.store.migrations import HEAD

PRICES_STALE = timedelta(days=30)
LEDGER_STALE = timedelta(days=7)
MODEL_UNSEEN = timedelta(days=3)  # the job looks after each once a day
MODEL_OLD = timedelta(days=OLD_DAYS + 7)
SHORTEST_SECRET = 32
Level = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `bad` has to be mended, `note` may be."""

    level: Level
    name: str
    text: str


def examine(settings: Settings, today: date) -> tuple[Check, ...]:
    """Look at everything; nothing is changed and nothing outside this machine is asked."""
    return (
        _folder(settings.data_dir),
        *_database(settings, today),
        *_channels(settings),
        _papers(),
        _model(settings),
        _secret(settings),
        _limit(settings),
    )


def _folder(folder: Path) -> Check:
    there = next(f for f in (folder, *folder.absolute().parents) if f.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        return Check("bad", "data folder", f"{folder} cannot be written; set HAAT_DATA_DIR")
    return Check("ok", "data folder", str(folder.absolute()))


def _database(settings: Settings, today: date) -> Iterator[Check]:
    url = make_url(settings.database_url())
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        yield Check("note", "database", f"{shown} will be made at the first start")
        yield Check("note", "shops", NO_TENANT)
        return
    engine = open_engine(settings.database_url())
    try:
        with reading(engine) as db:
            yield from _inside(db, settings, shown, today)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        yield Check("bad", "database", f"{shown} does not answer: {cause}")
    finally:
        engine.dispose()


def _inside(db: Connection, settings: Settings, shown: str, today: date) -> Iterator[Check]:
    found = installation.revision(db)
    if found != HEAD:
        state = f"{shown} stands at {found or 'nothing'}, this version needs {HEAD}"
        yield Check("note", "database", f"{state}; the next start brings it up to date")
        return
    yield Check("ok", "database", shown)
    advice = market_price_advice(settings)
    yield _prices(installation.newest_published_price(db), advice, today)
    yield from _put_aside(len(dead_letters.listing(db)))
    tenants = installation.tenants(db)
    yield from (_ledger(tenant, today) for tenant in tenants)
    if not tenants:
        yield Check("note", "shops", NO_TENANT)
    yield from (_fitted(model, today) for model in models.standing(db))
    for feed in standings(settings, feeds.all(db), tenants, today):
        yield Check(feed.level, feed.name, feed.text)


def _put_aside(count: int) -> Iterator[Check]:
    if count:
        advice = f"{count} could not be answered or sent; see `haat dead-letters list`"
        yield Check("note", "messages", advice)


def _prices(newest: date | None, advice: str, today: date) -> Check:
    if newest is None:
        return Check("bad", "market prices", "none; the next start loads the published extract")
    if today - newest > PRICES_STALE:
        return Check(
            "note",
            "market prices",
            f"stale, the newest is of {newest}; {advice}",
        )
    return Check("ok", "market prices", f"up to {newest}")


def _ledger(tenant: installation.Tenant, today: date) -> Check:
    name = f"shop {tenant.id}"
    if tenant.last_sale is None:
        advice = "no sales yet; tell them by chat or with `haat ingest sales FILE`"
        return Check("note", name, advice)
    if today - tenant.last_sale > LEDGER_STALE:
        return Check("note", name, f"stale, the last sale is of {tenant.last_sale}")
    return Check("ok", name, f"sales up to {tenant.last_sale}")


def _fitted(model: models.Standing, today: date) -> Check:
    name = f"model {model.store_id or model.tenant_id} {model.name}"
    told = f"version {model.version} of {model.fitted_on}"
    if today - model.checked_on > MODEL_UNSEEN:
        advice = f"not looked after since {model.checked_on}; run `haat worker`"
        return Check("note", name, f"stale, {told}, {advice}")
    if today - model.fitted_on > MODEL_OLD:
        advice = "due to be made anew; see the worker's log"
        return Check("note", name, f"stale, {told}, {advice}")
    return Check("ok", name, told)


def _channels(settings: Settings) -> Iterator[Check]:
    yield _whatsapp(settings)
    yield _telegram(settings)


def _papers() -> Check:
    if shutil.which("tesseract") is None:
        read = (
            "of photographs only print in Latin script is"
            if find_spec("rapidocr")
            else "no photograph is"
        )
        advice = f"{read} read; apt-get install tesseract-ocr tesseract-ocr-hin"
        return Check("note", "papers", advice)
    return Check("ok", "papers", "PDF and photographs")


def _whatsapp(settings: Settings) -> Check:
    twilio = settings.twilio
    told = {
        "HAAT_TWILIO__ACCOUNT_SID": twilio.account_sid,
        "HAAT_TWILIO__AUTH_TOKEN": twilio.auth_token.get_secret_value(),
        "HAAT_TWILIO__FROM": twilio.sender,
    }
    missing = [name for name, value in told.items() if not value]
    if len(missing) == len(told):
        return Check("ok", "WhatsApp", f"off ({', '.join(told)}: on)")
    if missing:
        return Check("bad", "WhatsApp", f"not complete; set {', '.join(missing)}")
    if not twilio.sender.startswith("whatsapp:+"):
        advice = "HAAT_TWILIO__FROM has to be like whatsapp:+911234567890"
        return Check("bad", "WhatsApp", advice)
    if not settings.public_base_url:
        advice = "set HAAT_PUBLIC_BASE_URL to the address that Twilio calls, or signatures may fail"
        return Check("note", "WhatsApp", advice)
    late = "" if twilio.template else "; without HAAT_TWILIO__TEMPLATE alerts wait until she writes"
    return Check("ok", "WhatsApp", f"as {twilio.sender}{late}")


def _telegram(settings: Settings) -> Check:
    telegram = settings.telegram
    if not telegram.configured:
        return Check("ok", "Telegram", "off (HAAT_TELEGRAM__TOKEN: on)")
    if not (settings.public_base_url and telegram.secret.get_secret_value()):
        advice = "HAAT_PUBLIC_BASE_URL and HAAT_TELEGRAM__SECRET: a webhook"
        return Check("ok", "Telegram", f"asks for messages itself ({advice})")
    return Check("ok", "Telegram", f"webhook at {settings.public_base_url}")


def _model(settings: Settings) -> Check:
    model = settings.model
    if not model.name:
        return Check(
            "ok",
            "chat model",
            "embedded planner (HAAT_MODEL__NAME and HAAT_MODEL__BASE_URL: another)",
        )
    if not model.base_url:
        return Check("bad", "chat model", f"{model.name} has no address; set HAAT_MODEL__BASE_URL")
    if not model.api_key.get_secret_value():
        advice = "without a key; set HAAT_MODEL__API_KEY where it asks for one"
        return Check("note", "chat model", f"{model.name} at {model.base_url} {advice}")
    return Check("ok", "chat model", f"{model.name} at {model.base_url}")


def _secret(settings: Settings) -> Check:
    configured = settings.auth.secret.get_secret_value()
    file = settings.data_dir / SECRET_FILE
    if configured and len(configured) < SHORTEST_SECRET:
        return Check(
            "bad",
            "token secret",
            f"HAAT_AUTH__SECRET is too short; use {SHORTEST_SECRET} characters",
        )
    if not configured and file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        return Check("bad", "token secret", f"others can read it; chmod 600 {file}")
    kept = f"kept in {file}" if file.exists() else f"will be made in {file}"
    return Check("ok", "token secret", "HAAT_AUTH__SECRET" if configured else kept)


def _limit(settings: Settings) -> Check:
    limit = settings.rate_limit.per_minute
    if limit <= 0:
        return Check("note", "rate limit", "off; set HAAT_RATE_LIMIT__PER_MINUTE")
    return Check("ok", "rate limit", f"{limit} requests a minute for each tenant")
