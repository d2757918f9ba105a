"""What httpcore logs of our exchanges is cut, and of nobody else's."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from digiseller_async import Digiseller
from digiseller_async._transport.connections import Transport
from digiseller_async._wire import WireRequest
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.anyio
COMPLETE = "receive_response_headers.complete"


async def get(url: str) -> None:
    """Do what another client of the same program does."""
    async with httpx.AsyncClient(trust_env=False) as other:
        await other.get(url + "/other")


async def test_others_records(caplog: pytest.LogCaptureFixture) -> None:
    """Other clients' records stay whole: beside our calls, and while a body is read from them."""
    caplog.set_level(logging.DEBUG, "httpcore.http11")

    class Body:
        media_type, length, rewinds = "text/plain", None, False

        async def __aiter__(self) -> AsyncIterator[bytes]:
            await get(box.url)
            yield b"content"

    async with Sandbox() as box:
        request = WireRequest(method="POST", host=box.url, target="/x", headers={}, body=Body())
        transport = Transport(None)
        await transport.send(request, "T" * 20)
        await transport.aclose()
        await get(box.url)

    messages = [record.getMessage() for record in caplog.records]
    completed = [message for message in messages if message.startswith(COMPLETE)]
    assert completed.count(COMPLETE) == 1
    assert len([one for one in completed if "return_value=" in one]) == 2


def test_installed_once() -> None:
    """However many clients there are, the loggers have one filter of ours."""
    logger = logging.getLogger("httpcore.http11")
    Digiseller(token="T" * 20)
    filters = list(logger.filters)
    Digiseller(token="T" * 20)

    assert logger.filters == filters
