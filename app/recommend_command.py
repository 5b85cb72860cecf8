"""`haat recommend`: what each user of a file will order again, and what she might begin to."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.batch.atomic import make_room
from app.batch.bought import ITEM, USER, Bought, read_bought, read_users
from app.batch.progress import Tell, tell
from app.batch.reasoning import said
from app.batch.tables import check_ending, write
from haat.analytics.recommending.lines import Codes
from haat.analytics.recommending.past import Shelf
from haat.analytics.recommending.shelves import STRANGER, recommender, suggest
from haat.core.errors import InvalidInput

MOST = 10_000  # on a list


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    given: Path
    output: Path
    shelf: Shelf
    count: int
    users: Path | None = None
    items: Path | None = None


def run(wish: Wish, tell: Tell = tell) -> None:
    """Write a list for each user; progress and notes by `tell`, a summary on stdout.

    Raises InvalidInput where something can't be used; then nothing is written.
    """
    _check(wish)
    bought = read_bought(wish.given, wish.items)
    tell(f"{len(bought.lines.users):,} lines of {len(bought.users):,} users read")
    for text in bought.notes:
        tell(f"note: {text}")
    asked = bought.users if wish.users is None else read_users(wish.users)
    body = _lists(wish, bought, asked, tell)
    write(wish.output, body)
    sys.stdout.write(
        f"{len(body):,} suggestions for {len(asked):,} users written to {wish.output}\n"
    )


def _check(wish: Wish) -> None:
    """What can be known to go wrong before the work begins."""
    if not 1 <= wish.count <= MOST:
        raise InvalidInput(f"-k {wish.count}: must be from 1 to {MOST:,}")
    read_from = [path for path in (wish.given, wish.items, wish.users) if path is not None]
    for path in (wish.output, *read_from):
        check_ending(path)
    if wish.output.resolve() in {path.resolve() for path in read_from}:
        raise InvalidInput(f"{wish.output}: is read from; name another file as output")
    make_room(wish.output)


def _lists(wish: Wish, bought: Bought, asked: tuple[str, ...], tell: Tell) -> pa.Table:
    place = {name: number for number, name in enumerate(bought.users)}
    users: Codes = np.array([place.get(name, STRANGER) for name in asked], dtype=np.int64)
    if (users == STRANGER).any():
        tell(f"note: {(users == STRANGER).sum():,} users are unknown: they get what strangers get")
    begun = time.process_time()
    found = recommender(bought.lines, bought.goods, wish.shelf, tell)
    learned = time.process_time()
    tell(f"learned in {learned - begun:.1f} CPU seconds")
    told = suggest(found, users, wish.count)
    tell(f"{len(asked):,} users listed in {time.process_time() - learned:.1f} CPU seconds")
    goods = zip(bought.goods.names, bought.items, strict=True)
    names = [name or item for name, item in goods]
    return pa.table(
        {
            USER: pa.array(asked).take(pa.array(told.rows)),
            ITEM: pa.array(bought.items).take(pa.array(told.items)),
            "rank": told.ranks,
            "score": told.scores,
            "reason": [said(reason, names) for reason in told.reasons],
        }
    )
