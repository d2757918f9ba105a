"""Faults that are injected into the sandbox."""

import asyncio
import socket
import time
from typing import Any

import httpx
import pytest

from digiseller_async.sandbox import Fault, Sandbox

RECEIPTS = "/api/sellers/account/receipts"
TEMPLATES = "/api/templates"


async def create(client: httpx.AsyncClient) -> httpx.Response:
    """Create a template."""
    return await client.post(TEMPLATES, json={"name": "x"})


async def page(client: httpx.AsyncClient, number: int = 1) -> dict[str, Any]:
    """Return the content of a page of receipts."""
    reply = await client.get(RECEIPTS, params={"page": number})
    content: dict[str, Any] = reply.json()["content"]
    return content


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "details", "status", "effects"),
    [
        (Fault.UNAUTHORIZED, {}, 401, 0),
        (Fault.TOO_MANY, {}, 429, 0),
        (Fault.SERVER_ERROR, {}, 500, 0),
        (Fault.SERVER_ERROR, {"status": 503}, 503, 0),
        (Fault.SERVER_ERROR_AFTER, {"status": 502}, 502, 1),
        (Fault.MAINTENANCE, {}, 200, 0),
        (Fault.BROKEN_JSON, {}, 200, 1),
        (Fault.LATENCY, {"seconds": 0.01}, 200, 1),
    ],
)
async def test_answers_go_wrong(
    box: Sandbox,
    client: httpx.AsyncClient,
    fault: Fault,
    details: dict[str, Any],
    *,
    status: int,
    effects: int,
) -> None:
    """A fault that answers has its status, comes before or after the effect, and comes once."""
    box.inject(fault, **details)
    reply = await create(client)

    assert reply.status_code == status
    assert box.applied["templates.create"] == effects
    assert (await create(client)).json()["retval"] == 0


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "effects"),
    [(Fault.DROP_BEFORE, 0), (Fault.DROP_AFTER, 1), (Fault.TRUNCATED, 1)],
)
async def test_connections_break(
    box: Sandbox,
    client: httpx.AsyncClient,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
    effects: int,
) -> None:
    """A broken connection is an error of the transport, is logged nowhere, and is replaced."""
    before = box.connections
    box.inject(fault)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await create(client)

    assert box.applied["templates.create"] == effects
    assert (await create(client)).status_code == 200
    assert box.connections == before + 1
    assert not [record for record in caplog.records if record.name.startswith("uvicorn")]


@pytest.mark.asyncio
@pytest.mark.parametrize(("fault", "effects"), [(Fault.HANG, 0), (Fault.HANG_AFTER, 1)])
async def test_answers_never_come(
    box: Sandbox, client: httpx.AsyncClient, fault: Fault, effects: int
) -> None:
    """A request that hangs is given up by the client, before or after the effect."""
    box.inject(fault)
    with pytest.raises(httpx.ReadTimeout):
        await client.post(TEMPLATES, json={"name": "x"}, timeout=0.1)

    assert box.applied["templates.create"] == effects
    assert (await create(client)).status_code == 200


@pytest.mark.asyncio
async def test_a_client_that_leaves_does_not_take_the_effect_back(
    box: Sandbox, client: httpx.AsyncClient
) -> None:
    """A late request is carried out although the client has left."""
    box.inject(Fault.LATENCY, seconds=0.1)
    with pytest.raises(httpx.ReadTimeout):
        await client.post(TEMPLATES, json={"name": "x"}, timeout=0.02)
    box.inject(Fault.LATENCY, seconds=0.2)
    await client.get(TEMPLATES)

    assert box.applied["templates.create"] == 1


@pytest.mark.asyncio
async def test_a_dropped_connection_answers_no_byte(box: Sandbox) -> None:
    """DROP_BEFORE closes the socket before a single byte of an answer."""
    box.inject(Fault.DROP_BEFORE)
    address = ("127.0.0.1", int(box.url.rpartition(":")[2]))
    request = b"GET /api/templates HTTP/1.1\r\nhost: x\r\naccept: */*\r\n\r\n"

    def ask() -> bytes:
        with socket.create_connection(address, 5) as wire:
            wire.sendall(request)
            return wire.recv(1000)

    assert await asyncio.to_thread(ask) == b""


@pytest.mark.asyncio
async def test_a_truncated_answer_promises_more(box: Sandbox, client: httpx.AsyncClient) -> None:
    """TRUNCATED sends a Content-Length that is larger than what follows."""
    box.inject(Fault.TRUNCATED)
    async with client.stream("GET", TEMPLATES) as reply:
        with pytest.raises(httpx.RemoteProtocolError):
            await reply.aread()

    assert 0 < reply.num_bytes_downloaded < int(reply.headers["content-length"])


@pytest.mark.asyncio
async def test_maintenance_is_a_page(box: Sandbox, client: httpx.AsyncClient) -> None:
    """MAINTENANCE is HTML with status 200."""
    box.inject(Fault.MAINTENANCE)
    reply = await client.get(TEMPLATES)

    assert "Digiseller UPDATING" in reply.text
    assert reply.headers["content-type"].startswith("text/html")


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["3", "Wed, 21 Oct 2026 07:28:00 GMT", "soon", None])
async def test_retry_after_is_sent_word_for_word(
    box: Sandbox, client: httpx.AsyncClient, text: str | None
) -> None:
    """TOO_MANY has the Retry-After header that was asked for, or none."""
    box.inject(Fault.TOO_MANY, retry_after=text)
    reply = await client.get(TEMPLATES)

    assert reply.headers.get("retry-after") == text


