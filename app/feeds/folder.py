"""Files dropped in a folder: taken in once they are quiet, then moved to `done/` or `refused/` beside them."""

import fcntl
import logging
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.feeds.feed import Feed
from app.feeds.intake import Intake, noted
from app.ingest_command import read_file
from haat.core.errors import FieldProblem, HaatError, InvalidInput
from haat.core.settings import Settings
from haat.store import feeds
from haat.store.feeds import EVERYONE
from haat.store.ingestion.batch import Answer
from haat.store.ingestion.kinds import kind_named

logger = logging.getLogger(__name__)
FOR_EVERYONE = "everyone"
PREFIX = "folder "
DONE, REFUSED = "done", "refused"
QUIET_SECONDS = 5.0  # not written to for so long, a file is taken for whole
REASON = ".reason.txt"
SOURCE = "market price feed"
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", "~")
_LOCATIONS = f"put files into KIND/, SHOP/KIND/ or {FOR_EVERYONE}/market-prices/"


def folder_of(settings: Settings) -> Path:
    """Where files are dropped."""
    return Path(settings.feeds.folder) if settings.feeds.folder else settings.data_dir / "feeds"


def name_of(feed: Feed) -> str:
    """What the feed of a subfolder is called."""
    return f"{PREFIX}{feed.tenant_id or FOR_EVERYONE}/{feed.kind}"


def take_dropped(intake: Intake, folder: Path, quiet_seconds: float = QUIET_SECONDS) -> int:
    """Take in what lies there and is quiet, the oldest first; how many files there were.

    Does nothing while another worker is at it. A file that cannot be taken in now, since the database or the disk does not answer, stays.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder) as alone:
        return _take_all(intake, folder, quiet_seconds) if alone else 0


def _take_all(intake: Intake, folder: Path, quiet_seconds: float) -> int:
    found = sorted(_quiet(folder, quiet_seconds), key=lambda one: (one.seen.st_mtime_ns, one.path))
    for dropped in found:
        try:
            _settle(intake, dropped)
        except (SQLAlchemyError, OSError) as error:
            logger.warning("%s stays for now: %s", dropped.shown, type(error).__name__)
    return len(found)


def refused_files(folder: Path) -> int:
    """How many files lie refused, for whoever looks after them."""
    refused = (one for one in _files(folder, into={REFUSED}) if one.path.parent.name == REFUSED)
    return sum(not one.path.name.endswith(REASON) for one in refused)


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file, and the folders it lies in below the root."""

    path: Path
    parts: tuple[str, ...]
    seen: os.stat_result

    @property
    def shown(self) -> str:
        """Its place below the root, with nothing in it that breaks a line."""
        return _printable("/".join((*self.parts, self.path.name)))

    @property
    def unchanged(self) -> bool:
        """Whether it is still the file that was seen."""
        now, then = self.path.lstat(), self.seen
        return (now.st_ino, now.st_size, now.st_mtime_ns) == (
            then.st_ino,
            then.st_size,
            then.st_mtime_ns,
        )


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether no other worker is at this folder; the system gives the lock back when one is killed."""
    with (folder / ".lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _quiet(folder: Path, seconds: float) -> Iterator[Dropped]:
    now = time.time()
    for dropped in _files(folder):
        # a copy that keeps the day of its original may lie ahead of this clock
        if abs(now - dropped.seen.st_mtime) >= seconds:
            yield dropped


def _files(
    folder: Path, parts: tuple[str, ...] = (), into: frozenset[str] | set[str] = frozenset()
) -> Iterator[Dropped]:
    """All files below, without what is settled, hidden or unfinished; no link is followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(".") or name.casefold().endswith(_UNFINISHED):
                continue
            try:
                if not entry.is_dir(follow_symlinks=False):
                    yield Dropped(Path(entry.path), parts, entry.stat(follow_symlinks=False))
                elif name not in {DONE, REFUSED} - into:
                    yield from _files(Path(entry.path), (*parts, name), into)
            except FileNotFoundError:  # taken away meanwhile
                continue


