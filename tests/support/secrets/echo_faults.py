"""Faults of a service and of a network that repeat every secret they know.

A fault gets a request and the *echo*, all secrets in one text; it returns a response or raises.
Each fault is one line of `ECHO_FAULTS`.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import quote
from xml.sax.saxutils import escape

import httpx

JSON: TypeAlias = "Mapping[str, JSON] | Sequence[JSON] | str | int"
Fault = Callable[[httpx.Request, str], httpx.Response]


class AiohttpError(Exception):
    """An error that says it is of aiohttp."""

    __module__ = "aiohttp.client_exceptions"


ClientConnectorError = type("ClientConnectorError", (AiohttpError,), {"__module__": "aiohttp"})


def responding(
    status: int, text: Callable[[str], str], kind: str = "application/json", **headers: str
) -> Fault:
    """Respond with what *text* makes of the echo; a header has it in place of ``{}``."""

    def fault(_: httpx.Request, echo: str) -> httpx.Response:
        lines = [
            (name.replace("_", "-").encode(), value.replace("{}", echo).encode())
            for name, value in {"content_type": kind, **headers}.items()
        ]
        return httpx.Response(status, headers=lines, content=text(echo).encode())

    return fault


def document(status: int, **fields: JSON) -> Fault:
    """Respond with JSON in which ``{}`` stands for the echo."""
    return responding(status, lambda echo: json.dumps(filled_in(fields, lambda _: echo)))


def filled_in(value: JSON, change: Callable[[str], str]) -> Any:
    """Return *value* with what *change* makes of each ``{}``, also where it names a field."""
    if value == "{}":
        return change("{}")
    if isinstance(value, Mapping):
        return {filled_in(name, change): filled_in(one, change) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [filled_in(one, change) for one in value]
    return value


def spelled(echo: str) -> str:
    """Return the echo in every spelling."""
    ways = (echo, quote(echo), quote(echo, safe=""), json.dumps(echo), escape(echo), repr(echo))
    return " ".join((*ways, json.dumps(echo).replace("/", "\\/"), quote(echo, safe="").lower()))


def cut(length: int, spell: Callable[[str], str] = str) -> Fault:
    """Respond with a broken document that has the echo after *length* characters."""
    return responding(200, lambda echo: '{"retval":'.ljust(length) + spell(echo))


def message_at(length: int) -> Fault:
    """Refuse with a long message that has the echo after *length* characters."""
    return responding(400, lambda echo: json.dumps({"Message": "a" * length + echo + "b" * 2000}))


def address(echo: str) -> str:
    """Return the buyer's address from the echo."""
    return echo.rpartition(" & ")[2]


def page(_: str) -> str:
    """Return the page of a server that is down."""
    return "<html><body>Digiseller UPDATING</body></html>"


def sent(request: httpx.Request, echo: str) -> str:
    """Return the echo of a network, which knows the buyer's address only if it was sent."""
    return echo if "shop_discount" in request.url.path else echo.rpartition(" & ")[0]


def raising(kind: Callable[..., Exception]) -> Fault:
    """Raise an error that tells the echo, in its text, a note and its cause."""

    def fault(request: httpx.Request, echo: str) -> httpx.Response:
        echo = sent(request, echo)
        error = kind(f"{request.url} {echo} {spelled(echo)}")
        error.add_note(echo)
        if isinstance(error, httpx.RequestError):
            error.request = request
        raise error from ValueError(echo)

    return fault


class Breaking(httpx.AsyncByteStream):
    """A body that breaks off after some bytes."""

    def __init__(self, echo: str) -> None:
        self._pieces = [f'{{"retval": "{echo}'.encode()]
        self._error = httpx.ReadError(echo)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        """Return some bytes, and then raise."""
        if self._pieces:
            return self._pieces.pop()
        raise self._error


def breaking(request: httpx.Request, echo: str) -> httpx.Response:
    """Respond with a body that breaks off."""
    return httpx.Response(
        200, headers=[(b"X-Token", echo.encode())], stream=Breaking(sent(request, echo))
    )


def localized(text: str) -> JSON:
    """Return a message as the service has it."""
    return [{"locale": "en-US", "value": text}, {"locale": text, "value": text}]


_ERRORS: JSON = [{"code": "{}", "message": localized("{}")}, {"code": "1", "message": "{}"}, "{}"]
_DEEP: JSON = {"{}": {"{}": "{}"}, "id": "{}", "items": [{"{}": "{}", "name": "{}"}]}

_PART: JSON = [{"content_id": 1, "preview_id": 1, "serial": "{}", "filename": "{}", "url": "{}"}]

