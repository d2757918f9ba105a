"""Lines of calls that run at once go to the disk together, and never from a cancelled call."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.bulk_service import BulkService, named, outcomes_of, states_of, wait_until

from digiseller_async import BulkCounts, bulk
from digiseller_async._bulk import journal as module
from digiseller_async._bulk.entries import Entry
from digiseller_async._bulk.journal import Journal
from digiseller_async._bulk.journal_file import JournalFile

pytestmark = pytest.mark.anyio
OWNER = {"operation": "templates.create"}
SENT, OK = (Entry(state=state, arguments=b"a" * 16) for state in ("sent", "ok"))


class SlowDisk:
    """An ``fsync`` that takes until it is let go, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let_go = threading.Event()
        self.began = self.count = 0
        self.fails = False
        self._threads: set[int] = set()
        monkeypatch.setattr(os, "fsync", self._sync)

    def _sync(self, _: int) -> None:
        self.began += 1
        self._threads.add(threading.get_ident())
        assert self.let_go.wait(20)
        self.count += 1
        if self.fails:
            raise OSError(errno.EIO, "Input/output error")

    async def wait_until_busy(self) -> None:
        """Wait until it syncs."""
        await wait_until(lambda: self.began > self.count)

    @property
    def blocks_the_loop(self) -> bool:
        """Whether it was called by the thread of the event loop."""
        return threading.get_ident() in self._threads


@pytest.fixture(autouse=True)
def no_gathering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gather the lines of one iteration of the event loop, and no more."""
    monkeypatch.setattr(module, "_GATHERING", 0)


def key(number: int) -> bytes:
    """Return the digest of a key."""
    return number.to_bytes(16, "big")


async def opened(tmp_path: Path) -> tuple[Journal, Path]:
    """Return an open journal, and where it is."""
    path = tmp_path / "journal.jsonl"
    journal = Journal(path, OWNER, concurrency=8)
    await journal.open()
    return journal, path


def states(path: Path) -> dict[int, str]:
    """Return what the journal at *path* says of which calls."""
    file = JournalFile.open(path, OWNER)
    file.close()
    return {int.from_bytes(one, "big"): entry.state for one, entry in file.entries.items()}


async def test_shared_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that come while one is brought to the disk follow together, from a thread."""
    journal, path = await opened(tmp_path)
    with monkeypatch.context() as patch:
        disk = SlowDisk(patch)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(journal.write_and_sync, key(0), SENT)
            await disk.wait_until_busy()
            for number in range(1, 50):
                tasks.start_soon(journal.write_and_sync, key(number), SENT)
            for _ in range(50):
                await anyio.lowlevel.checkpoint()
            disk.let_go.set()
        assert (disk.count, disk.blocks_the_loop) == (2, False)
    await journal.aclose()

    assert states(path) == dict.fromkeys(range(50), "sent")


async def test_lines_are_gathered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line waits for those of the calls that are made at once, but not for ever."""
    monkeypatch.setattr(module, "_GATHERING", 600)
    journal, path = await opened(tmp_path)
    with monkeypatch.context() as patch:
        disk = SlowDisk(patch)
        disk.let_go.set()
        async with anyio.create_task_group() as tasks:
            for number in range(7):
                tasks.start_soon(journal.write_and_sync, key(number), SENT)
                for _ in range(10):
                    await anyio.lowlevel.checkpoint()
            assert (disk.count, states_in(path)) == (0, 0)
            tasks.start_soon(journal.write_and_sync, key(7), SENT)
        assert disk.count == 1
    await journal.aclose()

    assert states(path) == dict.fromkeys(range(8), "sent")


async def test_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one call is made at a time, its line waits for no other."""
    monkeypatch.setattr(module, "_GATHERING", 600)
    path = tmp_path / "journal.jsonl"
    journal = Journal(path, OWNER, concurrency=1)
    await journal.open()
    await journal.write_and_sync(key(1), SENT)
    await journal.aclose()

    assert states(path) == {1: "sent"}


