"""What a watch reads is read past rows that nobody can identify."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest
from support.clocks import InstantClock

from digiseller_async import Digiseller, Retry, UnexpectedReplyError
from digiseller_async.models import ChatMessage
from digiseller_async.watching.chats import NewMessages
from digiseller_async.watching.reading import read_rows

pytestmark = pytest.mark.anyio
START = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


def client(*rows: Any, status: int = 200) -> Digiseller:
    """Return a client whose service has these sales."""

    def answer(_: httpx.Request) -> httpx.Response:
        page = {"retval": 0, "page": 1, "pages": 1, "total_rows": len(rows), "rows": list(rows)}
        return httpx.Response(status, json=page)

    return Digiseller(
        token="T",
        transport=httpx.MockTransport(answer),
        rate=None,
        retry=Retry(attempts=1),
        clock=InstantClock(),
    )


async def test_rows_that_cannot_be_identified(caplog: pytest.LogCaptureFixture) -> None:
    """A row without a readable number is left out and logged; the others are given."""
    async with client({"invoice_id": 1}, {"invoice_id": "?"}, {"invoice_id": 3}) as ds:
        found = await read_rows(ds.sales.list())

    assert [one.invoice_id for one in found] == [1, 3]
    assert "cannot be read" in caplog.text


async def test_reading_ends_where_it_is_told() -> None:
    """A reading ends at the first row that is old enough."""
    async with client({"invoice_id": 1}, {"invoice_id": 2}, {"invoice_id": 3}) as ds:
        found = await read_rows(ds.sales.list(), until=lambda one: one.invoice_id == 2)

    assert [one.invoice_id for one in found] == [1]


async def test_whole_answers_that_cannot_be_read() -> None:
    """An answer that cannot be read at all is an error."""
    async with client(status=302) as ds:
        with pytest.raises(UnexpectedReplyError):
            await read_rows(ds.sales.list())


async def test_chats_that_repeat_themselves() -> None:
    """A service that gives the same messages again and again is not asked for ever."""
    asked: list[dict[str, Any]] = []
    page = [ChatMessage(id=one, date_written=START) for one in range(1, 201)]

    async def messages(_: int, **which: Any) -> list[ChatMessage]:
        asked.append(which)
        return page

    reader = NewMessages(lambda: None, messages, own=True)  # type: ignore[arg-type,return-value]
    found = await reader._of(1, None, START)  # pyright: ignore[reportPrivateUsage]

    assert len(found) == 200
    assert len(asked) == 2
