"""Send an answer over HTTP, or fail to do so in the way that a fault asks for."""

from collections.abc import Callable, Mapping

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .answers import UNAUTHORIZED, Answer, Picture
from .connections import ConnectionTracker, address
from .encoding import Encoder
from .faults import Fault, FaultDetails, PlannedFault

MISSING_BYTES = 64  # bytes that a truncated answer promises and never sends
MAINTENANCE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Digiseller UPDATING</title></head>
<body><h1>Digiseller UPDATING</h1><p>Ведутся регламентные работы.</p></body></html>
"""


async def wait_for_disconnect(receive: Receive) -> None:
    """Return when the client has left or was thrown out."""
    message = await receive()
    while message["type"] != "http.disconnect":
        message = await receive()


async def hang(_scope: Scope, receive: Receive, _send: Send) -> None:
    """Answer nothing until the client leaves or the sandbox stops."""
    await wait_for_disconnect(receive)


def dropped(tracker: ConnectionTracker) -> ASGIApp:
    """Return a reply that breaks the connection."""

    async def reply(scope: Scope, receive: Receive, _send: Send) -> None:
        tracker.abort(address(scope["client"]))
        await wait_for_disconnect(receive)

    return reply


def truncated(tracker: ConnectionTracker, whole: Response) -> ASGIApp:
    """Return a reply that promises more than it sends, and closes the connection."""

    async def reply(scope: Scope, receive: Receive, send: Send) -> None:
        body = bytes(whole.body)
        length = str(len(body) + MISSING_BYTES).encode()
        headers = [pair for pair in whole.raw_headers if pair[0] != b"content-length"]
        start = {"status": 200, "headers": [*headers, (b"content-length", length)]}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": body, "more_body": True})
        tracker.close(address(scope["client"]))
        await wait_for_disconnect(receive)

    return reply


def respond(answer: Answer, encoder: Encoder) -> Response:
    """Return the answer as it should be."""
    if answer.payload is None:
        return Response(status_code=answer.status)
    if isinstance(answer.payload, Picture):
        return Response(answer.payload.content, media_type=answer.payload.media_type)
    body = encoder.encode(answer)
    return Response(body, answer.status, media_type=encoder.media_type)


def broken_json(whole: Response) -> Response:
    """Return the answer without its end, in a complete response."""
    body = bytes(whole.body) or b'{"retval": 0}'
    media_type = whole.headers.get("content-type", "application/json; charset=utf-8")
    return Response(body[: len(body) * 2 // 3], 200, media_type=media_type)


def server_error(details: FaultDetails) -> Response:
    """Return a web server's error page."""
    return HTMLResponse(f"<h1>Server Error</h1><h2>{details.status}</h2>", details.status)


def too_many(details: FaultDetails) -> Response:
    """Return 429, with the ``Retry-After`` header word for word."""
    headers = {} if details.retry_after is None else {"retry-after": details.retry_after}
    return JSONResponse({"Message": "Too Many Requests"}, 429, headers)


BEFORE_EFFECT: Mapping[Fault, Callable[[FaultDetails, ConnectionTracker], ASGIApp]] = {
    Fault.HANG: lambda _details, _tracker: hang,
    Fault.UNAUTHORIZED: lambda _details, _tracker: JSONResponse(UNAUTHORIZED.payload, 401),
    Fault.TOO_MANY: lambda details, _tracker: too_many(details),
    Fault.SERVER_ERROR: lambda details, _tracker: server_error(details),
    Fault.MAINTENANCE: lambda _details, _tracker: HTMLResponse(MAINTENANCE),
    Fault.DROP_BEFORE: lambda _details, tracker: dropped(tracker),
}


def deliver(  # noqa: PLR0911 (one for each fault)
    answer: Answer, encoder: Encoder, planned: PlannedFault | None, tracker: ConnectionTracker
) -> ASGIApp:
    """Return the reply to a request whose effect is done."""
    match planned and planned.fault:
        case Fault.HANG_AFTER:
            return hang
        case Fault.DROP_AFTER:
            return dropped(tracker)
        case Fault.TRUNCATED:
            return truncated(tracker, respond(answer, encoder))
        case Fault.BROKEN_JSON:
            return broken_json(respond(answer, encoder))
        case Fault.EMPTY_PAGE_SAYS_MORE:
            return respond(without_rows(answer), encoder)
        case Fault.SERVER_ERROR_AFTER if planned:
            return server_error(planned.details)
        case _:
            return respond(answer, encoder)


def without_rows(answer: Answer) -> Answer:
    """Return the list's answer without items and yet with a next page."""
    return answer if answer.emptied is None else answer.emptied()
