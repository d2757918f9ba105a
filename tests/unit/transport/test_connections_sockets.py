"""The border over real sockets: hostile servers, cancelled calls, secrets in logs."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from random import Random

import anyio
import pytest
from anyio.abc import SocketStream
from support.clients import QUICK, client_of
from support.raw_http import balance_reply, port_of, reply, serving
from support.token_stores import FakeTokenStore

from digiseller_async import (
    Digiseller,
    DigisellerError,
    NotSentError,
    Retry,
    Token,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async.sandbox import Sandbox

Answer = Callable[[bytes], bytes]
ONCE = Retry(attempts=1)
pytestmark = pytest.mark.anyio


def plain(url: str, *, retry: Retry = ONCE) -> Digiseller:
    """Return a client with a fixed token."""
    return Digiseller(token="TOKEN-SECRET", base_url=url, rate=None, retry=retry)


async def test_bytes_after_the_body() -> None:
    """What a server sends after an answer's end is never taken for the next answer."""
    asked = 0

    def answer(_: bytes) -> bytes:
        nonlocal asked
        asked += 1
        return balance_reply(asked) + balance_reply(666)

    async with serving(answer) as url, plain(url) as ds:
        found = [(await ds.account.balance()).amount_z_free for _ in range(5)]

    assert found == [1, 2, 3, 4, 5]


async def test_redirects() -> None:
    """A redirection is not followed: the token goes to one origin and no other."""
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return reply(b"", b"Location: http://127.0.0.1:9/elsewhere", status=b"302 Found")

    async with serving(answer) as url, plain(url) as ds:
        with pytest.raises(UnexpectedReplyError, match="HTTP 302") as caught:
            await ds.account.balance()

    assert caught.value.status == 302
    assert len(asked) == 1


async def test_environment_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's proxies are not asked: the token goes to no stranger."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with Sandbox() as box, client_of(box, retry=Retry(attempts=1)) as ds:
        await ds.account.balance()

        assert box.requests["account.balance"] == 1


async def test_dead_host() -> None:
    """A host that is not there is a NotSentError, also for a call that adds something."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = port_of(listener)
    await listener.aclose()
    async with plain(f"http://127.0.0.1:{port}", retry=QUICK) as ds:
        with pytest.raises(
            NotSentError,
            match=f"cannot connect to 127.0.0.1:{port} .connection refused.; nothing was sent",
        ) as caught:
            await ds.templates.create(name="x")

    assert (caught.value.operation, caught.value.attempts) == ("templates.create", 3)
    assert caught.value.happened == "no"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"", UnavailableError),
        (b"what is this\r\n\r\n", UnavailableError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", UnavailableError),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", UnavailableError),
        (reply(b"<html>"), UnavailableError),
        (reply(b"nothing of interest"), UnexpectedReplyError),
        (reply(b""), UnexpectedReplyError),
        (reply(b"\x1f\x8b", b"Content-Encoding: gzip"), UnexpectedReplyError),
    ],
)
async def test_hostile_answers(answer: bytes, kind: type[DigisellerError]) -> None:
    """Whatever a server answers, a question that only reads ends in one of two errors."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")

    async def serve(stream: SocketStream) -> None:
        async with stream:
            await stream.receive()
            if answer:
                await stream.send(answer)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, serve)
        port = port_of(listener)
        async with plain(f"http://127.0.0.1:{port}") as ds:
            with pytest.raises(kind) as caught:
                await ds.account.balance()
            assert type(caught.value) is kind
        tasks.cancel_scope.cancel()
    await listener.aclose()


Pattern = Callable[[Digiseller, Random], Awaitable[None]]


async def all_at_once(ds: Digiseller, dice: Random) -> None:
    """Cancel a hundred calls together, early."""
    with anyio.move_on_after(dice.random() * 0.01):
        async with anyio.create_task_group() as tasks:
            for _ in range(100):
                tasks.start_soon(ds.account.balance)


async def each_for_itself(ds: Digiseller, dice: Random) -> None:
    """Cancel each of a hundred calls at a moment of its own."""

    async def hurried() -> None:
        with anyio.move_on_after(dice.random() * 0.02):
            await ds.account.balance()

    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(hurried)


async def one_by_one(ds: Digiseller, dice: Random) -> None:
    """Cancel a hundred calls, one after another."""
    for _ in range(100):
        with anyio.move_on_after(dice.random() * 0.002):
            await ds.account.balance()


@pytest.mark.parametrize("pattern", [all_at_once, each_for_itself, one_by_one])
async def test_cancelled_calls(pattern: Pattern) -> None:
    """After five hundred cancelled calls, each of the client's places is usable."""
    dice = Random(7)  # noqa: S311 (a repeatable test)
    async with Sandbox() as box, client_of(box, max_connections=4) as ds:
        await ds.sign_in()
        box.latency = 0.002
        for _ in range(5):
            await pattern(ds, dice)
        counts: list[int] = []
        for _ in range(3):
            with anyio.fail_after(10):
                async with anyio.create_task_group() as tasks:
                    for _ in range(40):
                        tasks.start_soon(ds.account.balance)
            counts.append(box.connections)

        assert counts[1] == counts[2], "connections are kept"


async def test_logs(caplog: pytest.LogCaptureFixture) -> None:
    """No log, at no level, tells a token, a key or a signature."""
    caplog.set_level(logging.DEBUG)
    store = FakeTokenStore()
    async with Sandbox(api_key="KEY-SECRET") as box, client_of(box, token_store=store) as ds:
        await ds.account.balance()
        await ds.templates.create(name="x")
        for kind in ("drop_before", "server_error", "unauthorized", "maintenance", "broken_json"):
            box.inject(kind, operation="account.balance")
            await ds.account.balance()
        signed = [one.body.decode() for one in box.recorded if one.operation == "sign_in"]
    assert isinstance(store.token, Token)
    secrets = [store.token.value, box.api_key, *(body.split('"')[-2] for body in signed)]

    assert caplog.records, "httpcore writes at DEBUG, so this has looked at something"
    assert not [one for one in secrets if one in caplog.text]


async def test_echo_in_a_header(caplog: pytest.LogCaptureFixture) -> None:
    """A token that a server sends back in a header is not logged either."""
    caplog.set_level(logging.DEBUG)

    def answer(request: bytes) -> bytes:
        path = request.split(b" ")[1]
        return reply(b"", b"Location: https://elsewhere" + path, status=b"302 Found")

    async with serving(answer) as url, plain(url) as ds:
        with pytest.raises(UnexpectedReplyError):
            await ds.account.balance()

    assert "TOKEN-SECRET" not in caplog.text


@pytest.mark.parametrize("body", [b"bad request: %s", b'{"retval": 1, "retdesc": "bad: %s"}'])
async def test_echo_in_a_body(body: bytes) -> None:
    """A token that a server sends back in its answer is in no error."""
    async with (
        serving(lambda request: reply(body % request.split(b" ")[1])) as url,
        plain(url) as ds,
    ):
        with pytest.raises(DigisellerError) as caught:
            await ds.account.balance()

    assert "TOKEN-SECRET" not in f"{caught.value} {vars(caught.value)}"


async def test_sign_in_on_a_dead_host() -> None:
    """A sign-in that cannot be sent is a NotSentError of the call that needed it."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = port_of(listener)
    await listener.aclose()
    url = f"http://127.0.0.1:{port}"
    async with Digiseller(1, "K", base_url=url, rate=None, retry=QUICK) as ds:
        with pytest.raises(NotSentError) as caught:
            await ds.templates.create(name="x")

    assert (caught.value.operation, caught.value.attempts) == ("templates.create", 3)
