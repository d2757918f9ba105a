"""Watch calls as OpenTelemetry and Sentry do, where they are installed, and keep what they see."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import define, field

_TESTS = str(Path(__file__).parent.parent.parent)


@define
class Seen:
    """What the observers have seen, as texts."""

    spans: list[str] = field(factory=list[str])
    events: list[str] = field(factory=list[str])

    def report(self, error: BaseException | None) -> None:
        """Have Sentry report *error*, with the locals of its frames and the breadcrumbs so far."""
        if error is not None and has_sentry():
            import_module("sentry_sdk").capture_exception(error)


def has_sentry() -> bool:
    """Return whether Sentry is installed."""
    return find_spec("sentry_sdk") is not None


def has_opentelemetry() -> bool:
    """Return whether OpenTelemetry is installed, with its instrumentation of httpx."""
    parts = ("opentelemetry", "instrumentation", "httpx")
    names = (".".join(parts[:count]) for count in (1, 2, 3))  # it asks for the outer ones first
    return all(find_spec(name) is not None for name in names)


@contextmanager
def observing() -> Generator[Seen]:
    """Let whatever is installed observe all calls."""
    seen = Seen()
    with ExitStack() as stack:
        if has_opentelemetry():
            stack.enter_context(_tracing(seen))
        if has_sentry():
            stack.enter_context(_reporting(seen))
        yield seen


@contextmanager
def _tracing(seen: Seen) -> Generator[None]:
    sdk: Any = import_module("opentelemetry.sdk.trace")
    export: Any = import_module("opentelemetry.sdk.trace.export")
    memory: Any = import_module("opentelemetry.sdk.trace.export.in_memory_span_exporter")
    httpx: Any = import_module("opentelemetry.instrumentation.httpx")
    exporter, provider = memory.InMemorySpanExporter(), sdk.TracerProvider()
    provider.add_span_processor(export.SimpleSpanProcessor(exporter))
    instrumentor = httpx.HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        yield
    finally:
        instrumentor.uninstrument()
        seen.spans += [one.to_json() for one in exporter.get_finished_spans()]


@contextmanager
def _reporting(seen: Seen) -> Generator[None]:
    sentry: Any = import_module("sentry_sdk")

    def keep(event: Any, _: Any) -> None:
        seen.events.append(json.dumps(_without_tests(event), default=repr))

    sentry.init(
        "https://key@localhost/1",
        before_send=keep,
        before_send_transaction=keep,
        traces_sample_rate=1.0,
        include_local_variables=True,
        max_request_body_size="always",
        auto_session_tracking=False,
    )
    try:
        with sentry.start_transaction(name="soak"):
            yield
    finally:
        sentry.init()


def _without_tests(event: Any) -> Any:
    """Return *event* without the locals of tests, which hold the secrets."""
    errors: list[Any] = event.get("exception", {}).get("values", [])
    for one in errors:
        stack: Any = one.get("stacktrace") or {}
        frames: list[Any] = stack.get("frames", [])
        for frame in frames:
            if str(frame.get("abs_path", "")).startswith(_TESTS):
                frame.pop("vars", None)
    return event
