"""OpenTelemetry gets a span for each call and one for each attempt, and no secret."""

from __future__ import annotations

import asyncio
import sys
import types
from collections.abc import Generator, Iterator
from contextvars import copy_context
from importlib import import_module
from typing import Any

import anyio
import httpx
import pytest
from opentelemetry import context, trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from support.answering import SIGNED_IN, client_answered, respond
from support.clients import client_of

import digiseller_async
from digiseller_async import Digiseller, DigisellerError, otel
from digiseller_async._runtime.observation.observers import Observers
from digiseller_async._wire import WireRequest
from digiseller_async.sandbox import Fault, Sandbox

pytestmark = pytest.mark.anyio
EMAIL = "buyer@example.com"
WIRE = WireRequest(method="GET", host="http://localhost", target="/", headers={})
PROVIDER = TracerProvider()
TRACER = PROVIDER.get_tracer("tests")


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    """Trace all calls."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    otel.instrument(tracer_provider=PROVIDER)
    otel.instrument(tracer_provider=provider)  # the second one decides
    yield exporter
    otel.uninstrument()


def tree(exporter: InMemorySpanExporter) -> list[str]:
    """Return the names of the spans, each after those that it is in, as they began."""
    spans = sorted(exporter.get_finished_spans(), key=lambda one: one.start_time or 0)
    ids = {_id(one): one for one in spans}
    found: list[str] = []
    for span in spans:
        path = [span.name]
        parent = span.parent
        while parent is not None and parent.span_id in ids:
            outer = ids[parent.span_id]
            path.insert(0, outer.name)
            parent = outer.parent
        found.append(" > ".join(path))
    return found


def _id(span: ReadableSpan) -> int:
    context: Any = span.context
    found: int = context.span_id
    return found


def named(exporter: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    """Return the spans of that name."""
    return [one for one in exporter.get_finished_spans() if one.name == name]


async def test_call(exporter: InMemorySpanExporter) -> None:
    """A call has its attempts below it, and the sign-in that it waited for."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject(Fault.MAINTENANCE, operation="account.balance")
        outside = context.get_current()
        await ds.account.balance()

    assert context.get_current() is outside
    assert tree(exporter) == [
        "account.balance",
        "account.balance > sign_in",
        "account.balance > sign_in > POST",
        "account.balance > GET",
        "account.balance > GET",
    ]
    call = named(exporter, "account.balance")[0]
    assert (call.kind, call.status.status_code) == (trace.SpanKind.INTERNAL, trace.StatusCode.UNSET)
    assert not call.attributes
    failed, done = named(exporter, "GET")
    assert {failed.kind, done.kind} == {trace.SpanKind.CLIENT}
    assert failed.status.status_code is trace.StatusCode.ERROR
    assert done.status.status_code is trace.StatusCode.UNSET
    attributes = dict(done.attributes or {})
    assert attributes.pop("http.response.body.size")
    assert attributes == {
        "http.request.method": "GET",
        "http.request.resend_count": 1,
        "http.request.body.size": 0,
        "http.response.status_code": 200,
        "server.address": "127.0.0.1",
        "server.port": int(box.url.rpartition(":")[2]),
        "url.full": f"{box.url}/api/sellers/account/balance/info",
    }
    assert (failed.attributes or {})["error.type"] == "UnavailableError"
    assert "http.request.resend_count" not in (failed.attributes or {})


async def test_secrets(exporter: InMemorySpanExporter) -> None:
    """The URL is without the token and a buyer's address, and is the service's own."""
    async with client_answered(respond()) as ds:
        await ds.request("GET", "/api/x", params={"email": EMAIL, "page": 2}, effect="safe")
        with pytest.raises(DigisellerError):  # it is no list
            await ds.chats.list(email=EMAIL).first_page()

    shown = "".join(one.to_json() for one in exporter.get_finished_spans())
    assert "https://api.digiseller.com/api/x?email=" in shown
    assert "/api/debates/v2/chats?" in shown
    assert "buyer" not in shown
    assert "TOKEN" not in shown
    attempt = named(exporter, "GET")[0]
    assert (attempt.attributes or {})["server.port"] == 443


