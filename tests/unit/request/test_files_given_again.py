"""What is sold is what was given: a file that is given again is sent whole, or refused by name."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint
from support.chunk_iterator import ChunkIterator
from support.clients import client_of

from digiseller_async import ArgumentError, RateLimitedError, Retry
from digiseller_async._request.file_holds import FileHolds, mark_spent
from digiseller_async.sandbox import Fault, Sandbox
from digiseller_async.sandbox._state.products import FIRST_ID

pytestmark = pytest.mark.anyio
CONTENT = bytes(range(256)) * 3000
ONCE = Retry(attempts=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a file."""
    found = tmp_path / "a.bin"
    found.write_bytes(CONTENT)
    return found


async def asked(box: Sandbox) -> None:
    """Return when an upload has arrived."""
    while not box.requests["content.add_file"]:
        await checkpoint()


async def sent_digest(box: Sandbox) -> str:
    """Return the digest of the last file that arrived."""
    return box.recorded[-1].files[-1].sha256


@pytest.mark.parametrize("form", ["file", "memory", "async"])
@pytest.mark.parametrize("place", [0, 1000])
@pytest.mark.parametrize("fault", [None, Fault.TOO_MANY, Fault.DROP_BEFORE, Fault.HANG])
async def test_put_back(path: Path, form: str, place: int, fault: Fault | None) -> None:
    """However a call ends, an open file stands where it stood, and is sent whole again."""
    async with Sandbox() as box, client_of(box) as ds, await anyio.open_file(path, "rb") as aio:
        await ds.sign_in()
        with path.open("rb") as plain:
            file: Any = {"file": plain, "memory": io.BytesIO(CONTENT), "async": aio}[form]
            await aio.seek(place) if form == "async" else file.seek(place)
            if fault is not None:
                box.inject(fault, operation="content.add_file")
            quick = ds.with_options(retry=ONCE, timeout=1.0 if fault is Fault.HANG else 60)
            try:
                await quick.content.add_file(FIRST_ID, file=("a.bin", file))
            except Exception:  # noqa: BLE001
                assert fault is not None
            told = await aio.tell() if form == "async" else file.tell()
            assert told == place

            await ds.content.add_file(FIRST_ID, file=("a.bin", file))
            assert await sent_digest(box) == sha256(CONTENT[place:]).hexdigest()


async def test_cancelled_calls(path: Path) -> None:
    """A call that is cancelled while it sends puts its file back."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.inject(Fault.HANG, operation="content.add_file")
        with path.open("rb") as file:
            file.seek(5)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lambda: ds.content.add_file(FIRST_ID, file=file))
                await asked(box)
                tasks.cancel_scope.cancel()
            assert file.tell() == 5


class Immovable(io.BytesIO):
    """A file that can be looked at, but not be put back once it was read."""

    def __init__(self, content: bytes, error: BaseException) -> None:
        super().__init__(content)
        self.error = error
        self.was_read = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        self.was_read = True
        return super().read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Seek, or raise."""
        if self.was_read:
            raise self.error
        return super().seek(offset, whence)


async def test_files_that_cannot_be_put_back() -> None:
    """That a file cannot be put back loses no answer; the next call refuses the file."""
    async with Sandbox() as box, client_of(box) as ds:
        file = Immovable(CONTENT, OSError("no way back"))
        await ds.content.add_file(FIRST_ID, file=("a.bin", file))

        with pytest.raises(ArgumentError, match="file was read by an earlier call"):
            await ds.content.add_file(FIRST_ID, file=("a.bin", file))
        assert box.applied["content.add_file"] == 1


async def generated() -> AsyncIterator[bytes]:
    """Give the content."""
    yield CONTENT


class AsyncPipe:
    """An async file that cannot seek."""

    def __init__(self) -> None:
        self.left = [CONTENT]

    async def read(self, _size: int) -> bytes:
        """Return what is left."""
        return self.left.pop() if self.left else b""


