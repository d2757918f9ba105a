"""The application checks each call, runs its handler, and answers what the contract says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import anyio
import pytest

from digiseller_async import ConfigurationError, callbacks
from digiseller_async.callbacks import Answer

PASSWORD = "5EC12E7-password"
SECRET = "5EC12E7-form"
SALE_SIGN = hashlib.sha256(b"5ec12e7-password;1000;77").hexdigest()
SALE = json.dumps({"ID_I": 1000, "ID_D": 77, "SHA256": SALE_SIGN}).encode()
SALE_QUERY = f"ID_I=1000&ID_D=77&SHA256={SALE_SIGN}"
DELIVERY_SIGN = hashlib.sha256(b"77:1000:5EC12E7-form").hexdigest()
DELIVERY = json.dumps({"id": "77", "inv": "1000", "sign2": DELIVERY_SIGN}).encode()
MESSAGE = b'{"DebateId": 1000}'
QUANTITY = b'{"product_id": 77, "count": 3}'
PRECHECK = b'{"product": {"id": 77}}'
PRECHECK_XML = b'<request><product id="77"/></request>'
OTHER = Answer(202, {}, b"{}")
NOTHING: dict[str, str] = {}
HANDLERS = ("on_sale", "on_message", "on_delivery", "on_quantity", "on_precheck")


class Seller:
    """Handlers that note each call, and give or raise what they are told to."""

    def __init__(self, *results: Any) -> None:
        self.results = [*results]
        self.calls: list[Any] = []

    async def on_call(self, request: Any) -> Any:
        """Note a call, and give the next result."""
        self.calls.append(request)
        result = self.results.pop(0) if self.results else None
        if isinstance(result, BaseException):
            raise result
        return result

    def app(self, **options: Any) -> callbacks.App:
        """Return an application with all handlers."""
        handlers = dict.fromkeys(HANDLERS, self.on_call)
        settings: dict[str, Any] = {"password": PASSWORD, "secret": SECRET, **handlers, **options}
        return callbacks.App(**settings)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("call", "result", "answer"),
    [
        (("GET", "/sale", SALE_QUERY, b""), None, (200, "OK")),
        (("POST", "/sale", "", SALE), 5, (200, "OK")),
        (("post", "/sale/", "", SALE), None, (200, "OK")),
        (("GET", "/message", "debateid=1000", b""), None, (200, "OK")),
        (("POST", "/message", "", MESSAGE), None, (200, "OK")),
        (
            ("POST", "/quantity", "", QUANTITY),
            2,
            (200, {"product_id": 77, "count": 2, "error": ""}),
        ),
        (("POST", "/quantity", "", QUANTITY), OTHER, (202, NOTHING)),
        (("POST", "/quantity", "", QUANTITY), None, (500, "Internal Server Error")),
        (("POST", "/precheck", "", PRECHECK), None, (200, {"error": ""})),
        (("POST", "/precheck", "?format=json", PRECHECK), "", (200, {"error": ""})),
        (("POST", "/precheck", "", PRECHECK), "no", (200, {"error": "no"})),
        (("POST", "/precheck", "", PRECHECK), OTHER, (202, NOTHING)),
        (("POST", "/precheck", "", PRECHECK), 5, (500, "Internal Server Error")),
        (
            ("POST", "/delivery", "", DELIVERY),
            "A-1",
            (200, {"id": "77", "inv": "1000", "goods": "A-1", "error": ""}),
        ),
        (("POST", "/delivery", "", DELIVERY), OSError(SECRET), (200, {"id": "77", "inv": "1000"})),
        (("POST", "/sale", "", SALE), OSError(SECRET), (500, "Internal Server Error")),
        (
            ("POST", "/sale", "", SALE),
            callbacks.SignatureError("own"),
            (500, "Internal Server Error"),
        ),
    ],
)
async def test_answers(
    call: tuple[str, str, str, bytes], result: Any, answer: tuple[int, Any]
) -> None:
    """Each call reaches its handler once, and what the handler gives becomes the answer."""
    seller = Seller(result)

    method, path, query, body = call
    headers = {"CONTENT-TYPE": "text/plain"}

    found = await seller.app().handle(method, path, query, headers, body)

    status, content = answer
    assert found.status == status
    text = found.body.decode()
    assert (text if isinstance(content, str) else json.loads(text)) == content
    assert len(seller.calls) == 1


@pytest.mark.anyio
async def test_xml_is_answered_in_xml() -> None:
    """A precheck in XML is answered in XML."""
    found = await Seller().app().handle("POST", "/precheck", body=PRECHECK_XML)

    assert found.body.endswith(b"<response><error></error></response>")


WRONG_SALE = SALE.replace(SALE_SIGN.encode(), b"0" * 64)
DOUBLED_SALE = SALE[:-1] + f', "sha256": "{SALE_SIGN}"}}'.encode()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/sale", WRONG_SALE, 403),
        ("POST", "/sale", DOUBLED_SALE, 403),
        ("POST", "/sale", b'{"ID_I": 1000, "ID_D": 77}', 403),
        ("POST", "/delivery", DELIVERY.replace(b"1000", b"1001"), 403),
        ("POST", "/delivery", b'{"id": "77", "inv": "0"}', 403),
        ("POST", "/sale", SALE + b" " * 2**21, 400),
        ("POST", "/sale", b"{}", 400),
        ("POST", "/message", b"[" * 200 + b"]" * 200, 400),
        ("POST", "/delivery", b"<!DOCTYPE a><request/>", 400),
        ("POST", "/quantity", QUANTITY.decode().encode("utf-16"), 400),
        ("POST", "/precheck", b"", 400),
        ("POST", "/", SALE, 404),
        ("POST", "/other", SALE, 404),
        ("POST", "", SALE, 404),
        ("HEAD", "/sale", b"", 405),
        ("PUT", "/sale", SALE, 405),
        ("GET", "/delivery", b"", 405),
    ],
)
async def test_refused_calls(
    method: str, path: str, body: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """What is not signed or cannot be read reaches no handler, and shows no secret."""
    seller = Seller()

    found = await seller.app().handle(method, path, "", (), body)

    assert found.status == status
    assert seller.calls == []
    shown = f"{caplog.text}{found!r}{found.body!r}"
    secrets = (PASSWORD, PASSWORD.lower(), SECRET, SALE_SIGN, DELIVERY_SIGN)
    assert not [one for one in secrets if one in shown]
    allowed = "GET, POST" if path == "/sale" else "POST"
    assert found.headers.get("allow") == (allowed if status == 405 else None)


@pytest.mark.anyio
async def test_failures_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The log says which handler failed, how and where, and not what its error says."""
    await Seller(OSError(SECRET)).app().handle("POST", "/sale", body=SALE)

    assert "callbacks: /sale failed: OSError at " in caplog.text
    assert "test_app.py" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.anyio
