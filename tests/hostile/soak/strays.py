"""Thousands of answers with more after them than they should have."""

from __future__ import annotations

from collections import Counter

import anyio

from ..carriers import client
from ..means import OK
from ..operations import OPERATIONS, ended
from ..process import Hostile
from .figures import Figure, most, none_of

CALLERS = 8


async def run(service: Hostile, answers: int, carrier: str = "httpx") -> list[Figure]:
    """Take so many answers; return those that were another's.

    A call whose connection turns out to be soiled when its request is out already may fail.
    """
    service.behave("only", "bytes_after_body")
    ends = Counter[str]()
    numbers = iter(range(1, answers + 1))
    names = list(OPERATIONS)
    async with client(service.url, carrier) as ds:

        async def caller() -> None:
            for number in numbers:
                end = await ended(ds, names[number % len(names)], number)
                ends[end.words] += 1

        async with anyio.create_task_group() as tasks:
            for _ in range(CALLERS):
                tasks.start_soon(caller)
    wrong = [words for words in ends if words.startswith("an answer")]
    name = f"{answers:,} answers with bytes after the body over {carrier}"
    return [
        none_of(f"{name}: wrong", wrong),
        most(f"{name}: calls that failed", 0.1, 100 - 100 * ends[OK] / answers, " %", 3),
    ]
