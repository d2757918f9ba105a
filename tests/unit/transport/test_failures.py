"""What is said of an exchange that failed: to which address, and why."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx
import pytest

from digiseller_async import NotSentError
from digiseller_async._transport.failures import exchange_error
from digiseller_async._wire import ResponseLost

REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('1.2.3.4', 443)")
UNTRUSTED = ssl.SSLCertVerificationError("[SSL] self-signed certificate (_ssl.c:1006)")
UNTRUSTED.verify_message = "self-signed certificate"
NO_TLS = ssl.SSLError("[SSL: WRONG_VERSION_NUMBER] wrong version number")
NO_TLS.reason = "WRONG_VERSION_NUMBER"


def caused(error: Exception, cause: BaseException | None) -> Exception:
    """Return *error* as if it had been raised from *cause*."""
    error.__cause__ = cause
    return error


def hidden(error: Exception, cause: BaseException) -> Exception:
    """Return *error* as if it had been raised from *cause*, and again "from None"."""
    error.__context__ = cause
    error.__cause__ = None  # which also suppresses the context
    return error


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (REFUSED, "connection refused"),
        (caused(OSError("All connection attempts failed"), REFUSED), "connection refused"),
        (caused(OSError("all failed"), ExceptionGroup("", [REFUSED])), "connection refused"),
        (hidden(OSError("again"), REFUSED), "connection refused"),
        (UNTRUSTED, "certificate not trusted: self-signed certificate"),
        (NO_TLS, "TLS failed: WRONG VERSION NUMBER"),
        (ssl.SSLError("without a reason"), "TLS failed: no handshake"),
        (socket.gaierror(-2, "Name or service not known"), "host name not found"),
        (None, "ConnectError: broken"),
        (ValueError("who knows"), "ConnectError: broken"),
    ],
)
def test_reasons(cause: BaseException | None, reason: str) -> None:
    """A connection that could not be made says why, in words."""
    error = caused(httpx.ConnectError("broken"), cause)
    found = exchange_error(error, httpx.URL("https://api.digiseller.com"))

    assert type(found) is NotSentError
    assert str(found) == f"cannot connect to api.digiseller.com:443 ({reason}); nothing was sent"


@pytest.mark.parametrize(
    ("origin", "address"),
    [
        ("https://example.com", "example.com:443"),
        ("http://localhost", "localhost:80"),
        ("http://localhost:8765", "localhost:8765"),
        ("https://[2001:db8::1]", "[2001:db8::1]:443"),
    ],
)
def test_addresses(origin: str, address: str) -> None:
    """The address of a failed exchange is host and port."""
    found = exchange_error(httpx.ReadError(""), httpx.URL(origin))

    assert type(found) is ResponseLost
    assert str(found) == (
        f"the request was sent to {address}, but no complete response came (ReadError)"
    )


def test_errors_of_others() -> None:
    """An error that the caller was handling already is not taken for the reason."""
    error = httpx.RemoteProtocolError("Server disconnected")
    found = exchange_error(hidden(error, REFUSED), httpx.URL("https://example.com"))

    assert str(found).endswith("(RemoteProtocolError: Server disconnected)")
