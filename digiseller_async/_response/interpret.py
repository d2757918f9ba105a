"""Interpret a response: it has the payload of a call, or it means an error.

Success is said, never assumed. This is the one place where whatever goes wrong while an answer is
read becomes an error of this package, which holds nothing of the answer but its excerpt.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Any

from .._codecs.json_limits import LONG
from .._redaction import cut
from .._wire import WireResponse
from ..errors import DigisellerError, UnavailableError
from ..spec.language import Endpoint, ResponseShape
from .decode import parse_in_steps
from .model_fields import Tell
from .outcome.raw import read_raw, read_unknown
from .outcome.success import Answer, outcome_of, unreadable
from .refusal.envelope import denied, read_envelope
from .refusal.reasons import reasons_in
from .refusal.statuses import refusal
from .refusal.web_pages import is_web_page

_LONGEST_REASON = 500
_BOM = b"\xef\xbb\xbf"
_TASK = re.compile(
    rb"""\s*+(?:<\?xml[^>]{0,100}>\s*+)?(?:"|<string[^>]{0,200}>)?"""
    rb"""\s*+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*+(?:"|</string>)?\s*+""",
    re.IGNORECASE,
)
"""A task's id without an envelope: as a plain text, a text of JSON, or one of .NET's XML."""
_NO_BODY = (200, 204)
"""With which statuses no body at all means that the call was carried out."""


def _ignore(_path: str, _what: str) -> None:
    """Be told of a deviation, and do nothing."""


def interpret(
    row: Endpoint[Any], response: WireResponse, *, now: float, expected: int | None = None
) -> Any:
    """Return what *response* gives to a call of *row*, or raise what it means."""
    steps = interpret_steps(row, response, now=now, expected=expected)
    del response  # of a sign-in, it has the token
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def interpret_steps(
    row: Endpoint[Any],
    response: WireResponse,
    *,
    now: float,
    tell: Tell = _ignore,
    expected: int | None = None,
) -> Generator[None, None, Any]:
    """Do as `interpret`, and pause where a long document should let others have their turn.

    *tell* is told of what is not documented in the answer. *expected* is how many results the call
    must have if all that was sent was done.
    """
    outcome = yield from _outcome(row, response, now, tell, expected)
    del response
    if isinstance(outcome, DigisellerError):
        raise outcome
    return outcome


def _outcome(
    row: Endpoint[Any], response: WireResponse, now: float, tell: Tell, expected: int | None
) -> Generator[None, None, Any]:
    """Return the payload, or the error that the response means."""
    try:
        if not 200 <= response.status < 300:
            return refusal(row, response, now)
        if row.shape is ResponseShape.BINARY:
            return _bytes(row, response)
        if row.shape is ResponseShape.RAW:
            is_page = is_web_page(response.body)
            return _maintenance(response.status) if is_page else read_raw(row, response)
        if row.shows_no_answer and not is_web_page(response.body):
            return read_unknown(row, response)
        return (yield from _payload(row, response, tell, expected))
    except ValueError as error:
        why = str(error) or "it is of another shape"
    except Exception as error:  # noqa: BLE001  (no answer may end a call in any other way)
        why = f"it is of another shape ({type(error).__name__})"
    why = cut(f"the answer cannot be read: {why}", _LONGEST_REASON)
    return unreadable(row, why, response)


def _bytes(row: Endpoint[Any], response: WireResponse) -> Any:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("image/") or kind == "application/octet-stream":
        return row.returns(content=response.body, content_type=kind)
    if is_web_page(response.body):
        return _maintenance(response.status)
    why = f"the answer is {cut(kind, _LONGEST_REASON) or 'of no type'}, and no image"
    return unreadable(row, why, response)


def _payload(
    row: Endpoint[Any], response: WireResponse, tell: Tell, expected: int | None
) -> Generator[None, None, Any]:
    body, status = response.body, response.status
    found, is_complete = _without_document(row, response)
    if is_complete:
        return found
    document = yield from parse_in_steps(body, row)
    if len(body) > LONG:
        yield
    said = document.envelope()
    if len(body) > LONG:
        yield
    envelope = read_envelope(said, lambda: reasons_in(document.reason_fields))
    if len(body) > LONG:
        yield
    if envelope.is_denied:
        return denied(row, "the API key lacks a permission", status, envelope)
    answer = Answer(
        row=row, response=response, document=document, envelope=envelope, expected=expected
    )
    return (yield from outcome_of(answer, tell))


def _without_document(row: Endpoint[Any], response: WireResponse) -> tuple[Any, bool]:
    """Return what an answer means that is no document, and whether it is none."""
    body = response.body.removeprefix(_BOM)
    if response.status in _NO_BODY and row.empty_is_none and body.strip() in (b"", b"null"):
        return [], True
    if row.shape is ResponseShape.EMPTY and response.status in _NO_BODY and not body.strip():
        return None, True
    if is_web_page(body):
        return _maintenance(response.status), True
    task = _TASK.fullmatch(body) if row.starts_task else None
    return (task[1].decode(), True) if task else (None, False)


def _maintenance(status: int) -> UnavailableError:
    return UnavailableError("the service shows a maintenance page", status=status)
