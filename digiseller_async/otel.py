"""Trace calls with OpenTelemetry: ``otel.instrument()``; it needs the extra ``[otel]``.

A call is a span of the kind INTERNAL with the operation as its name; a list has one for each page.
Each of its attempts is a span of the kind CLIENT below it, by the semantic conventions for HTTP,
without the token and other secrets. A sign-in is a call of its own, below the call that first
needed it. Instrumentations of httpx make no further spans of these requests. Nothing is added to
the requests: the service has no part in the trace.
"""

from __future__ import annotations

import time
from functools import cache
from urllib.parse import urlsplit

from ._runtime.observation.attempt import Attempt
from ._runtime.observation.observers import add_observer, remove_observer
from ._wire import WireRequest, redact_target

try:
    from opentelemetry import trace
    from opentelemetry.context import (
        _SUPPRESS_HTTP_INSTRUMENTATION_KEY,  # pyright: ignore[reportPrivateUsage]  (it has no other)
        Context,
        attach,
        get_current,
        set_value,
    )
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "digiseller_async.otel needs opentelemetry-api: pip install 'digiseller_async[otel]'"
    ) from error

__all__ = ["instrument", "uninstrument"]

_NAME = "digiseller_async"
_PORTS = {"https": 443, "http": 80}


def instrument(tracer_provider: trace.TracerProvider | None = None) -> None:
    """Trace the calls of all clients of this process, those that there are and those to come.

    Args:
        tracer_provider: Where the spans go; without it to the global one. Of two calls of this
            function the second decides.
    """
    tracer = trace.get_tracer(_NAME, tracer_provider=tracer_provider)

    def begin_call(operation: str) -> _CallSpans:
        return _CallSpans(tracer, operation)

    add_observer(_NAME, begin_call)


def uninstrument() -> None:
    """Trace no further calls; those under way keep their spans."""
    remove_observer(_NAME)


class _CallSpans:
    """The span of one call, and that of the attempt under way; each is current while it lasts."""

    def __init__(self, tracer: trace.Tracer, operation: str) -> None:
        self._tracer = tracer
        self._outside = get_current()
        self._call = tracer.start_span(operation, self._outside)
        self._attempt: trace.Span = trace.INVALID_SPAN
        self._in_call = trace.set_span_in_context(self._call, self._outside)
        self._in_attempt = self._in_exchange = self._in_call
        self._answered_at: int | None = None
        attach(self._in_call)

    def begin_attempt(self, request: WireRequest, number: int) -> None:
        """Begin the attempt's span."""
        address, port = _server(request.host)
        attributes: dict[str, str | int] = {
            "http.request.method": request.method,
            "url.full": f"{request.host}{redact_target(request.target)}",
            "server.address": address,
            "server.port": port,
        }
        if number > 1:
            attributes["http.request.resend_count"] = number - 1
        self._attempt = self._tracer.start_span(
            request.method, self._in_call, trace.SpanKind.CLIENT, attributes
        )
        self._answered_at = None
        self._in_attempt = trace.set_span_in_context(self._attempt, self._in_call)
        key = _SUPPRESS_HTTP_INSTRUMENTATION_KEY
        self._in_exchange = set_value(key, value=True, context=self._in_attempt)
        attach(self._in_exchange)

    def end_exchange(self) -> None:
        """Let others trace again what is sent by httpx: a hook may send something."""
        self._answered_at = time.time_ns()
        _leave(self._in_exchange, self._in_attempt)

    def end_attempt(self, attempt: Attempt, _: float | None) -> None:
        """End the attempt's span, at the time when its answer had come."""
        self._attempt.set_attribute("http.request.body.size", attempt.sent_bytes)
        self._attempt.set_attribute("http.response.body.size", attempt.received_bytes)
        is_refused = False
        if attempt.status is not None:
            self._attempt.set_attribute("http.response.status_code", attempt.status)
            is_refused = attempt.status >= 400
        _end(self._attempt, str(attempt.status) if is_refused else attempt.error, self._answered_at)
        _leave(self._in_exchange, self._in_attempt)
        _leave(self._in_attempt, self._in_call)

    def end_call(self, error: str | None) -> None:
        """End the call's span."""
        _end(self._call, error)
        _leave(self._in_call, self._outside)


def _end(span: trace.Span, error: str | None, at: int | None = None) -> None:
    if error is not None:
        span.set_attribute("error.type", error)
        span.set_status(trace.StatusCode.ERROR)
    span.end(at)


def _leave(inside: Context, outside: Context) -> None:
    # Not by `detach`, which logs an error where a coroutine is closed in another context.
    if get_current() is inside:
        attach(outside)


@cache
def _server(origin: str) -> tuple[str, int]:
    parts = urlsplit(origin)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]
