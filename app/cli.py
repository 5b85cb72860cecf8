"""The command line: `haat …`. Each command imports what it needs, so that all start at once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from haat.core.days import Clock
    from haat.core.settings import Settings

app = typer.Typer(
    name="haat",
    help="Haat Saathi, the market copilot for Self-Help Groups and small shops.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
tenant_app = typer.Typer(help="Tenants: a shop or a group.", no_args_is_help=True)
user_app = typer.Typer(help="People who sign in.", no_args_is_help=True)
key_app = typer.Typer(help="Keys of a shop's own systems.", no_args_is_help=True)
code_app = typer.Typer(help="Codes by which members join on a messenger.", no_args_is_help=True)
audit_app = typer.Typer(help="The record of what was done.", no_args_is_help=True)
dead_app = typer.Typer(help="Messages that were given up.", no_args_is_help=True)
for name, part in (
    ("tenant", tenant_app),
    ("user", user_app),
    ("key", key_app),
    ("code", code_app),
    ("audit", audit_app),
    ("dead-letters", dead_app),
):
    app.add_typer(part, name=name)


class TenantKind(StrEnum):
    """A shop, or a group such as an SHG or a federation."""

    SHOP = "shop"
    GROUP = "group"


class RoleName(StrEnum):
    """What a person or system may do."""

    SELLER = "seller"
    MANAGER = "manager"
    ADMIN = "admin"


class Frequency(StrEnum):
    """How far apart periods are: a day, a week, a month (by its first day), or 1."""

    D = "D"
    W = "W"
    MS = "MS"
    NONE = "none"


class ShelfName(StrEnum):
    """What a user bought before, what is new to her, or the best of both."""

    AGAIN = "again"
    NEW = "new"
    ALL = "all"


class EngineName(StrEnum):
    """Who works through many series: this process, or Dask's workers."""

    LOCAL = "local"
    DASK = "dask"


Tenant = Annotated[str | None, typer.Option(help="The tenant's id; not needed where there is one.")]
Demo = Annotated[bool, typer.Option("--demo", help="On the demo shops' invented data.")]


Collection = Annotated[
    str, typer.Option(help="Which part of the knowledge base: only it is written or searched.")
]


OfTenant = Annotated[
    str | None, typer.Option("--tenant", help="The writings of one tenant, which only she is told.")
]


@app.command()
def serve(
    *,
    demo: Demo = False,
    port: Annotated[int | None, typer.Option(help="Default: HAAT_PORT or 8000.")] = None,
    host: Annotated[str | None, typer.Option(help="Default: HAAT_HOST or 127.0.0.1.")] = None,
) -> None:
    """Serve the API and the web page."""
    import uvicorn

    from app.server import create_app
    from app.wiring import open_services

    settings = _settings()
    if not demo:
        _say_if_nobody_is_there(settings)
    where, at = host or settings.host, port if port is not None else settings.port
    print(f"Haat Saathi is at http://{where}:{at}", flush=True)
    server = create_app(lambda: open_services(settings, demo=demo))
    uvicorn.run(server, host=where, port=at, access_log=False, timeout_graceful_shutdown=15)


@app.command()
def chat(
    *,
    demo: Demo = False,
    tenant: Tenant = None,
    store: Annotated[str | None, typer.Option(help="The store that is meant.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the answers.")] = None,
) -> None:
    """Talk with Haat Saathi here; end with Ctrl-D. Without a shop of your own, with the demo's."""
    import asyncio

    from app.operator import local_actor, the_tenant
    from app.wiring import open_services
    from channels.terminal import talk
    from haat.core.message import TurnContext
    from haat.store import people
    from haat.store.engine import reading

    settings = _settings()
    demo = demo or (tenant is None and _nobody(settings))

    async def converse() -> None:
        async with open_services(settings, demo=demo) as services:
            with reading(services.engine) as db:
                actor = local_actor(the_tenant(db, tenant or ("demo" if demo else None)))
                if store is not None:
                    people.store(actor, db, store)
            context = TurnContext(store_id=store, language=language)
            if demo:
                print("This is the demo shop; its data are invented.", file=sys.stderr)
            await talk(services.copilot, actor, _Console(), context)

    asyncio.run(converse())


@app.command()
def demo(
    *,
    truth: Annotated[
        bool, typer.Option("--truth", help="Print the true parameters of the demo data as JSON.")
    ] = False,
) -> None:
    """Show a conversation on the demo data, in three languages."""
    if truth:
        _print_truth()
    else:
        _show_conversation()


