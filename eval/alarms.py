"""`python -m eval.alarms`: how many alerts begin in the demo shops in a week, by reason.

What sells there is drawn by chance from a known truth, so that of demand and returns nothing is
wrong: each such alert is a false one. Shelves do run out, and prices are off, as they were drawn.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app.demo.load import load_demo
from haat.core.actor import Actor, Role
from haat.core.days import SHOP_ZONE
from haat.language.places import Gazetteer, load_gazetteer
from haat.store import people
from haat.store.engine import migrate, open_engine, reading
from haat.store.handles import Engine
from haat.store.people import StoreRow
from tools.context import ToolContext
from tools.watching.watch import Watched, watch

DAY = timedelta(days=1)
TENANTS = ("demo", "demo2")
Shop = tuple[str, StoreRow]


def main(words: Sequence[str] | None = None) -> int:
    """Print the table."""
    said = _arguments().parse_args(words)
    gazetteer = load_gazetteer()
    with TemporaryDirectory(prefix="haat-alarms-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'haat.sqlite'}")
        migrate(engine)
        load_demo(engine, said.until)
        begun = {shop: _begun(engine, gazetteer, shop, said) for shop in _shops(engine)}
        engine.dispose()
    print(f"until {said.until}, {said.weeks} weeks, looked at each day; begun a week")
    print(_table({store.id: counts for (_, store), counts in begun.items()}, said.weeks))
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.alarms", description="Count the alerts of the demo shops."
    )
    parser.add_argument("--weeks", type=int, default=26)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 11, 25))
    return parser


def _shops(engine: Engine) -> tuple[Shop, ...]:
    with reading(engine) as db:
        return tuple((t, s) for t in TENANTS for s in people.stores(_actor(t), db))


def _actor(tenant_id: str) -> Actor:
    return Actor(tenant_id, "eval:alarms", Role.ADMIN, None, demo=True)


def _begun(
    engine: Engine, gazetteer: Gazetteer, shop: Shop, said: argparse.Namespace
) -> Counter[tuple[str, str]]:
    """Alerts by reason and severity that stand on a day and did not on the day before."""
    counts: Counter[tuple[str, str]] = Counter()
    before: set[str] | None = None
    for ago in range(7 * said.weeks, -1, -1):
        seen = {w.condition: w for w in _seen(engine, gazetteer, shop, said.until - ago * DAY)}
        if before is not None:
            new = [w.alert for condition, w in seen.items() if condition not in before]
            counts.update((a.reason, a.severity) for a in new)
        before = set(seen)
    return counts


def _seen(engine: Engine, gazetteer: Gazetteer, shop: Shop, today: date) -> Iterator[Watched]:
    tenant_id, store = shop
    now = datetime.combine(today, time(12), SHOP_ZONE)
    context = ToolContext(_actor(tenant_id), engine, today, now, gazetteer)
    with reading(engine) as db:
        yield from watch(context, db, store).found


def _table(begun: dict[str, Counter[tuple[str, str]]], weeks: int) -> str:
    rows = sorted({key for counts in begun.values() for key in counts})
    head = f"{'reason':26}{'severity':10}" + "".join(f"{store:>16}" for store in begun)
    lines = [
        f"{reason:26}{severity:10}"
        + "".join(f"{counts[reason, severity] / weeks:16.2f}" for counts in begun.values())
        for reason, severity in rows
    ]
    total = "".join(f"{counts.total() / weeks:16.2f}" for counts in begun.values())
    return "\n".join([head, *lines, f"{'all':36}{total}"])


if __name__ == "__main__":
    raise SystemExit(main())
