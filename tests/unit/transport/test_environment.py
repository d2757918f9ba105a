"""The environment decides nothing: not who is trusted, not which way the token takes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.secrets.echo_server import CERTIFICATE, serving
from support.secrets.leaks import Secrets

_BODY = b'{"retval":0,"content":{"id":1,"name":""}}'
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(_BODY), _BODY)
SCRIPT = """
import ssl, sys
import anyio, httpx
from digiseller_async import Digiseller, DigisellerError, Retry

async def ask(url, certificate):
    transport = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(certificate)
        transport = httpx.AsyncHTTPTransport(verify=context)
    async with Digiseller(
        1, token="t0k3n", base_url=url, transport=transport, retry=Retry(attempts=1)
    ) as ds:
        try:
            print((await ds.templates.update(1, name="")).id)
        except DigisellerError as error:
            print(type(error).__name__, error.happened, error)
    if transport is not None:
        await transport.aclose()

anyio.run(ask, sys.argv[1], sys.argv[2], backend=sys.argv[3])
"""


class Trap:
    """A port at which nobody should knock."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)  # noqa: FBT003 (its only argument, by position only)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    @property
    def was_met(self) -> bool:
        """Whether anybody did."""
        try:
            self._socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Open no more."""
        self._socket.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    """Give a trap."""
    trap = Trap()
    yield trap
    trap.close()


def environment(trap: Trap, folder: Path) -> dict[str, str]:
    """Return an environment that would lead a client astray."""
    proxies = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    netrc = folder / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    netrc.chmod(0o600)
    return {
        **os.environ,
        **dict.fromkeys(proxies, trap.url),
        "NO_PROXY": "",
        "no_proxy": "",
        "SSL_CERT_FILE": str(CERTIFICATE),
        "SSL_CERT_DIR": str(CERTIFICATE.parent),
        "REQUESTS_CA_BUNDLE": str(CERTIFICATE),
        "CURL_CA_BUNDLE": str(CERTIFICATE),
        "SSLKEYLOGFILE": str(folder / "keys.log"),
        "NETRC": str(netrc),
    }


def said(url: str, certificate: str, backend: str, environment: dict[str, str]) -> str:
    """Return what a client in a process of its own says of a call."""
    done = subprocess.run(  # noqa: S603 (our own interpreter and script)
        [sys.executable, "-c", SCRIPT, url, certificate, backend],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


each_backend = pytest.mark.parametrize("backend", ["asyncio", "trio"])


@each_backend
def test_certificates(backend: str, trap: Trap, tmp_path: Path) -> None:
    """A server is not trusted because a variable names its certificate: it is not even asked."""
    with serving(Secrets(), FINE, tls=True) as server:
        url = f"https://127.0.0.1:{server.server_port}"
        found = said(url, "", backend, environment(trap, tmp_path))

    address = f"127.0.0.1:{server.server_port}"
    unreached = (
        f"NotSentError no templates.update: cannot connect to {address} (certificate not tru"
    )
    assert found.startswith(unreached)
    assert server.asked == []
    assert not trap.was_met
    assert not (tmp_path / "keys.log").exists()


@each_backend
def test_a_transport_that_trusts(backend: str, trap: Trap, tmp_path: Path) -> None:
    """Who brings a transport with an authority of their own is served, and goes there directly."""
    with serving(Secrets(), FINE, tls=True) as server:
        url = f"https://127.0.0.1:{server.server_port}"
        found = said(url, str(CERTIFICATE), backend, environment(trap, tmp_path))

    assert found == "1"
    assert (len(server.asked), server.authorized) == (1, 0)
    assert not trap.was_met
    assert not (tmp_path / "keys.log").exists()


@each_backend
def test_proxies(backend: str, trap: Trap, tmp_path: Path) -> None:
    """A call to this machine takes no proxy, and brings no password that netrc has for it."""
    with serving(Secrets(), FINE) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        found = said(url, "", backend, environment(trap, tmp_path))

    assert found == "1"
    assert (len(server.asked), server.authorized) == (1, 0)
    assert not trap.was_met


def test_a_trap_is_one() -> None:
    """Who goes to the trap is noticed, so the other tests would tell."""
    trap = Trap()
    address = trap.url.rpartition(":")[2]
    socket.create_connection(("127.0.0.1", int(address)), timeout=5).close()

    assert trap.was_met
    trap.close()
