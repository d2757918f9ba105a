"""Give the response to a call that no row describes, unless it is a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ..._codecs import json
from ..._wire import WireResponse
from ...errors import DigisellerError, PartialSuccessError, UnexpectedReplyError
from ...spec.language import Endpoint
from ..refusal.envelope import Envelope, denied, partly_done, read_envelope, rejected
from ..refusal.reason_fields import fields_of
from ..refusal.reasons import find_reasons, with_reasons

__all__ = ["Response"]

_LONGEST = 256 * 1024
"""So much of a body is read for what its envelope says."""


@frozen(kw_only=True)
class Response:
    """A response of the service, as it came."""

    status: int
    """The HTTP status, from 200 to 299."""
    headers: Mapping[str, str] = field(repr=False)
    """The headers, by their names in lower case."""
    content: bytes = field(repr=False)
    """The body."""
    retval: int | None = None
    """What the service says of the call: 0 is success; None if the body has no ``retval``."""

    @property
    def text(self) -> str:
        """The body as text, in UTF-8; what is none becomes U+FFFD."""
        return self.content.decode("utf-8-sig", "replace")

    def json(self) -> Any:
        """Return the body as plain values: numbers with a fraction are `Decimal`, and exact.

        Raises:
            ValueError: The body is no JSON.
        """
        return json.loads(self.content)


def read_raw(row: Endpoint[Any], response: WireResponse) -> Response | DigisellerError:
    """Return *response* as it is, or the error that its envelope means, if it has one."""
    envelope = _envelope(response.body)
    found = Response(
        status=response.status,
        headers=response.headers,
        content=response.body,
        retval=envelope.retval,
    )
    if envelope.is_denied:
        return denied(row, "the API key lacks a permission", response.status, envelope)
    if envelope.retval:
        return rejected(row, envelope, response.status)
    if envelope.retval == 0 and envelope.has_errors:
        extent = "there are errors beside a retval of 0"
        return partly_done(envelope, response.status, found, extent)
    return found


def read_unknown(row: Endpoint[Any], response: WireResponse) -> DigisellerError | None:
    """Return the error that *response* means; a success of HTTP that refuses nothing is none."""
    found = read_raw(row, response)
    if isinstance(found, PartialSuccessError):
        found.result = None  # the call gives nothing, and the whole answer may hold a secret
    if isinstance(found, DigisellerError):
        return found
    reasons = find_reasons(response.body)
    is_document = response.body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"<")
    if found.retval is None and is_document and reasons.shown:
        why = with_reasons("the answer has no retval, which would say that it was done", reasons)
        return UnexpectedReplyError(why, status=response.status)
    return None


def _envelope(body: bytes) -> Envelope:
    body = json.start_of(body, _LONGEST)
    try:
        return read_envelope(dict(fields_of(body)), lambda: find_reasons(body))
    except Exception:  # noqa: BLE001  (a body of any kind is welcome, and need have no envelope)
        return Envelope(retval=None, has_retval=False)
