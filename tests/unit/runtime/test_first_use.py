"""A client belongs to the event loop and the process that use it first."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

import anyio
import httpx
import pytest

from digiseller_async import ClosedError, Digiseller
from digiseller_async._isolation import event_loop
from digiseller_async._runtime import admission
from digiseller_async._runtime.admission import Admission, LoopBinding

EMPTY = httpx.Response(200, json={"retval": 0, "content": {}})


def make_client() -> Digiseller:
    """Return a client that needs no connection."""
    return Digiseller(token="T", rate=None, transport=httpx.MockTransport(lambda _: EMPTY))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_made_before_a_fork(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that was made before a fork works in the child."""
    ds = make_client()
    monkeypatch.setattr(os, "getpid", lambda: -1)

    anyio.run(ds.account.balance, backend=backend)


def test_used_before_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that was used before a fork is refused in the child."""
    ds = make_client()
    asyncio.run(ds.account.balance())
    monkeypatch.setattr(os, "getpid", lambda: -1)

    with pytest.raises(ClosedError, match="bound to another process"):
        asyncio.run(ds.account.balance())


def test_two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two threads that use a client first at once, one is refused, and nothing else breaks."""
    both = threading.Barrier(2)
    original = event_loop

    def waiting() -> object:
        loop = original()
        if binding.get() is None:
            both.wait(10)  # both threads have seen that the client is not bound
        return loop

    binding = LoopBinding(1)
    owner = Admission(binding)
    monkeypatch.setattr(admission, "event_loop", waiting)
    results: list[Any] = []

    async def use() -> None:
        await owner.wait_to_start()
        try:
            async with owner.slots():
                results.append("used")
        except ClosedError as error:
            results.append(type(error).__name__)

    threads = [threading.Thread(target=lambda: asyncio.run(use())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["ClosedError", "used"]
