"""The package's own spans go together with others' instrumentations, and with the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from digiseller_async import Digiseller, otel
from digiseller_async.sandbox import Sandbox

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Trace all that httpx sends, and this package's calls."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    otel.instrument(tracer_provider=provider)
    yield exporter
    otel.uninstrument()
    instrumentor.uninstrument()


@BACKENDS
@pytest.mark.parametrize(
    "transport", [lambda: None, lambda: httpx.AsyncHTTPTransport(trust_env=False)]
)
def test_no_doubles(spans: InMemorySpanExporter, transport: Any, backend: str) -> None:
    """An attempt has one span, and what else the program sends by httpx has its own."""

    async def call() -> None:
        users: httpx.AsyncBaseTransport | None = transport()
        async with Sandbox() as box, users or httpx.AsyncHTTPTransport():
            settings: dict[str, Any] = {"base_url": box.url, "transport": users}
            async with Digiseller(box.seller_id, box.api_key, **settings) as ds:
                await ds.account.balance()
            async with httpx.AsyncClient(trust_env=False) as client:
                await client.get(box.url)

    anyio.run(call, backend=backend)

    scopes = [
        (one.name, scope.name)
        for one in spans.get_finished_spans()
        if (scope := one.instrumentation_scope) is not None
    ]
    assert scopes == [
        ("POST", "digiseller_async"),
        ("sign_in", "digiseller_async"),
        ("GET", "digiseller_async"),
        ("account.balance", "digiseller_async"),
        ("GET", "opentelemetry.instrumentation.httpx"),
    ]


def test_log(spans: InMemorySpanExporter) -> None:
    """What the log says of an attempt is said within the attempt's span."""
    said: list[tuple[str, int]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            span = trace.get_current_span().get_span_context()
            said.append((record.getMessage().partition(":")[0], span.span_id))

    async def call() -> None:
        async with Sandbox() as box, Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
            await ds.account.balance()

    logger, handler = logging.getLogger("digiseller_async"), Keep()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        anyio.run(call)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)

    ids = {
        one.name: context.span_id
        for one in spans.get_finished_spans()
        if (context := one.get_span_context()) is not None
    }
    assert ("account.balance", ids["GET"]) in said
    assert ("sign_in", ids["POST"]) in said
