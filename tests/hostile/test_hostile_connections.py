"""What happens to connections has one defined outcome: refused, in handshakes, and while idle."""

from __future__ import annotations

import logging

import anyio
import anyio.lowlevel
import pytest
from support.deadlines import DeadlineScopes

from digiseller_async import Digiseller
from hostile.behaviour import number_for
from hostile.expectations import EXPECTED, OK, Meaning
from hostile.faults import FAULTS
from hostile.handshake_faults import HANDSHAKES
from hostile.operations import OPERATIONS, CallResult, call_result, contradictions
from hostile.process import HostileService
from hostile.secrecy import SECRET, shows_secret
from hostile.transports import client
from hostile.ways import AIOHTTP, CELLS, OWN, USERS, case, ways

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
IDLE_MATRIX = [
    case(*way, scheme, name)
    for way in (*OWN, AIOHTTP, *USERS)
    for scheme in ("http", "https")
    for name in IDLE
    if scheme == "https" or not FAULTS[name].needs_tls
]

pytestmark = pytest.mark.anyio


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
        if shows_secret(result.error):
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
