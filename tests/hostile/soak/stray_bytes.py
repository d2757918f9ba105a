"""Receive thousands of answers that are followed by stray bytes."""

from __future__ import annotations

from collections import Counter

import anyio

from ..expectations import OK
from ..operations import OPERATIONS, call_result
from ..process import HostileService
from ..transports import client
from .figures import Figure, most, none_of

CALLERS = 8


async def run(service: HostileService, answers: int, transport_name: str = "httpx") -> list[Figure]:
    """Take so many answers; return those that were another's.

    A call may fail if the stray bytes arrive after its request was sent.
    """
    service.behave("only", "bytes_after_body")
    ends = Counter[str]()
    numbers = iter(range(1, answers + 1))
    names = list(OPERATIONS)
    async with client(service.url, transport_name) as ds:

        async def caller() -> None:
            for number in numbers:
                end = await call_result(ds, names[number % len(names)], number)
                ends[end.outcome] += 1

        async with anyio.create_task_group() as tasks:
            for _ in range(CALLERS):
                tasks.start_soon(caller)
    wrong = [words for words in ends if words.startswith("an answer")]
    name = f"{answers:,} answers with bytes after the body over {transport_name}"
    return [
        none_of(f"{name}: wrong", wrong),
        most(f"{name}: calls that failed", 0.1, 100 - 100 * ends[OK] / answers, " %", 3),
    ]