@app.command()
def ingest(kind: str, file: Path, tenant: Tenant = None) -> None:
    """Take in a shop's own data: sales, returns, inventory, products, market-prices …"""
    from app.ingest_command import run
    from app.operator import local_actor, the_tenant
    from haat.store.engine import reading

    with _database() as (engine, clock):
        with reading(engine) as db:
            actor = local_actor(the_tenant(db, tenant))
        run(engine, actor, kind, file, clock())


@app.command()
def extract(
    *,
    given: Annotated[Path, typer.Option("--input", help="A photo or PDF, or a folder of them.")],
    output: Annotated[Path, typer.Option(help="A folder: a JSON file is written for each paper.")],
) -> None:
    """Read bills and other papers: what they say, and whether they keep the rules."""
    from app.extract_command import run
    from haat.core.days import fixed_day_clock, shop_day

    settings = _settings()
    run(given, output, settings.documents, shop_day(fixed_day_clock(settings.today)()))


@app.command()
def forecast(
    *,
    given: Annotated[
        Path,
        typer.Option(
            "--input", help="CSV or Parquet: unique_id, ds, y, and covariates such as price, promo."
        ),
    ],
    horizon: Annotated[int, typer.Option(help="How many periods ahead.")],
    output: Annotated[Path, typer.Option(help="A .csv or .parquet file.")],
    freq: Annotated[
        Frequency | None,
        typer.Option(help="Days, weeks, month starts, whole numbers; else as the file shows."),
    ] = None,
    future: Annotated[
        Path | None, typer.Option(help="unique_id, ds and covariates of the periods ahead.")
    ] = None,
    quantiles: Annotated[
        bool, typer.Option("--quantiles", help="Write nine quantiles too.")
    ] = False,
    backtest: Annotated[
        bool,
        typer.Option(
            "--backtest", help="Choose by trying out on the past; writes how well it did."
        ),
    ] = False,
    fill: Annotated[
        int | None, typer.Option(min=0, max=0, help="0: a period without a row is a zero.")
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="Who works where there are many series.")] = (
        EngineName.LOCAL
    ),
    method: Annotated[str, typer.Option(help="How it is foretold.")] = "standing",
) -> None:
    """Foretell many series, such as the sales of each product in each shop."""
    from app.batch.engines import Engine
    from app.forecast_command import Wish, run

    run(
        Wish(
            given=given,
            output=output,
            horizon=horizon,
            frequency=None if freq is None else freq.value,
            future=future,
            quantiles=quantiles,
            backtest=backtest,
            filled=fill is not None,
            engine=Engine(engine.value),
            method=method,
        )
    )


@app.command()
def elasticity(
    *,
    given: Annotated[
        Path,
        typer.Option(
            "--input",
            help="CSV or Parquet: unit_id, product, store (if several), ds, units, price, and "
            "covariates such as promo, feature, competitor_price.",
        ),
    ],
    output: Annotated[Path, typer.Option(help="A .csv or .parquet file.")],
    predict: Annotated[
        Path | None,
        typer.Option(help="The same columns without units: what would be sold at these prices?"),
    ] = None,
) -> None:
    """Say how the sales of each product in each shop follow its price."""
    from app.elasticity_command import Wish, run

    run(Wish(given=given, output=output, predict=predict))


@app.command()
def reorder(
    *,
    given: Annotated[
        Path, typer.Option("--input", help="CSV or Parquet: unique_id, ds, y (units sold).")
    ],
    stock: Annotated[
        Path,
        typer.Option(
            help="unique_id, on_hand, in_transit, lead_time_days; perhaps unit_cost, order_cost, "
            "holding_rate (a year), pack_size, lead_time_sd, shelf_life_days."
        ),
    ],
    output: Annotated[Path, typer.Option(help="A .csv or .parquet file.")],
    service: Annotated[
        float, typer.Option(help="The share of review cycles in which nobody is sent away.")
    ] = 0.95,
    review_days: Annotated[int, typer.Option(help="Days from one order to the next.")] = 7,
    budget: Annotated[
        float | None, typer.Option(help="Rupees for all orders together; needs unit_cost.")
    ] = None,
    freq: Annotated[
        Frequency | None,
        typer.Option(help="Days, weeks, month starts, whole numbers; else as the file shows."),
    ] = None,
    fill: Annotated[
        int | None, typer.Option(min=0, max=0, help="0: a period without a row is a zero.")
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="Who works where there are many series.")] = (
        EngineName.LOCAL
    ),
) -> None:
    """Say what to order of each product, so that the stock is enough until the next order comes."""
    from app.batch.engines import Engine
    from app.reorder_command import Wish, run

    run(
        Wish(
            given=given,
            stock=stock,
            output=output,
            service=service,
            review_days=review_days,
            budget=budget,
            frequency=None if freq is None else freq.value,
            filled=fill is not None,
            engine=Engine(engine.value),
        )
    )