async def test_lines_that_wait_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other lines wait for no disk, unless it is busy."""
    journal, path = await opened(tmp_path)
    with monkeypatch.context() as patch:
        disk = SlowDisk(patch)
        await journal.write(key(1), OK)
        assert states_in(path) == 1
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(journal.write_and_sync, key(2), SENT)
            await disk.wait_until_busy()
            tasks.start_soon(journal.write, key(3), OK)
            for _ in range(50):
                await anyio.lowlevel.checkpoint()
            assert states_in(path) == 2
            disk.let_go.set()
        assert disk.count == 1
    await journal.aclose()

    assert states(path) == {1: "ok", 2: "sent", 3: "ok"}


def states_in(path: Path) -> int:
    """Return how many lines a journal that is open has."""
    return path.read_bytes().count(b"\n") - 1


async def test_cancelled_before_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line of a call that is cancelled while it waits for the disk is not written."""
    journal, path = await opened(tmp_path)
    with monkeypatch.context() as patch:
        disk = SlowDisk(patch)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(journal.write_and_sync, key(1), SENT)
            await disk.wait_until_busy()
            with anyio.CancelScope() as scope:
                scope.cancel()
                await journal.write_and_sync(key(2), SENT)
            tasks.start_soon(journal.write_and_sync, key(3), SENT)
            await anyio.lowlevel.checkpoint()
            disk.let_go.set()
    await journal.aclose()

    assert states(path) == {1: "sent", 3: "sent"}


async def test_a_failure_is_that_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All calls whose lines were not brought to the disk are told so."""
    journal, _ = await opened(tmp_path)
    failed: list[str] = []

    async def write(number: int) -> None:
        try:
            await journal.write_and_sync(key(number), SENT)
        except OSError as error:
            failed.append(str(error))

    with monkeypatch.context() as patch:
        disk = SlowDisk(patch)
        disk.fails = True
        disk.let_go.set()
        async with anyio.create_task_group() as tasks:
            for number in range(5):
                tasks.start_soon(write, number)
    await journal.aclose()

    assert len(failed) == 5
    assert all("Input/output error" in one for one in failed)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_cancelled_by_asyncio_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cancellation of asyncio itself leaves the thread at its work, and the others theirs."""
    journal, path = await opened(tmp_path)
    with monkeypatch.context() as patch:
        disk = SlowDisk(patch)
        first = asyncio.ensure_future(journal.write_and_sync(key(1), SENT))
        await disk.wait_until_busy()
        second = asyncio.ensure_future(journal.write_and_sync(key(2), SENT))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        disk.let_go.set()
        await second
    await journal.aclose()

    assert states(path) == {1: "sent", 2: "sent"}


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_cancelled_by_asyncio_while_it_writes_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines of the others are written again if the call that wrote them is cancelled."""
    journal, path = await opened(tmp_path)
    with monkeypatch.context() as patch:
        disk = SlowDisk(patch)
        tasks = [asyncio.ensure_future(journal.write_and_sync(key(1), SENT))]
        await disk.wait_until_busy()
        tasks.append(asyncio.ensure_future(journal.write_and_sync(key(2), SENT)))
        tasks.append(asyncio.ensure_future(journal.write_and_sync(key(3), SENT)))
        tasks.append(asyncio.ensure_future(journal.write_and_sync(key(4), SENT)))
        await asyncio.sleep(0)
        disk.let_go.set()
        await tasks[0]
        disk.let_go.clear()
        await disk.wait_until_busy()
        tasks[1].cancel()
        with pytest.raises(asyncio.CancelledError):
            await tasks[1]
        disk.let_go.set()
        await asyncio.gather(*tasks[2:])
    await journal.aclose()

    assert disk.count == 3
    assert states(path) == {1: "sent", 2: "sent", 3: "sent", 4: "sent"}


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_cancelled_when_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that is cancelled just when its line was written is cancelled."""
    journal, path = await opened(tmp_path)
    tasks: list[asyncio.Task[None]] = []

    async def write_and_cancel() -> None:
        await journal.write_and_sync(key(2), SENT)
        tasks[0].cancel()

    with monkeypatch.context() as patch:
        disk = SlowDisk(patch)
        first = asyncio.ensure_future(journal.write_and_sync(key(1), SENT))
        await disk.wait_until_busy()
        second = asyncio.ensure_future(write_and_cancel())
        await asyncio.sleep(0)
        tasks.append(asyncio.ensure_future(journal.write_and_sync(key(3), SENT)))
        await asyncio.sleep(0)
        disk.let_go.set()
        await asyncio.gather(first, second)
        with pytest.raises(asyncio.CancelledError):
            await tasks[0]
    await journal.aclose()

    assert states(path) == {1: "sent", 2: "sent", 3: "sent"}


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("is_late", [False, True])
async def test_cancelled_by_asyncio_while_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_late: bool
) -> None:
    """A journal whose opening was cancelled is closed, whenever it is there."""
    path, opening, let_go = tmp_path / "journal.jsonl", threading.Event(), threading.Event()
    real = JournalFile.open

    def slow(where: Path, owner: Any) -> JournalFile:
        file = real(where, owner)
        opening.set()
        assert let_go.wait(20)
        return file

    journal = Journal(path, OWNER, concurrency=8)
    with monkeypatch.context() as patch:
        patch.setattr(JournalFile, "open", slow)
        task = asyncio.ensure_future(journal.open())
        await wait_until(opening.is_set)
        if not is_late:  # the thread is done, and the task has not seen that so far
            let_go.set()
            while vars(journal)["_file"] is None:
                pass
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        let_go.set()
        await wait_until(lambda: vars(journal)["_file"])
        with vars(journal)["_mutex"]:
            pass

    assert states(path) == {}


