"""``on_outcome`` is told of each change of which nobody knows if it happened, and of no other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest
from anyio.abc import SocketAttribute, SocketStream
from support.await_points.service import PausingService, serving
from support.await_points.sync_points import SyncPoint
from support.clients import QUICK
from support.clocks import RecordingClock
from support.deadlines import DeadlineScopes

from digiseller_async import (
    ArgumentError,
    DeadlineError,
    Digiseller,
    DigisellerError,
    NotSentError,
    Outcome,
    OutcomeUnknownError,
    Retry,
)

pytestmark = pytest.mark.anyio
Reply = httpx.Response | type[Exception]
Ask = Callable[[Digiseller], Awaitable[object]]

DONE = {"retval": 0, "content": {"id": 7}}
REFUSED: dict[str, object] = {"retval": 1, "errors": [{"code": "x", "message": []}]}


def answering(*replies: Reply) -> httpx.MockTransport:
    """Return a transport that gives these replies, the last one for ever."""
    left = list(replies)

    def answer(_: httpx.Request) -> httpx.Response:
        reply = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(reply, httpx.Response):
            return httpx.Response(reply.status_code, content=reply.content)
        raise reply("broken")

    return httpx.MockTransport(answer)


def client(
    transport: httpx.AsyncBaseTransport | None, told: list[Outcome], **more: Any
) -> Digiseller:
    """Return a client that tells."""
    usual: dict[str, Any] = {
        "token": "TOKEN",
        "rate": None,
        "retry": QUICK,
        "clock": RecordingClock(),
    }
    return Digiseller(transport=transport, on_outcome=told.append, **(usual | more))


async def create(ds: Digiseller) -> object:
    """Ask for something that adds."""
    return await ds.templates.create(name="SECRET")


async def update(ds: Digiseller) -> object:
    """Ask for something that sets."""
    return await ds.templates.update(1, name="SECRET")


async def delete(ds: Digiseller) -> None:
    """Ask for something that deletes."""
    await ds.templates.delete(1)


async def balance(ds: Digiseller) -> object:
    """Ask."""
    return await ds.account.balance()


def respond(status: int, body: object = DONE) -> httpx.Response:
    """Return a reply."""
    return httpx.Response(status, json=body)


LOST, BROKEN, GOOD = httpx.ReadError, respond(503), respond(200)


@pytest.mark.parametrize(
    ("ask", "replies", "attempts"),
    [
        (create, [LOST], 1),
        (create, [BROKEN], 1),
        (create, [respond(429), LOST], 2),
        (create, [httpx.Response(200, content=b"{")], 1),
        (update, [LOST], 3),
        (update, [BROKEN], 3),
        (update, [LOST, respond(429)], 3),
        (update, [LOST, httpx.ConnectError], 3),
        (update, [BROKEN, respond(400, REFUSED)], 2),
        (update, [LOST, respond(401)], 2),
        (delete, [LOST, respond(400, REFUSED)], 2),
    ],
)
async def test_unknown(ask: Ask, replies: list[Reply], attempts: int) -> None:
    """A change whose error leaves it open is told of once, with the error its caller gets."""
    told: list[Outcome] = []
    async with client(answering(*replies), told) as ds:
        with pytest.raises(DigisellerError) as caught:
            await ask(ds)

    assert caught.value.happened == "unknown"
    (one,) = told
    assert (one.error, one.attempts, one.cancelled) == (caught.value, attempts, False)
    assert one.operation == caught.value.operation


@pytest.mark.parametrize(
    ("ask", "replies"),
    [
        (balance, [LOST]),
        (balance, [BROKEN]),
        (create, [GOOD]),
        (update, [LOST, GOOD]),
        (update, [BROKEN, respond(429), GOOD]),
        (create, [respond(429)]),
        (create, [respond(401)]),
        (create, [respond(400, REFUSED)]),
        (create, [httpx.ConnectError]),
        (update, [httpx.ConnectError, respond(429)]),
    ],
)
async def test_known(ask: Ask, replies: list[Reply]) -> None:
    """What only reads, what succeeded, and what surely did not happen is not told of."""
    told: list[Outcome] = []
    async with client(answering(*replies), told) as ds:
        try:
            await ask(ds)
        except DigisellerError as error:
            assert error.happened == "no"  # noqa: PT017 (there may be none)

    assert told == []


async def test_arguments() -> None:
    """An outcome has the arguments of the call, to read and compare, and does not show them."""
    told: list[Outcome] = []
    async with client(answering(LOST), told) as ds:
        with pytest.raises(OutcomeUnknownError):
            await ds.content.add_text(5, texts=["GOODS-SECRET"])
    (one,) = told

    assert one.operation == "content.add_text"
    assert one.arguments["product_id"] == 5
    assert "GOODS-SECRET" in str(one.arguments["texts"])
    assert "GOODS-SECRET" not in repr(one)
    assert "content.add_text" in repr(one)


async def test_refused_argument() -> None:
    """A call whose argument is refused is not told of."""
    told: list[Outcome] = []
    async with client(answering(GOOD), told) as ds:
        with pytest.raises(ArgumentError):
            await ds.templates.delete(0)

    assert told == []


@pytest.mark.parametrize("reply", [LOST, BROKEN, httpx.ConnectError, httpx.Response(200)])
async def test_sign_in(reply: Reply) -> None:
    """A sign-in changes nothing that has to be read and compared: its failure is not told of."""
    told: list[Outcome] = []
    signs: dict[str, Any] = {"token": None, "seller_id": 1, "api_key": "KEY"}
    async with client(answering(reply), told, **signs) as ds:
        for ask in (Digiseller.sign_in, create):
            with pytest.raises(DigisellerError) as caught:
                await ask(ds)
            assert caught.value.happened == "no"

    assert told == []


async def test_deadline_after_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that was sent, and whose time is up, is told of with the error."""
    told: list[Outcome] = []
    sync_point, scopes = SyncPoint("headers"), DeadlineScopes(monkeypatch)
    async with (
        serving(PausingService(sync_point)) as url,
        client(None, told, base_url=url) as ds,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(scopes.expire_after, sync_point.reached)
        with pytest.raises(OutcomeUnknownError) as caught:
            await create(ds)

        assert [(one.error, one.cancelled) for one in told] == [(caught.value, False)]


@pytest.mark.parametrize("end", ["deadline", "cancelled"])
async def test_before_the_connection_is_safe(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the SDK's own connections, a change has not been sent as long as TLS is not agreed on."""
    told: list[Outcome] = []
    connected, scopes = anyio.Event(), DeadlineScopes(monkeypatch)

    async def mute(stream: SocketStream) -> None:
        async with stream:
            await stream.receive()  # the client's hello
            connected.set()
            await anyio.sleep_forever()

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port: int = listener.extra(SocketAttribute.local_port)  # noqa: S610 (no Django here)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, mute)
        async with client(None, told, base_url=f"https://127.0.0.1:{port}") as ds:
            if end == "deadline":
                tasks.start_soon(scopes.expire_after, connected)
            await _ended(ds, end, connected)
        tasks.cancel_scope.cancel()

    assert told == []


async def _ended(ds: Digiseller, end: str, connected: anyio.Event) -> None:
    if end == "deadline":
        with pytest.raises(DeadlineError) as caught:
            await create(ds)
        assert caught.value.happened == "no"
        return
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(create, ds)
        await connected.wait()
        tasks.cancel_scope.cancel()


class Hanging(httpx.AsyncBaseTransport):
    """A transport of the user's that does not tell what it does."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Do it for ever."""
        await anyio.sleep_forever()
        return httpx.Response(200, request=request)


async def test_cancelled_within_a_users_transport() -> None:
    """Nobody knows if a transport of the user's has sent a call already, so it is told of."""
    told: list[Outcome] = []
    async with client(Hanging(), told) as ds, anyio.create_task_group() as tasks:
        tasks.start_soon(create, ds)
        tasks.start_soon(balance, ds)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()

    assert [(one.operation, one.cancelled, one.error) for one in told] == [
        ("templates.create", True, None)
    ]


async def test_closing() -> None:
    """A change in flight when the client is closed is told of."""
    told: list[Outcome] = []
    sync_point = SyncPoint("headers")

    async def failing(ds: Digiseller) -> None:
        with pytest.raises(OutcomeUnknownError):
            await create(ds)

    async with (
        serving(PausingService(sync_point)) as url,
        client(None, told, base_url=url) as ds,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(failing, ds)
        await sync_point.wait_until_paused()
        await ds.aclose()

    assert [type(one.error) for one in told] == [OutcomeUnknownError]


async def test_strict() -> None:
    """A change that surely happened, and whose answer *strict* refuses, is not told of."""
    told: list[Outcome] = []
    odd = respond(200, {"retval": 0, "content": {"id": 7, "new_field": 1}})
    async with client(answering(odd), told, strict=True) as ds:
        with pytest.raises(DigisellerError) as caught:
            await create(ds)

    assert (caught.value.happened, told) == ("yes", [])


async def test_no_callback() -> None:
    """Nobody has to listen."""
    async with Digiseller(token="T", rate=None, transport=answering(LOST)) as ds:
        with pytest.raises(OutcomeUnknownError):
            await create(ds)


async def test_not_sent() -> None:
    """On the SDK's own connections, a change that could not be sent is not told of."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port: int = listener.extra(SocketAttribute.local_port)  # noqa: S610 (no Django here)
    await listener.aclose()
    told: list[Outcome] = []
    async with client(None, told, base_url=f"http://127.0.0.1:{port}") as ds:
        with pytest.raises(NotSentError):
            await create(ds)

    assert told == []


async def test_a_view() -> None:
    """A view of the client tells the same listener."""
    told: list[Outcome] = []
    async with client(answering(BROKEN), told) as ds:
        with pytest.raises(OutcomeUnknownError):
            await update(ds.with_options(retry=Retry(attempts=2, base=0.001)))

    assert [one.attempts for one in told] == [2]
