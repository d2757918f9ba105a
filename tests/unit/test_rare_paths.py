"""Paths that are seldom walked: renewals that fail, long pages, odd streams, odd rows."""

from __future__ import annotations

import runpy
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from types import NoneType, SimpleNamespace
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from support.clocks import QUICK, SetClock, client_of
from test_auth import Service

from digiseller_async import (
    AuthenticationError,
    ClosedError,
    ConfigurationError,
    Digiseller,
    UnavailableError,
)
from digiseller_async._codegen import generate
from digiseller_async._codegen.render import render
from digiseller_async._isolation import Isolation
from digiseller_async._transport import connections
from digiseller_async._wire import WireRequest
from digiseller_async.errors import FailureKind, with_context
from digiseller_async.pagination.prefetch import PagePrefetcher
from digiseller_async.pagination.walk import Page
from digiseller_async.sandbox import Sandbox
from digiseller_async.spec.language import Answer, Effect, Endpoint, Token

pytestmark = pytest.mark.anyio


async def test_early_renewal_that_fails() -> None:
    """A token that is still good serves on when its early renewal fails, and is renewed later."""
    service = Service(SetClock(), lifetime=7200.0)
    provider = service.provider()
    first = await provider.get()
    service.clock.pass_by(7150.0)
    service.refusals.append(UnavailableError("down"))

    assert await provider.get() == first
    assert await provider.get() == "TOKEN-3"


async def test_early_renewal_that_is_refused() -> None:
    """A key that the service refuses is told at once, even while the old token is still good."""
    service = Service(SetClock(), lifetime=7200.0)
    provider = service.provider()
    await provider.get()
    service.clock.pass_by(7150.0)
    service.refusals.append(with_context(AuthenticationError("no"), kind=FailureKind.PERMANENT))

    with pytest.raises(AuthenticationError):
        await provider.get()


async def test_renewing_after_the_end() -> None:
    """A provider that is closed signs in no more."""
    service = Service(SetClock())
    provider = service.provider()
    await provider.aclose()
    with pytest.raises(ClosedError):
        await provider.get()

    assert service.asked == []


async def test_signing_in_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no signing in without a key."""
    for name in ("SELLER_ID", "API_KEY", "TOKEN"):
        monkeypatch.delenv(f"DIGISELLER_{name}", raising=False)
    async with Digiseller() as ds:
        with pytest.raises(
            ConfigurationError, match=r"^sign_in: the token cannot be renewed without"
        ):
            await ds.sign_in()


async def test_sign_in_that_gets_a_401() -> None:
    """A 401 on the sign-in itself is final: a second one would end the same."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("unauthorized", operation="sign_in", times=9)
        with pytest.raises(AuthenticationError) as caught:
            await ds.account.balance()

    assert (caught.value.status, box.requests["sign_in"]) == (401, 1)


async def test_long_pages() -> None:
    """A page that is read in slices has the same receipts as many small ones."""
    async with Sandbox(receipts=1500) as box, client_of(box) as ds:
        page = await ds.account.receipts(page_size=1500).first_page()
        small = await ds.account.receipts(page_size=100).all()

    assert list(page.items) == small
    assert (page.total_items, page.has_next) == (1500, False)


async def turns_during_a_page(rows: int) -> int:
    """Return how many turns another task has while a page of so many receipts is read."""
    operation = {"id": 1, "type": "refund", "datetime": "2026-01-01T00:00:00", "on_account": 1}
    row = {"account_operation_id": 1, "operation": operation, "padding": "x" * 1000}
    answer = httpx.Response(200, json={"retval": 0, "content": {"items": [row] * rows}})
    transport = httpx.MockTransport(lambda _: answer)
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await anyio.lowlevel.checkpoint()
            turns += 1

    ds = Digiseller(token="TOKEN", transport=transport, rate=None, retry=QUICK)
    async with ds, anyio.create_task_group() as tasks:
        tasks.start_soon(turn)
        page = await ds.account.receipts(page_size=rows).first_page()
        assert len(page.items) == rows
        tasks.cancel_scope.cancel()
    return turns


