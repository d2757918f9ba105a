"""A proxy of the default connections: what it sees, what its refusals mean, what nobody shows."""

from __future__ import annotations

import ssl
from importlib.machinery import ModuleSpec
from typing import Any

import httpx
import pytest
from support.clients import QUICK
from support.proxy import running_proxy
from support.raw_http import balance_reply, reply
from support.secrets.leaks import recording
from support.tls import client_context, server_context

from digiseller_async import (
    ConfigurationError,
    Digiseller,
    NotSentError,
    OutcomeUnknownError,
    Retry,
    UnavailableError,
)
from digiseller_async._transport import proxies
from digiseller_async._transport.connections import Transport
from digiseller_async.sandbox import Sandbox

PASSWORD = "pa55-wörd@/:"
QUOTED = "pa55-w%C3%B6rd%40%2F%3A"
IN_BASE64 = "c2VsbGVyOnBhNTUtd8O2cmRALzo="
ONCE = Retry(attempts=1)
pytestmark = pytest.mark.anyio


def client(url: str, proxy: str, **options: Any) -> Digiseller:
    """Return a client with a fixed token."""
    usual: dict[str, Any] = {"rate": None, "retry": ONCE, "verify": client_context()}
    return Digiseller(token="TOKEN-SECRET", base_url=url, proxy=proxy, **(usual | options))


async def test_a_request_that_is_forwarded() -> None:
    """Without TLS the proxy gets the whole URL, and answers in the server's place."""
    async with (
        running_proxy(balance_reply(5)) as proxy,
        client("http://127.0.0.1:1", f"http://seller:{QUOTED}@127.0.0.1:{proxy.port}") as ds,
    ):
        balance = await ds.account.balance()

    assert balance.amount_z_free == 5
    lines = proxy.heads[0].split(b"\r\n")
    assert lines[0].startswith(b"GET http://127.0.0.1:1/api/sellers/account/balance/info?token=")
    assert b"Proxy-Authorization: Basic " + IN_BASE64.encode() in lines


async def test_sandbox_through_a_proxy_that_forwards_nothing() -> None:
    """A proxy that ends the connection after a request without TLS had that request."""
    async with (
        Sandbox() as box,
        running_proxy() as proxy,
        client(box.url, f"http://127.0.0.1:{proxy.port}") as ds,
    ):
        with pytest.raises(UnavailableError, match=r"was sent to .* through the proxy 127"):
            await ds.account.balance()
        with pytest.raises(OutcomeUnknownError):
            await ds.templates.create(name="x")


REFUSALS = {
    "407": reply(b"", status=b"407 who is " + PASSWORD.encode() + b" " + IN_BASE64.encode()),
    "502": reply(b"", status=b"502 " + QUOTED.encode()),
    "end": b"",
    "no HTTP": b"who is %b?\r\n\r\n" % IN_BASE64.encode(),
}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_no_tunnel(scheme: str, refusal: str) -> None:
    """Where a proxy makes no tunnel nothing was sent, also of a change; no password is shown."""
    context = server_context() if scheme == "https" else None
    with recording() as recorder:
        async with running_proxy(REFUSALS[refusal], context=context) as proxy:
            address = f"127.0.0.1:{proxy.port}"
            url = f"{scheme}://seller:{QUOTED}@{address}"
            async with client("https://127.0.0.1:1", url, retry=QUICK) as ds:
                recorder.add(ds, vars(ds))
                for call in (ds.account.balance, lambda: ds.templates.create(name="x")):
                    with pytest.raises(NotSentError) as caught:
                        await call()
                    assert f"127.0.0.1:1 through the proxy {address} (" in str(caught.value)
                    assert caught.value.attempts == 3
                    recorder.add_error(caught.value)

    assert all(head.startswith(b"CONNECT 127.0.0.1:1 HTTP/1.1\r\n") for head in proxy.heads)
    assert not any(b"TOKEN" in head for head in proxy.heads)
    for secret in (PASSWORD, QUOTED, IN_BASE64, "pa55"):
        assert not [text for text in recorder.texts if secret in text]


