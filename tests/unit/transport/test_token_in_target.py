"""The token arrives on each kind of transport, and no proxy is told it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from typing import Any

import httpcore
import httpx
import pytest
from anyio import create_task_group, create_tcp_listener
from anyio.abc import SocketAttribute, SocketStream

from digiseller_async import Digiseller, DigisellerError, Retry
from digiseller_async._transport.httpx_request import LazyUrl, SendTrace, Target
from digiseller_async._wire import Traffic, WireRequest

pytestmark = pytest.mark.anyio
TOKEN = "A1B2C3D4-SECRET"
BALANCE = "/api/sellers/account/balance/info"


async def first_lines(base_url: str) -> str:
    """Return the head of what a proxy is sent that refuses everything."""
    seen: list[bytes] = []

    async def refuse(stream: SocketStream) -> None:
        async with stream:
            seen.append(await stream.receive())
            await stream.send(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")

    async with await create_tcp_listener(local_host="127.0.0.1") as listener:
        port = listener.extra(SocketAttribute.local_port)  # noqa: S610 (no Django)
        async with create_task_group() as group:
            group.start_soon(listener.serve, refuse)
            proxy = f"http://127.0.0.1:{port}"
            async with (
                httpx.AsyncHTTPTransport(proxy=proxy, trust_env=False) as transport,
                Digiseller(
                    1, token=TOKEN, transport=transport, base_url=base_url, retry=Retry(attempts=1)
                ) as ds,
            ):
                with pytest.raises(DigisellerError):
                    await ds.account.balance()
            group.cancel_scope.cancel()
    return seen[0].decode()


async def test_tunnel() -> None:
    """A proxy is asked for a tunnel to the host, and for nothing else: it is not encrypted yet."""
    head = await first_lines("https://api.digiseller.com")

    assert head.startswith("CONNECT api.digiseller.com:443 HTTP/1.1\r\n")
    assert TOKEN not in head


async def test_forwarding() -> None:
    """A proxy that forwards plain requests gets the whole URL."""
    head = await first_lines("http://127.0.0.1:1")

    assert head.startswith(f"GET http://127.0.0.1:1{BALANCE}?token={TOKEN} HTTP/1.1\r\n")


async def test_forwarding_without_a_port() -> None:
    """So it does where the port is the usual one."""
    url = httpcore.URL(scheme=b"http", host=b"proxy", port=8080, target=b"/x")
    info: Mapping[str, Any] = {"request": httpcore.Request(b"GET", url)}
    await SendTrace(None, httpx.URL("http://127.0.0.1"), Traffic())(
        "http11.send_request_headers.started", info
    )

    assert info["request"].url.target == b"http://127.0.0.1/x"


class App:
    """An ASGI application that keeps the query it is asked with."""

    query = b""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer."""
        del receive
        self.query = scope["query_string"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b'{"retval": 0, "content": {}}'})


class Wrapper(httpx.AsyncBaseTransport):
    """A user's transport that passes requests on."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass it on."""
        return await self.inner.handle_async_request(request)


def unwrapped(inner: httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
    """Return the transport itself."""
    return inner


@pytest.mark.parametrize("wrap", [unwrapped, Wrapper])
async def test_asgi(wrap: Any) -> None:
    """An application in the same process gets the token: its transport sends the URL as it is."""
    app = App()
    async with Digiseller(1, token=TOKEN, transport=wrap(httpx.ASGITransport(app))) as ds:
        await ds.account.balance()

    assert app.query == f"token={TOKEN}".encode()


def test_target() -> None:
    """Only ``bytes()`` gives the token; a text, a copy and a pickle have none."""
    request = WireRequest(method="GET", host="https://h", target="/x?a=1", headers={}, body=None)
    target = Target(request, TOKEN)

    assert bytes(target) == f"/x?a=1&token={TOKEN}".encode()
    assert (target.decode(), repr(target), str(target)) == ("/x?a=1", "b'/x?a=1'", "b'/x?a=1'")
    assert pickle.loads(pickle.dumps(target)) == b"/x?a=1"  # noqa: S301 (our own)
    assert copy.deepcopy(target) == b"/x?a=1"


def test_lazy_url() -> None:
    """A URL that is parsed late is equal to one that is parsed at once."""
    origin, whole = httpx.URL("https://h:8443"), httpx.URL("https://h:8443/a%20b?c=%26")
    late = LazyUrl(origin, "/a%20b?c=%26")

    assert (late.raw_scheme, late.raw_host, late.port) == (b"https", b"h", 8443)
    assert "_uri_reference" not in vars(late)
    assert (late.raw_path, late.path, str(late)) == (whole.raw_path, "/a b", str(whole))
    assert late == whole
    assert repr(late) == repr(whole).replace("URL", "LazyUrl")


def test_names_that_a_url_does_not_have() -> None:
    """A URL that is parsed late has no more attributes than another one."""
    url = LazyUrl(httpx.URL("https://h"), "/x?a=1")

    assert not hasattr(url, "colour")
    assert url.params["a"] == "1"
