"""Serve the service's calls: under any framework, or as an ASGI application."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

import anyio
from attrs import frozen

from .._logging import log
from ..errors import CallbackError, SignatureError
from ._answers import Answer, accept, refuse, state_quantity
from ._body import MOST_BYTES
from ._handlers import Deliveries, Goods, Handler, check_settings, log_failure, run_handler
from ._signatures import Secret, configured, secret_of, secrets_of
from .answer_store import AnswerStore, MemoryAnswers
from .delivery import DeliveryRequest, read_delivery
from .message import MessageNotification, read_message
from .precheck import PrecheckRequest, read_precheck
from .quantity import QuantityRequest, read_quantity
from .sale import SaleNotification, read_sale

R = TypeVar("R")
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_BOTH = ("GET", "POST")


@frozen
class _Route:
    methods: tuple[str, ...]
    read: Callable[..., Any]
    answer: Callable[[Any], Awaitable[Answer]]


class App:
    """Checks each of the service's calls, runs the handler for it, and answers.

    It is an ASGI application with the paths ``/sale``, ``/message``, ``/delivery``, ``/quantity``
    and ``/precheck``, which mounts below any path; a path without a handler is not found. Under a
    framework that is not ASGI, call `handle`.

    A handler is a function, which runs in a worker thread, or a coroutine function. What it raises
    is logged to the logger ``digiseller_async``, without its text unless it is an error of ours.

    Args:
        password: The one beside the notification's URL; `on_sale` needs it.
        secret: The form's password or the API key, or several; `on_delivery` needs it.
        on_sale: Gets a `SaleNotification`; what it returns does not matter.
        on_message: Gets a `MessageNotification`; what it returns does not matter.
        on_delivery: Gets a `DeliveryRequest`; returns the goods (a text, or several), or an
            `Answer` such as that of `refuse`, or None to be asked again. It may raise only if it
            has handed over nothing. Test calls come too: see `DeliveryRequest.is_test`.
        on_quantity: Gets a `QuantityRequest`; returns a count, or an `Answer`.
        on_precheck: Gets a `PrecheckRequest`; returns None if the options are good, else the text
            that the buyer sees, or an `Answer`.
        answers: Keeps deliveries by the order's number, so that an order gets the same goods each
            time the service asks. In memory by default, which a restart forgets: in production
            give ``SQLiteAnswers(path)``, or an `AnswerStore` of your own.
        timeout: After so many seconds a handler's call fails; a delivery is postponed, and its
            handler runs on for the next call.

    Raises:
        ConfigurationError: `on_sale` has no *password*, or `on_delivery` no *secret*; a handler is
            no function, or *timeout* no number of seconds.
    """

    def __init__(
        self,
        *,
        password: str | None = None,
        secret: Secret | None = None,
        on_sale: Handler[SaleNotification, object] | None = None,
        on_message: Handler[MessageNotification, object] | None = None,
        on_delivery: Handler[DeliveryRequest, Goods] | None = None,
        on_quantity: Handler[QuantityRequest, int | Answer] | None = None,
        on_precheck: Handler[PrecheckRequest, str | Answer | None] | None = None,
        answers: AnswerStore | None = None,
        timeout: float = 5.0,
    ) -> None:
        handlers = (on_sale, on_message, on_delivery, on_quantity, on_precheck)
        self._timeout = check_settings(timeout, *handlers)
        self._routes: dict[str, _Route] = {}
        if on_sale is not None:
            own = configured(secret_of, password, "password", "on_sale needs the password")
            self._add("/sale", partial(read_sale, password=own), on_sale, _thank, _BOTH)
        if on_message is not None:
            self._add("/message", read_message, on_message, _thank, _BOTH)
        if on_delivery is not None:
            needed = "on_delivery needs a secret, the form's or the API key"
            secrets = configured(secrets_of, secret, "secret", needed)
            kept = MemoryAnswers() if answers is None else answers
            deliveries = Deliveries(on_delivery, kept, timeout)
            read = partial(read_delivery, secret=secrets)
            self._routes["/delivery"] = _Route(("POST",), read, deliveries.answer)
        if on_quantity is not None:
            if secret is not None:
                secret = configured(secrets_of, secret, "secret", "on_quantity needs one, or None")
            read_count = partial(read_quantity, secret=secret)
            self._add("/quantity", read_count, on_quantity, _answer_quantity)
        if on_precheck is not None:
            self._add("/precheck", read_precheck, on_precheck, _answer_precheck)

    async def handle(
        self,
        method: str,
        path: str,
        query: str = "",
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> Answer:
        """Return the answer to one call; it raises nothing of what the call or a handler does.

        A wrong signature is answered with 403, a call that cannot be read with 400, another path
        with 404, another method with 405, and a handler that fails or takes too long with 500; but
        such a delivery is postponed.

        Args:
            method: The HTTP method.
            path: The path below the one that the app is mounted at, such as ``/sale``.
            query: The URL's query, as it came.
            headers: The headers, or their pairs, with names in any case.
            body: The body, which the framework must bound: 1 MiB is all that is read.
        """
        refusal = self._refusal(method, path)
        if refusal is not None:
            return refusal
        path = path.rstrip("/")
        route = self._routes[path]
        names = {name.lower(): value for name, value in dict(headers).items()}
        call: dict[str, Any] = {"body": body, "content_type": names.get("content-type", "")}
        if "GET" in route.methods:
            call["query"] = query
        try:
            request = route.read(**call)
        except CallbackError as error:
            log(logging.WARNING, "callbacks: %s was refused: %s", path, error)
            return _plain(403 if isinstance(error, SignatureError) else 400)
        try:
            return await route.answer(request)
        except Exception as error:  # noqa: BLE001  (whatever the seller's code raises)
            log_failure(path, error)
            return _plain(500)

    def _refusal(self, method: str, path: str) -> Answer | None:
        route = self._routes.get(path.rstrip("/"))
        if route is None:
            return _plain(404)
        if method.upper() not in route.methods:
            return _plain(405, allow=", ".join(route.methods))
        return None

    def _add(
        self,
        path: str,
        read: Callable[..., R],
        handler: Callable[[R], Any],
        answer_of: Callable[[R, Any], Answer],
        methods: tuple[str, ...] = ("POST",),
    ) -> None:
        async def answer(request: R) -> Answer:
            with anyio.fail_after(self._timeout):
                result = await run_handler(handler, request)
            return answer_of(request, result)

        self._routes[path] = _Route(methods, read, answer)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one connection of ASGI: HTTP, or the server's start and end."""
        if scope["type"] == "lifespan":
            await _serve_lifespan(receive, send)
        elif scope["type"] == "http":
            await self._serve_http(scope, receive, send)
        else:
            await send({"type": "websocket.close"})

    async def _serve_http(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        path = _path_below_mount(scope)
        answer = self._refusal(scope["method"], path)
        if answer is None:
            body = await _received(receive)
            if body is None:
                return
            pairs: Iterable[tuple[bytes, bytes]] = scope["headers"]
            query = scope["query_string"].decode("utf-8", "replace")
            headers = [(name.decode("latin-1"), one.decode("latin-1")) for name, one in pairs]
            answer = await self.handle(scope["method"], path, query, headers, body)
        await _send(answer, send)


def _path_below_mount(scope: Mapping[str, Any]) -> str:
    # Some frameworks leave the path that the app is mounted at in front of the call's own.
    path: str = scope["path"]
    mount = scope.get("root_path", "").rstrip("/")
    return path.removeprefix(mount) if path.startswith(f"{mount}/") else path


async def _received(receive: Receive) -> bytes | None:
    """Return the body, or None if the client left; of one that is too long, what shows that."""
    body = bytearray()
    while len(body) <= MOST_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)


async def _send(answer: Answer, send: Send) -> None:
    sent = {**answer.headers, "content-length": str(len(answer.body))}
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in sent.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _serve_lifespan(receive: Receive, send: Send) -> None:
    kind = ""
    while kind != "lifespan.shutdown":
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})


def _plain(status: int, **headers: str) -> Answer:
    body = HTTPStatus(status).phrase.encode()
    return Answer(status, {"content-type": "text/plain; charset=utf-8", **headers}, body)


def _thank(_request: SaleNotification | MessageNotification, _result: object) -> Answer:
    return _plain(200)


def _answer_quantity(request: QuantityRequest, found: int | Answer) -> Answer:
    return found if isinstance(found, Answer) else state_quantity(request, found)


def _answer_precheck(request: PrecheckRequest, found: str | Answer | None) -> Answer:
    if isinstance(found, Answer):
        return found
    return refuse(request, found) if found else accept(request)
