"""The README's job runs with the real arq and Redis, and hands over each order once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import arq
import arq.worker
import pytest
from support.readme import block_with
from support.redis_server import redis_server

import digiseller_async
from digiseller_async.sandbox import Fault, Sandbox

BLOCK = block_with("from arq import")
KEY = "Your key: KEY-"
pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.usefixtures("redis"),
    # arq closes its connections in redis-py's old way.
    pytest.mark.filterwarnings("ignore:Call to deprecated close:DeprecationWarning"),
]


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run a Redis that the README's program finds."""
    with redis_server() as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        yield


def program_for(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the README's block for the seller of a sandbox, and return its names."""
    client = partial(
        digiseller_async.Digiseller, box.seller_id, box.api_key, base_url=box.url, rate=None
    )
    monkeypatch.setattr(digiseller_async, "Digiseller", client)
    program: dict[str, Any] = {"__name__": "jobs"}
    exec(BLOCK, program)  # noqa: S102 (the README's)
    return program


async def test_a_worker_delivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code that comes twice is one job, and its order gets one key."""
    async with Sandbox() as box:
        program = program_for(box, monkeypatch)
        order = box.sell()
        settings = program["WorkerSettings"]
        pool = await arq.create_pool(settings.redis_settings)
        for code in (order.unique_code, order.unique_code, "0" * 16):
            await program["enqueue"](pool, code)
        worker = arq.worker.create_worker(settings, burst=True, poll_delay=0.01)
        await worker.main()
        await worker.close()

        results = {one.args[0]: one.result for one in await pool.all_job_results()}
        await pool.aclose(close_connection_pool=True)

    assert results == {
        order.unique_code: f"order {order.invoice_id} is delivered",
        "0" * 16: "there is no such code",
    }
    assert [one.text for one in order.messages] == [f"{KEY}{order.invoice_id}"]


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.DROP_BEFORE])
async def test_a_job_that_is_repeated(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that may have been sent lets the job run again, and is sent once."""
    async with Sandbox() as box:
        program = program_for(box, monkeypatch)
        order = box.sell()
        ctx: dict[str, Any] = {"job_try": 1}
        await program["start"](ctx)
        box.inject(fault, operation="chats.send")
        with pytest.raises(arq.Retry):
            await program["deliver"](ctx, order.unique_code)
        await program["deliver"](ctx, order.unique_code)
        await program["stop"](ctx)

    assert [one.text for one in order.messages] == [f"{KEY}{order.invoice_id}"]
