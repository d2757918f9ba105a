"""What a service answers over a socket is what a whole call tells its caller, on both libraries."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from support.clocks import RecordingClock
from support.raw_http import reply, serving

from digiseller_async import (
    Digiseller,
    DigisellerError,
    NotFoundError,
    Outcome,
    OutcomeUnknownError,
    PartialSuccessError,
    RateLimitedError,
    RejectedError,
    Retry,
)

ANSWERS = Path(__file__).with_name("answers")
pytestmark = pytest.mark.anyio


class Service:
    """Gives one answer to all requests, and counts these."""

    def __init__(self, answer: bytes) -> None:
        self.requests = 0
        self._answer = answer

    def __call__(self, _: bytes) -> bytes:
        """Answer."""
        self.requests += 1
        return self._answer


def client(url: str, **settings: Any) -> Digiseller:
    """Return a client that has a token and does not really wait."""
    usual: dict[str, Any] = {"clock": RecordingClock(), "rate": None, "random": lambda: 0.0}
    return Digiseller(1, token="T0KEN-1234", base_url=url, **(usual | settings))


Made = Callable[[Digiseller], Awaitable[Any]]
CALLS: dict[str, Made] = {
    "delete": lambda ds: ds.content.delete(1, 2),
    "add": lambda ds: ds.content.add_text(1, texts=["a", "b", "c"]),
    "images": lambda ds: ds.gallery.add_images(1, images=[("a.png", b"a"), ("b.png", b"b")]),
    "archive": lambda ds: ds.content.add_files(1, archive=("a.zip", zip_of("a", "b")), count=2),
    "videos": lambda ds: ds.gallery.add_videos(
        1, urls=["https://youtu.be/a", "https://youtu.be/b"]
    ),
    "clone": lambda ds: ds.products.clone(1, count=2),
    "edit": lambda ds: ds.products.edit_base(1, enabled=False),
}


def zip_of(*names: str) -> bytes:
    """Return an archive of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    return buffer.getvalue()


async def error_of(name: str, answer: bytes, **settings: Any) -> tuple[DigisellerError, int]:
    """Return the error of a call that gets an answer, and how often it was sent."""
    service = Service(answer)
    async with serving(service) as url, client(url, **settings) as ds:
        with pytest.raises(DigisellerError) as caught:
            await CALLS[name](ds)
    return caught.value, service.requests


RECORDED = sorted(
    one.name for one in ANSWERS.iterdir() if not one.name.startswith(("wait", "blocked"))
)


@pytest.mark.parametrize("name", RECORDED)
async def test_recorded_reasons(name: str) -> None:
    """A refusal is told with its reason, and the call is made once."""
    error, requests = await error_of("edit", (ANSWERS / name).read_bytes())

    assert type(error) is RejectedError
    assert (error.happened, requests, error.operation) == ("no", 1, "products.edit_base")
    assert ": " in error.message
    assert all(one.text for one in error.errors)


async def test_recorded_block() -> None:
    """A page of a protection is told as a web page, and the call is made once."""
    error, requests = await error_of("add", (ANSWERS / "blocked.http").read_bytes())

    assert "a web page came in place of an answer" in str(error)
    assert (error.happened, requests) == ("no", 1)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("wait-below-one.http", 0.503), ("wait-fraction.http", 1.5), ("wait-two.http", 2.0)],
)
async def test_recorded_waits(name: str, seconds: float) -> None:
    """Between two attempts no less time passes than was asked for."""
    clock = RecordingClock()
    error, requests = await error_of("edit", (ANSWERS / name).read_bytes(), clock=clock)

    assert isinstance(error, RateLimitedError)
    assert (error.retry_after, requests) == (seconds, 3)
    assert error.waits == (seconds, seconds)