def _settle(intake: Intake, dropped: Dropped) -> None:
    try:
        feed = _feed(intake, dropped)
    except HaatError as error:
        _refuse(dropped, error)
        return
    try:
        answer = _take(intake, feed, dropped)
    except HaatError as error:
        if dropped.unchanged:
            _note_failure(intake, feed, f"{dropped.path.name}: {_said(dropped, error)}")
            _refuse(dropped, error)
        return
    if dropped.unchanged:  # else it was written to meanwhile, and is read again
        _note(intake, feed, answer)
        _move(dropped, DONE, _aside(answer))


def _feed(intake: Intake, dropped: Dropped) -> Feed:
    """The feed of a file by the folders it lies in; raises HaatError where there is no such feed."""
    if not stat.S_ISREG(dropped.seen.st_mode):
        raise InvalidInput("not a plain file: a link is not followed, give the file itself")
    match [part.casefold().replace("_", "-") for part in dropped.parts]:
        case [kind]:
            return _named(kind_named(kind).name, intake.tenant(None))
        case [whose, kind] if whose == FOR_EVERYONE:
            return _named(kind, EVERYONE)
        case [whose, kind]:
            return _named(kind, intake.tenant(whose))
    raise InvalidInput(_LOCATIONS)


def _named(kind: str, tenant_id: str) -> Feed:
    feed = Feed("", kind, tenant_id).checked()
    return Feed(name_of(feed), kind, tenant_id)


def _take(intake: Intake, feed: Feed, dropped: Dropped) -> Answer:
    form, body = read_file(dropped.path)
    return intake.take(feed, body, form, SOURCE)


def _note(intake: Intake, feed: Feed, answer: Answer) -> None:
    told = (feed.name, feed.kind, feed.tenant_id)
    state = noted(answer)
    with intake.engine.begin() as db:
        feeds.succeeded(db, *told, rows=answer["accepted"], state=state, now=intake.clock())


def _note_failure(intake: Intake, feed: Feed, reason: str) -> None:
    told = (feed.name, feed.kind, feed.tenant_id)
    with intake.engine.begin() as db:
        feeds.failed(db, *told, error=_printable(reason), now=intake.clock())


def _refuse(dropped: Dropped, error: HaatError) -> None:
    said, json = _said(dropped, error), ".json" in dropped.path.suffixes
    logger.warning("%s is refused: %s", dropped.shown, _printable(said))
    _move(dropped, REFUSED, [said, *(_place(one, json=json) for one in error.problems)])


def _said(dropped: Dropped, error: HaatError) -> str:
    return error.detail.removeprefix(f"{dropped.path}: ")


def _printable(text: str) -> str:
    """The text on one line, with an escape for what is no text in a file's name."""
    return " ".join(text.encode("utf-8", "backslashreplace").decode().split())


def _place(problem: FieldProblem, *, json: bool) -> str:
    """Line and column of a problem, whose pointer counts a JSON list from 0."""
    row, _, column = problem.pointer.removeprefix("/").partition("/")
    line = int(row) + 1 if json and row.isdecimal() else row
    where = [f"line {line}"] if row else []
    where += [f"column {column}"] if column else []
    return ": ".join(filter(None, (", ".join(where), problem.detail)))


def _aside(answer: Answer) -> list[str]:
    return [
        f"line {row['line']}" + (f", column {row['column']}" if row["column"] else "")
        + f": {row['reason']}"
        for row in answer["quarantined"]
    ]  # fmt: skip


def _move(dropped: Dropped, to: str, reasons: list[str]) -> None:
    """Out of the way, never over another file; the reasons stand there before the file does."""
    target = dropped.path.parent / to
    target.mkdir(mode=0o700, exist_ok=True)
    if target.is_symlink():
        raise NotADirectoryError(f"{target} is a link")
    name = _free_name(target, dropped)
    said = target / f"{name}{REASON}"
    if reasons:
        said.write_text("".join(f"{_printable(reason)}\n" for reason in reasons), "utf-8")
    try:
        dropped.path.rename(target / name)
    except FileNotFoundError:  # somebody took it away meanwhile
        said.unlink(missing_ok=True)


def _free_name(target: Path, dropped: Dropped) -> str:
    name = dropped.path.name
    if not os.path.lexists(target / name):
        return name
    mark = sha256(f"{dropped.seen.st_ino} {dropped.seen.st_mtime_ns}".encode()).hexdigest()[:8]
    return f"{dropped.path.stem}.{mark}{dropped.path.suffix}"