async def test_result_that_is_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    """The log says what is wrong with what a handler returned."""
    handler: Any = str
    app = callbacks.App(on_quantity=handler)

    answer = await app.handle("POST", "/quantity", body=b'{"product_id": 1}')

    assert answer.status == 500
    assert "/quantity failed: ArgumentError (count is not a whole number from 0 on)" in caplog.text


@pytest.mark.anyio
async def test_time_out(caplog: pytest.LogCaptureFixture) -> None:
    """A handler that takes too long is cancelled, and the service told to try again."""
    cancelled: list[bool] = []

    async def waits(_: Any) -> None:
        try:
            await anyio.sleep_forever()
        finally:
            cancelled.append(True)

    app = Seller().app(on_sale=waits, timeout=0)

    assert (await app.handle("POST", "/sale", body=SALE)).status == 500
    assert cancelled == [True]
    assert "TimeoutError" in caplog.text


@pytest.mark.anyio
async def test_no_handler() -> None:
    """A path without a handler is not found."""
    app = callbacks.App()
    paths = ("/sale", "/message", "/delivery", "/quantity", "/precheck")

    assert [(await app.handle("POST", path)).status for path in paths] == [404] * 5


@pytest.mark.parametrize(
    "settings",
    [
        {"on_sale": print},
        {"on_sale": print, "password": ""},
        {"on_delivery": print},
        {"on_delivery": print, "secret": ""},
        {"on_delivery": print, "secret": ["good", ""]},
    ],
)
def test_missing_settings(settings: Any) -> None:
    """What could not be checked is refused when the application is made."""
    with pytest.raises(ConfigurationError, match=r"needs (the password|a secret)"):
        callbacks.App(**settings)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"on_sale": print, "password": 5}, "password must be text, not int"),
        ({"on_sale": print, "password": ["a"]}, "password must be text, not list"),
        ({"on_delivery": print, "secret": b"key"}, "secret must be text, not bytes"),
        ({"on_delivery": print, "secret": ["key", 5]}, "secret must be text, not int"),
        ({"on_quantity": print, "secret": ""}, "secret is empty"),
        ({"on_precheck": "print"}, "a handler must be a function, not str"),
        ({"timeout": None}, "timeout must be a number of seconds, not NoneType"),
    ],
)
def test_wrong_settings(settings: Any, problem: str) -> None:
    """What would fail with the first call, or let others sign, is refused at once."""
    with pytest.raises(ConfigurationError, match=problem):
        callbacks.App(**settings)


