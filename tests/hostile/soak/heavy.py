"""Receive answers that are much work, each in a process whose waits and memory are measured.

The service is a thread of this process, on a bare socket.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
from attrs import evolve, frozen

from digiseller_async import Digiseller, DigisellerError, Retry

from ..process import HostileService
from .figures import Figure, most, none_of
from .heavy_answers import HARMLESS, HEAVY, Ask
from .memory import peak

MAX_RESPONSE_BYTES = 32
_STALL, _MEMORY = 100, 2 * MAX_RESPONSE_BYTES + 8
_PATIENCE = 20
"""For how many seconds a call may go on, and then keep others waiting."""


@frozen
class Cost:
    """What an answer costs: the longest wait of others, in ms, and the memory, in MiB."""

    name: str
    stall: float
    memory: float


async def run(service: HostileService, amount: int) -> list[Figure]:
    """Meet so many of the answers; return what they cost."""
    del service
    names = list(HEAVY)[:amount]
    costs = [await anyio.to_thread.run_sync(cost_of, name) for name in names]
    stall, memory = max(one.stall for one in costs), max(one.memory for one in costs)
    slow = [f"{one.name} ({one.stall:.0f} ms)" for one in costs if one.stall > _STALL]
    large = [f"{one.name} ({one.memory:.0f} MiB)" for one in costs if one.memory > _MEMORY]
    name = f"{len(costs)} answers of at most 64 kB"
    return [
        most(f"{name}: largest stall of the loop", _STALL, stall, " ms", 0),
        evolve(none_of(f"{name}: that stall it for longer", slow), depends_on_load=True),
        most(f"{name}: most memory", _MEMORY, memory, " MiB", 0),
        none_of(f"{name}: that take more memory", large),
    ]


def cost_of(name: str) -> Cost:
    """Return what one answer costs a process of its own."""
    with serving(HEAVY[name].answer()) as url:
        command = [sys.executable, "-m", "hostile.soak.heavy", url, name]
        folder = Path(__file__).parent.parent.parent
        try:
            found = subprocess.run(  # noqa: S603 (our own interpreter and module)
                command, cwd=folder, stdout=subprocess.PIPE, check=True, timeout=2 * _PATIENCE
            )
        except subprocess.TimeoutExpired:
            return Cost(name, _PATIENCE * 1000, 0)
    return Cost(name, **json.loads(found.stdout))


@contextmanager
def serving(answer: bytes) -> Generator[str]:
    """Give *answer* to whatever is asked, but for the first call."""
    answers = chain([HARMLESS], repeat(answer))
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        connection.recv(65_536)
                        connection.sendall(next(answers))

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


async def meet(url: str, ask: Ask) -> dict[str, Any]:
    """Ask once; return for how long others waited at most, and the memory."""
    retry = Retry(attempts=1)
    async with Digiseller(1, token="T" * 32, base_url=url, retry=retry, timeout=_PATIENCE) as ds:
        await ds.account.balance()  # loads what is loaded at first use
        before = peak()
        stall = await longest_stall(ds, ask)
        return {"stall": stall, "memory": peak() - before}


async def longest_stall(ds: Digiseller, ask: Ask) -> float:
    """Return the longest milliseconds between two turns of another task during a call.

    Only as far as this process can have caused it: others may have kept the machine busy.
    """
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            before, spent = time.perf_counter(), time.process_time()
            await anyio.lowlevel.checkpoint()
            wait = min(time.perf_counter() - before, time.process_time() - spent)
            longest = max(longest, wait)

    async with anyio.create_task_group() as group:
        group.start_soon(tick)
        with suppress(DigisellerError):
            await ask(ds)
        # The ticker has its turn, so that it has seen what the call did last.
        await anyio.lowlevel.checkpoint()
        await anyio.lowlevel.checkpoint()
        group.cancel_scope.cancel()
    return longest * 1000


if __name__ == "__main__":
    print(json.dumps(anyio.run(meet, sys.argv[1], HEAVY[sys.argv[2]].ask)))  # noqa: T201 (to who started it)
