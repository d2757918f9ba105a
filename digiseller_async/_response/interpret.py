"""Interpret a response: it has the payload of a call, or it means an error."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

from .._wire import WireResponse
from ..errors import (
    AuthenticationError,
    DigisellerError,
    RateLimitedError,
    RejectedError,
    ServiceError,
    UnavailableError,
    UnexpectedReplyError,
)
from ..spec.language import Effect, Endpoint, ResponseShape, Token
from .decode import decode, parse
from .envelope import denied, rejection
from .model_fields import Tell
from .xml_document import ROOTS

_MARKERS = (
    "digiseller updating",
    "server error",
    "404 - file or directory not found",
    "digiseller is experiencing an unscheduled maintenance work",
    "регламентные работы",
)
_EXCERPT = 200
_ROOT = re.compile(rb"(?:<\?xml[^>]*\?>\s*)?<(!doctype\s+)?([a-z0-9_.]+)")
_TASK = re.compile(rb"\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*", re.IGNORECASE)


def _ignore(_path: str, _what: str) -> None:
    """Be told of a deviation, and do nothing."""


def interpret(row: Endpoint[Any], response: WireResponse, *, now: float) -> Any:
    """Return what *response* gives to a call of *row*, or raise what it means."""
    steps = interpret_steps(row, response, now=now)
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
) -> Generator[None, None, Any]:
    """Do as `interpret`, and pause where a long document should let others have their turn.

    *tell* is told of what is not documented in the answer.
    """
    if not 200 <= response.status < 300:
        raise _refusal(row, response, now)
    if row.shape is ResponseShape.BINARY:
        return _bytes(row, response)
    found = yield from _payload(row, response, tell)
    if found in ([], "") and row.effect is not Effect.SAFE:
        raise _unreadable(row, "the answer names nothing that was begun or added", response)
    return found


def _refusal(row: Endpoint[Any], response: WireResponse, now: float) -> DigisellerError:
    status = response.status
    if status == 429:
        retry_after = _retry_after(response.headers, now)
        why = "the service asks for fewer calls (429)"
        return RateLimitedError(why, status=status, retry_after=retry_after)
    if status >= 500:
        return UnavailableError(f"the service is unavailable (HTTP {status})", status=status)
    if status < 400:
        return UnexpectedReplyError(f"the service answered HTTP {status}", status=status)
    return _stated_refusal(row, response) or _status_error(row, response)


def _stated_refusal(row: Endpoint[Any], response: WireResponse) -> DigisellerError | None:
    """Return what the body of a 4xx says, if it says anything."""
    with suppress(ValueError, RecursionError):
        return rejection(row, parse(response.body, row).envelope(), response.status)
    return None


def _status_error(row: Endpoint[Any], response: WireResponse) -> DigisellerError:
    """Return what a 4xx means whose body says nothing."""
    status = response.status
    if status == 401:
        return AuthenticationError("the service refused the token (401)", status=status)
    if status == 403:
        return denied(row, "the service denied access (403)", status)
    if status == 400:
        return RejectedError("the service refused the request (400)", status=status)
    if _is_web_page(response.body):
        return _maintenance(status)
    return ServiceError(f"the service answered HTTP {status}", status=status)


def _bytes(row: Endpoint[Any], response: WireResponse) -> Any:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("image/") or kind == "application/octet-stream":
        return row.returns(content=response.body, content_type=kind)
    if _is_web_page(response.body):
        raise _maintenance(response.status)
    raise _unreadable(row, f"the answer is {kind or 'of no type'}, and no image", response)


def _payload(row: Endpoint[Any], response: WireResponse, tell: Tell) -> Generator[None, None, Any]:
    body = response.body
    if row.shape is ResponseShape.EMPTY and not body.strip():
        return None
    if _is_web_page(body):
        raise _maintenance(response.status)
    if row.starts_task and _TASK.fullmatch(body):
        return body.decode().strip()  # a task's id has been seen bare, which is no JSON
    try:
        document = parse(body, row)
        failure = rejection(row, document.envelope(), response.status)
        if failure is None:
            if row.shape is ResponseShape.EMPTY:
                return None
            return (yield from decode(document, row, tell))
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, ValueError) else "it is too deep"
        failure = _unreadable(row, f"the answer cannot be read: {why}", response)
    raise failure


def _is_web_page(body: bytes) -> bool:
    start = body[:256].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"{", b"[")):
        return False
    root = _ROOT.match(start)
    if root and root[2].decode() in ROOTS:
        return False
    if root and root[2] == b"html":
        return True
    text = body[:4096].decode("utf-8", "replace").lower()
    return any(marker in text for marker in _MARKERS)


def _maintenance(status: int) -> UnavailableError:
    return UnavailableError("the service shows a maintenance page", status=status)


def _unreadable(row: Endpoint[Any], why: str, response: WireResponse) -> UnexpectedReplyError:
    secret = row.token is Token.NEVER  # a sign-in's answer holds a token, readable or not
    excerpt = None if secret else response.body[:_EXCERPT].decode("utf-8", "replace")
    return UnexpectedReplyError(why, status=response.status, excerpt=excerpt)


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Read ``Retry-After``: seconds, or a date; what is neither, or negative, is ignored."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:10])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment.timestamp() - now)
