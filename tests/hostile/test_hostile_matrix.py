"""Every fault, in every class of operation and over each transport, has one defined outcome."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from zlib import crc32

import anyio
import anyio.lowlevel
import pytest
from support.deadlines import DeadlineScopes

from hostile.behaviour import number_for
from hostile.expectations import Meaning
from hostile.faults import CONNECTION_FAULTS, FAULTS
from hostile.operations import OPERATIONS, CallResult, call_result, contradictions
from hostile.process import HostileService
from hostile.secrecy import SECRET, shows_secret
from hostile.transports import client
from hostile.ways import AIOHTTP, CELLS, OWN, USERS, case

FEW = [("reads", False), ("deletes", False), ("adds", True)]
pytestmark = pytest.mark.anyio


def is_tested(name: str, transport_name: str, scheme: str) -> bool:
    """Return whether a fault is tested there.

    What TLS can change is tested with and without it, of all else a tenth, and over a user's
    transport of httpx what TLS and the connection can change. Over aiohttp a TLS connection that is
    given up stays open until the server agrees, and one that hangs never does.
    """
    if transport_name == "user's httpx" and name not in CONNECTION_FAULTS:
        return False
    if (scheme, transport_name) == ("https", "aiohttp") and FAULTS[name].meaning is Meaning.LATE:
        return False
    if FAULTS[name].needs_tls:
        return scheme == "https"
    chosen = name in CONNECTION_FAULTS and transport_name != "aiohttp"
    return scheme == "http" or chosen or crc32(name.encode()) % 10 == 0


MATRIX = [
    case(*way, scheme, name)
    for way in (*OWN, AIOHTTP, *USERS)
    for scheme in ("http", "https")
    for name in FAULTS
    if is_tested(name, way[1], scheme)
]


def cells_of(name: str) -> list[tuple[str, bool, int]]:
    """Return which operations meet the fault, whether always, and the numbers of their calls."""
    chosen = FEW if FAULTS[name].is_heavy else CELLS
    return [
        (operation, always, number_for(name, always=always, serial=serial))
        for serial, (operation, always) in enumerate(chosen)
    ]


async def results_of(
    service: HostileService, transport_name: str, name: str, scopes: DeadlineScopes
) -> dict[int, CallResult]:
    """Let all operations meet the fault at the same time; return their results by number."""
    found: dict[int, CallResult] = {}
    cells = cells_of(name)

    async def call(operation: str, number: int) -> None:
        async with client(service.url, transport_name, timeout=100.0) as ds:
            found[number] = await call_result(ds, operation, number)

    async with anyio.create_task_group() as tasks:
        for operation, _, number in cells:
            tasks.start_soon(call, operation, number)
        if FAULTS[name].meaning is Meaning.LATE:
            await wait_for_calls(service, found, len(cells))
            scopes.expire()
    return found


async def wait_for_calls(service: HostileService, ended: Mapping[int, Any], calls: int) -> None:
    """Wait until so many calls have *ended*, or are at the service, which begins to answer them."""
    while len({*service.observed().sends, *ended}) < calls:
        await anyio.lowlevel.checkpoint()
    for _ in range(5):
        service.observed()
        await anyio.lowlevel.checkpoint()


@pytest.mark.parametrize(("anyio_backend", "transport_name", "scheme", "name"), MATRIX)
async def test_each_fault(
    service: HostileService,
    name: str,
    transport_name: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A call that meets a fault ends as the table says, and what it says of its effect is true."""
    caplog.set_level(logging.DEBUG)
    found = await results_of(service, transport_name, name, DeadlineScopes(monkeypatch))
    observed = service.observed()

    wrong: list[str] = []
    for operation, always, number in cells_of(name):
        result = found[number]
        expected = (
            FAULTS[name].expected(OPERATIONS[operation].kind, transport_name).when(always=always)
        )
        if result.outcome != expected:
            wrong.append(f"{operation}, {always=}: {result.outcome}; the table says: {expected}")
        wrong += contradictions(result, observed, operation, number)
        if shows_secret(result.error):
            wrong.append(f"{operation}, {always=}: its error shows a secret")
    assert not wrong
    assert observed.trap_hits == 0
    assert not SECRET.search(caplog.text)
