"""A synchronization point at which a call pauses, and clocks, stores and files that pause there."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Generator
from threading import Event as ThreadEvent
from typing import Any

import anyio

from digiseller_async import Rate, Token
from support.clocks import RecordingClock
from support.token_stores import FakeTokenStore


class SyncPoint:
    """Pauses whatever reaches the point called *name*, until it is released."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.reached = anyio.Event()
        self._released = anyio.Event()
        self._released_thread = ThreadEvent()

    async def reach(self, name: str) -> None:
        """Pause if *name* is this point's."""
        if name == self.name and not self._released.is_set():
            self.reached.set()
            await self._released.wait()

    def reach_in_thread(self, name: str) -> None:
        """Pause a worker thread if *name* is this point's."""
        if name == self.name:
            anyio.from_thread.run_sync(self.reached.set)
            self._released_thread.wait(30)

    async def wait_until_paused(self) -> None:
        """Wait until the point is reached, and all other tasks are blocked."""
        with anyio.fail_after(60):
            if self.name:
                await self.reached.wait()
            await anyio.wait_all_tasks_blocked()

    def release(self) -> None:
        """Let whatever is paused go on."""
        self._released.set()
        self._released_thread.set()


class PausingClock(RecordingClock):
    """A clock whose sleep is the point "sleep"."""

    def __init__(self, sync_point: SyncPoint) -> None:
        super().__init__()
        self._sync_point = sync_point

    async def sleep(self, seconds: float) -> None:
        """Pause at "sleep"."""
        await self._sync_point.reach("sleep")
        await super().sleep(seconds)


class PausingTokenStore(FakeTokenStore):
    """A token store with the points "load" and "save"."""

    def __init__(self, sync_point: SyncPoint) -> None:
        super().__init__()
        self._sync_point = sync_point

    async def load(self) -> Token | None:
        """Pause at "load"."""
        await self._sync_point.reach("load")
        return await super().load()

    async def save(self, token: Token) -> None:
        """Pause at "save"."""
        await self._sync_point.reach("save")
        await super().save(token)


class PausingRateStore:
    """A rate store with the point "book"."""

    def __init__(self, sync_point: SyncPoint) -> None:
        self._sync_point = sync_point

    async def book(self, rate: Rate, **_: float) -> float:
        """Pause at "book"."""
        del rate
        await self._sync_point.reach("book")
        return 0.0

    async def hold(self, seconds: float) -> None:
        """Do nothing: no test of this store asks for a pause."""


class PausingFile(io.BytesIO):
    """An open file whose `tell` is the point "tell", in the thread where files are read."""

    name = "goods.txt"

    def __init__(self, sync_point: SyncPoint) -> None:
        super().__init__(b"goods")
        self._sync_point = sync_point

    def tell(self) -> int:
        """Pause at "tell"."""
        self._sync_point.reach_in_thread("tell")
        return super().tell()


async def pausing_chunks(sync_point: SyncPoint, name: str) -> AsyncIterator[bytes]:
    """Yield two chunks, with the point *name* between them."""
    yield b"one"
    await sync_point.reach(name)
    yield b"two"


def pause_at_connect(sync_point: SyncPoint, monkeypatch: Any) -> None:
    """Make opening a connection the point "connect"."""
    from digiseller_async._transport import network_backend  # noqa: PLC0415 (as it is changed here)

    real = vars(network_backend)["_connect"]

    async def connect(*given: Any) -> Any:
        await sync_point.reach("connect")
        return await real(*given)

    monkeypatch.setattr(network_backend, "_connect", connect)


def pause_between_slices(sync_point: SyncPoint, monkeypatch: Any) -> None:
    """Make the pause after a part of a long answer the point "slice"."""
    from digiseller_async._response import interpret  # noqa: PLC0415 (as it is changed here)
    from digiseller_async._runtime import pipeline  # noqa: PLC0415 (as it is changed here)

    real: Callable[..., Generator[None, None, Any]] = interpret.interpret_steps

    def in_slices(*given: Any, **more: Any) -> Generator[None, None, Any]:
        yield
        return (yield from real(*given, **more))

    async def checkpoint() -> None:
        await sync_point.reach("slice")

    monkeypatch.setattr(interpret, "interpret_steps", in_slices)
    monkeypatch.setattr(pipeline, "checkpoint", checkpoint)
