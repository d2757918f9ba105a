"""Write down which calls were sent, and what became of them, so that none is made twice.

"sent" is on the disk before a call is sent that must not be repeated unasked: even when the machine
loses its power, the next run knows of it. Such a line waits up to ten milliseconds for those of the
other calls that are made at once, and they share one ``fsync`` in a thread: it costs 60 to 200 µs
of CPU, and a third of a millisecond on a fast disk, several on others.

All other lines are handed to the system without waiting for the disk, which takes a microsecond:
they survive the death of the process, and what a power failure takes of them leaves a call
"unknown", or one that can be repeated. They are written from the event loop, but only while no
``fsync`` runs, because they would wait for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import anyio
from anyio.to_thread import run_sync
from attrs import define, field

from .entries import Entry
from .journal_file import JournalFile

_GATHERING = 0.01
"""How many seconds a line waits for those of the other calls. Two of eight calls without delay
would share an ``fsync`` otherwise, and a journal would double the CPU of a call."""


@define(eq=False)
class _Batch:
    """Lines that are written together."""

    lines: list[bytes] = field(factory=list[bytes])
    is_full: anyio.Event = field(factory=anyio.Event)
    is_done: anyio.Event = field(factory=anyio.Event)
    is_written: bool = False
    error: OSError | None = None


class Journal:
    """The journal of one run."""

    def __init__(self, path: Path, owner: Mapping[str, Any], *, concurrency: int) -> None:
        self._path = path
        self._concurrency = concurrency
        self._owner = owner
        self._file: JournalFile | None = None
        self._mutex = Lock()
        self._is_abandoned = False
        self._batch = _Batch()
        self._writing = anyio.Lock(fast_acquire=True)
        # A limiter of its own: the threads that all share may be busy for minutes.
        self._thread = anyio.CapacityLimiter(1)
        self._not_given: Counter[bytes] = Counter()

    async def open(self) -> None:
        """Open, lock and read the file.

        Raises:
            ArgumentError: It is not a journal of this operation, seller and origin, it is in use,
                or it cannot be opened.
        """
        try:
            await run_sync(self._open, limiter=self._thread)
        except BaseException:
            with self._mutex:  # asyncio's own cancellation does not wait for the thread
                self._is_abandoned = True
                if self._file is not None:
                    self._file.close()
            raise

    def _open(self) -> None:
        file = JournalFile.open(self._path, self._owner)
        self._not_given.update(one.arguments for one in file.entries.values() if one.may_be_done)
        with self._mutex:
            self._file = file
            if self._is_abandoned:
                file.close()

    def take(self, key: bytes) -> Entry | None:
        """Return what earlier runs left of the call with this key, which is asked for only once."""
        entry = self._open_file.entries.pop(key, None)
        if entry is not None and entry.may_be_done:
            self._not_given[entry.arguments] -= 1
        return entry

    def has_under_another_key(self, arguments: bytes) -> bool:
        """Return whether an earlier run made the same call under a key that is not given so far."""
        return self._not_given[arguments] > 0

    async def write(self, key: bytes, entry: Entry) -> None:
        """Write *entry*, whether the caller is cancelled or not.

        Raises:
            OSError: It could not be written.
        """
        try:
            self._writing.acquire_nowait()
        except anyio.WouldBlock:
            with anyio.CancelScope(shield=True):
                await self._writing.acquire()
        try:
            self._open_file.write(entry.line(key), sync=False)
        finally:
            self._writing.release()

    async def write_and_sync(self, key: bytes, entry: Entry) -> None:
        """Write *entry*, and return when it is on the disk.

        Raises:
            OSError: It could not be written.
        """
        batch, line = self._batch, entry.line(key)
        is_first = not batch.lines
        batch.lines.append(line)
        try:
            if is_first:
                await self._gather_and_write(batch)
            else:
                if len(batch.lines) >= self._concurrency:
                    batch.is_full.set()
                await batch.is_done.wait()
            if not batch.is_written:  # the first one was cancelled
                await self._write(batch)
        except BaseException:
            if not batch.is_written:  # a line of a call that is not made would be a doubt
                batch.lines.remove(line)
            raise
        if batch.error is not None:
            raise batch.error

    async def _gather_and_write(self, batch: _Batch) -> None:
        try:
            if self._concurrency > 1:
                with anyio.move_on_after(_GATHERING):
                    await batch.is_full.wait()
            await self._write(batch)
        finally:
            batch.is_done.set()

    async def _write(self, batch: _Batch) -> None:
        async with self._writing:
            if batch.is_written:
                return
            if batch is self._batch:
                self._batch = _Batch()
            data, write = b"".join(batch.lines), self._open_file.write
            try:
                await run_sync(lambda: write(data, sync=True), limiter=self._thread)
            except OSError as error:
                batch.error = error
            batch.is_written = True

    @property
    def _open_file(self) -> JournalFile:
        if self._file is None:
            raise RuntimeError("the journal is used while it is open")
        return self._file

    async def aclose(self) -> None:
        """Bring all lines to the disk, and unlock the file.

        Raises:
            OSError: They may not be there if the machine stops now.
        """
        with anyio.CancelScope(shield=True):
            await run_sync(self._open_file.close, limiter=self._thread)