@app.command()
def match(
    *,
    sellers: Annotated[Path, typer.Option(help="seller, text, lat, lon, capacity, price.")],
    buyers: Annotated[Path, typer.Option(help="buyer, text, lat, lon, volume, max_price.")],
    output: Annotated[Path, typer.Option(help="A .csv or .parquet file.")],
    history: Annotated[
        Path | None,
        typer.Option(help="seller, buyer, ds of earlier deals; perhaps text and value of each."),
    ] = None,
    k: Annotated[int, typer.Option("-k", help="How many buyers for each seller.")] = 10,
    engine: Annotated[EngineName, typer.Option(help="Who works where there are many sellers.")] = (
        EngineName.LOCAL
    ),
    share: Annotated[
        float | None,
        typer.Option(help="The share of the sellers that is sent to one buyer at most."),
    ] = None,
) -> None:
    """Find for each seller the buyers that fit best."""
    from app.batch.engines import Engine
    from app.match_command import Wish, run

    run(Wish(sellers, buyers, output, history, k, Engine(engine.value), share))


@app.command()
def recommend(
    *,
    given: Annotated[
        Path, typer.Option("--input", help="CSV or Parquet: user, item, ds, quantity.")
    ],
    shelf: Annotated[
        ShelfName, typer.Option(help="What she bought before, what is new to her, or both.")
    ],
    output: Annotated[Path, typer.Option(help="A .csv or .parquet file.")],
    count: Annotated[int, typer.Option("-k", help="How many for each user.")] = 10,
    users: Annotated[
        Path | None, typer.Option(help="user: those that are asked for; else all of the input.")
    ] = None,
    items: Annotated[
        Path | None, typer.Option(help="item, name, category, price; also of what is not sold yet.")
    ] = None,
) -> None:
    """Say what each user will order again, and what new things she might begin to."""
    from app.recommend_command import Wish, run

    run(Wish(given, output, shelf.value, count, users, items))


@app.command()
def index(
    path: Annotated[
        Path,
        typer.Argument(help="A folder or a file: md, txt, pdf, html, docx, eml, csv, json, jsonl."),
    ],
    *,
    collection: Collection = "knowledge",
    tenant: OfTenant = None,
) -> None:
    """Take writings into the knowledge base; what is unchanged is left, what has gone is removed."""
    from app.index_command import index_facts, run
    from app.knowledge import named

    _must_be_tenant(tenant)
    if tenant is not None:
        index_facts(_settings())
    raise typer.Exit(run(_settings(), path, named(collection, tenant)))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="One question.")] = None,
    *,
    collection: Collection = "knowledge",
    tenant: OfTenant = None,
    given: Annotated[Path | None, typer.Option("--input", help="JSON lines: id, question.")] = None,
    output: Annotated[Path | None, typer.Option(help="A .jsonl file.")] = None,
) -> None:
    """Answer from the knowledge base, with its sources, or say that it does not hold the answer."""
    from app.ask_command import Wish, run
    from app.knowledge import named

    _must_be_tenant(tenant)
    run(_settings(), Wish(question, given, output, named(collection, tenant)))


@app.command()
def doctor() -> None:
    """Say what is configured, what is missing or stale, and what to do."""
    from app.doctor import examine
    from haat.core.days import fixed_day_clock, shop_day

    settings = _settings()
    checks = examine(settings, shop_day(fixed_day_clock(settings.today)()))
    for check in checks:
        print(f"{check.level:<5}{check.name:<16}{check.text}")
    raise typer.Exit(int(any(check.level == "bad" for check in checks)))


@app.command()
def worker(
    *,
    once: Annotated[bool, typer.Option("--once", help="Do every job now, then end.")] = False,
) -> None:
    """Answer messages, send what is to be sent, and do what is due from time to time."""
    import asyncio
    import logging

    from app.jobs import JOBS
    from app.messaging import at_work, open_messaging
    from app.wiring import open_services
    from app.worker import once as do_once
    from app.worker import work

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes signed addresses down

    async def run() -> None:
        async with (
            open_services(_settings()) as services,
            open_messaging(services, services.copilot) as messaging,
        ):
            if once:
                await do_once(services, JOBS)
                await messaging.mailroom.empty()
                return
            async with at_work(services, messaging, listens=False):
                await work(services, JOBS)

    asyncio.run(run())


