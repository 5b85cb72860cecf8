"""Ways to do the same work on many chunks: one after the other here, or spread by Dask."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, TypeVar, assert_never

from haat.core.errors import HaatError, NotConfigured

if TYPE_CHECKING:
    from distributed import Client, Future

Chunk = TypeVar("Chunk")
Answer = TypeVar("Answer")

AHEAD = 2  # chunks that wait at each of Dask's workers


class Engine(StrEnum):
    """Who does the work."""

    LOCAL = "local"
    DASK = "dask"


def worked(
    engine: Engine, work: Callable[[Chunk], Answer], chunks: Iterable[Chunk]
) -> Iterator[Answer]:
    """What `work` makes of each chunk, in the order in which they are done."""
    match engine:
        case Engine.LOCAL:
            return map(work, chunks)
        case Engine.DASK:
            return _spread(work, iter(chunks))
        case _:
            assert_never(engine)


def check(engine: Engine) -> None:
    """NotConfigured, with what to install, where the engine isn't there."""
    if engine is Engine.DASK:
        try:
            import distributed  # noqa: F401, PLC0415  # an extra that may not be installed
        except ImportError as error:
            raise NotConfigured(
                "--engine dask needs Dask: .venv/bin/pip install -r requirements-dask.lock"
            ) from error


def _spread(work: Callable[[Chunk], Answer], chunks: Iterator[Chunk]) -> Iterator[Answer]:
    """On the cluster that Dask's own settings name, else on this machine's cores."""
    from dask import config  # noqa: PLC0415  # an extra that may not be there
    from distributed import Client, KilledWorker, as_completed  # noqa: PLC0415  # the same

    cluster = config.get("scheduler-address", None)
    own = {} if cluster else {"threads_per_worker": 1, "dashboard_address": None}
    try:
        with Client(cluster, **own) as client:
            workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
            waiting = as_completed(_sent(client, work, chunks, AHEAD * workers))
            for done in waiting:
                yield done.result()
                for more in _sent(client, work, chunks, 1):
                    waiting.add(more)
    except KilledWorker as error:
        why = "a worker of Dask's was killed, perhaps for want of memory; what is done is kept"
        raise HaatError(why) from error


def _sent(
    client: "Client", work: Callable[[Chunk], Answer], chunks: Iterator[Chunk], count: int
) -> list["Future"]:
    """The next chunks, each sent apart from the task, which Dask wants small."""
    return [
        client.submit(work, client.scatter(chunk, hash=False), pure=False)
        for chunk in islice(chunks, count)
    ]