class Slotted(ChunkIterator):
    """A stream, which is told from others by its identity only."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize("make", [generated, AsyncPipe, lambda: Slotted(CONTENT)])
async def test_streams_given_again(make: Any) -> None:
    """A stream that was read is refused by name, in another call and twice in one."""
    async with Sandbox() as box, client_of(box) as ds:
        stream = make()
        await ds.content.add_file(FIRST_ID, file=("a.bin", stream))
        with pytest.raises(ArgumentError, match="file was read by an earlier call") as caught:
            await ds.content.add_file(FIRST_ID, file=("a.bin", stream))
        assert (caught.value.parameter, caught.value.happened) == ("file", "no")
        assert box.requests["content.add_file"] == 1

        twice = make()
        with pytest.raises(ArgumentError, match=r"images\[1\] is a stream that is given twice"):
            await ds.gallery.add_images(FIRST_ID, images=[("a.png", twice), ("b.png", twice)])
        assert not box.requests["gallery.add_images"]


async def test_unread_streams_are_not_spent() -> None:
    """A stream that no call has read yet can be given again."""
    async with Sandbox() as box, client_of(box) as ds:
        stream = ChunkIterator(CONTENT)
        with pytest.raises(ArgumentError, match=r"images\[1\] "):
            await ds.gallery.add_images(FIRST_ID, images=[("a.png", stream), ("b.png", b"")])
        await ds.content.add_file(FIRST_ID, file=("a.bin", stream))
        assert await sent_digest(box) == sha256(CONTENT).hexdigest()


def test_objects_without_weak_references() -> None:
    """A stream that takes no weak reference is remembered as well."""

    class NoReference:
        """Takes none."""

        __slots__ = ()

    one, other = NoReference(), NoReference()
    mark_spent(one)
    with pytest.raises(ArgumentError, match="was read by an earlier call"):
        FileHolds().take("file", one)
    holds = FileHolds()
    assert [holds.take("file", other), holds.take("file", other)] == [False, True]
    holds.release()


async def test_one_call_at_a_time(path: Path) -> None:
    """A file that a call is reading is refused to another one, and free again after it."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.inject(Fault.HANG, operation="content.add_file")
        with path.open("rb") as file:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lambda: ds.content.add_file(FIRST_ID, file=file))
                await asked(box)
                with pytest.raises(ArgumentError, match="file is being read by another call"):
                    await ds.content.add_file(FIRST_ID, file=file)
                tasks.cancel_scope.cancel()
            await ds.content.add_file(FIRST_ID, file=file)
        assert await sent_digest(box) == sha256(CONTENT).hexdigest()


async def test_no_bytes(tmp_path: Path) -> None:
    """Content of no bytes is refused by name, and the service takes nothing."""
    empty = tmp_path / "empty.bin"
    empty.touch()
    at_end = io.BytesIO(b"abc")
    at_end.seek(3)
    async with Sandbox() as box, client_of(box) as ds:
        forms: tuple[Any, ...] = (empty, ("a", b""), ("a", at_end), ("a", ChunkIterator(b"", b"")))
        for form in forms:
            for call in (
                ds.content.add_file(FIRST_ID, file=form),
                ds.content.update_file(content_id=1, file=form),
                ds.gallery.add_images(FIRST_ID, images=[form]),
            ):
                with pytest.raises(ArgumentError, match=r"has no bytes|was read by") as caught:
                    await call
                assert caught.value.happened == "no"
        with pytest.raises(ArgumentError, match="archive has no bytes: the stream was empty"):
            await ds.content.add_files(FIRST_ID, archive=("a.zip", ChunkIterator()))
        for text in ("", " \n", "\u200b\xa0"):
            with pytest.raises(ArgumentError, match=r"value must be a text with at least one"):
                await ds.content.add_text(FIRST_ID, texts=[text])
            with pytest.raises(ArgumentError, match=r"value must be a text with at least one"):
                await ds.content.update_text(value=text, content_id=1)
        assert box.applied.keys() <= {"sign_in"}