async def test_used_while_it_is_open(tmp_path: Path) -> None:
    """A journal that is not open cannot be used."""
    journal = Journal(tmp_path / "journal.jsonl", OWNER, concurrency=8)
    with pytest.raises(RuntimeError, match="used while it is open"):
        journal.take(key(1))


def fill(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """Let the disk be full for lines with *word*."""
    real = os.write

    def write(descriptor: int, data: Any) -> int:
        if word.encode() in bytes(data):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)


async def test_no_call_without_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full no call is sent, and the run ends with that error."""
    service, path = BulkService(), tmp_path / "journal.jsonl"
    async with service.client() as ds:
        calls = named("a", "b", "c")
        run = bulk(ds.templates.create, calls, key="name", journal=path, concurrency=1)
        with monkeypatch.context() as patch:
            fill(patch, "sent")
            with pytest.raises(
                OSError, match=r"the journal of bulk\(\) cannot be written: No space"
            ):
                await outcomes_of(run)
        assert service.sent == {}
        assert run.counts == BulkCounts(left=3, total=3)
        found = await states_of(bulk(ds.templates.create, calls, key="name", journal=path))

    assert found == {"a": "ok", "b": "ok", "c": "ok"}


async def test_an_outcome_without_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outcome that cannot be written is told all the same; the next run does not know it."""
    service, path, found = BulkService(), tmp_path / "journal.jsonl", list[str]()
    async with service.client() as ds:
        calls = named("a", "b", "c")
        run = bulk(ds.templates.create, calls, key="name", journal=path, concurrency=1)
        with monkeypatch.context() as patch:
            fill(patch, '"ok"')

            async def read() -> None:
                async with run:
                    async for one in run:
                        found.append(f"{one.key} {one.state}")

            with pytest.raises(OSError, match="No space left"):
                await read()
        assert (found, service.sent) == (["a ok"], {"a": 1})
        again = await states_of(bulk(ds.templates.create, calls, key="name", journal=path))

    assert again == {"a": "earlier unknown", "b": "ok", "c": "ok"}


@pytest.mark.parametrize("has_own_error", [False, True])
async def test_a_journal_that_cannot_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_own_error: bool
) -> None:
    """That the last lines are not on the disk is an error, but replaces none."""
    service, path = BulkService(), tmp_path / "journal.jsonl"

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    async with service.client() as ds:
        run = bulk(ds.templates.create, [], key="name", journal=path)

        async def enter() -> None:
            async with run:
                monkeypatch.setattr(os, "fsync", fail)
                if has_own_error:
                    raise LookupError("mine")

        with pytest.raises(LookupError if has_own_error else OSError):
            await enter()


async def test_cancelled_while_the_journal_cannot_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cancellation while the calls under way are waited for stays one."""
    service, left = BulkService(), anyio.Event()

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    async def read_one(run: Any) -> None:
        async with run:
            await anext(run)
            monkeypatch.setattr(os, "fsync", fail)
            left.set()

    calls = [{"template_id": 1, "name": "held"}, {"template_id": 2, "name": "a"}]
    async with service.client() as ds:
        path = tmp_path / "journal.jsonl"
        run = bulk(ds.templates.update, calls, key="template_id", journal=path)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read_one, run)
            await left.wait()
            tasks.cancel_scope.cancel()

    assert run.counts == BulkCounts(ok=1, left=1, total=2)
