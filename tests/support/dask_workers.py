"""Read shards on the worker processes of Dask, one of which is killed on request."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from support.shard_reader import Account, read_shard

_WORKERS = 4
_DONE_BEFORE_KILL = 5


async def read_on_workers(
    shards: Sequence[Any],
    account: Account,
    *,
    kills: bool,
    on_done: Callable[[], object] = lambda: None,
) -> list[int | None]:
    """Return the ids of all *shards*, read by four workers; *on_done* is called after each shard.

    If it *kills*, one of the workers ends by SIGKILL while it reads.
    """
    dask: Any = import_module("distributed")  # which has no types, and is not everywhere
    cluster = dask.LocalCluster(
        n_workers=_WORKERS, threads_per_worker=1, dashboard_address=None, asynchronous=True
    )
    async with cluster, dask.Client(cluster, asynchronous=True) as client:
        pids: dict[str, int] = await client.run(os.getpid)
        tasks = client.map(read_shard, shards, account=account, pure=False)
        done = 0
        async for _ in dask.as_completed(tasks):
            on_done()
            done += 1
            if kills and done == _DONE_BEFORE_KILL:
                os.kill(next(iter(pids.values())), signal.SIGKILL)
        parts: list[list[int | None]] = await client.gather(tasks)
    return [number for part in parts for number in part]
