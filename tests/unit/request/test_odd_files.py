"""Files that lie, break or behave oddly are sent whole, or refused by name, and never in part."""

from __future__ import annotations

import asyncio
import io
import threading
import zipfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import anyio
import pytest
from support.chunk_iterator import ChunkIterator
from support.clients import client_of

from digiseller_async import ArgumentError, DigisellerError
from digiseller_async._request.files import open_file
from digiseller_async.sandbox import Fault, Sandbox
from digiseller_async.sandbox._state.products import FIRST_ID

CONTENT = bytes(range(256)) * 3000


class ShortReads(io.BytesIO):
    """Gives at most 1,000 bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return some of the next bytes."""
        return super().read(min(size or 0, 1000))


class AwaitableReads(io.BytesIO):
    """Returns awaitables, and its method is no coroutine function."""

    def read(self, size: int | None = -1, /) -> Any:
        """Return an awaitable of the next bytes."""

        async def found() -> bytes:
            return super(AwaitableReads, self).read(size)

        return found()


class SeekReturnsNothing(io.BytesIO):
    """Moves, but does not return where to."""

    def seek(self, offset: int, whence: int = 0, /) -> Any:
        """Seek."""
        super().seek(offset, whence)


class NoPlace(io.BytesIO):
    """Does not know where it stands."""

    def tell(self) -> Any:
        """Return nothing."""


class ImmovableOnceRead(io.BytesIO):
    """Claims to seek, and does so until it was read."""

    was_read = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        self.was_read = True
        return super().read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Seek, or only claim to."""
        return offset if self.was_read else super().seek(offset, whence)


class UnseekableOnceRead(ImmovableOnceRead):
    """Seeks until it was read, and then raises."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Seek, or raise."""
        if self.was_read:
            raise OSError(5, "Input/output error")
        return super().seek(offset, whence)


class HugeEnd(io.BytesIO):
    """Claims to be longer than 2 GiB."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Seek."""
        return super().seek(*((3 << 30, 0) if whence else (offset, 0)))


class MoreThanAsked(io.BytesIO):
    """Gives a byte more than it is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        return super().read((size or 0) + 1)


class AsyncFile:
    """A file whose methods are coroutine functions."""

    def __init__(self, file: io.BytesIO) -> None:
        self.file = file

    async def read(self, size: int) -> bytes:
        """Return the next bytes."""
        return self.file.read(size)

    async def seek(self, offset: int, whence: int = 0) -> int:
        """Seek."""
        return self.file.seek(offset, whence)

    async def tell(self) -> int:
        """Return where it stands."""
        return self.file.tell()


def unchanged(kind: Callable[[bytes], io.BytesIO]) -> Callable[[bytes], io.BytesIO]:
    """Return what makes sync files of a *kind*."""
    return kind


def asynchronous(kind: Callable[[bytes], io.BytesIO]) -> Callable[[bytes], AsyncFile]:
    """Return what makes async files of a *kind*."""
    return lambda content: AsyncFile(kind(content))


@pytest.mark.anyio
@pytest.mark.parametrize(
    "make",
    [ShortReads, AwaitableReads, SeekReturnsNothing, asynchronous(ShortReads)],
)
async def test_odd_files_that_can_be_read_again(make: Callable[[bytes], Any]) -> None:
    """An odd file is sent whole after a 429, and in the next call."""
    file = make(CONTENT)
    async with Sandbox() as box, client_of(box) as ds:
        box.inject(Fault.TOO_MANY, operation="content.add_file", retry_after="0")
        for _ in range(2):
            await ds.content.add_file(FIRST_ID, file=("a.bin", file))
            assert box.recorded[-1].files[-1].sha256 == sha256(CONTENT).hexdigest()
        assert box.requests["content.add_file"] == 3


@pytest.mark.anyio
@pytest.mark.parametrize("make", [NoPlace, asynchronous(NoPlace)])
async def test_files_that_do_not_know_their_place(make: Callable[[bytes], Any]) -> None:
    """A file that does not know where it stands is read once, from there."""
    file = make(CONTENT)
    async with Sandbox() as box, client_of(box) as ds:
        await ds.content.add_file(FIRST_ID, file=("a.bin", file))
        assert box.recorded[-1].files[-1].sha256 == sha256(CONTENT).hexdigest()
        with pytest.raises(ArgumentError, match="file was read by an earlier call"):
            await ds.content.add_file(FIRST_ID, file=("a.bin", file))
        assert box.applied["content.add_file"] == 1


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (ImmovableOnceRead, r"its seek\(\) does not move it"),
        (UnseekableOnceRead, "Input/output error"),
    ],
)
@pytest.mark.parametrize("wrap", [unchanged, asynchronous])
async def test_files_that_do_not_move(kind: Any, why: str, wrap: Any) -> None:
    """A file that does not go back is sent once; to send it again is refused, in any call."""
    async with Sandbox() as box, client_of(box) as ds:
        file = wrap(kind)(CONTENT)
        await ds.content.add_file(FIRST_ID, file=("a.bin", file))
        assert box.recorded[-1].files[-1].sha256 == sha256(CONTENT).hexdigest()

        again = wrap(kind)(CONTENT)
        box.inject(Fault.TOO_MANY, operation="content.add_file", retry_after="0")
        with pytest.raises(ArgumentError, match=f"file cannot be put back .*: {why}") as caught:
            await ds.content.add_file(FIRST_ID, file=("a.bin", again))
        assert caught.value.happened == "no"
        for one in (file, again):
            with pytest.raises(ArgumentError, match="file was read by an earlier call"):
                await ds.content.add_file(FIRST_ID, file=("a.bin", one))
        assert box.applied["content.add_file"] == 1


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (HugeEnd, "file became shorter while it was sent: 'a.bin'"),
        (MoreThanAsked, "file gave 262145 bytes when it was asked for 262144"),
    ],
)
async def test_lengths_that_lie(kind: Callable[[bytes], Any], why: str) -> None:
    """A file with other bytes than it promised ends the call, and nothing took effect."""
    async with Sandbox() as box, client_of(box) as ds:
        with pytest.raises(ArgumentError, match=why) as caught:
            await ds.content.add_file(FIRST_ID, file=("a.bin", kind(CONTENT)))
        assert caught.value.happened == "no"
        assert box.applied["content.add_file"] == 0


@pytest.mark.anyio
async def test_short_reads_of_archives() -> None:
    """An archive that is given in short pieces is checked whole."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.bin", CONTENT)
    async with Sandbox() as box, client_of(box) as ds:
        await ds.content.add_files(FIRST_ID, archive=("a.zip", ShortReads(packed.getvalue())))
        assert box.recorded[-1].files[-1].sha256 == sha256(packed.getvalue()).hexdigest()