async def test_authentication_of_a_request_that_is_forwarded() -> None:
    """A proxy that wants another password has sent nothing on, also without TLS."""
    async with (
        running_proxy(REFUSALS["407"]) as proxy,
        client("http://127.0.0.1:1", f"http://127.0.0.1:{proxy.port}") as ds,
    ):
        with pytest.raises(NotSentError, match=r"\(ProxyError: HTTP 407\); nothing was sent"):
            await ds.templates.create(name="x")


BAD_PROXIES: list[tuple[Any, str]] = [
    (8080, "must be a string"),
    (b"http://h:1", "must be a string"),
    (httpx.Proxy("http://h:1"), "must be a string"),
    ("", "must begin with"),
    ("proxy:8080", "must begin with"),
    ("ftp://h:1", "must begin with"),
    ("http://h", "a host and a port"),
    ("http://:8080", "a host and a port"),
    ("http://h:0", "a host and a port"),
    ("http://h:99999", "must be an address"),
    ("http://[::1", "must be an address"),
    ("http://h:1 ", "must be an address"),
    ("http://h h:1", "a host and a port"),
    ("http://прокси:1", "a host and a port"),
    ("http://u:pa55@h:1/path", "without a path"),
    ("http://u:pa55?@h:1", "must be an address"),
    ("http://u:pa55/x@h:1", "must be an address"),
    ("http://h:1?q", "without a path"),
]


@pytest.mark.parametrize(("proxy", "problem"), BAD_PROXIES)
def test_addresses_that_are_refused(proxy: Any, problem: str) -> None:
    """What is no address of a proxy is refused at construction, and not shown."""
    with recording() as recorder:
        with pytest.raises(ConfigurationError, match=f"^proxy .*{problem}") as caught:
            Digiseller(token="T", proxy=proxy)
        recorder.add_error(caught.value)

    assert not [text for text in recorder.texts if "pa55" in text]


def test_addresses_that_httpx_refuses() -> None:
    """What httpx does not take for an address is refused likewise, without its text."""
    with pytest.raises(ConfigurationError, match=r"^proxy must be an address") as caught:
        Transport(None, proxy="gopher://u:pa55@h:1")

    assert "pa55" not in str(caught.value)
    assert caught.value.__context__ is None


def no_package(_: str) -> ModuleSpec | None:
    """Find none."""
    return None


def any_package(name: str) -> ModuleSpec | None:
    """Find any."""
    return ModuleSpec(name, None)


def test_socks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOCKS proxy needs a package, and the error says which."""
    monkeypatch.setattr(proxies, "find_spec", no_package)
    with pytest.raises(ConfigurationError, match="pip install 'httpx"):
        Digiseller(token="T", proxy="socks5://h:1080")
    monkeypatch.setattr(proxies, "find_spec", any_package)

    assert Digiseller(token="T", proxy="socks5://u:p@[::1]:1080") is not None


@pytest.mark.parametrize("verify", [True, False, "ca.pem", ssl.PROTOCOL_TLS])
def test_verify_of_the_wrong_kind(verify: Any) -> None:
    """Only a context says who is trusted."""
    with pytest.raises(ConfigurationError, match=r"^verify must be an ssl.SSLContext"):
        Digiseller(token="T", verify=verify)


def test_verify_of_a_server() -> None:
    """A context of a server is refused by name."""
    with pytest.raises(ConfigurationError, match=r"^verify .* of a client, not of a server"):
        Digiseller(token="T", verify=server_context())


@pytest.mark.parametrize(
    ("name", "value"), [("proxy", "http://u:pa55@h:1"), ("verify", client_context())]
)
def test_with_a_transport(name: str, value: Any) -> None:
    """A transport of the user's has its own proxy and its own context."""
    options: dict[str, Any] = {name: value}
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    with recording() as recorder:
        with pytest.raises(ConfigurationError, match=f"^{name} belongs to the default") as caught:
            Digiseller(token="T", transport=transport, **options)
        recorder.add_error(caught.value)

    assert not [text for text in recorder.texts if "pa55" in text]
