"""An answer and perhaps a trouble come in; an ASGI app that sends it, or fails to, goes out."""

from collections.abc import Callable, Mapping

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .answers import UNAUTHORIZED, Answer, Picture
from .connections import ConnectionTracker, address
from .encoding import Encoder
from .faults import Details, Fault, PlannedFault

MISSING = 64  # bytes that a truncated answer promises and never sends
MAINTENANCE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Digiseller UPDATING</title></head>
<body><h1>Digiseller UPDATING</h1><p>Ведутся регламентные работы.</p></body></html>
"""


async def until_gone(receive: Receive) -> None:
    """Return when the client has left or was thrown out."""
    message = await receive()
    while message["type"] != "http.disconnect":
        message = await receive()


async def hang(_scope: Scope, receive: Receive, _send: Send) -> None:
    """Answer nothing until the client leaves or the sandbox stops."""
    await until_gone(receive)


def drop(wires: ConnectionTracker) -> ASGIApp:
    """Return a reply that breaks the connection."""

    async def reply(scope: Scope, receive: Receive, _send: Send) -> None:
        wires.abort(address(scope["client"]))
        await until_gone(receive)

    return reply


def truncate(wires: ConnectionTracker, whole: Response) -> ASGIApp:
    """Return a reply that promises more than it sends, and closes the connection."""

    async def reply(scope: Scope, receive: Receive, send: Send) -> None:
        body = bytes(whole.body)
        length = str(len(body) + MISSING).encode()
        headers = [pair for pair in whole.raw_headers if pair[0] != b"content-length"]
        start = {"status": 200, "headers": [*headers, (b"content-length", length)]}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": body, "more_body": True})
        wires.close(address(scope["client"]))
        await until_gone(receive)

    return reply


def respond(answer: Answer, encoder: Encoder) -> Response:
    """Return the answer as it should be."""
    if answer.payload is None:
        return Response(status_code=answer.status)
    if isinstance(answer.payload, Picture):
        return Response(answer.payload.content, media_type=answer.payload.media_type)
    body = encoder.encode(answer)
    return Response(body, answer.status, media_type=encoder.media_type)


def break_json(whole: Response) -> Response:
    """Return the answer without its end, in a complete response."""
    body = bytes(whole.body) or b'{"retval": 0}'
    media_type = whole.headers.get("content-type", "application/json; charset=utf-8")
    return Response(body[: len(body) * 2 // 3], 200, media_type=media_type)


def fail(details: Details) -> Response:
    """Return a web server's error page."""
    return HTMLResponse(f"<h1>Server Error</h1><h2>{details.status}</h2>", details.status)


def refuse_more(details: Details) -> Response:
    """Return 429, with the ``Retry-After`` header word for word."""
    headers = {} if details.retry_after is None else {"retry-after": details.retry_after}
    return JSONResponse({"Message": "Too Many Requests"}, 429, headers)


BEFORE: Mapping[Fault, Callable[[Details, ConnectionTracker], ASGIApp]] = {
    Fault.HANG: lambda _details, _wires: hang,
    Fault.UNAUTHORIZED: lambda _details, _wires: JSONResponse(UNAUTHORIZED.payload, 401),
    Fault.TOO_MANY: lambda details, _wires: refuse_more(details),
    Fault.SERVER_ERROR: lambda details, _wires: fail(details),
    Fault.MAINTENANCE: lambda _details, _wires: HTMLResponse(MAINTENANCE),
    Fault.DROP_BEFORE: lambda _details, wires: drop(wires),
}


def spoil(  # noqa: PLR0911 (one for each trouble)
    answer: Answer, encoder: Encoder, trouble: PlannedFault | None, wires: ConnectionTracker
) -> ASGIApp:
    """Return the reply to a request whose effect is done."""
    match trouble and trouble.kind:
        case Fault.HANG_AFTER:
            return hang
        case Fault.DROP_AFTER:
            return drop(wires)
        case Fault.TRUNCATED:
            return truncate(wires, respond(answer, encoder))
        case Fault.BROKEN_JSON:
            return break_json(respond(answer, encoder))
        case Fault.EMPTY_PAGE_SAYS_MORE:
            return respond(emptied(answer), encoder)
        case Fault.SERVER_ERROR_AFTER if trouble:
            return fail(trouble.details)
        case _:
            return respond(answer, encoder)


def emptied(answer: Answer) -> Answer:
    """Return the list's answer without items and yet with a next page."""
    return answer if answer.emptied is None else answer.emptied()