@app.command(
    "eval",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> None:
    """Run the scored dialogues and write a report; `haat eval --help` says how."""
    import runpy

    # eval stands above app: it is started like a program of its own, not imported.
    own = context.args[:1] == ["language"]
    sys.argv = ["haat eval", *context.args[own:]]
    runpy.run_module("eval.language" if own else "eval.dialogues", run_name="__main__")


@tenant_app.command("create")
def tenant_create(
    name: str,
    *,
    tenant_id: Annotated[str | None, typer.Option("--id", help="Default: from the name.")] = None,
    kind: TenantKind = TenantKind.SHOP,
    store: Annotated[str | None, typer.Option(help="Its first store; default: the name.")] = None,
    place: Annotated[str | None, typer.Option(help="Where it is: a district or a market.")] = None,
) -> None:
    """Make a tenant with its first store."""
    from app.operator import create_tenant, place_named
    from haat.language.places import load_gazetteer

    where = None if place is None else place_named(load_gazetteer(), place)
    with _database() as (engine, clock), engine.begin() as db:
        made = create_tenant(
            db, name, tenant_id=tenant_id, kind=kind.value, store=store, place=where, now=clock()
        )
    print(f"tenant {made}, store {made}-main")
    _hint(f"next: haat user create LOGIN --tenant {made} --role admin")


@tenant_app.command("prices")
def tenant_prices(
    yes_above: Annotated[
        str, typer.Argument(metavar="PERCENT|off", help="So far sellers change prices themselves.")
    ],
    *,
    tenant: Tenant = None,
) -> None:
    """Let sellers change prices; what moves one by more than PERCENT waits for a manager's yes."""
    from app.operator import local_actor, price_limit, the_tenant
    from haat.store import proposals

    limit = price_limit(yes_above)
    with _database() as (engine, clock), engine.begin() as db:
        whose = the_tenant(db, tenant)
        proposals.set_limit(local_actor(whose), db, limit, clock())
    far = "no price" if limit is None else f"prices by up to {limit:g} %, and propose more"
    print(f"tenant {whose.id}: sellers change {far}")


@user_app.command("create")
def user_create(
    login: str,
    *,
    tenant: Tenant = None,
    role: RoleName = RoleName.SELLER,
    name: Annotated[str | None, typer.Option(help="Default: the login.")] = None,
    store: Annotated[str | None, typer.Option(help="The store she works in.")] = None,
) -> None:
    """Make a person who signs in; the password is asked for, or read from the input."""
    from app.operator import acceptable, the_tenant
    from haat.core.actor import Role
    from haat.store import people

    password = acceptable(_password())
    with _database() as (engine, clock), engine.begin() as db:
        people.create_person(
            db,
            the_tenant(db, tenant).id,
            login,
            name or login,
            password=password,
            role=Role(role.value),
            store_id=store,
            now=clock(),
        )
    print(f"user {login}, {role.value}")


@key_app.command("create")
def key_create(
    name: str,
    *,
    tenant: Tenant = None,
    role: RoleName = RoleName.MANAGER,
    store: Annotated[str | None, typer.Option(help="The store it speaks for.")] = None,
) -> None:
    """Make a key for a shop's own system and print it, once."""
    from app.operator import the_tenant
    from haat.core.actor import Role
    from haat.store import people

    with _database() as (engine, clock), engine.begin() as db:
        made = people.create_key(
            db,
            the_tenant(db, tenant).id,
            name,
            role=Role(role.value),
            store_id=store,
            now=clock(),
        )
    print(made)
    _hint("keep it now: it cannot be shown again; send it as X-API-Key")


@code_app.command("create")
def code_create(
    *,
    tenant: Tenant = None,
    role: RoleName = RoleName.SELLER,
    store: Annotated[str | None, typer.Option(help="The store they will work in.")] = None,
    uses: Annotated[int, typer.Option(min=1, help="How many people may join by it.")] = 20,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How long it lasts; default: as configured.")
    ] = None,
) -> None:
    """Make a code that members send to the bot to join, and print it, once."""
    from datetime import timedelta

    from app.operator import the_tenant
    from haat.core.actor import Role
    from haat.store import joining

    lasts = timedelta(days=days or _settings().messaging.join_code_days)
    with _database() as (engine, clock), engine.begin() as db:
        now = clock()
        where = the_tenant(db, tenant).id
        made = joining.create(db, where, store, Role(role.value), uses, now + lasts, now)
    print(made)
    _hint("keep it now: it cannot be shown again; members send it to the bot as a message")


@audit_app.command("verify")
def audit_verify() -> None:
    """Walk the whole record and say whether anything in it was changed."""
    from haat.core.errors import Conflict
    from haat.store import audit

    with _database() as (engine, _), engine.connect() as db:
        found = audit.verify(db)
    if found.broken is not None:
        raise Conflict(f"row {found.broken} of the audit record does not fit the one before it")
    print(f"{found.rows} rows, none changed")


