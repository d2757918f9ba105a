"""Every fault, in every class of operation and over each transport, has one defined outcome."""

from __future__ import annotations

import logging
import pickle
import re
import traceback
from collections.abc import Iterator
from importlib.util import find_spec

import anyio
import anyio.lowlevel
import pytest
from support.deadlines import DeadlineScopes

from hostile.behaviour import number_for
from hostile.expectations import EXPECTED, OK, Meaning
from hostile.faults import FAULTS
from hostile.operations import OPERATIONS, CallResult, call_result, contradictions
from hostile.process import HostileService
from hostile.transports import client

NO_AIOHTTP = pytest.mark.skipif(find_spec("httpx_aiohttp") is None, reason="needs the extra")
TRANSPORTS = [
    pytest.param("asyncio", "httpx"),
    pytest.param("trio", "httpx"),
    pytest.param("asyncio", "aiohttp", marks=NO_AIOHTTP),
]
CELLS = [(operation, always) for operation in OPERATIONS for always in (False, True)]
FEW = [("reads", False), ("deletes", False), ("adds", True)]
IDLE = ("closed_on_idle", "reset_on_idle", "stray_on_idle", "bytes_after_body", "body_on_204")
SECRET = re.compile(r"TOKEN-\d|KEY-SECRET")
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize(("anyio_backend", "transport_name"), TRANSPORTS),
]


@pytest.fixture(scope="module")
def running() -> Iterator[HostileService]:
    """Start the hostile service."""
    with HostileService() as service:
        yield service


@pytest.fixture
def service(running: HostileService) -> HostileService:
    """Give the hostile service, reset; it reads the fault from a call's number."""
    running.behave("coded")
    return running


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
            await wait_for_calls(service, len(cells))
            scopes.expire()
    return found


async def wait_for_calls(service: HostileService, calls: int) -> None:
    """Wait until the service has so many calls, and has begun to answer them."""
    while len(service.observed().sends) < calls:
        await anyio.lowlevel.checkpoint()
    for _ in range(5):
        service.observed()
        await anyio.lowlevel.checkpoint()


@pytest.mark.parametrize("name", FAULTS)
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


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_refused(service: HostileService, operation: str, transport_name: str) -> None:
    """A call whose connections are refused was not sent, and was tried three times."""
    async with client(service.refused_url, transport_name) as ds:
        found = await call_result(ds, operation, 7)

    assert found.outcome == EXPECTED[Meaning.NOT_SENT][OPERATIONS[operation].kind].always
    assert found.error is not None
    assert found.error.attempts == 3


@pytest.mark.parametrize("name", IDLE)
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
