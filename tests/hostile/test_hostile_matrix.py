"""Every kind of trouble meets every class of operation, over each carrier: one defined end."""

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

from hostile.behaviour import number_for
from hostile.carriers import client
from hostile.faults import FAULTS
from hostile.means import ENDS, OK, Means
from hostile.operations import OPERATIONS, Ended, contradictions, ended
from hostile.process import Hostile

NO_AIOHTTP = pytest.mark.skipif(find_spec("httpx_aiohttp") is None, reason="needs the extra")
CARRIERS = [
    pytest.param("asyncio", "httpx"),
    pytest.param("trio", "httpx"),
    pytest.param("asyncio", "aiohttp", marks=NO_AIOHTTP),
]
CELLS = [(operation, always) for operation in OPERATIONS for always in (False, True)]
FEW = [("reads", False), ("deletes", False), ("adds", True)]
IDLE = ("closed_on_idle", "reset_on_idle", "stray_on_idle", "bytes_after_body", "body_on_204")
SECRET = re.compile(r"TOKEN-\d|KEY-SECRET")
pytestmark = [pytest.mark.anyio, pytest.mark.parametrize(("anyio_backend", "carrier"), CARRIERS)]


@pytest.fixture(scope="module")
def running() -> Iterator[Hostile]:
    """Start the hostile service."""
    with Hostile() as service:
        yield service


@pytest.fixture
def service(running: Hostile) -> Hostile:
    """Have the hostile service read from a call's number how to behave, and count anew."""
    running.behave("coded")
    return running


def shown(error: Exception) -> str:
    """Return all that an error may ever show of itself."""
    lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()
    pickled = pickle.dumps(error).decode("latin-1")
    return "\n".join([str(error), repr(error), repr(vars(error)), pickled, *lines])


def numbered(name: str) -> list[tuple[str, bool, int]]:
    """Return which operations meet the trouble of that name, how often, and with which number."""
    chosen = FEW if FAULTS[name].heavy else CELLS
    return [
        (operation, always, number_for(name, always=always, serial=serial))
        for serial, (operation, always) in enumerate(chosen)
    ]


async def ends(service: Hostile, carrier: str, name: str) -> dict[int, Ended]:
    """Let all the operations meet the trouble of that name, all at the same time."""
    found: dict[int, Ended] = {}
    late = FAULTS[name].means is Means.LATE
    most = 120.0 if FAULTS[name].heavy else 20.0  # two processes pass 64 MiB on by turns

    async def call(operation: str, number: int) -> None:
        async with client(service.url, carrier, timeout=most) as ds:
            if late:
                await ds.sign_in()  # its time is not what runs out
            view = ds.with_options(timeout=0.5) if late else ds
            found[number] = await ended(view, operation, number)

    async with anyio.create_task_group() as tasks:
        for operation, _, number in numbered(name):
            tasks.start_soon(call, operation, number)
    return found


@pytest.mark.parametrize("name", FAULTS)
async def test_each_end(
    service: Hostile, name: str, carrier: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A call that meets trouble ends as the table says, and what it says of its effect is true."""
    caplog.set_level(logging.DEBUG)
    found = await ends(service, carrier, name)
    seen = service.seen()

    wrong: list[str] = []
    for operation, always, number in numbered(name):
        end = found[number]
        wished = FAULTS[name].ends(OPERATIONS[operation].kind, carrier).of(always=always)
        if end.words != wished:
            wrong.append(f"{operation}, {always=}: {end.words}; the table says: {wished}")
        wrong += contradictions(end, seen, operation, number)
        if end.error is not None and SECRET.search(shown(end.error)):
            wrong.append(f"{operation}, {always=}: its error shows a secret")
    assert not wrong
    assert seen.trapped == 0
    assert not SECRET.search(caplog.text)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_refused(service: Hostile, operation: str, carrier: str) -> None:
    """A call that finds nobody listening surely did not happen, and was tried thrice."""
    async with client(service.refusing, carrier) as ds:
        found = await ended(ds, operation, 7)

    assert found.words == ENDS[Means.NOT_SENT][OPERATIONS[operation].kind].always
    assert found.error is not None
    assert found.error.attempts == 3


@pytest.mark.parametrize("name", IDLE)
async def test_idle(service: Hostile, name: str, carrier: str) -> None:
    """What happens to a connection after an answer does no harm to the calls that come next."""
    async with client(service.url, carrier) as ds:
        await ds.sign_in()
        for round_ in range(5):
            served = service.seen().played
            first = number_for(name, always=False, serial=100 + round_)
            await ended(ds, "deletes", first)
            while service.seen().played <= served:
                await anyio.lowlevel.checkpoint()
            found = [
                (await ended(ds, operation, 10 * round_ + place + 1)).words
                for place, operation in enumerate(OPERATIONS)
            ]
            assert found == [OK] * len(OPERATIONS)


async def test_one_sign_in(service: Hostile, carrier: str) -> None:
    """A hundred tasks that meet a dead token sign in once, though the first is cancelled."""
    found: list[str] = []
    first = anyio.CancelScope()

    async def call(number: int) -> None:
        with first if number == 1 else anyio.CancelScope():
            found.append((await ended(ds, "reads", number)).words)

    async with client(service.url, carrier) as ds:
        await ds.sign_in()
        service.order(kill_tokens=True)
        before = service.seen().sign_ins
        async with anyio.create_task_group() as tasks:
            for number in range(1, 101):
                tasks.start_soon(call, number)
            while service.seen().sign_ins == before:
                await anyio.lowlevel.checkpoint()
            first.cancel()

    assert found[-99:] == [OK] * 99
    assert service.seen().sign_ins - before == 1
