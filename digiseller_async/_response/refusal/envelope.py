"""Tell from an answer's envelope whether the service refused the call, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec
from attrs import frozen

from ..._codecs.scalars import read_int
from ...errors import AccessDeniedError, NotFoundError, PartialSuccessError, RejectedError
from ...spec.language import Endpoint
from ..model_reader import Plain
from .missing import says_missing
from .reasons import NO_REASONS, Reasons, with_reasons

_DENIED = "auth-0"
_NOT_FOUND = (404, 410)


@frozen(kw_only=True)
class Envelope:
    """What an envelope says of the call."""

    retval: int | None
    """0 is success; None if it says nothing."""
    has_retval: bool
    """Whether it has a place for it, be it empty."""
    reasons: Reasons = NO_REASONS

    @property
    def has_errors(self) -> bool:
        """Whether its ``errors`` say something."""
        return self.reasons.has_errors

    @property
    def is_denied(self) -> bool:
        """Whether it says that the key lacks a permission."""
        return any(one.code == _DENIED for one in self.reasons.errors)


def read_envelope(fields: Plain, find_reasons: Callable[[], Reasons]) -> Envelope:
    """Return what the *fields* of an envelope say.

    *find_reasons* is called only if reasons mean something.
    """
    value = fields.get("retval")
    retval = None if value in (None, "") else read_int(value)
    reasons = find_reasons() if retval or fields.get("errors") else NO_REASONS
    return Envelope(retval=retval, has_retval="retval" in fields, reasons=reasons)


def says_success(body: bytes) -> bool:
    """Return whether a document that is as documented has a retval of 0."""
    try:
        _success_decoder.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


_success_decoder = msgspec.json.Decoder(msgspec.defstruct("Success", [("retval", Literal[0, "0"])]))


def rejected(row: Endpoint[Any], envelope: Envelope, status: int) -> RejectedError:
    """Return the error of a call of *row* that *envelope* refuses."""
    is_missing = status in _NOT_FOUND or says_missing(envelope.reasons, row.refers_to)
    kind = NotFoundError if is_missing else RejectedError
    code = "" if envelope.retval is None else f" (retval {envelope.retval})"
    why = with_reasons(f"the service refused the request{code}", envelope.reasons)
    return kind(why, status=status, **_facts(envelope))


def partly_done(envelope: Envelope, status: int, result: Any, extent: str) -> PartialSuccessError:
    """Return the error of a request of which only *extent* was done, with the *result* of that."""
    why = with_reasons(f"the service did only a part of the request ({extent})", envelope.reasons)
    return PartialSuccessError(why, status=status, result=result, **_facts(envelope))


def denied(
    row: Endpoint[Any], why: str, status: int, envelope: Envelope | None = None
) -> AccessDeniedError:
    """Return the error of a key that lacks the permission for *row*."""
    needed = f"; this call needs {row.permission}" if row.permission else ""
    facts = {} if envelope is None else _facts(envelope)
    return AccessDeniedError(
        why + needed, status=status, permission=row.permission or None, **facts
    )


def _facts(envelope: Envelope) -> dict[str, Any]:
    return {"retval": envelope.retval, **envelope.reasons.facts}
