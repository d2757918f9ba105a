"""Say which error a status means that is no success, and what became of the call."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from attrs import evolve, frozen

from ..._codecs import json
from ..._wire import WireResponse
from ...errors import (
    AccessDeniedError,
    AuthenticationError,
    DigisellerError,
    NotFoundError,
    RateLimitedError,
    RejectedError,
    ServiceError,
    UnavailableError,
    UnexpectedReplyError,
    with_context,
)
from ...spec.language import Endpoint
from ..decode import parse
from .envelope import denied, read_envelope, rejected
from .reasons import NO_REASONS, Reasons, find_reasons, with_reasons
from .retry_after import read_retry_after
from .web_pages import is_maintenance, is_page_of_error, page_title


@frozen
class ClientError:
    """What a status of 4xx means: *why*, and the *error* if the service itself says so."""

    why: str
    error: type[ServiceError] = RejectedError


CLIENT_ERRORS: Mapping[int, ClientError] = MappingProxyType(
    {
        400: ClientError("the service refused the request"),
        401: ClientError("the service refused the token", AuthenticationError),
        403: ClientError("the service denied access", AccessDeniedError),
        404: ClientError("the service has no such thing", NotFoundError),
        405: ClientError("the service does not allow this method"),
        406: ClientError("the service cannot answer in this format"),
        407: ClientError("a proxy asks for credentials"),
        408: ClientError("the server did not get the whole request in time"),
        409: ClientError("the request conflicts with what the service has"),
        410: ClientError("the service has no such thing any more", NotFoundError),
        411: ClientError("the server wants to know the length of the request"),
        413: ClientError("the request is larger than the server allows"),
        414: ClientError("the address of the request is longer than the server allows"),
        415: ClientError("the service does not read this format"),
        422: ClientError("the service refused the values of the request"),
        429: ClientError("the service asks for fewer calls", RateLimitedError),
        431: ClientError("the headers of the request are larger than the server allows"),
        451: ClientError("the server must not answer for legal reasons"),
    }
)
"""What each 4xx means. None of them was carried out, so `happened` is ``"no"``; only 401 and 429
are repeated. A web page with one of them is of a web server in front of the service, which did not
let the request through: a `RejectedError`, whatever the status, but for 401 and 429."""
_LONGEST = 256 * 1024
"""So much of an answer is read that is no success."""
_OTHER = ClientError("the service refused the request")
_NO_ROUTE = ("no http resource was found", "no action was found", "no type was found")
"""How ASP.NET says that an address leads nowhere: not that a thing is missing."""


def refusal(row: Endpoint[Any], response: WireResponse, now: float) -> DigisellerError:
    """Return the error that a status means that is no success."""
    if len(response.body) > _LONGEST:
        response = evolve(response, body=_start_of(response.body))
    status, body = response.status, response.body
    if status < 400:
        return UnexpectedReplyError(f"the service answered HTTP {status}", status=status)
    is_page = is_page_of_error(body, response.headers.get("content-type", "").lower())
    reasons = NO_REASONS if is_page else find_reasons(body)
    if status >= 500:
        why = with_reasons(f"the service is unavailable (HTTP {status})", reasons)
        return UnavailableError(why, status=status, **reasons.facts)
    meaning = CLIENT_ERRORS.get(status, _OTHER)
    if meaning.error is RateLimitedError:
        why = with_reasons(f"{meaning.why} ({status})", reasons)
        wait = read_retry_after(response.headers, now)
        return RateLimitedError(why, status=status, retry_after=wait, **reasons.facts)
    if is_page and meaning.error is not AuthenticationError:
        return _page(response)
    return _stated(row, response, reasons) or _client_error(row, response, meaning, reasons)


def _start_of(body: bytes) -> bytes:
    """Return the start of a long document, in which it says why it is no success."""
    is_json = body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in b"{["
    return json.start_of(body, _LONGEST) if is_json else body[:_LONGEST]


def _page(response: WireResponse) -> DigisellerError:
    """Return what a web page means that came with a 4xx."""
    status = response.status
    if is_maintenance(response.body):
        return UnavailableError("the service shows a maintenance page", status=status)
    title = page_title(response.body)
    meaning = CLIENT_ERRORS.get(status, _OTHER).why if status > 404 else ""
    known = f"HTTP {status}: {meaning}" if meaning else f"HTTP {status}"
    why = f"a web page came in place of an answer ({known}){': ' if title else ''}{title}"
    return RejectedError(f"{why}; the request was not carried out", status=status)


def _stated(row: Endpoint[Any], response: WireResponse, reasons: Reasons) -> DigisellerError | None:
    """Return what the envelope of a 4xx says, if there is one and it says anything."""
    status = response.status
    try:
        envelope = read_envelope(parse(response.body, row).envelope(), lambda: reasons)
    except Exception:  # noqa: BLE001  (whatever it is, the status says enough)
        return None
    if envelope.is_denied:
        return denied(row, "the API key lacks a permission", status, envelope)
    if not (envelope.retval or (envelope.has_retval and envelope.has_errors)) or status == 401:
        return None
    if status == 403:
        why = with_reasons("the service denied access (403)", envelope.reasons)
        return denied(row, why, status, envelope)
    return rejected(row, envelope, status)


def _client_error(
    row: Endpoint[Any], response: WireResponse, meaning: ClientError, reasons: Reasons
) -> DigisellerError:
    """Return what a 4xx means whose body is no envelope of the service's."""
    status, error = response.status, meaning.error
    why = with_reasons(f"{meaning.why} ({status})", reasons)
    if error is AccessDeniedError and _is_document(response.body):
        return with_context(denied(row, why, status), **reasons.facts)
    said = str(reasons).lower()
    if error is NotFoundError and (not said or said.startswith(_NO_ROUTE)):
        error = RejectedError
        why = with_reasons(f"there is nothing at this address ({status})", reasons)
    return error(why, status=status, **reasons.facts)


def _is_document(body: bytes) -> bool:
    """Return whether *body* is of the service: a text may be from whatever is in front of it."""
    return not body.strip() or body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in b'{["<'