class Interrupted(io.BytesIO):
    """Is interrupted while it is read, or when it is put back."""

    was_read = False

    def __init__(self, content: bytes, *, in_seek: bool) -> None:
        super().__init__(content)
        self.in_seek = in_seek

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, or raise."""
        self.was_read = True
        if not self.in_seek:
            raise KeyboardInterrupt
        return super().read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Seek, or raise."""
        if self.was_read and self.in_seek:
            raise KeyboardInterrupt
        return super().seek(offset, whence)


class InterruptedAsync(AsyncFile):
    """An async file that is interrupted while it is read, or when it is put back."""

    def __init__(self, content: bytes, *, in_seek: bool) -> None:
        super().__init__(Interrupted(content, in_seek=in_seek))


def interrupted_call(backend: str, *files: Any) -> None:
    """Send images, and check that the call ends with an interrupt."""

    async def call() -> None:
        async with Sandbox() as box, client_of(box) as ds:
            await ds.sign_in()
            images = [(f"{number}.png", file) for number, file in enumerate(files)]
            await ds.gallery.add_images(FIRST_ID, images=images)

    def is_interrupt(error: BaseException) -> bool:
        group = getattr(error, "exceptions", ())
        return isinstance(error, KeyboardInterrupt) or any(map(is_interrupt, group))

    with pytest.raises(BaseException) as caught:  # noqa: PT011  (trio may put it into a group)
        anyio.run(call, backend=backend)
    assert is_interrupt(caught.value)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("kind", [Interrupted, InterruptedAsync])
@pytest.mark.parametrize("in_seek", [False, True])
def test_interrupts(backend: str, kind: Any, in_seek: bool) -> None:  # noqa: FBT001
    """After an interrupt the files stand where they stood, are held no more, or are refused."""
    first, last = io.BytesIO(CONTENT), io.BytesIO(CONTENT)
    for file in (first, last):
        file.seek(7)
    odd = kind(CONTENT, in_seek=in_seek)
    interrupted_call(backend, first, odd, last)

    assert (first.tell(), last.tell()) == (7, 7)

    async def again() -> None:
        await open_file("file", ("a", first))
        async with Sandbox() as box, client_of(box) as ds:
            await ds.gallery.add_images(FIRST_ID, images=[("a.png", first), ("b.png", last)])
            if in_seek:
                with pytest.raises(ArgumentError, match=r"images\[0\] was read by an earlier"):
                    await ds.gallery.add_images(FIRST_ID, images=[("c.png", odd)])

    anyio.run(again, backend=backend)


class BlocksAtItsEnd(io.BytesIO):
    """Stays at its end for a moment while its size is looked up."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.is_there = threading.Event()
        self.never = threading.Event()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Seek."""
        found = super().seek(offset, whence)
        if whence:
            self.is_there.set()
            self.never.wait(0.05)
        return found


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_cancelled_while_the_size_is_looked_up() -> None:
    """A file is back when asyncio's own cancellation ends its call, whatever a thread does."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        file = BlocksAtItsEnd(CONTENT)
        file.seek(7)
        call: Any = ds.content.add_file(FIRST_ID, file=("a.bin", file))
        task = asyncio.ensure_future(call)
        await anyio.to_thread.run_sync(file.is_there.wait)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert task.cancelled()
        assert file.tell() == 7


def refused_disk(*_: object, **__: object) -> Any:
    """Return a temporary file that cannot be written."""
    return Path("/dev/full").open("wb", buffering=0)


@pytest.mark.anyio
async def test_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive as a stream that does not fit on the disk is refused by name."""
    monkeypatch.setattr("tempfile.TemporaryFile", refused_disk)
    async with Sandbox() as box, client_of(box) as ds:
        stream = ("a.zip", ChunkIterator(CONTENT))
        with pytest.raises(ArgumentError, match="No space left on device; set TMPDIR") as caught:
            await ds.content.add_files(FIRST_ID, archive=stream)
        assert caught.value.happened == "no"
        assert not box.requests


@pytest.mark.anyio
@pytest.mark.parametrize("method", [99, 9])
async def test_unknown_compression(method: int) -> None:
    """An archive with a compression that Python does not know is sent: the service may know it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.bin", b"content")
    changed = bytearray(packed.getvalue())
    changed[8] = changed[changed.index(b"PK\1\2") + 10] = method
    async with Sandbox() as box, client_of(box) as ds:
        call: Awaitable[Any] = ds.content.add_files(FIRST_ID, archive=("a.zip", bytes(changed)))
        with suppress(DigisellerError):  # the sandbox does not know it either
            await call
        assert box.recorded[-1].files[-1].sha256 == sha256(changed).hexdigest()
