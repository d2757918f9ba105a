"""Receive thousands of answers that are followed by stray bytes."""

from __future__ import annotations

from collections import Counter

import anyio

from ..behaviour import seeded
from ..expectations import Meaning
from ..faults import FAULTS
from ..operations import OPERATIONS, CallResult, call_result, contradictions
from ..process import HostileService, Observed
from ..transports import client
from .figures import Figure, most, none_of

CALLERS = 8
SEED = 9
STRAYS = [
    name
    for name, fault in FAULTS.items()
    if name.startswith(("bytes_", "refusal_with_bytes")) and fault.meaning is not Meaning.LOST
]
"""Whole answers with bytes after them."""


async def run(service: HostileService, answers: int, transport_name: str = "httpx") -> list[Figure]:
    """Take so many answers; return those that were another's, or were told wrongly.

    A call may fail if the stray bytes arrive after its request was sent.
    """
    strays = [name for name in STRAYS if service.scheme == "https" or not FAULTS[name].needs_tls]
    service.behave("seeded", str(SEED), "1", *strays)
    results: dict[int, CallResult] = {}
    numbers = iter(range(1, answers + 1))
    async with client(service.url, transport_name) as ds:

        async def caller() -> None:
            for number in numbers:
                results[number] = await call_result(ds, operation_of(number), number)

        async with anyio.create_task_group() as tasks:
            for _ in range(CALLERS):
                tasks.start_soon(caller)
    name = f"{answers:,} answers with bytes after the body over {transport_name}"
    return [
        none_of(f"{name}: wrong", wrong(results, service.observed())),
        most(f"{name}: calls that failed", 0.1, failed(results, strays), " %", 3),
    ]


def operation_of(number: int) -> str:
    """Return what a call does."""
    names = list(OPERATIONS)
    return names[number % len(names)]


def wrong(results: dict[int, CallResult], observed: Observed) -> list[str]:
    """Return which results are contradicted, each followed by how often."""
    found = Counter[str]()
    for number, result in results.items():
        found.update(contradictions(result, observed, operation_of(number), number))
    return [f"{what}, {times} times" for what, times in found.items()]


def failed(results: dict[int, CallResult], strays: list[str]) -> float:
    """Return the percentage of the calls that did not end as the fault that they met means."""
    behave = seeded(SEED, 1, strays)
    others = 0
    for number, result in results.items():
        fault = FAULTS[behave(number, 1) or ""]
        expected = fault.expected(OPERATIONS[operation_of(number)].kind).once
        others += result.outcome != expected
    return 100 * others / len(results)
