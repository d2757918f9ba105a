"""The sandbox over TLS: its certificate, its faults, and stopping."""

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from importlib.resources import files

import anyio
import httpx
import pytest

from digiseller_async import Digiseller
from digiseller_async.sandbox import Fault, Sandbox

Visit = Callable[[Sandbox], AbstractAsyncContextManager[httpx.AsyncClient]]
pytestmark = pytest.mark.anyio
JSON = {"accept": "application/json"}


@pytest.fixture
async def box() -> AsyncGenerator[Sandbox]:
    """Run a sandbox that serves https."""
    async with Sandbox(tls=True) as running:
        yield running


def strict_context() -> ssl.SSLContext:
    """Return a context that is as strict as those of Python 3.13 are by default."""
    authority = files("digiseller_async.sandbox._http") / "certificate" / "authority.pem"
    context = ssl.create_default_context(cadata=authority.read_text("ascii"))
    context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


async def test_it_serves_https(box: Sandbox) -> None:
    """A client that trusts the sandbox's certificate calls it over https, JSON and XML alike."""
    assert box.url.startswith("https://127.0.0.1:")
    async with (
        httpx.AsyncHTTPTransport(verify=box.ssl_context) as transport,
        Digiseller(box.seller_id, box.api_key, base_url=box.url, transport=transport) as ds,
    ):
        made = await ds.templates.create(name="Partners")
        found = await ds.with_options(format="xml").templates.list().all()

    assert found[-1].name == made.name == "Partners"
    assert box.applied["templates.create"] == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_its_certificate(box: Sandbox, host: str) -> None:
    """The certificate is valid for each name of this machine, also to a strict client."""
    url = box.url.replace("127.0.0.1", host)
    async with httpx.AsyncClient(trust_env=False, verify=strict_context()) as client:
        assert (await client.get(f"{url}/_sandbox")).status_code == 200


def test_its_certificate_over_ipv6() -> None:
    """The certificate names ::1 too, and a private key that fits comes with it."""
    path = str(files("digiseller_async.sandbox._http") / "certificate" / "server.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, path)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = context.wrap_bio(to_server, to_client, server_side=True)
    client = strict_context().wrap_bio(to_client, to_server, server_hostname="::1")
    for end in (client, server, client):
        with suppress(ssl.SSLWantReadError):
            end.do_handshake()

    assert client.getpeercert()


async def test_other_clients_do_not_trust_it(box: Sandbox) -> None:
    """A client with the usual authorities refuses the certificate, and sends nothing."""
    async with Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
        with pytest.raises(Exception, match="certificate") as caught:
            await ds.account.balance()

    assert type(caught.value).__name__ == "NotSentError"
    assert not box.requests


async def test_without_tls() -> None:
    """Without TLS there is no context, and the error says how to get one."""
    async with Sandbox() as box:
        assert box.url.startswith("http://")
        with pytest.raises(RuntimeError, match=r"Sandbox\(tls=True\)"):
            _ = box.ssl_context


async def test_one_context(box: Sandbox) -> None:
    """A sandbox gives the same context each time, and before it is entered."""
    assert box.ssl_context is box.ssl_context
    assert Sandbox(tls=True).ssl_context.verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("fault", "applied"),
    [(Fault.DROP_BEFORE, 0), (Fault.DROP_AFTER, 1), (Fault.TRUNCATED, 1)],
)
async def test_connections_that_break(
    box: Sandbox, visit: Visit, fault: Fault, applied: int
) -> None:
    """A fault that breaks a connection does so over TLS, and the next one is another."""
    async with visit(box) as client:
        box.inject(fault, operation="templates.create")
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post("/api/templates", json={"name": "x"}, headers=JSON)
        assert (await client.get("/api/templates", headers=JSON)).status_code == 200

    assert box.applied["templates.create"] == applied
    assert box.connections == 2


async def test_plain_text(box: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """A request without TLS gets no answer, and the next one with TLS does."""
    async with httpx.AsyncClient(trust_env=False, verify=box.ssl_context) as client:
        with pytest.raises(httpx.TransportError):
            await client.get(box.url.replace("https:", "http:"))
        assert (await client.get(f"{box.url}/_sandbox")).json()["connections"] == 1

    assert not [one for one in caplog.records if one.levelname not in {"DEBUG", "INFO"}]


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_AFTER])
async def test_it_stops(fault: Fault) -> None:
    """Neither a hanging request, an idle connection, nor half a handshake keeps it running."""
    async with Sandbox(tls=True) as box:
        box.inject(fault, operation="templates.list")
        client = httpx.AsyncClient(base_url=box.url, trust_env=False, verify=box.ssl_context)
        request = asyncio.create_task(client.get("/api/templates", headers=JSON))
        silent = socket.create_connection(("127.0.0.1", int(box.url.rpartition(":")[2])))
        while not box.requests["templates.list"]:
            await client.get("/_sandbox")

    with pytest.raises(httpx.TransportError):
        await request
    assert await anyio.to_thread.run_sync(silent.recv, 1) == b""
    silent.close()
    await client.aclose()
    assert not [one for one in threading.enumerate() if one.name.startswith("sandbox-")]