Event = dict[str, Any]


async def serve(
    app: callbacks.App, events: Sequence[Event], **scope: Any
) -> tuple[list[Event], list[Event]]:
    """Serve one connection; return what was sent, and the events that were not asked for."""
    left, sent = [*events], list[Event]()

    async def receive() -> Event:
        return left.pop(0)

    async def send(event: Event) -> None:
        sent.append(event)

    given = {"type": "http", "method": "POST", "path": "/sale", "query_string": b"", "headers": ()}
    await app({**given, **scope}, receive, send)
    return sent, left


def chunks(body: bytes, size: int) -> list[Event]:
    """Return a body as a server gives it."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    events: list[Event] = [
        {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
    ]
    return [*events, {"type": "http.request"}]


@pytest.mark.anyio
@pytest.mark.parametrize(
    "scope",
    [
        {},
        {"root_path": "/hooks"},
        {"root_path": "/hooks", "path": "/hooks/sale"},
        {"root_path": "/", "path": "/sale/"},
        {"root_path": "/sale", "path": "/sale"},
        {"root_path": "/s"},
    ],
)
async def test_asgi(scope: Any) -> None:
    """The application serves ASGI, wherever it is mounted, whatever pieces the body has."""
    seller = Seller()
    headers = [(b"content-type", b"application/json")]

    sent, left = await serve(seller.app(), chunks(SALE, 7), headers=headers, **scope)

    start, body = sent
    assert start["status"] == 200
    assert start["headers"] == [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"2"),
    ]
    assert body == {"type": "http.response.body", "body": b"OK"}
    assert left == []
    assert [one.id_i for one in seller.calls] == [1000]


@pytest.mark.anyio
async def test_asgi_query() -> None:
    """A query reaches the reader as it came."""
    seller = Seller()
    query = f"{SALE_QUERY}&Agent=%D0%96".encode()

    await serve(seller.app(), chunks(b"", 1), method="GET", query_string=query)

    assert [one.agent for one in seller.calls] == ["Ж"]


@pytest.mark.anyio
async def test_asgi_bounds_the_body() -> None:
    """No more than 1 MiB of a body is taken in."""
    seller = Seller()
    events = chunks(b" " * 2**22, 2**16)

    sent, left = await serve(seller.app(), events)

    assert sent[0]["status"] == 400
    assert len(left) == len(events) - 17
    assert seller.calls == []


@pytest.mark.anyio
@pytest.mark.parametrize(("scope", "status"), [({"path": "/x"}, 404), ({"method": "HEAD"}, 405)])
async def test_asgi_reads_no_body_in_vain(scope: Any, status: int) -> None:
    """A call that is refused by its path or method is answered before its body is read."""
    events = chunks(SALE, 100)

    sent, left = await serve(Seller().app(), events, **scope)

    assert sent[0]["status"] == status
    assert left == events


@pytest.mark.anyio
async def test_asgi_clients_that_leave() -> None:
    """A client that leaves within the body is not answered, and no handler runs."""
    seller = Seller()
    events = [*chunks(SALE, 7)[:3], {"type": "http.disconnect"}]

    sent, _ = await serve(seller.app(), events)

    assert sent == []
    assert seller.calls == []


@pytest.mark.anyio
async def test_asgi_lifespan_and_others() -> None:
    """The server's start and end are confirmed, and a WebSocket is closed."""
    events = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    sent, left = await serve(Seller().app(), events, type="lifespan")
    assert [one["type"] for one in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
    assert left == []
    sent, _ = await serve(Seller().app(), [], type="websocket")
    assert sent == [{"type": "websocket.close"}]
