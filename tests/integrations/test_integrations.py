"""What mocks, recorders and tracers see of a call has path and query, and no secret.

They are the real ones, and hook into httpx's transport, or into httpcore. What an answer has in its
body is another matter: a recorder keeps that as it came.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
import sentry_sdk
import vcr  # type: ignore[import-untyped]
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pytest_httpx import HTTPXMock

from digiseller_async import AuthenticationError, Digiseller, RejectedError, Retry
from digiseller_async.sandbox import Sandbox

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
TOKEN = "5EC12E7T0KEN" * 3
EMAIL = "buyer@secret.example"
ORIGIN = "https://api.digiseller.com"
PATH = "/api/sellers/account/balance/info"
BALANCE = {"retval": 0, "content": {"amount_z_free": 1}}
REFUSED = {"retval": 1, "retdesc": f"no {TOKEN} of {EMAIL}"}
OWN_CONNECTIONS_OR_USERS = pytest.mark.parametrize(
    "transport", [lambda: None, lambda: httpx.AsyncHTTPTransport(trust_env=False)]
)
Transports = Callable[[], httpx.AsyncBaseTransport | None]


def no_secret(*shown: object) -> None:
    """Fail if a secret is in what is *shown*."""
    for one in shown:
        text = f"{one} {one!r}"
        assert TOKEN not in text
        assert EMAIL not in text


def refused_call(transport: httpx.AsyncBaseTransport | None = None) -> Awaitable[None]:
    """Make a call that the mock refuses in words that repeat secrets."""

    async def call() -> None:
        async with Digiseller(token=TOKEN, transport=transport, retry=Retry(attempts=1)) as ds:
            with pytest.raises(RejectedError):
                await ds.account.balance()

    return call()


@OWN_CONNECTIONS_OR_USERS
def test_pytest_httpx(httpx_mock: HTTPXMock, transport: Transports) -> None:
    """A test can match a call by its URL, with path and query."""
    httpx_mock.add_response(url=ORIGIN + PATH, json=BALANCE)
    httpx_mock.add_response(
        url=ORIGIN + "/api/categories?seller_id=1&category_id=5", json={"retval": 0, "category": []}
    )

    async def calls() -> None:
        async with Digiseller(token=TOKEN, transport=transport()) as ds:
            assert (await ds.account.balance()).amount_z_free == 1
            await ds.catalog.categories(seller_id=1, category_id=5)

    asyncio.run(calls())
    for request in httpx_mock.get_requests():
        no_secret(request, request.url, request.extensions)


@OWN_CONNECTIONS_OR_USERS
def test_respx(transport: Transports) -> None:
    """So can one of respx, which stands in for httpcore."""
    with respx.mock() as service:
        route = service.get(ORIGIN + PATH).respond(json=REFUSED)
        asyncio.run(_run(refused_call(transport())))

    request: httpx.Request = route.calls.last.request
    assert str(request.url) == ORIGIN + PATH
    assert TOKEN.encode() in bytes(request.extensions["target"])
    no_secret(request, request.url, request.extensions, route.calls.last)


async def _run(call: Awaitable[None]) -> None:
    await call


@pytest.mark.parametrize("transport", ["own", "user's"])
def test_vcr(tmp_path: Path, transport: str) -> None:
    """A cassette has path and query, without the token, and can be played again."""
    cassette = tmp_path / "cassette.yaml"
    recorder: Any = vcr.VCR()

    async def call(url: str, seller_id: int) -> Any:
        users = None if transport == "own" else httpx.AsyncHTTPTransport(trust_env=False)
        async with AsyncExitStack() as stack:
            if users is not None:
                await stack.enter_async_context(users)
            ds = Digiseller(seller_id, token=tokens[0], base_url=url, transport=users)
            await stack.enter_async_context(ds)
            return await ds.catalog.categories(seller_id=seller_id, category_id=0)

    async def record() -> tuple[str, int, Any]:
        async with Sandbox() as box:
            async with Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
                await ds.sign_in()
                token: Any = await ds._pipeline.tokens.get()  # pyright: ignore[reportPrivateUsage]
                tokens.append(str.__str__(token))
            with recorder.use_cassette(str(cassette)):
                return box.url, box.seller_id, await call(box.url, box.seller_id)

    tokens: list[str] = []
    url, seller_id, recorded = asyncio.run(record())
    text = cassette.read_text("utf-8")
    assert "/api/categories?seller_id=" in text
    assert tokens[0] not in text
    with recorder.use_cassette(str(cassette), record_mode="none"):
        assert asyncio.run(call(url, seller_id)) == recorded


def test_vcr_sign_in(tmp_path: Path) -> None:
    """A cassette without the sign-in, as the README says, has neither token, key nor signature."""
    recipe = next(line for line in README.splitlines() if line.startswith("recorder = vcr.VCR("))
    names: dict[str, Any] = {"vcr": vcr}
    exec(recipe, names)  # noqa: S102  (our own)
    recorder, cassette = names["recorder"], tmp_path / "cassette.yaml"

    async def record() -> tuple[str, Any]:
        async with Sandbox() as box:
            with recorder.use_cassette(str(cassette)):
                async with Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
                    balance = await ds.account.balance()
                    token: Any = await ds._pipeline.tokens.get()  # pyright: ignore[reportPrivateUsage]
            text = cassette.read_text("utf-8")
            assert PATH in text
            for secret in ("apilogin", '"sign"', box.api_key, str.__str__(token)):
                assert secret not in text
            return box.url, balance

    async def play() -> Any:
        with recorder.use_cassette(str(cassette), record_mode="none"):
            async with Digiseller(token="any", base_url=url) as ds:
                return await ds.account.balance()

    url, recorded = asyncio.run(record())
    assert asyncio.run(play()) == recorded


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Trace all that httpx sends."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()

    async def keep_request(span: Any, request: Any) -> None:
        span.set_attribute("hook.request", f"{request!r} {request.url} {request.extensions}")

    async def keep_response(span: Any, request: Any, response: Any) -> None:
        span.set_attribute("hook.response", f"{request!r} {response!r}")

    instrumentor.instrument(
        tracer_provider=provider,
        async_request_hook=keep_request,
        async_response_hook=keep_response,
    )
    yield exporter
    instrumentor.uninstrument()


@OWN_CONNECTIONS_OR_USERS
def test_opentelemetry(spans: InMemorySpanExporter, transport: Transports) -> None:
    """A span, and what a hook makes of a request, has the URL with its path, and no secret."""

    async def call() -> None:
        users = transport()
        async with (
            Sandbox() as box,
            users or httpx.AsyncHTTPTransport() as _,
            Digiseller(box.seller_id, box.api_key, base_url=box.url, transport=users) as ds,
        ):
            await ds.account.balance()
            token: Any = await ds._pipeline.tokens.get()  # pyright: ignore[reportPrivateUsage]
            secrets.extend((box.api_key, str.__str__(token)))

    secrets: list[str] = []
    asyncio.run(call())

    finished = spans.get_finished_spans()
    shown = "".join(span.to_json() for span in finished)
    assert len(finished) == 2
    assert PATH in shown
    assert "apilogin" in shown
    for secret in secrets:
        assert secret not in shown


@pytest.fixture
def events() -> Iterator[list[Any]]:
    """Report to a Sentry that keeps events, with all that it can be told to record."""
    kept: list[Any] = []

    def keep(event: Any, _: Any) -> None:
        kept.append(event)

    logging.getLogger("httpcore").setLevel(logging.DEBUG)
    sentry_sdk.init(
        "https://key@localhost/1",
        before_send=keep,
        before_send_transaction=keep,
        traces_sample_rate=1.0,
        include_local_variables=True,
        max_request_body_size="always",
    )
    yield kept
    sentry_sdk.init()
    logging.getLogger("httpcore").setLevel(logging.NOTSET)


async def _captured(ds: Digiseller, error: type[Exception]) -> None:
    """Read the balance, which fails with *error*, in a transaction, and report that."""
    async with ds:
        with sentry_sdk.start_transaction(name="call"):
            try:
                await ds.account.balance()
            except error as raised:
                sentry_sdk.capture_exception(raised)


def test_sentry(httpx_mock: HTTPXMock, events: list[Any]) -> None:
    """Events with their breadcrumbs, their frames' locals, and transactions have no secret."""
    httpx_mock.add_response(json=REFUSED)

    asyncio.run(_captured(Digiseller(token=TOKEN, retry=Retry(attempts=1)), RejectedError))

    assert len(events) == 2
    assert "RejectedError" in str(events)
    no_secret(*events)


def test_sentry_sign_in(httpx_mock: HTTPXMock, events: list[Any]) -> None:
    """Nor have those of a sign-in that is refused: neither the key nor what it signed."""
    httpx_mock.add_response(json={"retval": -1, "desc": f"{TOKEN} of {EMAIL} is no key"})

    asyncio.run(_captured(Digiseller(1, TOKEN, retry=Retry(attempts=1)), AuthenticationError))

    signature = json.loads(httpx_mock.get_requests()[0].content)["sign"]
    assert len(events) == 2
    assert "AuthenticationError" in str(events)
    assert signature not in str(events)
    no_secret(*events)