@pytest.mark.parametrize("operation", ["add_file", "add_files"])
async def test_streams_that_call_their_client(operation: str) -> None:
    """A stream that calls the client that sends it is refused at once; another client is not."""
    async with (
        Sandbox() as box,
        client_of(box, max_connections=1) as ds,
        client_of(box) as other,
    ):

        async def own() -> AsyncIterator[bytes]:
            await ds.account.balance()
            yield b"never"

        async def others() -> AsyncIterator[bytes]:
            yield str(await other.account.balance()).encode()

        method: Any = getattr(ds.content, operation)
        name = "file" if operation == "add_file" else "archive"
        with pytest.raises(ArgumentError, match=f"{name} calls the client that is sending it"):
            await method(FIRST_ID, **{name: ("a.zip", own())})
        await ds.content.add_file(FIRST_ID, file=("a.bin", others()))
        await ds.account.balance()
        assert box.applied["content.add_file"] == 1


def link(name: str) -> zipfile.ZipInfo:
    """Return the entry of a symbolic link."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return a ZIP archive."""
    found = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(found, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in files:
            archive.writestr(name, content)
    return found.getvalue()


@pytest.mark.parametrize(
    ("archive", "why"),
    [
        (zipped(("a.txt", b"1"), ("A.TXT", b"2")), "two files of the same name"),
        (zipped(("a.txt", b"1"), ("a.txt", b"2")), "two files of the same name"),
        (zipped(("\u0439", b"1"), ("\u0438\u0306", b"2")), "two files of the same name"),
        (zipped(('a"b', b"1")), "must not have quotes"),
        (zipped(("a\nb", b"1")), "must not have quotes"),
        (zipped(("..", b"1")), "must not have quotes"),
        (zipped(("ab.txt", b"1")).replace(b"ab.txt", b"a\0.txt"), "must not have quotes"),
        (zipped(("a/", b"1"), ("b", b"2")), "has files in folders, .*: 'a/'"),
        (zipped(("a", b"1"), ("b", b"")), "must not have empty files: 'b'"),
        (zipped((link("a"), b"/etc/passwd")), "must not have links or devices, .*: 'a'"),
        (zipped(("a", b"content")).replace(b"content", b"CONTENT"), "has a damaged file 'a'"),
    ],
)
async def test_entries_of_archives(archive: bytes, why: str) -> None:
    """An archive's entries are checked like files: names, twins, emptiness, and whether whole."""
    async with Sandbox() as box, client_of(box) as ds:
        with pytest.raises(ArgumentError, match=f"archive .*{why}"):
            await ds.content.add_files(FIRST_ID, archive=("a.zip", archive))
        assert not box.requests


async def test_async_archives(tmp_path: Path) -> None:
    """An archive that is an async file is copied, sent, and put back."""
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("a.txt", b"1")))
    async with Sandbox() as box, client_of(box) as ds, await anyio.open_file(path, "rb") as file:
        for _ in range(2):
            await ds.content.add_files(FIRST_ID, archive=file)
            assert await sent_digest(box) == sha256(path.read_bytes()).hexdigest()
            assert await file.tell() == 0


async def test_no_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no temporary file can be written, an archive as a stream is refused by name."""

    def refuse(**_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    async with Sandbox() as box, client_of(box) as ds:
        stream = ("a.zip", ChunkIterator(zipped(("a", b"1"))))
        with pytest.raises(ArgumentError, match="No usable temporary directory found") as caught:
            await ds.content.add_files(FIRST_ID, archive=stream)
        assert caught.value.happened == "no"
        assert not box.requests


async def test_rate_limited_files(path: Path) -> None:
    """A file that was refused with 429 for good is sent whole when it is given again."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject(Fault.TOO_MANY, operation="content.add_file", times=3, retry_after="0")
        with path.open("rb") as file:
            with pytest.raises(RateLimitedError):
                await ds.content.add_file(FIRST_ID, file=file)
            await ds.content.add_file(FIRST_ID, file=file)
        assert await sent_digest(box) == sha256(CONTENT).hexdigest()