async def test_pages(exporter: InMemorySpanExporter) -> None:
    """Each page of a list is a call, below the span that the task is in."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        with TRACER.start_as_current_span("export") as span:
            await ds.account.receipts(page_size=50).limit(150).all()

    pages = named(exporter, "account.receipts")
    assert len(pages) >= 3
    parents = {one.parent.span_id for one in pages if one.parent is not None}
    assert parents == {span.get_span_context().span_id}


async def test_tasks(exporter: InMemorySpanExporter) -> None:
    """Calls that are under way at once are each below the span of their own task."""
    parents: dict[str, int] = {}

    async def call(ds: Digiseller, number: int) -> None:
        with TRACER.start_as_current_span(f"task {number}") as span:
            parents[f"GET /{number}"] = span.get_span_context().span_id
            await ds.request("GET", f"/{number}", effect="safe")
            assert trace.get_current_span() is span

    async with client_answered(respond()) as ds, anyio.create_task_group() as tasks:
        for number in range(5):
            tasks.start_soon(call, ds, number)

    calls = {one.name: one for one in exporter.get_finished_spans() if one.name in parents}
    for name, parent in parents.items():
        found = calls[name].parent
        assert found is not None
        assert found.span_id == parent


@pytest.mark.parametrize(
    ("reply", "attempt", "call"),
    [
        (respond(200, {"retval": 1, "retdesc": "no"}), "RejectedError", "RejectedError"),
        (respond(404), "404", "RejectedError"),
        (httpx.ReadError, "OutcomeUnknownError", "OutcomeUnknownError"),
        (httpx.ConnectError, "NotSentError", "NotSentError"),
    ],
)
async def test_errors(exporter: InMemorySpanExporter, reply: Any, attempt: str, call: str) -> None:
    """A call that fails, and its last attempt, are errors, by their class or the status."""
    async with client_answered(reply) as ds:
        with pytest.raises(DigisellerError):
            await ds.templates.create(name="x")

    for name, error in (("POST", attempt), ("templates.create", call)):
        span = named(exporter, name)[-1]
        assert span.status.status_code is trace.StatusCode.ERROR
        assert (span.attributes or {})["error.type"] == error
        assert not span.events


async def test_cancelled(exporter: InMemorySpanExporter) -> None:
    """A call whose caller gives up is an error, and so is its attempt."""

    async def hang(_: httpx.Request) -> httpx.Response:
        asked.set()
        await anyio.sleep_forever()
        raise AssertionError

    asked, transport = anyio.Event(), httpx.MockTransport(hang)
    async with client_answered(transport=transport) as ds, anyio.create_task_group() as tasks:
        tasks.start_soon(ds.account.balance)
        await asked.wait()
        tasks.cancel_scope.cancel()

    for span in exporter.get_finished_spans():
        assert (span.attributes or {})["error.type"] == "CancelledError"
    assert len(exporter.get_finished_spans()) == 2


def test_cancelled_in_the_hook(exporter: InMemorySpanExporter) -> None:
    """A call ends its spans although asyncio cancels it while its hook is awaited."""
    tasks: list[asyncio.Task[None]] = []

    async def cancel_the_caller(_: object) -> None:
        tasks[0].cancel()
        await asyncio.sleep(0)

    async def call() -> None:
        async with Observers(cancel_the_caller).observe("account.balance") as observation:
            observation.begin_attempt(WIRE)

    async def main() -> None:
        tasks.append(asyncio.create_task(call()))
        await asyncio.wait(tasks)

    asyncio.run(main())

    assert tasks[0].cancelled()
    assert tree(exporter) == ["account.balance", "account.balance > GET"]


@types.coroutine
def suspend() -> Generator[None, None, None]:
    """Wait for ever."""
    yield


async def test_closed_elsewhere(exporter: InMemorySpanExporter) -> None:
    """A coroutine that is closed in another context ends its spans, and leaves that as it is."""

    async def call() -> None:
        async with Observers(None).observe("account.balance") as observation:
            observation.begin_attempt(WIRE)
            await suspend()

    running = call()
    copy_context().run(running.send, None)
    with TRACER.start_as_current_span("other") as span:
        running.close()
        assert trace.get_current_span() is span

    assert tree(exporter) == ["account.balance", "account.balance > GET"]


async def test_others_instrumentations(exporter: InMemorySpanExporter) -> None:
    """Those of httpx are off while a request is under way, and on when a hook is told."""
    key = context._SUPPRESS_HTTP_INSTRUMENTATION_KEY  # pyright: ignore[reportPrivateUsage]
    seen: list[object] = []

    def answer(_: httpx.Request) -> httpx.Response:
        seen.append(context.get_value(key))
        return respond(200, {"retval": 0, "content": {"new_field": 1}})

    def note(_: object) -> None:
        seen.append(context.get_value(key))

    transport = httpx.MockTransport(answer)
    async with client_answered(transport=transport, on_drift=note, on_attempt=note) as ds:
        await ds.account.balance()

    assert seen == [True, None, None]
    assert len(exporter.get_finished_spans()) == 2


async def test_uninstrument(exporter: InMemorySpanExporter) -> None:
    """After that there are no spans; it may be called again."""
    otel.uninstrument()
    otel.uninstrument()
    async with client_answered(respond()) as ds:
        await ds.account.balance()

    assert not exporter.get_finished_spans()


async def test_refused_sign_in(exporter: InMemorySpanExporter) -> None:
    """`sign_in` makes one span, although a call may wait for the same sign-in."""
    settings: dict[str, Any] = {"token": None, "seller_id": 1, "api_key": "KEY-OF-A-SELLER"}
    async with client_answered(respond(200, SIGNED_IN), **settings) as ds:
        await ds.sign_in()

    assert tree(exporter) == ["sign_in", "sign_in > POST"]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OpenTelemetry the package works, and says what the module needs."""
    monkeypatch.delattr(digiseller_async, "otel")
    monkeypatch.delitem(sys.modules, "digiseller_async.otel")
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'digiseller_async\[otel\]'"):
        import_module("digiseller_async.otel")