@dead_app.command("list")
def dead_letters_list() -> None:
    """Show messages that were given up: id, channel, state, when, tries and why."""
    from haat.store import dead_letters
    from haat.store.engine import reading

    with _database() as (engine, _), reading(engine) as db:
        found = dead_letters.listing(db)
    for dead in found:
        when = f"{dead.at:%Y-%m-%d %H:%M}"
        why = " ".join(dead.error.split())
        print(f"{dead.id}\t{dead.channel}\t{dead.state}\t{when}\t{dead.tries}\t{why}")
    _hint(f"{len(found)} dead letters" if found else "no dead letters")


@dead_app.command("replay")
def dead_letters_replay(
    dead_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="As in the list.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Let a message that was given up be tried again, or all of them."""
    from haat.store import dead_letters

    if (dead_id is None) is not everything:
        raise typer.BadParameter("say either an ID or --all")
    with _database() as (engine, _), engine.begin() as db:
        if dead_id is None:
            print(f"{dead_letters.replay_all(db)} will be tried again")
        else:
            dead_letters.replay(db, dead_id)
            print(f"{dead_id} will be tried again")


def main() -> None:
    """Run a command; what could not be done is one line on stderr and exit code 1."""
    try:
        app()
    except Exception as error:  # noqa: BLE001  the outer edge: what is ours becomes one line
        print(f"haat: {_one_line(error)}", file=sys.stderr)
        raise SystemExit(1) from None


class _Console:
    """The person at this terminal."""

    def read(self) -> str:
        if sys.stdin.isatty():
            print("> ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline()

    def write(self, text: str) -> None:
        print(text, flush=True)


def _one_line(error: Exception) -> str:
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError

    from haat.core.errors import HaatError

    match error:
        case HaatError():
            return error.detail
        case ValidationError():
            wrong = error.errors()[0]
            setting = "__".join(str(part).upper() for part in wrong["loc"])
            return f"HAAT_{setting}: {wrong['msg']}"
        case SQLAlchemyError():
            cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            return f"the database does not answer: {cause}"
        case OSError():
            return str(error)
        case _:
            raise error


def _settings() -> "Settings":
    from haat.core.settings import Settings

    return Settings()


@contextmanager
def _database() -> "Iterator[tuple[Engine, Clock]]":
    from haat.core.days import fixed_day_clock
    from haat.store.engine import migrate, open_engine

    settings = _settings()
    engine = open_engine(settings.database_url())
    try:
        migrate(engine)
        yield engine, fixed_day_clock(settings.today)
    finally:
        engine.dispose()


def _nobody(settings: "Settings") -> bool:
    """Whether there is no tenant but the demo's."""
    from haat.store import installation
    from haat.store.engine import migrate, open_engine, reading

    engine = open_engine(settings.database_url())
    try:
        migrate(engine)
        with reading(engine) as db:
            return all(tenant.demo for tenant in installation.tenants(db))
    finally:
        engine.dispose()


def _must_be_tenant(tenant: str | None) -> None:
    from app.operator import the_tenant
    from haat.store.engine import reading

    if tenant is not None:
        with _database() as (engine, _), reading(engine) as db:
            the_tenant(db, tenant)


def _say_if_nobody_is_there(settings: "Settings") -> None:
    from app.operator import NO_TENANT

    if _nobody(settings):
        _hint(NO_TENANT)


def _print_truth() -> None:
    import json

    from app.demo.truth import truth
    from haat.core.days import fixed_day_clock, shop_day

    settings = _settings()
    today = shop_day(fixed_day_clock(settings.today)())
    print(json.dumps(truth(today), ensure_ascii=False, indent=2))


def _show_conversation() -> None:
    import asyncio
    from tempfile import TemporaryDirectory

    from app.operator import local_actor, the_tenant
    from app.showing import show
    from app.wiring import open_services
    from haat.core.settings import DatabaseSettings
    from haat.store.engine import reading

    async def run(folder: Path) -> None:
        apart = {"data_dir": folder, "database": DatabaseSettings()}
        async with open_services(_settings().model_copy(update=apart), demo=True) as services:
            with reading(services.engine) as db:
                actor = local_actor(the_tenant(db, "demo"))
            await show(services.copilot, actor, lambda text: print(text, flush=True))

    with TemporaryDirectory(prefix="haat-demo-") as folder:
        asyncio.run(run(Path(folder)))


def _password() -> str:
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return typed
    return sys.stdin.readline().rstrip("\n")


def _hint(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
