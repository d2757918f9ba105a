"""Let several processes share a rate and a token, also while Redis is frozen or dead."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import anyio
import anyio.to_thread
from attrs import frozen
from support.redis_server import RedisServer, redis_server

from digiseller_async.sandbox import Sandbox

from ..process import HostileService
from .figures import Figure, least, most, none_of

_FOLDER = Path(__file__).parent.parent.parent
_CALLS = 200
_OUTAGE = 7.0
_ALLOWED = 1.02
"""What a window may have more than the rate: a process wakes a little late, and then in time."""


@frozen
class Turn:
    """When a call had its turn, how long it waited, and how long booking it took."""

    moment: float
    wait: float
    booking: float


async def shared_rate(_: HostileService, seconds: int) -> list[Figure]:
    """Share 200 calls a second in four processes for so many seconds, with Redis and without."""
    with redis_server() as server:
        turns = await _book(server, seconds)
        waits = sorted(one.wait for one in turns[_CALLS:-_CALLS])
        spread = waits[len(waits) * 99 // 100] / waits[len(waits) // 2]
        rate = (len(turns) - 1) / (turns[-1].moment - turns[0].moment)
        figures = [
            least("4 processes, 200/s: share of the rate used", 99, 100 * rate / _CALLS, " %", 1),
            none_of("4 processes, 200/s: windows over the rate", _over(turns)),
            most("4 processes, 200/s: p99 ÷ p50 of the waits", 1.1, spread, " ms"),
        ]
        for name, stop, start in (
            ("frozen", server.freeze, server.thaw),
            ("killed", server.kill, server.start),
        ):
            turns = await _book(server, seconds + 20, stop, start)
            back = [one.booking for one in turns if one.moment > turns[-1].moment - 2]
            slow = [one.booking for one in turns if one.booking > 0.2]
            figures += [
                none_of(f"Redis {name} for 7 s: windows over the rate", _over(turns)),
                most(f"Redis {name} for 7 s: longest booking", 0.35, max(slow, default=0), " s"),
                most(f"Redis {name} for 7 s: slow bookings of a process", 1, len(slow) / 4),
                most(f"Redis {name} for 7 s: booking at the end", 50, 1000 * max(back), " ms"),
            ]
        return figures


async def _book(
    server: RedisServer,
    seconds: int,
    stop: Callable[[], None] | None = None,
    start: Callable[[], None] | None = None,
) -> list[Turn]:
    name = uuid.uuid4().hex
    command = [sys.executable, "-m", "hostile.soak.rate_booker", server.url, name]
    runs = [
        subprocess.Popen(  # noqa: ASYNC220, S603 (our own module; the pipes are read by threads)
            [*command, str(_CALLS), str(seconds)], cwd=_FOLDER, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    found: list[Turn] = []

    async def read(run: subprocess.Popen[str]) -> None:
        output, _ = await anyio.to_thread.run_sync(run.communicate)
        found.extend(Turn(*map(float, line.split())) for line in output.splitlines())

    async with anyio.create_task_group() as tasks:
        for run in runs:
            tasks.start_soon(read, run)
        if stop is not None and start is not None:
            await anyio.sleep(4)
            await anyio.to_thread.run_sync(stop)
            await anyio.sleep(_OUTAGE)
            await anyio.to_thread.run_sync(start)
    return sorted(found, key=lambda one: one.moment)


def _over(turns: list[Turn]) -> list[str]:
    """Return the windows of one second that have more calls than the rate allows."""
    over: list[str] = []
    first = 0
    for last, turn in enumerate(turns):
        while turn.moment - turns[first].moment >= 1.0:
            first += 1
        if last - first + 1 > _CALLS * _ALLOWED + 4:
            over.append(f"{last - first + 1} before {turn.moment - turns[0].moment:.1f} s")
    return over


async def sign_ins(_: HostileService, count: int) -> list[Figure]:
    """Start so many processes at once, with a shared store of each kind, and without one."""
    figures: list[Figure] = []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        redis = stack.enter_context(redis_server())
        for kind, store in (("file", f"{folder}/tokens"), ("Redis", redis.url), ("no", "")):
            async with Sandbox() as box:
                failed = await _start(count, box, store)
                made = box.requests["sign_in"]
            name = f"{count} processes at once, {kind} store"
            figures.append(none_of(f"{name}: failures", failed))
            if store:
                figures.append(most(f"{name}: sign-ins", 1, made, digits=0))
    return figures


async def _start(count: int, box: Sandbox, store: str) -> list[str]:
    command = [sys.executable, "-m", "hostile.soak.sign_in_client", str(box.seller_id)]
    failed: list[str] = []

    async def run() -> None:
        done = await anyio.run_process(
            [*command, box.api_key, box.url, store], cwd=_FOLDER, check=False
        )
        if done.returncode:
            failed.append(done.stderr.decode().strip())

    async with anyio.create_task_group() as tasks:
        for _ in range(count):
            tasks.start_soon(run)
    return failed
