"""The sandbox as a server: start, stop, recorded requests, and the control API."""

import asyncio
import json
import socket
import threading
import time
from typing import Any
from unittest.mock import MagicMock

import anyio
import httpx
import pytest
import trio

from digiseller_async.sandbox import Fault, Recorded, Sandbox
from digiseller_async.sandbox._http import server
from digiseller_async.sandbox._http.connections import ConnectionTracker


def test_it_runs_beside_trio() -> None:
    """A caller on trio can start, ask and stop the sandbox."""

    async def ask() -> int:
        async with (
            Sandbox() as box,
            httpx.AsyncClient(base_url=box.url, trust_env=False) as client,
        ):
            return (await client.get("/_sandbox")).status_code

    assert trio.run(ask) == 200


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_AFTER, Fault.LATENCY])
async def test_it_stops_while_requests_hang(fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    """Neither a hanging request nor an idle connection keeps the sandbox from stopping."""
    async with Sandbox() as box:
        if fault is Fault.LATENCY:
            box.inject(fault, operation="sign_in", seconds=60.0)
        else:
            box.inject(fault, operation="sign_in")
        client = httpx.AsyncClient(base_url=box.url, trust_env=False)
        await client.get("/_sandbox")
        request = asyncio.create_task(client.post("/api/apilogin", json={}))
        idle = socket.create_connection(("127.0.0.1", int(box.url.rpartition(":")[2])))
        while not box.requests["sign_in"]:
            await client.get("/_sandbox")
        before = time.monotonic()

    assert time.monotonic() - before < 30.0  # the latency alone is 60
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await request
    await client.aclose()
    idle.close()
    assert not [record for record in caplog.records if record.name.startswith("uvicorn")]
    assert not [one for one in threading.enumerate() if one.name.startswith("sandbox-")]


@pytest.mark.asyncio
async def test_its_port_is_free_again() -> None:
    """A fixed port can be used again as soon as the sandbox has stopped."""
    async with Sandbox() as first:
        port = int(first.url.rpartition(":")[2])
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(f"{first.url}/_sandbox")
    async with Sandbox(port=port) as second:
        assert second.url == first.url


@pytest.mark.asyncio
async def test_a_taken_port_is_an_error() -> None:
    """A port that is in use is an OSError when the sandbox is started."""
    async with Sandbox() as box:
        with pytest.raises(OSError, match="in use"):
            async with Sandbox(port=int(box.url.rpartition(":")[2])):
                pytest.fail("started")


@pytest.mark.asyncio
async def test_it_stops_when_its_user_is_cancelled() -> None:
    """A cancelled caller leaves no server behind."""
    with anyio.move_on_after(0) as scope:
        async with Sandbox():
            await anyio.sleep_forever()

    assert scope.cancelled_caught
    assert not [one for one in threading.enumerate() if one.name.startswith("sandbox-")]


def status(box: Sandbox) -> int:
    """Ask the sandbox for its state, and return the status of its answer."""
    tls = box.ssl_context if box.url.startswith("https:") else True
    return httpx.get(f"{box.url}/_sandbox", trust_env=False, verify=tls).status_code


@pytest.mark.anyio
async def test_it_is_started_and_stopped_by_calls() -> None:
    """A notebook starts and stops a sandbox by two calls; stopping it again does nothing."""
    box = Sandbox()
    assert await box.start() is box
    assert await anyio.to_thread.run_sync(status, box) == 200
    for _ in range(2):
        await box.stop()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(box.url.rpartition(":")[2])))


@pytest.mark.asyncio
async def test_one_that_was_not_started_can_be_stopped() -> None:
    """Stopping a sandbox that was not started does nothing, and it can still be started."""
    box = Sandbox()
    await box.stop()
    async with box:
        assert box.url


@pytest.mark.parametrize("tls", [False, True])
def test_it_runs_without_an_event_loop(tls: bool) -> None:  # noqa: FBT001
    """A program without an event loop runs a sandbox by ``with``."""
    with Sandbox(tls=tls) as box:
        assert status(box) == 200


@pytest.mark.asyncio
async def test_it_is_started_once() -> None:
    """A sandbox has no URL before it is started, and cannot be started again."""
    box = Sandbox()
    with pytest.raises(RuntimeError, match=r"no url before it is started; .* await box\.start"):
        assert box.url
    async with box:
        assert box.url.startswith("http://127.0.0.1:")
        with pytest.raises(RuntimeError, match="only once; create another Sandbox"):
            await box.start()
    with pytest.raises(RuntimeError, match="once"):
        await box.start()


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])  # noqa: S104  (a word of a test)
def test_it_listens_at_a_host(host: str) -> None:
    """It listens at the host that it is given; its URL is the one for this machine."""
    with Sandbox(host=host) as box:
        assert box.url.startswith("http://127.0.0.1:")
        assert status(box) == 200


@pytest.mark.parametrize(
    ("bound", "netloc"),
    [
        (("127.0.0.1", 8765), "127.0.0.1:8765"),
        (("192.0.2.7", 80), "192.0.2.7:80"),
        (("0.0.0.0", 80), "127.0.0.1:80"),  # noqa: S104  (likewise)
        (("::", 80, 0, 0), "[::1]:80"),
        (("2001:db8::1", 80, 0, 0), "[2001:db8::1]:80"),
    ],
)
def test_where_it_is_reached(bound: tuple[object, ...], netloc: str) -> None:
    """A socket at all addresses is reached at this machine's own, others where they are."""
    assert server.netloc_of(bound) == netloc


def test_a_host_that_is_none() -> None:
    """A host that this machine does not have is an OSError when the sandbox is started."""
    with pytest.raises(OSError, match="assign"), Sandbox(host="192.0.2.1"):
        pytest.fail("started")