@pytest.mark.parametrize("status", [404, 405, 408, 411, 413, 414, 431, 451])
@pytest.mark.parametrize("name", ["add", "delete", "edit"])
async def test_servers_in_front(name: str, status: int) -> None:
    """What a server in front refuses did not happen, and is not sent again."""
    page = b"<html><head><title>nginx</title></head></html>"
    answer = reply(page, b"Content-Type: text/html", status=b"%d No" % status)
    error, requests = await error_of(name, answer)

    assert type(error) is RejectedError
    assert (error.happened, requests, error.status) == ("no", 1, status)


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":"no"}',
        b'{"status":"ok"}',
        b'{"Retval":0}',
        b'{"Message":"no"}',
        b"<error/>",
        b"{}",
    ],
)
async def test_unsaid_success(body: bytes) -> None:
    """A deletion whose answer does not say that it was done may have been, and is reported."""
    told: list[Outcome] = []
    answer = reply(body)
    error, requests = await error_of("delete", answer, on_outcome=told.append)

    assert type(error) is OutcomeUnknownError
    assert (error.happened, requests, len(told)) == ("unknown", 3, 1)


PARTS = {
    "add": ("content_id", 2, "2 results of 3"),
    "images": ("preview_id", 1, "1 result of 2"),
    "videos": ("preview_id", 1, "1 result of 2"),
    "archive": ("content_id", 1, "1 result of 2"),
}


@pytest.mark.parametrize("name", PARTS)
async def test_fewer_results_than_sent(name: str) -> None:
    """An answer with fewer results than were sent is an error that has these results."""
    key, count, words = PARTS[name]
    content = [{key: number + 1} for number in range(count)]
    answer = reply(json.dumps({"retval": 0, "errors": None, "content": content}).encode())
    error, _ = await error_of(name, answer)

    assert type(error) is PartialSuccessError
    assert (error.happened, error.attempts, len(error.result)) == ("yes", 1, count)
    assert words in str(error)


async def test_fewer_copies_than_asked_for() -> None:
    """A product that was copied once in place of twice is told with the one copy."""
    error, _ = await error_of("clone", reply(b'{"retval":0,"content":{"products":[7]}}'))

    assert type(error) is PartialSuccessError
    assert error.result == [7]


async def test_as_many_results_as_sent() -> None:
    """An answer with as many results as were sent is a success."""
    content = [{"content_id": number} for number in (1, 2, 3)]
    service = Service(reply(json.dumps({"retval": 0, "content": content}).encode()))
    async with serving(service) as url, client(url) as ds:
        assert len(await CALLS["add"](ds)) == 3
        assert len(await ds.content.add_text(1, texts=(one for one in "abc"))) == 3


async def test_nothing_secret_in_a_result() -> None:
    """What was done is told without the token, and without an address."""
    content = [
        {"content_id": 1, "serial": "T0KEN-1234"},
        {"content_id": 2, "serial": "a@b.example"},
    ]
    body = {
        "retval": 0,
        "content": content,
        "errors": [{"code": "T0KEN-1234", "message": "x@y.example"}],
    }
    error, _ = await error_of("add", reply(json.dumps(body).encode()))

    assert isinstance(error, PartialSuccessError)
    assert [one.content_id for one in error.result] == [1, 2]
    shown = repr(vars(error)) + str(error)
    assert not any(secret in shown for secret in ("T0KEN", "a@b", "x@y"))


async def test_addresses_in_an_unknown_outcome() -> None:
    """The reason of a failure is told without addresses also where the outcome is unknown."""
    answer = reply(b'{"Message":"no mail to buyer@example.com"}', status=b"500 Error")
    error, _ = await error_of("add", answer)

    assert type(error) is OutcomeUnknownError
    assert "no mail to" in str(error)
    assert "buyer@" not in repr(vars(error))


async def test_a_part_after_a_lost_answer() -> None:
    """A part that was done was done, whatever became of earlier attempts."""
    answers = [reply(b"oops", status=b"500 Error"), reply(b'{"retval":0,"errors":["no"]}')]
    async with serving(lambda _: answers.pop(0)) as url, client(url) as ds:
        with pytest.raises(PartialSuccessError) as caught:
            await ds.templates.set_products(1, products=[{"product_id": 1, "percent": 1}])

    assert (caught.value.happened, caught.value.attempts) == ("yes", 2)


async def test_not_found() -> None:
    """The service's words for a missing thing are an error of their own."""
    answer = reply(b'{"retval":1,"retdesc":"no such content"}', status=b"404 Not Found")
    error, requests = await error_of("delete", answer, retry=Retry(attempts=3))

    assert type(error) is NotFoundError
    assert (str(error), requests) == (
        "content.delete: the service refused the request (retval 1): no such content",
        1,
    )