@pytest.mark.asyncio
async def test_broken_json_is_a_whole_response(box: Sandbox, client: httpx.AsyncClient) -> None:
    """BROKEN_JSON arrives completely, and is no JSON; also where nothing is answered else."""
    box.inject(Fault.BROKEN_JSON, times=2)
    for reply in (await client.get(TEMPLATES), await client.delete("/api/templates/1")):
        assert len(reply.content) == int(reply.headers["content-length"]) > 0
        with pytest.raises(ValueError, match=r"."):
            reply.json()


@pytest.mark.asyncio
async def test_an_empty_page_says_more(box: Sandbox, client: httpx.AsyncClient) -> None:
    """EMPTY_PAGE_SAYS_MORE is a page without items that has a next page."""
    box.inject(Fault.EMPTY_PAGE_SAYS_MORE)
    content = await page(client, 25)

    assert (content["items"], content["has_next_page"], content["page"]) == ([], True, 25)


@pytest.mark.asyncio
async def test_a_repeated_page(box: Sandbox, client: httpx.AsyncClient) -> None:
    """REPEATED_PAGE answers page 1, whatever page is asked for."""
    first = await page(client)
    box.inject(Fault.REPEATED_PAGE, times=2)

    assert [await page(client, 7), await page(client, 8)] == [first, first]
    assert (await page(client, 7))["page"] == 7


@pytest.mark.asyncio
@pytest.mark.parametrize(("newest", "first"), [(False, 0), (True, 4)])
async def test_a_list_shrinks(
    box: Sandbox, client: httpx.AsyncClient, *, newest: bool, first: int
) -> None:
    """SHRUNK takes rows away for good, from the old end or from the new one."""
    before = await page(client)
    box.inject(Fault.SHRUNK, by=4, newest=newest)
    after = await page(client)

    assert after["total_count"] == before["total_count"] - 4
    assert after["items"][0] == before["items"][first]
    assert (await page(client))["total_count"] == after["total_count"]


@pytest.mark.asyncio
async def test_faults_come_in_order(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Each request takes the first fault that fits its operation."""
    box.inject(Fault.SERVER_ERROR, status=502, operation="account.receipts")
    box.inject(Fault.SERVER_ERROR, status=503, times=2)
    box.inject("server_error", status=504, operation="templates.list")
    paths = [TEMPLATES, RECEIPTS, TEMPLATES, TEMPLATES, TEMPLATES]
    statuses = [(await client.get(path)).status_code for path in paths]

    assert statuses == [503, 502, 503, 504, 200]


@pytest.mark.asyncio
async def test_sign_in_is_spared_unless_named(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A fault for any operation passes sign-in over; one that names it does not."""
    box.inject(Fault.SERVER_ERROR)
    spared = await client.post("/api/apilogin", json={})
    box.inject(Fault.SERVER_ERROR, operation="sign_in")
    named = await client.post("/api/apilogin", json={})

    assert (spared.status_code, named.status_code) == (200, 500)


@pytest.mark.asyncio
async def test_a_fault_of_lists_waits_for_a_list(box: Sandbox, client: httpx.AsyncClient) -> None:
    """EMPTY_PAGE_SAYS_MORE is not taken by an operation that has no pages."""
    box.inject(Fault.EMPTY_PAGE_SAYS_MORE)
    await create(client)

    assert (await page(client))["items"] == []


@pytest.mark.parametrize(
    ("fault", "details", "problem"),
    [
        ("no such fault", {}, "fault must be one of latency, .*; got 'no such fault'"),
        (Fault.HANG, {"operation": "account.nothing"}, "operation must be .*'account.nothing'"),
        (Fault.SHRUNK, {"operation": "templates.list"}, "shrunk applies to .*templates.list"),
        (Fault.HANG, {"seconds": 1}, "hang takes no details; got seconds"),
        (Fault.SHRUNK, {"rows": 1}, "shrunk takes by and newest; got rows"),
        (Fault.LATENCY, {"seconds": "long"}, "latency: Expected `float`, got `str`"),
        (Fault.HANG, {"times": 0}, "times must be at least 1, .*; got 0"),
        (Fault.HANG, {"times": 10**18}, "times must be .* at most 1,000,000,000; got"),
        (Fault.LATENCY, {"seconds": -1}, "latency: Expected `float` >= 0"),
        (Fault.LATENCY, {"seconds": float("nan")}, "latency: Expected `float`"),
        (Fault.SERVER_ERROR, {"status": 204}, "server_error: Expected `int` >= 400"),
        (Fault.SERVER_ERROR_AFTER, {"status": 600}, "server_error_after: Expected `int` <= 599"),
        (Fault.SHRUNK, {"by": 0}, "shrunk: Expected `int` >= 1"),
        (Fault.TOO_MANY, {"retry_after": "1\r\nX: y"}, "retry_after must be .* printable"),
    ],
)
def test_impossible_faults_are_refused(fault: str, details: dict[str, Any], problem: str) -> None:
    """A fault that could never happen as it is described is a ValueError at once."""
    with pytest.raises(ValueError, match=problem):
        Sandbox().inject(fault, **details)


@pytest.mark.asyncio
async def test_latency_of_all_answers(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The sandbox's latency is before each answer and can be changed while it runs."""
    box.latency = 0.05
    before = time.monotonic()
    await client.get(TEMPLATES)

    assert time.monotonic() - before >= 0.05


@pytest.mark.asyncio
async def test_a_refused_list_meets_a_fault(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A list that is refused stays refused, whatever fault of its pages is injected."""
    box.inject("empty_page_says_more", operation="templates.list")
    reply = await client.get("/api/templates", params={"count": "1000"})

    assert reply.json()["retval"] == 1
