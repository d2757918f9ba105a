"""A server on a real connection that repeats every secret in the bytes of its answer.

Each fault is one line of `RAW_ECHOES`: bytes in which ``{}`` stands for the secrets that the client
has sent, as they are and URL-encoded; ``None`` never answers.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import cast
from urllib.parse import unquote_to_bytes

from .leaks import Secrets

DATA = Path(__file__).parent / "data"
CERTIFICATE = DATA / "loopback.crt"
_OK = b"HTTP/1.1 200 OK\r\n"
_DONE = b"Content-Length: 2\r\n\r\n{!}"

RAW_ECHOES: dict[str, bytes | None] = {
    "headers": _OK + b"X-Token: {}\r\nSet-Cookie: s={}\r\nLink: <{}>\r\n{}: {}\r\n" + _DONE,
    "token=": _OK + b"X-Token: token={}\r\n" + _DONE,
    "name of a header": _OK + b"X-TOKENa1b2c3: 1\r\n" + _DONE,
    "location": b"HTTP/1.1 302 Found\r\nLocation: /?token={}\r\n" + _DONE,
    "401": b"HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer {}\r\n" + _DONE,
    "reason": b"HTTP/1.1 500 no {}\r\n" + _DONE,
    "before": b"HTTP/1.1 103 Hints {}\r\nLink: {}\r\n\r\nHTTP/1.1 500 No\r\n" + _DONE,
    "no status": b"HTTP/1.1 {} OK\r\n\r\n",
    "no HTTP": b"{}\r\n\r\n",
    "no header": _OK + b"{} \r\n\r\n",
    "length": _OK + b"Content-Length: {}\r\n\r\n",
    "framing": _OK + b"Transfer-Encoding: {}\r\n\r\n",
    "chunk": _OK + b"Transfer-Encoding: chunked\r\n\r\n{}\r\n",
    "trailer": _OK + b"Transfer-Encoding: chunked\r\n\r\n2;a={}\r\n{!}\r\n0\r\nX-Token: {}\r\n\r\n",
    "upgrade": b"HTTP/1.1 101 {}\r\nUpgrade: {}\r\nConnection: Upgrade\r\n\r\n",
    "coding": _OK + b"Content-Encoding: {}\r\n" + _DONE,
    "cut": _OK + b"Content-Length: 9999\r\n\r\n{}",
    "after": _OK + _DONE + b"{}",
    "closed": b"",
    "hangs": None,
}


class EchoHandler(BaseHTTPRequestHandler):
    """Reads a request, and sends the server's answer."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        server = cast("EchoServer", self.server)
        body = self._body()
        server.asked.append(self.path.partition("?")[0])
        server.authorized += "Authorization" in self.headers
        if self.path.endswith("/apilogin") and not server.at_sign_in:
            token = server.secrets.renewed
            facts = {"retval": 0, "token": token, "valid_thru": "2030-01-01T00:00:00"}
            text = json.dumps(facts).encode()
            # In one piece: a second would wait for the first to be acknowledged.
            self._send(b"%bContent-Length: %d\r\n\r\n%b" % (_OK, len(text), text))
            return
        self.close_connection = True
        if server.answer is None:
            server.stopped.wait(20)
            return
        sent = b"".join(re.findall(rb"token=([^& ]*)", self.path.encode()))
        echo = b" ".join((sent, unquote_to_bytes(sent), *re.findall(rb"[0-9a-f]{64}", body)))
        self._send(server.answer.replace(b"{}", echo).replace(b"{!}", b"{}"))

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 (the standard library's names)

    def _body(self) -> bytes:
        if (length := self.headers.get("Content-Length")) is not None:
            return self.rfile.read(int(length))
        found = b""
        while self.headers.get("Transfer-Encoding") and (size := int(self.rfile.readline(), 16)):
            found += self.rfile.read(size)
            self.rfile.readline()
        return found

    def _send(self, answer: bytes) -> None:
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Log nothing: it would not be the package's log."""


class EchoServer(ThreadingHTTPServer):
    """Listens on the loopback interface."""

    daemon_threads = True

    def __init__(self, secrets: Secrets, answer: bytes | None, *, at_sign_in: bool) -> None:
        super().__init__(("127.0.0.1", 0), EchoHandler)
        self.secrets = secrets
        self.answer = answer
        self.at_sign_in = at_sign_in
        self.stopped = Event()
        self.asked: list[str] = []
        self.refused = 0
        self.authorized = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """Count the connections that the client broke off, as tests do."""
        del request, client_address
        self.refused += 1

    def wrap(self) -> None:
        """Use TLS with a self-signed certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )


@contextmanager
def serving(
    secrets: Secrets, answer: bytes | None, *, at_sign_in: bool = False, tls: bool = False
) -> Generator[EchoServer]:
    """Run a server."""
    with EchoServer(secrets, answer, at_sign_in=at_sign_in) as server:
        if tls:
            server.wrap()
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()
