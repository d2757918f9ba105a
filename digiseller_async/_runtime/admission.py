"""Admit calls: only in the client's event loop and process, and a bounded number at a time."""

from __future__ import annotations

import os

import anyio
from attrs import define, field, frozen

from .._isolation import event_loop
from .._request.reading import check_not_reading
from ..errors import ClosedError

_BATCH_SIZE = 200


@frozen
class _Binding:
    """The event loop and the process that a client is bound to, and its connection slots there."""

    loop: object
    process: int
    slots: anyio.Semaphore


class LoopBinding:
    """Binds a client, or all clients of a fleet, to the event loop that first uses one of them."""

    def __init__(self, max_connections: int) -> None:
        self.batched_start = BatchedStart()
        self._max_connections = max_connections
        # A dict, because its `setdefault` is atomic: of two threads that come first at once, one
        # binds the client to its loop, and the other is refused.
        self._bindings: dict[str, _Binding] = {}

    def get(self) -> _Binding | None:
        """Return what it is bound to, if it was used already."""
        return self._bindings.get("first use")

    def bind(self) -> _Binding:
        """Bind it to this event loop and process, if it is not bound yet."""
        binding = self.get()
        if binding is not None:
            return binding
        slots = anyio.Semaphore(self._max_connections, fast_acquire=True)
        return self._bindings.setdefault("first use", _Binding(event_loop(), os.getpid(), slots))


class Admission:
    """Admits a client's calls while it is open, and gives out the slots for its connections."""

    def __init__(self, binding: LoopBinding) -> None:
        self._binding = binding
        self.is_closed = False

    def check_open(self) -> None:
        """Raise if the client is closed, or may not be called here.

        That is in another process than the one that first used it, or in a stream that the client
        is sending.
        """
        check_not_reading(self)
        if self.is_closed:
            raise ClosedError("the client is closed")
        binding = self._binding.get()
        if binding is not None and binding.process != os.getpid():
            raise ClosedError(
                "this client is bound to another process; "
                "create one Digiseller per process, after the fork"
            )

    async def wait_to_start(self) -> None:
        """Start at once, or in a later iteration of the event loop if many calls start together."""
        if self._binding.bind().loop is event_loop():  # `slots` refuses another loop
            await self._binding.batched_start.wait()

    def slots(self) -> anyio.Semaphore:
        """Return the connection slots, if they may be used here.

        No call waits in httpcore's own queue: it took 120 s for 3,000 tasks, and blocked the loop.
        """
        self.check_open()
        binding = self._binding.bind()
        if binding.loop is not event_loop():
            raise ClosedError(
                "this client is bound to another event loop; "
                "create one Digiseller per loop (or per asyncio.run)"
            )
        return binding.slots

    def close(self) -> None:
        """Refuse further calls."""
        self.is_closed = True


@define
class _Batch:
    """Calls that start in one iteration of the event loop, after the previous batch."""

    started: anyio.Event = field(factory=anyio.Event)
    size: int = 1


class BatchedStart:
    """Admits up to 200 calls per iteration of the event loop, in order of arrival.

    Each of three thousand calls that start together runs for 30 µs until it first waits: in one
    iteration that would block everything else on the event loop for a tenth of a second.
    """

    def __init__(self) -> None:
        self._last: _Batch | None = None

    async def wait(self) -> None:
        """Return at once, or in a later iteration if this one has started its 200 calls."""
        last = self._last
        if last is not None and last.size < _BATCH_SIZE:
            last.size += 1
            if not last.started.is_set():
                await last.started.wait()
            return
        # The first call of a batch starts it, one iteration after the previous batch.
        batch = self._last = _Batch()
        try:
            if last is not None:
                await last.started.wait()
        finally:
            batch.started.set()
