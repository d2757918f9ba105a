"""Every fault, in every class of operation and over each transport, has one defined outcome."""

from __future__ import annotations

import logging
import pickle
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any
from zlib import crc32

import anyio
import anyio.lowlevel
import pytest
from support.deadlines import DeadlineScopes

from digiseller_async import Digiseller
from hostile.behaviour import number_for
from hostile.expectations import EXPECTED, OK, Meaning
from hostile.faults import CONNECTION_FAULTS, FAULTS
from hostile.handshake_faults import HANDSHAKES
from hostile.operations import OPERATIONS, CallResult, call_result, contradictions
from hostile.process import HostileService
from hostile.transports import client

NO_AIOHTTP = pytest.mark.skipif(find_spec("httpx_aiohttp") is None, reason="needs the extra")
OWN = [("asyncio", "httpx"), ("trio", "httpx")]
USERS = [("asyncio", "user's httpx"), ("trio", "user's httpx")]
AIOHTTP = ("asyncio", "aiohttp")
CELLS = [(operation, always) for operation in OPERATIONS for always in (False, True)]
FEW = [("reads", False), ("deletes", False), ("adds", True)]
IDLE = (
    "closed_on_idle",
    "reset_on_idle",
    "stray_on_idle",
    "bytes_after_body",
    "bytes_after_16k",
    "bytes_after_64k",
    "bytes_after_128k",
    "refusal_with_bytes_after",
    "body_on_204",
    "answer_as_body_of_204",
    "closed_without_notify_on_idle",
    "tls_alert_on_idle",
    "forged_record_on_idle",
    "bytes_in_next_record",
    "bytes_in_small_records",
    "bytes_after_64k_of_records",
    "408_on_idle",
    "notify_on_idle",
    "bytes_after_notify",
    "record_after_notify",
)
SECRET = re.compile(r"TOKEN-\d|KEY-SECRET")
pytestmark = pytest.mark.anyio


def ways(
    *extra: tuple[str, str], schemes: Iterable[str] = ("http", "https")
) -> pytest.MarkDecorator:
    """Run a test over the usual transports and *extra* ones, with TLS and without."""
    found = [case(*way, scheme) for way in (*OWN, AIOHTTP, *extra) for scheme in schemes]
    return pytest.mark.parametrize(("anyio_backend", "transport_name", "scheme"), found)


def case(backend: str, transport_name: str, *others: str) -> Any:
    """Return one parameter set, which is skipped where its transport is not installed."""
    marks = [NO_AIOHTTP] if transport_name == "aiohttp" else []
    return pytest.param(backend, transport_name, *others, marks=marks)


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

IDLE_MATRIX = [
    case(*way, scheme, name)
    for way in (*OWN, AIOHTTP, *USERS)
    for scheme in ("http", "https")
    for name in IDLE
    if scheme == "https" or not FAULTS[name].needs_tls
]


@pytest.fixture(scope="module")
def running() -> Iterator[HostileService]:
    """Start the hostile service."""
    with HostileService() as service:
        yield service


@pytest.fixture
def service(running: HostileService, scheme: str) -> HostileService:
    """Give the hostile service, reset; it reads the fault from a call's number."""
    running.behave("coded")
    return running.over(scheme)


def everything_in(error: Exception) -> str:
    """Return all texts in which an error can show a secret."""
    lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()
    pickled = pickle.dumps(error).decode("latin-1")
    return "\n".join([str(error), repr(error), repr(vars(error)), pickled, *lines])


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
        if result.error is not None and SECRET.search(everything_in(result.error)):
            wrong.append(f"{operation}, {always=}: its error shows a secret")
    assert not wrong
    assert observed.trap_hits == 0
    assert not SECRET.search(caplog.text)


@ways(*USERS, schemes=["https"])
@pytest.mark.parametrize("name", HANDSHAKES)
async def test_handshake(
    service: HostileService,
    name: str,
    transport_name: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A call for which no TLS connection can be made was not sent, and is told so."""
    caplog.set_level(logging.DEBUG)
    wrong: list[str] = []
    for number, (operation, always) in enumerate(CELLS, 1):
        result = await result_after_handshake(
            service, transport_name, (operation, number), [name] * (3 if always else 1), monkeypatch
        )
        kind = OPERATIONS[operation].kind
        expected = HANDSHAKES[name].expected(kind, transport_name).when(always=always)
        if result.outcome != expected:
            wrong.append(f"{operation}, {always=}: {result.outcome}; the table says: {expected}")
        wrong += contradictions(result, service.observed(), operation, number)
        if result.error is not None and SECRET.search(everything_in(result.error)):
            wrong.append(f"{operation}, {always=}: its error shows a secret")
    assert not wrong
    assert not SECRET.search(caplog.text)


async def result_after_handshake(
    service: HostileService,
    transport_name: str,
    call: tuple[str, int],
    handshakes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> CallResult:
    """Sign in well, and make a call whose connections then meet these handshakes."""
    found: list[CallResult] = []

    async def make_call(ds: Digiseller) -> None:
        found.append(await call_result(ds, *call))

    with monkeypatch.context() as patched:
        scopes = DeadlineScopes(patched)
        service.behave("honest")
        service.command(handshakes=[None, *handshakes])
        async with client(service.url, transport_name) as ds, anyio.create_task_group() as tasks:
            tasks.start_soon(make_call, ds)
            if HANDSHAKES[handshakes[0]].meaning is Meaning.NOT_SENT_IN_TIME:
                while service.observed().accepted < 2 and not found:
                    await anyio.lowlevel.checkpoint()
                scopes.expire()
    return found[0]


@ways()
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_refused(service: HostileService, operation: str, transport_name: str) -> None:
    """A call whose connections are refused was not sent, and was tried three times."""
    async with client(service.refused_url, transport_name) as ds:
        found = await call_result(ds, operation, 7)

    assert found.outcome == EXPECTED[Meaning.NOT_SENT][OPERATIONS[operation].kind].always
    assert found.error is not None
    assert found.error.attempts == 3


@pytest.mark.parametrize(("anyio_backend", "transport_name", "scheme", "name"), IDLE_MATRIX)
async def test_idle(service: HostileService, name: str, transport_name: str) -> None:
    """What happens to an idle connection does no harm to the next calls."""
    async with client(service.url, transport_name) as ds:
        await ds.sign_in()
        for round_ in range(5):
            served = service.observed().finished
            first = number_for(name, always=False, serial=100 + round_)
            await call_result(ds, "deletes", first)
            while service.observed().finished <= served:
                await anyio.lowlevel.checkpoint()
            found = [
                (await call_result(ds, operation, 10 * round_ + place + 1)).outcome
                for place, operation in enumerate(OPERATIONS)
            ]
            assert found == [OK] * len(OPERATIONS)


@ways()
async def test_one_sign_in(service: HostileService, transport_name: str) -> None:
    """A hundred tasks with a revoked token sign in once, although the first is cancelled."""
    found: list[str] = []
    first = anyio.CancelScope()

    async def call(number: int) -> None:
        with first if number == 1 else anyio.CancelScope():
            found.append((await call_result(ds, "reads", number)).outcome)

    async with client(service.url, transport_name) as ds:
        await ds.sign_in()
        service.command(revoke_tokens=True)
        before = service.observed().sign_ins
        async with anyio.create_task_group() as tasks:
            for number in range(1, 101):
                tasks.start_soon(call, number)
            while service.observed().sign_ins == before:
                await anyio.lowlevel.checkpoint()
            first.cancel()

    assert found[-99:] == [OK] * 99
    assert service.observed().sign_ins - before == 1