ECHO_FAULTS: dict[str, Fault] = {
    "refusal": document(200, retval=1, retdesc="{}", desc="{}", endesc="{}"),
    "refusal of 400": document(400, retval=1, retdesc="{}", errors=_ERRORS),
    "errors": document(200, retval=-1, errors=_ERRORS),
    "errors as one text": document(200, retval=1, errors="{}"),
    "spelled refusal": responding(
        200, lambda echo: json.dumps({"retval": 1, "retdesc": spelled(echo)})
    ),
    "long refusal": responding(
        200, lambda echo: json.dumps({"retval": 1, "retdesc": "a" * 4085 + echo})
    ),
    "refusal in xml": responding(
        200,
        lambda echo: f"<response><retval>1</retval><retdesc>{escape(echo)}</retdesc></response>",
        "text/xml",
    ),
    "model state": document(400, Message="{}", ModelState={"{}": ["{}"], "field": ["{}", "{}"]}),
    "problem": document(422, title="{}", detail="{}", errors={"{}": ["{}"]}),
    "problem with pointers": document(400, errors=[{"detail": "{}", "pointer": "{}"}]),
    "error of an object": document(400, error={"{}": "{}", "code": "{}", "message": {"{}": "{}"}}),
    "error with a description": document(401, error="{}", error_description="{}"),
    "refusal in words": responding(400, spelled, "text/plain"),
    "refusal by a page": responding(
        403, lambda echo: f"<html><title>{escape(echo)}</title></html>", "text/html"
    ),
    "refusal in another xml": responding(
        400, lambda echo: f"<Error><Message>{escape(echo)}</Message></Error>", "text/xml"
    ),
    "failure with a reason": document(500, Message="{}", ExceptionMessage="{}"),
    **{f"message cut at {length}": message_at(length) for length in (150, 180, 190, 197, 960, 990)},
    "done in part": document(200, retval=0, errors=_ERRORS, content=_PART),
    "refused in part": document(200, retval=1, errors=_ERRORS, content=_PART),
    "no such status": document(200, retval=0, content={"status": "{}"}),
    "19 digits of an exponent": responding(
        200, lambda echo: f'{{"retval":1e9999999999999999999,"token":{json.dumps(echo)}}}'
    ),
    "an object for a date": document(200, retval=0, token="{}", valid_thru={"{}": "{}"}),
    "an object for a retval": document(200, retval={"{}": "{}"}, token="{}"),
    "401": document(401, retval=1, retdesc="{}", errors=_ERRORS),
    "401 in words": responding(401, spelled, "text/plain", www_authenticate="{}"),
    "403": document(403, retval=1, retdesc="{}", errors=_ERRORS),
    "404": responding(404, lambda echo: f"<html>{echo}</html>", "text/html"),
    "429": responding(429, spelled, retry_after="0", x_token="{}"),
    "429 for how long": responding(429, spelled, retry_after="{}"),
    "500": responding(500, spelled, "text/html"),
    "503": responding(503, page, "text/html", x_token="{}"),
    "302": responding(302, spelled, location="https://elsewhere.example/?token={}"),
    "307": responding(307, spelled, location="{}"),
    "words": responding(200, spelled, "text/plain"),
    "page": responding(200, lambda echo: f"<html>{echo}</html>", "text/html"),
    "of what type": responding(200, spelled, "{}", content_encoding="identity"),
    "in what coding": responding(200, spelled, content_encoding="{}"),
    "gzip that is none": responding(200, spelled, content_encoding="gzip", x_token="{}"),
    "broken xml": responding(200, lambda echo: f"<response><retval>{echo}", "text/xml"),
    "strange xml": responding(
        200, lambda echo: f"<response><retval>0</retval><a b='{quote(echo)}'/></response>"
    ),
    "retval": document(200, retval="{}", content=_DEEP),
    "content": document(200, retval=0, content=_DEEP),
    "contents": document(200, retval=0, content=[_DEEP, "{}"], items=_DEEP),
    "a text": document(200, retval=0, content="{}"),
    "bare list": responding(200, lambda echo: json.dumps([echo, {echo: echo, "id": echo}])),
    "empty body": responding(200, lambda _: "", x_token="{}"),
    **{f"cut at {length}": cut(length) for length in (170, 185, 190, 192)},
    **{f"quoted, cut at {length}": cut(length, quote) for length in (150, 180, 190)},
    **{f"as json, cut at {length}": cut(length, json.dumps) for length in (165, 184, 189)},
    **{f"address, cut at {length}": cut(length, address) for length in (170, 185, 190)},
    "breaks": breaking,
    **{
        f"raises {kind.__name__}": raising(kind)
        for kind in (
            *(httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError),
            *(httpx.UnsupportedProtocol, httpx.ReadError, httpx.ReadTimeout, httpx.WriteError),
            *(httpx.WriteTimeout, httpx.CloseError, httpx.RemoteProtocolError),
            *(httpx.LocalProtocolError, httpx.DecodingError, httpx.TooManyRedirects),
            *(AiohttpError, ClientConnectorError),
        )
    },
}
