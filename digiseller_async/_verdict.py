"""A reply in; its payload out, or the error that it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

from . import _codecs, _structure
from ._wire import WireResponse
from .errors import (
    AccessDeniedError,
    AuthenticationError,
    DigisellerError,
    RateLimitedError,
    RejectedError,
    ServiceError,
    ServiceMessage,
    UnavailableError,
    UnexpectedReplyError,
)
from .spec.language import Answer, Endpoint

_MARKERS = (
    "digiseller updating",
    "server error",
    "404 - file or directory not found",
    "digiseller is experiencing an unscheduled maintenance work",
    "регламентные работы",
)
_EXCERPT = 200


def judge(row: Endpoint[Any], response: WireResponse, *, now: float) -> Any:
    """Return what *response* gives to a call of *row*, or raise what it means."""
    status = response.status
    if 200 <= status < 300:
        if row.answer is Answer.CONTENT:
            found = _structure.fast(response.body, row)
            if found is not None:
                return found
        return _payload(row, response)
    if status == 429:
        raise RateLimitedError(
            "the service asks for fewer calls (429)",
            status=status,
            retry_after=_retry_after(response.headers, now),
        )
    if status >= 500:
        raise UnavailableError(f"the service is unavailable (HTTP {status})", status=status)
    raise _refusal(row, response)


def _refusal(row: Endpoint[Any], response: WireResponse) -> DigisellerError:
    status = response.status
    if status == 401:
        return AuthenticationError("the service refused the token (401)", status=status)
    if 300 <= status < 400 or status < 200:
        return UnexpectedReplyError(f"the service answered HTTP {status}", status=status)
    envelope: Any = None
    with suppress(ValueError):
        envelope = _codecs.loads(response.body)
    if isinstance(envelope, dict) and _retval(envelope) not in (0, None):
        return _rejection(row, envelope, status)
    if status == 403:
        return _denied(row, f"the service denied access ({status})", status)
    if _is_page(response.body):
        return _maintenance(status)
    if status == 400:
        return RejectedError("the service refused the request (400)", status=status)
    return ServiceError(f"the service answered HTTP {status}", status=status)


def _payload(row: Endpoint[Any], response: WireResponse) -> Any:
    body, status = response.body, response.status
    if row.answer is Answer.EMPTY and not body.strip():
        return None
    if _is_page(body):
        raise _maintenance(status)
    try:
        envelope = _codecs.loads(body)
    except ValueError as error:
        raise _unreadable(f"the answer is broken: {error}", response) from None
    if not isinstance(envelope, dict):
        raise _unreadable("the answer is not an object", response)
    try:
        retval = _retval(envelope)
    except ValueError:
        raise _unreadable("the answer's retval is not a number", response) from None
    if retval:
        raise _rejection(row, envelope, status)
    if row.answer is Answer.EMPTY:
        return None
    value = envelope if row.answer is Answer.FLAT else envelope.get("content")
    try:
        return _structure.structure(value, _structure.shape(row))
    except ValueError as error:
        raise _unreadable(f"the answer has another shape: {error}", response) from None


def _retval(envelope: Mapping[str, Any]) -> int | None:
    value = envelope.get("retval")
    return None if value is None or value == "" else _structure.whole(value)


def _rejection(row: Endpoint[Any], envelope: Mapping[str, Any], status: int) -> DigisellerError:
    retval = _retval(envelope)
    errors = tuple(_messages(envelope.get("errors")))
    if any(one.code == "auth-0" for one in errors):
        return _denied(row, "the API key lacks a permission", status, retval=retval)
    told = [one.text or one.code for one in errors]
    told += [
        str(envelope[name]) for name in ("retdesc", "endesc", "desc") if envelope.get(name)
    ]
    why = f": {told[0]}" if told else ""
    return RejectedError(
        f"the service refused the request (retval {retval}){why}",
        status=status,
        retval=retval,
        errors=errors,
    )


def _messages(errors: Any) -> Iterable[ServiceMessage]:
    for one in errors if isinstance(errors, list) else [errors]:
        if isinstance(one, dict):
            yield ServiceMessage(str(one.get("code") or ""), _by_locale(one.get("message")))
        elif one is not None:
            yield ServiceMessage("", {"": str(one)})


def _by_locale(message: Any) -> dict[str, str]:
    if message is None:
        return {}
    several = message if isinstance(message, list) else [message]
    return {
        str(one.get("locale") or ""): str(one.get("value") or "")
        if isinstance(one, dict)
        else str(one)
        for one in (entry if isinstance(entry, dict) else {"value": entry} for entry in several)
    }


def _denied(row: Endpoint[Any], why: str, status: int, **facts: Any) -> AccessDeniedError:
    needed = f"; this call needs {row.permission}" if row.permission else ""
    return AccessDeniedError(why + needed, status=status, permission=row.permission or None, **facts)


def _is_page(body: bytes) -> bool:
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return True
    text = body[:4096].decode("utf-8", "replace").lower()
    return not start.startswith((b"{", b"[")) and any(marker in text for marker in _MARKERS)


def _maintenance(status: int) -> UnavailableError:
    return UnavailableError("the service shows a maintenance page", status=status)


def _unreadable(why: str, response: WireResponse) -> UnexpectedReplyError:
    excerpt = response.body[:_EXCERPT].decode("utf-8", "replace")
    return UnexpectedReplyError(why, status=response.status, excerpt=excerpt)


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Read ``Retry-After``: seconds, or a date; what is neither, or negative, is no wish."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:10])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - now)
