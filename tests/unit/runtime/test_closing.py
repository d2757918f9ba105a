"""Where a client lives and how it ends: one event loop, one process, nothing left open."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable

import anyio
import httpx
import pytest
import trio
from support.clients import QUICK, client_of, open_connections, wait_for_requests

from digiseller_async import ClosedError, Digiseller, DigisellerError, OutcomeUnknownError
from digiseller_async.sandbox import Sandbox

EMPTY = httpx.Response(200, json={"retval": 0, "content": {}})


def canned() -> Digiseller:
    """Return a client whose every call is answered by nothing much."""
    transport = httpx.MockTransport(lambda _: EMPTY)
    return Digiseller(token="T", rate=None, retry=QUICK, transport=transport)


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["call", "list", "sign_in"])
async def test_closed(kind: str) -> None:
    """A closed client refuses calls, lists and sign-ins; closing it twice is fine."""
    ds = canned()
    async with ds:
        await ds.account.balance()
    await ds.aclose()

    async def ask() -> None:
        if kind == "call":
            await ds.account.balance()
        elif kind == "list":
            ds.account.receipts()
        else:
            await ds.sign_in()

    with pytest.raises(ClosedError, match="the client is closed") as caught:
        await ask()
    assert caught.value.happened == "no"


@pytest.mark.anyio
async def test_closed_between_two_pages() -> None:
    """A list whose client is closed meanwhile ends in a ClosedError that says where it was."""
    async with Sandbox(receipts=25) as box, client_of(box) as ds:
        receipts = ds.account.receipts(page_size=10)

        async def read() -> None:
            async for _ in receipts:
                await ds.aclose()

        with pytest.raises(ClosedError) as caught:
            await read()

    assert caught.value.checkpoint == receipts.checkpoint()


@pytest.mark.parametrize("second", [asyncio.run, trio.run])
def test_another_loop(second: Callable[..., object]) -> None:
    """A client that was used in one event loop is refused in another."""
    ds = canned()

    async def use() -> None:
        await ds.account.balance()

    async def misuse() -> None:
        with pytest.raises(
            ClosedError, match="bound to another event loop; create one Digiseller per loop"
        ):
            await ds.account.balance()
        with pytest.raises(ClosedError, match="bound to another event loop"):
            await ds.sign_in()

    asyncio.run(use())
    second(misuse() if second is asyncio.run else misuse)


FORKED = """
import asyncio, os, sys
import httpx
from digiseller_async import ClosedError, Digiseller

async def main():
    empty = httpx.Response(200, json={"retval": 0, "content": {}})
    ds = Digiseller(token="T", rate=None, transport=httpx.MockTransport(lambda _: empty))
    await ds.account.balance()
    child = os.fork()
    if not child:
        try:
            await ds.account.balance()
        except ClosedError as error:
            print(error, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    await ds.account.balance()

asyncio.run(main())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_another_process() -> None:
    """A client is refused in a forked process, and goes on in its own."""
    done = subprocess.run(  # noqa: S603 (this interpreter, and a script of ours)
        [sys.executable, "-c", FORKED], capture_output=True, text=True, timeout=60, check=True
    )

    assert "bound to another process; create one Digiseller per process" in done.stdout


@pytest.mark.anyio
async def test_a_copied_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as the process is another, nothing is sent, and no list is made."""
    ds = canned()
    await ds.account.balance()
    monkeypatch.setattr(os, "getpid", lambda: -1)

    with pytest.raises(ClosedError, match="bound to another process"):
        await ds.account.balance()
    with pytest.raises(ClosedError, match="bound to another process"):
        ds.account.receipts()


async def balance(ds: Digiseller) -> object:
    """Ask for the balance."""
    return await ds.account.balance()


async def create(ds: Digiseller) -> object:
    """Create a template."""
    return await ds.templates.create(name="x")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("operation", "call", "kind"),
    [
        ("account.balance", balance, ClosedError),
        ("templates.create", create, OutcomeUnknownError),
    ],
)
async def test_calls_in_flight(
    operation: str, call: Callable[[Digiseller], Awaitable[object]], kind: type[DigisellerError]
) -> None:
    """Closing ends the calls in flight: a question is closed, a change may have happened."""
    found: list[DigisellerError] = []

    async def failing() -> None:
        with pytest.raises(DigisellerError) as caught:
            await call(ds)
        found.append(caught.value)

    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.inject("hang", operation=operation, times=9)
        with anyio.fail_after(10):
            async with anyio.create_task_group() as tasks:
                for _ in range(5):
                    tasks.start_soon(failing)
                await wait_for_requests(box, operation, 5)
                await ds.aclose()

        assert [type(error) for error in found] == [kind] * 5
        assert box.requests[operation] == 5


@pytest.mark.anyio
@pytest.mark.parametrize("shape", ["leaving", "cancelled"])
async def test_connections_are_closed(shape: str) -> None:
    """When a client is left, also by cancellation, its connections are closed."""
    async with Sandbox() as box:
        ds = client_of(box)
        with anyio.CancelScope() as scope:
            async with ds:
                await ds.account.balance()
                assert open_connections(box) == 1
                if shape == "cancelled":
                    scope.cancel()
                    await anyio.sleep_forever()
        try:
            with anyio.fail_after(1):
                while open_connections(box):  # noqa: ASYNC110 (of another thread)
                    await anyio.sleep(0.001)
        finally:
            await ds.aclose()
