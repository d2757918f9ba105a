"""A reply in; its payload out, or the error that it means."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any, cast

from . import _codecs, _structure
from ._scalars import whole
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
from .spec.language import Answer, Endpoint, Token

_MARKERS = (
    "digiseller updating",
    "server error",
    "404 - file or directory not found",
    "digiseller is experiencing an unscheduled maintenance work",
    "регламентные работы",
)
_EXCERPT = 200
Plain = dict[str, Any]


def judge(row: Endpoint[Any], response: WireResponse, *, now: float) -> Any:
    """Return what *response* gives to a call of *row*, or raise what it means."""
    steps = judging(row, response, now=now)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def judging(
    row: Endpoint[Any], response: WireResponse, *, now: float
) -> Generator[None, None, Any]:
    """Do as `judge`, and pause where a long document should let others have their turn."""
    if 200 <= response.status < 300:
        if row.answer is Answer.CONTENT:
            found = yield from _structure.payload(response.body, row)
            if found is not None:
                return found
        return _payload(row, response)
    raise _refusal(row, response, now)


def _refusal(row: Endpoint[Any], response: WireResponse, now: float) -> DigisellerError:
    status = response.status
    if status == 429:
        wish = _retry_after(response.headers, now)
        why = "the service asks for fewer calls (429)"
        return RateLimitedError(why, status=status, retry_after=wish)
    if status >= 500:
        return UnavailableError(f"the service is unavailable (HTTP {status})", status=status)
    if status < 400:
        return UnexpectedReplyError(f"the service answered HTTP {status}", status=status)
    return _said(row, response) or _unsaid(row, response)


def _said(row: Endpoint[Any], response: WireResponse) -> DigisellerError | None:
    """Return what the body of a 4xx says, if it says anything."""
    with suppress(ValueError):
        envelope = _codecs.loads(response.body)
        if isinstance(envelope, dict):
            return _rejection(row, cast("Plain", envelope), response.status)
    return None


def _unsaid(row: Endpoint[Any], response: WireResponse) -> DigisellerError:
    """Return what a 4xx means whose body says nothing."""
    status = response.status
    if status == 401:
        return AuthenticationError("the service refused the token (401)", status=status)
    if status == 403:
        return _denied(row, "the service denied access (403)", status)
    if status == 400:
        return RejectedError("the service refused the request (400)", status=status)
    if _is_page(response.body):
        return _maintenance(status)
    return ServiceError(f"the service answered HTTP {status}", status=status)


def _payload(row: Endpoint[Any], response: WireResponse) -> Any:
    if row.answer is Answer.EMPTY and not response.body.strip():
        return None
    if _is_page(response.body):
        raise _maintenance(response.status)
    try:
        envelope = _object(_codecs.loads(response.body))
        failure = _rejection(row, envelope, response.status)
        if failure is None:
            if row.answer is Answer.EMPTY:
                return None
            value = envelope if row.answer is Answer.FLAT else envelope.get("content")
            return _structure.structure(value, _structure.shape(row))
    except ValueError as error:
        failure = _unreadable(row, f"the answer cannot be read: {error}", response)
    raise failure


def _object(document: Any) -> Plain:
    if not isinstance(document, dict):
        raise ValueError("it is not an object")  # noqa: TRY004  (the document's fault)
    return cast("Plain", document)


def _rejection(row: Endpoint[Any], envelope: Plain, status: int) -> DigisellerError | None:
    """Return what *envelope* complains of, or ``None`` if it does not."""
    value = envelope.get("retval")
    retval = None if value in (None, "") else whole(value)
    errors = tuple(_messages(envelope.get("errors")))
    if status == 403 or any(one.code == "auth-0" for one in errors):
        return _denied(row, "the API key lacks a permission", status, retval=retval, errors=errors)
    complains = retval or (retval is None and errors)
    if status == 401 or not complains:
        return None
    told = [one.text or one.code for one in errors]
    told += [str(envelope.get(name) or "") for name in ("retdesc", "endesc", "desc")]
    why = f": {said}" if (said := next(filter(None, told), "")) else ""
    return RejectedError(
        f"the service refused the request (retval {retval}){why}",
        status=status,
        retval=retval,
        errors=errors,
    )


def _messages(errors: Any) -> Iterator[ServiceMessage]:
    for one in _several(errors):
        if isinstance(one, dict):
            entry = cast("Plain", one)
            yield ServiceMessage(str(entry.get("code") or ""), _by_locale(entry.get("message")))
        else:
            yield ServiceMessage("", {"": str(one)})


def _by_locale(message: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _several(message):
        entry = cast("Plain", one) if isinstance(one, dict) else {"value": one}
        locale, text = str(entry.get("locale") or ""), str(entry.get("value") or "")
        found[locale] = f"{found[locale]}; {text}" if locale in found else text
    return found


def _several(value: object) -> list[object]:
    if value is None:
        return []
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _denied(row: Endpoint[Any], why: str, status: int, **facts: Any) -> AccessDeniedError:
    needed = f"; this call needs {row.permission}" if row.permission else ""
    return AccessDeniedError(
        why + needed, status=status, permission=row.permission or None, **facts
    )


def _is_page(body: bytes) -> bool:
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return True
    text = body[:4096].decode("utf-8", "replace").lower()
    return not start.startswith((b"{", b"[")) and any(marker in text for marker in _MARKERS)


def _maintenance(status: int) -> UnavailableError:
    return UnavailableError("the service shows a maintenance page", status=status)


def _unreadable(row: Endpoint[Any], why: str, response: WireResponse) -> UnexpectedReplyError:
    secret = row.token is Token.NEVER  # a sign-in's answer holds a token, readable or not
    excerpt = None if secret else response.body[:_EXCERPT].decode("utf-8", "replace")
    return UnexpectedReplyError(why, status=response.status, excerpt=excerpt)


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Read ``Retry-After``: seconds, or a date; what is neither, or negative, is no wish."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:10])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment.timestamp() - now)
