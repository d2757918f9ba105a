"""Faults of TLS handshakes, one line each: the request is never sent, or nobody knows."""

from __future__ import annotations

import ssl
from pathlib import Path

from attrs import field, frozen

from digiseller_async.sandbox._http.tls import certificate_files

from .expectations import EXPECTED, ExpectedOutcome, Meaning
from .scripts import JSON, response_bytes
from .steps import End, Flight, Raw, Steps

_CERTIFICATES = Path(__file__).parent / "certificates"
_ANSWER = response_bytes(200, b'{"retval":0,"content":{"id":666,"items":[{"id":666}]}}', JSON)


def server_context(path: Path | str) -> ssl.SSLContext:
    """Return a context with the certificate and key of a file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, path)
    return context


def client_context() -> ssl.SSLContext:
    """Return a context that trusts the hostile server's authority, and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(_CERTIFICATES / "authority.pem")
    return context


def _asking_for_a_certificate() -> ssl.SSLContext:
    context = server_context(_CERTIFICATES / "trusted.pem")
    context.load_verify_locations(_CERTIFICATES / "authority.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _untrusted() -> ssl.SSLContext:
    with certificate_files() as (path, _):  # the sandbox's, which another authority has issued
        return server_context(path)


_TRUSTED = server_context(_CERTIFICATES / "trusted.pem")


@frozen
class Handshake:
    """A handshake: what it means to a client, with which certificate, and steps instead of it."""

    meaning: Meaning
    instead: Steps = ()
    context: ssl.SSLContext = field(default=_TRUSTED, kw_only=True)

    def expected(self, kind: str, transport_name: str) -> ExpectedOutcome:
        """Return how a call of that class of effects ends over that transport."""
        meaning = self.meaning
        if meaning is Meaning.NOT_SENT_IN_TIME and transport_name != "httpx":
            meaning = Meaning.LATE  # a transport of the user's does not tell when it has connected
        return EXPECTED[meaning][kind]


def alert(number: int) -> Handshake:
    """Return a refusal by an alert of that number."""
    return Handshake(Meaning.NOT_SENT, (Raw(b"\x15\x03\x01\x00\x02\x02" + bytes([number])),))


_NOT_SENT, _NOT_IN_TIME = Meaning.NOT_SENT, Meaning.NOT_SENT_IN_TIME

TRUSTED = Handshake(Meaning.HARMLESS)
HANDSHAKES: dict[str, Handshake] = {
    "plain_instead_of_tls": Handshake(_NOT_SENT, (Raw(_ANSWER),)),
    "garbage_instead_of_tls": Handshake(_NOT_SENT, (Raw(b"\xff\x00garbage" * 99),)),
    "alert_handshake_failure": alert(40),
    "alert_protocol_version": alert(70),
    "alert_internal_error": alert(80),
    "handshake_closed": Handshake(_NOT_SENT, (End.CUT,)),
    "handshake_reset": Handshake(_NOT_SENT, (End.RESET,)),
    "handshake_cut": Handshake(_NOT_SENT, (Flight(0.5), End.CUT)),
    "handshake_cut_by_reset": Handshake(_NOT_SENT, (Flight(0.9), End.RESET)),
    "handshake_then_garbage": Handshake(_NOT_SENT, (Flight(0.5), Raw(b"\xff" * 2000))),
    "handshake_hangs": Handshake(_NOT_IN_TIME, (End.HANG,)),
    "handshake_hangs_midway": Handshake(_NOT_IN_TIME, (Flight(0.5), End.HANG)),
    "certificate_changes": Handshake(_NOT_SENT, context=_untrusted()),
    "certificate_expired": Handshake(
        _NOT_SENT, context=server_context(_CERTIFICATES / "expired.pem")
    ),
    "certificate_of_other_host": Handshake(
        _NOT_SENT, context=server_context(_CERTIFICATES / "other_host.pem")
    ),
    # By TLS 1.3 a client has sent its request when it is told that its certificate is missing.
    "client_certificate_wanted": Handshake(Meaning.LOST, context=_asking_for_a_certificate()),
}
