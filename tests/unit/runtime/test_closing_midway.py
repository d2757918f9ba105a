"""Closing a client in the middle of something: what was under way ends, and nothing else starts."""

from __future__ import annotations

import gc
from typing import Any

import anyio
import httpx
import pytest
from anyio.abc import SocketAttribute, SocketStream
from support.clients import QUICK, client_of, wait_for_requests

from digiseller_async import ClosedError, Digiseller, DigisellerError, Retry
from digiseller_async.sandbox import Sandbox


def canned() -> Digiseller:
    """Return a client whose every call is answered by nothing much."""
    empty = httpx.Response(200, json={"retval": 0, "content": {}})
    transport = httpx.MockTransport(lambda _: empty)
    return Digiseller(token="T", rate=None, retry=QUICK, transport=transport)


@pytest.mark.anyio
async def test_sign_in_in_flight() -> None:
    """Closing ends a sign-in under way, and the call that waits for it."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("hang", operation="sign_in", times=9)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_refused, ds)
            await wait_for_requests(box, "sign_in")
            await ds.aclose()

        assert box.requests["account.balance"] == 0


async def _refused(ds: Digiseller) -> None:
    with pytest.raises(DigisellerError):
        await ds.account.balance()


@pytest.mark.anyio
async def test_closed_while_signing_in() -> None:
    """A call whose sign-in was ended by closing says that the client is closed."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("hang", operation="sign_in", times=9)
        found: list[DigisellerError] = []

        async def ask() -> None:
            with pytest.raises(DigisellerError) as caught:
                await ds.account.balance()
            found.append(caught.value)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            await wait_for_requests(box, "sign_in")
            await ds.aclose()

    assert [type(error) for error in found] == [ClosedError]


@pytest.mark.anyio
async def test_nothing_is_sent_after_closing() -> None:
    """A call that waited in the queue when the client was closed signs in no more."""
    async with Sandbox() as box, client_of(box, max_connections=1) as ds:
        box.inject("hang", operation="sign_in")
        async with anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(_refused, ds)
            await wait_for_requests(box, "sign_in")
            await ds.aclose()
        asked = box.requests["sign_in"]
        pipeline: Any = vars(ds)["_pipeline"]
        await pipeline._transport.aclose()  # what was opened after closing

        assert asked == 1


@pytest.mark.anyio
async def test_operation_of_a_closed_error() -> None:
    """A ClosedError names the operation that was refused."""
    ds = canned()
    receipts = ds.account.receipts()
    await ds.aclose()
    with pytest.raises(ClosedError) as caught:
        await receipts.first()

    assert caught.value.operation == "account.receipts"


@pytest.mark.anyio
async def test_closing_after_a_failed_sign_in() -> None:
    """A client whose sign-in failed can be closed like any other."""
    async with Sandbox() as box:
        async with client_of(box, api_key="WRONG", retry=Retry(attempts=1)) as ds:
            with pytest.raises(DigisellerError, match="sign-in was refused"):
                await ds.account.balance()

        assert box.requests["sign_in"] == 1


@pytest.mark.anyio
async def test_cancelled_while_sending() -> None:
    """A call that is cancelled in the middle of sending leaves nothing open."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port: int = listener.extra(SocketAttribute.local_port)  # noqa: S610 (no Django here)

    async def read_nothing(stream: SocketStream) -> None:
        async with stream:
            await anyio.sleep_forever()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, read_nothing)
        async with Digiseller(token="T", base_url=f"http://127.0.0.1:{port}", rate=None) as ds:
            with pytest.raises(TimeoutError), anyio.fail_after(0.05):
                await ds.templates.create(name="x" * 20_000_000)
        tasks.cancel_scope.cancel()
    await listener.aclose()
    gc.collect()  # what was left open would warn
