"""TLS contexts of the loopback certificate, for both sides."""

from __future__ import annotations

import ssl

from .secrets.echo_server import DATA


def client_context() -> ssl.SSLContext:
    """Return a context that trusts the loopback certificate."""
    return ssl.create_default_context(cafile=DATA / "loopback.crt")


def server_context() -> ssl.SSLContext:
    """Return a context that shows the loopback certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "loopback.crt", DATA / "loopback.key")
    return context