@pytest.mark.asyncio
async def test_requests_are_counted_and_kept(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A request is counted under its operation and kept without its token."""
    query = {"Count": "5", "type": ["refund", "add_funds"]}
    await client.get("/api/sellers/account/receipts", params=query)
    headers = {"x-mark": "1", "content-type": "application/json"}
    await client.post("/api/templates/7", content=b'{"name":"x"}', headers=headers)

    assert box.requests == {"sign_in": 1, "account.receipts": 1, "templates.update": 1}
    assert box.connections == 1
    listed, renamed = list(box.recorded)[-2:]
    assert listed == Recorded(
        operation="account.receipts",
        method="GET",
        path="/api/sellers/account/receipts",
        query={"Count": ("5",), "type": ("refund", "add_funds")},
        headers=listed.headers,
        body=b"",
    )
    # httpx before 0.28 writes a space more.
    assert (renamed.path, json.loads(renamed.body)) == ("/api/templates/7", {"name": "x"})
    assert renamed.headers["x-mark"] == "1"


@pytest.mark.asyncio
async def test_only_the_last_thousand_requests_are_kept(box: Sandbox) -> None:
    """However many requests come, a thousand are remembered."""
    assert box.recorded.maxlen == 1000


@pytest.mark.asyncio
async def test_each_response_has_the_clock_s_date(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The Date header is the time on the sandbox's clock, also where there is no operation."""
    box.inject(Fault.SERVER_ERROR)
    for path in ("/api/templates", "/api/templates", "/nowhere", "/_sandbox"):
        reply = await client.get(path)
        assert reply.headers.get_list("date") == ["Thu, 01 Jan 2026 00:00:00 GMT"]


@pytest.mark.asyncio
async def test_control_api_shows_counts(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Without a token, /_sandbox shows counts and sizes."""
    await client.get("/api/templates")
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as without_token:
        answer = (await without_token.get("/_sandbox")).json()

    assert answer == {
        "requests": {"sign_in": 1, "templates.list": 1},
        "applied": {"sign_in": 1},
        "connections": 2,
        "seller_id": 12126,
        "sizes": {
            "receipts": 250,
            "external_operations": 120,
            "templates": 3,
            "template_products": 40,
            "offers": 25,
            "products": 40,
            "reviews": 30,
            "sales": 60,
        },
        "faults": 0,
    }


@pytest.mark.asyncio
async def test_health(box: Sandbox) -> None:
    """Whoever asks for its health needs no token, does not wait, and is no request to the shop."""
    box.latency = 60.0
    box.inject(Fault.HANG)
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as without_token:
        reply = await without_token.get("/_sandbox/health")

    assert (reply.status_code, reply.json()) == (200, {"status": "ok"})
    assert (box.requests, list(box.recorded)) == ({}, [])


@pytest.mark.asyncio
async def test_control_api_injects_faults(client: httpx.AsyncClient) -> None:
    """A fault that is posted as JSON comes like any other, and nonsense is refused."""
    planned = {"fault": "too_many", "operation": "templates.list", "times": 2, "retry_after": "9"}
    made = await client.post("/_sandbox/faults", json=planned)
    reply = await client.get("/api/templates")

    assert made.json() == {"faults": 2}
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "9")
    deep = '{"fault": ' * 100_000
    for nonsense in ('{"fault": "none"}', "{}", "[]", '{"fault": "hang", "times": "x"}', "{", deep):
        assert (await client.post("/_sandbox/faults", content=nonsense)).status_code == 400


@pytest.mark.asyncio
async def test_another_site_cannot_inject_faults(client: httpx.AsyncClient) -> None:
    """A page of another site cannot inject faults, whatever its name points to; a program can."""
    name = {"Host": "elsewhere.example"}
    of_browsers: list[dict[str, str]] = [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        name | {"Origin": "http://elsewhere.example"},
        name | {"Sec-Fetch-Site": "same-origin"},
    ]
    for headers in of_browsers:
        reply = await client.post("/_sandbox/faults", json={"fault": "hang"}, headers=headers)
        assert reply.status_code == 403

    assert (await client.get("/_sandbox")).json()["faults"] == 0
    fault = {"fault": "hang", "operation": "templates.list"}
    assert (await client.post("/_sandbox/faults", json=fault, headers=name)).status_code == 200


@pytest.mark.asyncio
async def test_latency_can_be_read() -> None:
    """The latency can be read, and set."""
    box = Sandbox(latency=0.5)
    box.latency = 0.25

    assert box.latency == 0.25


@pytest.mark.asyncio
async def test_repr(box: Sandbox) -> None:
    """A sandbox shows its seller and its URL, and never its API key."""
    assert repr(box) == f"<Sandbox of seller 12126: {box.url}>"
    assert repr(Sandbox(seller_id=7)) == "<Sandbox of seller 7: not started>"


def test_unknown_connections() -> None:
    """Breaking or closing the connection of a client that has left does nothing."""
    connections = ConnectionTracker()
    connections.abort(("127.0.0.1", 1))
    connections.close(("127.0.0.1", 1))

    assert connections.accepted == 0


def test_a_server_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that never gets ready raises an error, and can be stopped like any other."""
    monkeypatch.setattr(server, "TIMEOUT", 0.01)
    monkeypatch.setattr(server.Server, "run", MagicMock())
    app: Any = None  # never called
    thread: Any = server.ServerThread(
        app, ConnectionTracker(), asyncio.Event(), ("127.0.0.1", 0), on_stop=MagicMock()
    )

    with pytest.raises(RuntimeError, match="did not start"):
        thread.start()
    thread.stop()

    assert not thread._thread.is_alive()