async def test_others_have_their_turn() -> None:
    """While a long page is read, others on the loop have their turn between its eight slices.

    A turn or two more or less are the scheduler's: trio shuffles its tasks.
    """
    assert await turns_during_a_page(1600) - await turns_during_a_page(1) >= 5


async def test_work_after_the_end() -> None:
    """What has been ended lets no work in any more."""
    isolation = Isolation()
    isolation.close()
    with pytest.raises(ClosedError, match="is closed"):
        await isolation.run(anyio.lowlevel.checkpoint)


async def test_an_answer_that_comes_while_the_client_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A connection whose answer comes just as the client is closed is closed as well."""
    closed: list[object] = []

    class Late(httpx.AsyncBaseTransport):
        _pool = SimpleNamespace(connections=())

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            isolation.close()
            return httpx.Response(200, content=b"{}", request=request)

        async def aclose(self) -> None:
            closed.append(self)

    def connect(**_: object) -> Late:
        return Late()

    monkeypatch.setattr(httpx, "AsyncHTTPTransport", connect)
    transport: Any = connections.Transport(None, base_url="http://127.0.0.1:1")
    isolation: Isolation = transport._isolation
    request = WireRequest(method="GET", host="", target="/", headers={})
    with suppress(ClosedError):
        await transport.send(request, None)

    assert transport._idle == []
    assert len(closed) == 1


def test_a_connection_without_the_expected_attributes() -> None:
    """A connection whose inside is not as expected is not trusted with another request."""
    module: Any = connections

    assert not module._has_no_unread_bytes(object())


class Pieces(AsyncIterator[bytes]):
    """An iterator that, unlike a generator, cannot be closed."""

    def __init__(self) -> None:
        self.left = [b'{"retval":0,', b'"content":{"amount_z_free":1.50}}']

    async def __anext__(self) -> bytes:
        """Give the next piece."""
        if not self.left:
            raise StopAsyncIteration
        return self.left.pop(0)


class Chunks(httpx.AsyncByteStream):
    """A body whose iterator is no generator."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return Pieces()


async def test_a_stream_that_is_no_generator() -> None:
    """A transport may give its body by any iterator."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Chunks()))
    async with Digiseller(token="TOKEN", transport=transport, retry=QUICK) as ds:
        balance = await ds.account.balance()

    assert str(balance.amount_z_free) == "1.50"


async def test_a_page_that_is_waited_for_when_its_block_is_left() -> None:
    """Who still waits for a page when the block that reads ahead is left is told so."""
    told: list[ClosedError] = []

    async def never(_: int) -> Page[int]:
        await anyio.sleep_forever()
        raise AssertionError

    async def wait(ahead: PagePrefetcher[int]) -> None:
        with pytest.raises(ClosedError, match="left meanwhile") as caught:
            await ahead.page(1)
        told.append(caught.value)

    async with anyio.create_task_group() as callers, anyio.create_task_group() as tasks:
        ahead = PagePrefetcher(never, tasks, 2)
        callers.start_soon(wait, ahead)
        await anyio.wait_all_tasks_blocked()
        ahead.close()

    assert len(told) == 1


def test_the_generator_as_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as a program, the generator ends with the exit code that says how the files are."""
    monkeypatch.setattr(sys, "argv", ["generate", "--check"])
    monkeypatch.delitem(sys.modules, generate.__name__)
    with pytest.raises(SystemExit) as caught:
        runpy.run_module(generate.__name__, run_name="__main__")

    assert caught.value.code == 0


def test_rendering_a_public_row() -> None:
    """A row without token, permission and arguments promises none of them."""
    row: Endpoint[Any] = Endpoint(
        group="things",
        name="touch",
        method="POST",
        path="/things",
        effect=Effect.IDEMPOTENT,
        returns=NoneType,
        answer=Answer.EMPTY,
        token=Token.NEVER,
        page="account-operations",
        summary="Touch.",
        gives="nothing",
    )
    source = render("things", [row])

    assert "async def touch(self) -> None:" in source
    assert "return await self._call(rows.TOUCH)" in source
    assert "Paginator" not in source
    assert not any(word in source for word in ("Permission", "Authentication", "ArgumentError"))
