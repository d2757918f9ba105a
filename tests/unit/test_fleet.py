"""A `Fleet` gives clients of many sellers that share connections, and nothing else."""

from __future__ import annotations

import socket
import ssl
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import anyio
import pytest
from support.clients import open_connections, wait_for_requests
from support.token_stores import FakeTokenStore

from digiseller_async import ClosedError, ConfigurationError, Digiseller, Fleet, Rate
from digiseller_async.sandbox import Sandbox
from digiseller_async.stores import FileTokenStore

pytestmark = pytest.mark.anyio


async def sandboxes(stack: AsyncExitStack, count: int, **settings: Any) -> list[Sandbox]:
    """Start so many sandboxes, each of another seller."""
    return [
        await stack.enter_async_context(Sandbox(seller_id=number, **settings))
        for number in range(1, count + 1)
    ]


def client_of(fleet: Fleet, box: Sandbox) -> Digiseller:
    """Return the fleet's client of a sandbox's seller."""
    return fleet.client(box.seller_id, box.api_key, base_url=box.url, rate=None)


async def test_one_bound_of_connections() -> None:
    """All clients together have no more connections than the fleet may have; each has its token."""
    async with AsyncExitStack() as stack:
        boxes = await sandboxes(stack, 3, latency=0.005)
        fleet = await stack.enter_async_context(Fleet(max_connections=2))
        clients = [client_of(fleet, box) for box in boxes]
        async with anyio.create_task_group() as tasks:
            for ds in clients * 4:
                tasks.start_soon(ds.account.balance)
        assert sum(map(open_connections, boxes)) <= 2
        assert [box.requests["account.balance"] for box in boxes] == [4, 4, 4]
        assert [box.requests["sign_in"] for box in boxes] == [1, 1, 1]

    for ds in clients:
        with pytest.raises(ClosedError):
            await ds.account.balance()


async def test_connections_are_kept() -> None:
    """Clients of one origin use one connection, one after the other."""
    async with Sandbox() as box, Fleet(token_store=FakeTokenStore()) as fleet:
        for _ in range(3):
            await client_of(fleet, box).account.balance()

        assert box.connections == 1


async def test_closing_one_client() -> None:
    """A client that is closed refuses further calls; the others go on."""
    async with Sandbox() as box, Fleet(token_store=FakeTokenStore()) as fleet:
        first, second = client_of(fleet, box), client_of(fleet, box)
        await first.account.balance()
        await first.aclose()
        with pytest.raises(ClosedError):
            await first.account.balance()
        await second.account.balance()


async def test_closing_the_fleet() -> None:
    """A fleet that is closed ends the calls in flight, and gives no further clients."""
    fleet = Fleet()
    async with Sandbox() as box:
        ds = client_of(fleet, box)
        await ds.sign_in()
        box.inject("hang", operation="account.balance")

        async def call() -> None:
            with pytest.raises(ClosedError):
                await ds.account.balance()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await wait_for_requests(box, "account.balance")
            await fleet.aclose()
    with pytest.raises(ClosedError, match="the fleet is closed"):
        fleet.client(1, "KEY-SECRET")

    assert repr(fleet) == "<Fleet of 1 clients, closed>"


async def test_one_token_store(tmp_path: Any) -> None:
    """One store that can serves all sellers, and a later fleet does not sign in again."""
    store = FileTokenStore(tmp_path / "tokens")
    async with AsyncExitStack() as stack:
        boxes = await sandboxes(stack, 2)
        for _ in range(2):
            async with Fleet(token_store=store) as fleet:
                for box in boxes:
                    await client_of(fleet, box).account.balance()

        assert [box.requests["sign_in"] for box in boxes] == [1, 1]


async def test_settings_of_one_client() -> None:
    """A client has settings of its own, but for the connections."""
    store = FakeTokenStore()
    async with Sandbox() as box, Fleet(token_store=store) as fleet:
        settings = {"format": "xml", "timeout": 5.0, "rate": Rate(calls=50), "base_url": box.url}
        client: Any = partial(fleet.client, box.seller_id, box.api_key)
        await client(**settings).account.balance()
        with pytest.raises(TypeError):
            client(colour="red")

    assert store.saves == 1


async def test_a_sandbox_of_another_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """With *allow_http* a client calls the sandbox of a host by its name, as containers do."""
    look_up = socket.getaddrinfo

    def look_up_sandbox(host: Any, *arguments: Any, **options: Any) -> Any:
        return look_up(
            "127.0.0.1" if host in {"sandbox", b"sandbox"} else host, *arguments, **options
        )

    monkeypatch.setattr(socket, "getaddrinfo", look_up_sandbox)
    async with Sandbox() as box, Fleet() as fleet:
        url = box.url.replace("127.0.0.1", "sandbox")
        ds = fleet.client(box.seller_id, box.api_key, base_url=url, allow_http=True)
        await ds.account.balance()

        assert f"base_url='{url}'" in repr(ds)
        assert box.requests["account.balance"] == 1


@pytest.mark.parametrize(
    "settings",
    [
        {"max_connections": 0},
        {"proxy": "gopher://h"},
        {"verify": "no"},
        {"max_response_bytes": 1},
        {"transport": 5},
    ],
)
def test_bad_settings(settings: Any) -> None:
    """A setting of the fleet that is not valid is refused by its name."""
    (name,) = settings
    with pytest.raises(ConfigurationError, match=name):
        Fleet(**settings)


async def test_tls() -> None:
    """Connections with TLS and without are not taken for each other."""
    async with Sandbox(tls=True) as safe, Sandbox(seller_id=2) as plain:
        context: ssl.SSLContext = safe.ssl_context
        async with Fleet(verify=context) as fleet:
            clients = [client_of(fleet, box) for box in (safe, plain)]
            for ds in clients * 2:
                await ds.account.balance()

            assert (safe.connections, plain.connections) == (1, 1)
