"""Files in all their forms are read as they are, refused by name, and closed by their owner."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import tempfile
import zipfile
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.chunk_iterator import ChunkIterator

from digiseller_async import ArgumentError
from digiseller_async._codecs.multipart import part_head
from digiseller_async._request.build import build
from digiseller_async._request.file_sources import FileSource, FileStream, SeekableFile
from digiseller_async._request.files import check_filename, open_file
from digiseller_async._wire import ResponseLost
from digiseller_async.spec import rows

pytestmark = pytest.mark.anyio
TEXT = b"Some goods\r\n"
TABLE: dict[str, Any] = {row.operation: row for row in rows()}


async def read_all(source: FileSource) -> bytes:
    """Return all that *source* has."""
    found = b""
    while chunk := await source.read_chunk():
        found += chunk
    return found


async def generated() -> AsyncIterator[bytes]:
    """Give the text in two pieces."""
    yield TEXT[:4]
    yield TEXT[4:]


class NamedBytes(io.BytesIO):
    """An open file that knows its name."""

    def __init__(self, content: bytes, name: object = "goods.txt") -> None:
        super().__init__(content)
        self.name = name


class OnlyRead:
    """A file that has a method ``read`` and no more; it returns what it is given."""

    def __init__(self, *found: object) -> None:
        self.name = "data.bin"
        self.found = list(found)

    def read(self, _size: int) -> object:
        """Give the next thing."""
        return self.found.pop(0) if self.found else b""


class AsyncRead:
    """A file whose ``read`` is a coroutine function, like the upload of a web framework."""

    def __init__(self, *found: object) -> None:
        self.found = list(found)

    async def read(self, _size: int) -> object:
        """Give the next thing."""
        return self.found.pop(0) if self.found else b""


class IterableOfSteps:
    """An async iterable whose iterator has no `__aiter__`."""

    def __aiter__(self) -> Any:
        return self.Iterator()

    class Iterator:
        """Three chunks, one of them empty."""

        def __init__(self) -> None:
            self.left = [b"two", b"", b"one"]

        async def __anext__(self) -> bytes:
            if not self.left:
                raise StopAsyncIteration
            return self.left.pop()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a file."""
    found = tmp_path / "goods.txt"
    found.write_bytes(TEXT)
    return found


async def test_every_form(path: Path) -> None:
    """A file may be a path, bytes, an open file, or a stream; all are read alike."""
    with path.open("rb") as file, path.open("rb", buffering=0) as raw:
        forms: list[Any] = [
            path,
            str(path),
            ("goods.txt", path),
            ("goods.txt", TEXT),
            ("goods.txt", bytearray(TEXT)),
            ("goods.txt", memoryview(TEXT)),
            file,
            raw,
            NamedBytes(TEXT),
            ("goods.txt", io.BytesIO(TEXT)),
            ("goods.txt", ChunkIterator(TEXT[:3], b"", bytearray(TEXT[3:4]), memoryview(TEXT[4:]))),
            ("goods.txt", generated()),
            ("goods.txt", OnlyRead(TEXT[:5], TEXT[5:])),
            ("goods.txt", AsyncRead(TEXT[:5], TEXT[5:])),
        ]
        for form in forms:
            source = await open_file("file", form)

            assert source.filename == "goods.txt"
            assert source.size == (None if isinstance(source, FileStream) else len(TEXT))
            assert await read_all(source) == TEXT
            source.close()

        assert not file.closed
        assert not raw.closed


async def test_rewinding(path: Path) -> None:
    """A file is read as often as it is rewound, a stream once."""
    for form in (path, ("goods.txt", TEXT), NamedBytes(TEXT)):
        source = await open_file("file", form)
        for _ in range(3):
            await source.rewind()

            assert await read_all(source) == TEXT
        assert source.rewinds
        source.close()

    once = await open_file("file", ("goods.txt", ChunkIterator(TEXT)))
    await once.rewind()
    await once.rewind()

    assert once.rewinds is True
    assert await read_all(once) == TEXT
    assert bool(once.rewinds) is False
    with pytest.raises(ResponseLost, match="file is a stream, and cannot be sent a second time"):
        await once.rewind()


async def test_bare_iterators() -> None:
    """An async iterator needs no more than `__anext__`, and an empty piece does not end it."""
    assert await read_all(await open_file("file", ("a.bin", IterableOfSteps()))) == b"onetwo"


async def test_current_position(path: Path) -> None:
    """An open file is sent from its current position; beyond its end it is empty."""
    with path.open("rb") as file:
        for place in (0, 5, len(TEXT), len(TEXT) + 7):
            file.seek(place)
            source = await open_file("file", file)

            assert source.size == len(TEXT[place:])
            assert file.tell() == place
            assert await read_all(source) == TEXT[place:]


async def test_names_of_streams() -> None:
    """A stream without a name gets one; bytes and files without a name are refused."""
    assert (await open_file("file", ChunkIterator(TEXT))).filename == "file.bin"
    for nameless in (TEXT, io.BytesIO(TEXT), NamedBytes(TEXT, 7), NamedBytes(TEXT, ""), ("", TEXT)):
        with pytest.raises(ArgumentError, match="file needs a file name: pass a pair"):
            await open_file("file", nameless)


async def test_async_files(path: Path) -> None:
    """An async file is read in chunks, however long its lines are."""
    async with await anyio.open_file(path, "rb") as file:
        source = await open_file("file", file)

        assert isinstance(source, SeekableFile)
        assert (source.filename, source.size) == ("goods.txt", len(TEXT))
        assert await read_all(source) == TEXT
    async with await anyio.open_file(path) as text:
        with pytest.raises(ArgumentError, match="must be opened in binary mode"):
            await open_file("file", text)


async def test_wrapped_files(tmp_path: Path) -> None:
    """Files in archives, compressed files and temporary files are read as open files."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("goods.txt", TEXT)
    with gzip.open(tmp_path / "goods.txt.gz", "wb") as packed:
        packed.write(TEXT)
    with (
        zipfile.ZipFile(tmp_path / "a.zip") as archive,
        archive.open("goods.txt") as inner,
        gzip.open(tmp_path / "goods.txt.gz") as unpacked,
        tempfile.SpooledTemporaryFile() as spooled,
        tempfile.NamedTemporaryFile() as named,
    ):
        for file in (spooled, named):
            file.write(TEXT)
            file.seek(0)
        for form in (inner, unpacked, spooled, named):
            source = await open_file("file", ("goods.txt", form))

            assert isinstance(source, SeekableFile)
            assert await read_all(source) == TEXT


async def test_text_files(path: Path) -> None:
    """A file that was opened in text mode is refused: its encoding would be a guess."""
    with (
        path.open() as text,
        tempfile.NamedTemporaryFile("w") as temporary,
    ):
        for one in (text, temporary, io.StringIO("text")):
            with pytest.raises(ArgumentError) as caught:
                await open_file("file", one)

            assert str(caught.value) == "file must be opened in binary mode ('rb'), not as text"
            assert caught.value.parameter == "file"


@pytest.mark.parametrize(
    "form",
    [
        5,
        None,
        True,
        1.5,
        [b"a"],
        {"a": b"a"},
        object(),
        ("a.txt", None),
        ("a.txt", 5),
        ("a.txt", ("b.txt", TEXT)),
        (None, TEXT),
        (5, TEXT),
        ("a.txt",),
        ("a.txt", TEXT, "text/plain"),
        (),
        iter([TEXT]),
        generated,
    ],
    ids=lambda form: repr(form).partition(" at 0x")[0],
)
async def test_not_a_file(form: Any) -> None:
    """What is not a file in any form is refused by name."""
    with pytest.raises(ArgumentError, match=r"^images\[3\] must be a path, bytes, an") as caught:
        await open_file("images[3]", form)

    assert caught.value.parameter == "images"


async def test_bad_paths(tmp_path: Path) -> None:
    """A path without a readable, regular file is refused with the reason and the path."""
    os.mkfifo(tmp_path / "pipe.txt")
    cases = {
        tmp_path / "missing.txt": "cannot be read: No such file or directory: .*missing.txt",
        tmp_path / "a\0b" / "c.txt": "cannot be read: (stat: )?embedded null ",
        tmp_path / ("x" * 300): "cannot be read: File name too long",
        tmp_path: "must be the path of a regular file, not ",
        tmp_path / "pipe.txt": "must be the path of a regular file, not ",
        Path("/dev/null"): "must be the path of a regular file, not ",
        "": "needs a file name",
        "/": "needs a file name",
        "..": "needs a file name",
    }
    for path, why in cases.items():
        with pytest.raises(ArgumentError, match=why):
            await open_file("file", path)


async def test_bytes_paths(path: Path) -> None:
    """A path object may return its path as bytes."""

    class BytesPath(os.PathLike[bytes]):
        """A path that is bytes."""

        def __fspath__(self) -> bytes:
            return os.fsencode(path)

    source = await open_file("file", BytesPath())

    assert (source.filename, await read_all(source)) == ("goods.txt", TEXT)
    source.close()


async def test_unreadable_files(path: Path) -> None:
    """An open file that is closed, or was opened for writing only, is refused."""
    closed = path.open("rb")
    closed.close()
    with pytest.raises(ArgumentError, match="file cannot be read: I/O operation on closed file"):
        await open_file("file", closed)
    with (
        path.open("ab") as writer,
        pytest.raises(ArgumentError, match="cannot be read: it is not open for reading"),
    ):
        await open_file("file", writer)


async def test_files_that_change_size(path: Path) -> None:
    """A file that grows is sent up to its first size; one that shrinks ends the call."""
    content = TEXT * 100_000
    with path.open("wb") as file:
        file.write(content)
    source = await open_file("file", path)
    with path.open("ab") as file:
        file.write(b"more")
    await source.rewind()

    assert await read_all(source) == content

    os.truncate(path, 400_000)
    await source.rewind()
    with pytest.raises(ArgumentError, match="file became shorter while it was sent: 'goods"):
        await read_all(source)
    source.close()


@pytest.mark.parametrize("chunk", ["text", 5, None, [b"a"]], ids=repr)
async def test_chunks_that_are_not_bytes(chunk: object) -> None:
    """A source that gives anything but bytes is refused as soon as it does."""
    for form in (ChunkIterator(b"a", chunk), OnlyRead(b"a", chunk), AsyncRead(b"a", chunk)):
        source = await open_file("file", ("a.txt", form))

        assert await source.read_chunk() == b"a"
        with pytest.raises(
            ArgumentError, match=f"file must give bytes, not {type(chunk).__name__}"
        ):
            await source.read_chunk()


async def test_pipes() -> None:
    """A pipe is a stream: it is read once, and stays open."""
    out, into = os.pipe()
    with os.fdopen(out, "rb") as reader:
        with os.fdopen(into, "wb") as writer:
            writer.write(b"x" * 3000)
        source = await open_file("file", ("out.txt", reader))

        assert isinstance(source, FileStream)
        assert await read_all(source) == b"x" * 3000
        source.close()

        assert not reader.closed


async def test_silent_pipes() -> None:
    """Reading a pipe into which nobody writes ends with its deadline."""
    out, into = os.pipe()
    with os.fdopen(out, "rb") as reader, os.fdopen(into, "wb") as writer:
        source = await open_file("file", ("out.txt", reader))
        with anyio.move_on_after(0.01) as scope:
            await source.read_chunk()
        writer.close()  # lets the thread go on that still reads

    assert scope.cancelled_caught


async def test_ownership(path: Path) -> None:
    """What was opened here is closed here; a file of the caller's stays open."""
    own = await open_file("file", path)
    held = await open_file("file", ("a.txt", TEXT))
    with path.open("rb") as file:
        given = await open_file("file", file)
        for source in (own, held, given):
            assert isinstance(source, SeekableFile)
            source.close()
            source.close()

        assert isinstance(own, SeekableFile)
        assert own.file.closed
        assert not file.closed


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_native_cancellation(path: Path) -> None:
    """A task of asyncio that is cancelled while it opens its file leaves none open."""

    async def open_and_close() -> None:
        source = await open_file("file", path)
        try:
            await read_all(source)
        finally:
            source.close()

    for turns in range(8):  # an open file that nobody closes is a warning, and so an error
        task = asyncio.get_running_loop().create_task(open_and_close())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):  # or it was quicker
            await task


@given(st.text(min_size=1, max_size=30))
def test_filenames(name: str) -> None:
    """A file name is sent as it is, in one line of the head, or refused; nothing in between."""
    try:
        checked = check_filename("file", name)
    except ArgumentError:
        return
    lines = part_head("b0undary", "file", checked).split(b"\r\n")

    assert checked == name
    assert lines[0] == b"--b0undary"
    assert lines[1].decode() == f'Content-Disposition: form-data; name="file"; filename="{name}"'
    assert lines[2].startswith(b"Content-Type: ")
    assert lines[3:] == [b"", b""]


@pytest.mark.parametrize(
    "name",
    [
        *('a"b', "a\nb", "a\rb", "a\r\nX: y", "a\0b", "a\x85b", "a\\b", "../a", "a/b", "\ud800"),
        *("a%22b", "a%0ab", "a%0D", ".", "..", ""),
    ],
)
async def test_refused_filenames(name: str) -> None:
    """A file name that servers read differently is refused in every form of file."""
    for content in (TEXT, ChunkIterator(TEXT), io.BytesIO(TEXT)):
        with pytest.raises(ArgumentError, match=r"file (must not have|needs)") as caught:
            await open_file("file", (name or ".", content))

        assert caught.value.parameter == "file"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.png", "image/png"),
        ("a.PNG", "image/png"),
        ("a.tar.gz", "application/octet-stream"),
        ("a", "application/octet-stream"),
        ("data:text/html,x", "application/octet-stream"),
        ("data:a;b=c,x.jpg", "image/jpeg"),
        ("Договор.txt", "text/plain"),
    ],
)
def test_media_types(name: str, media_type: str) -> None:
    """The media type follows from the suffix; a compressed file is an octet stream."""
    assert f"Content-Type: {media_type}\r\n" in part_head("b", "file", name).decode()


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (("a.txt", TEXT), ["a.txt"]),
        ([("a.txt", TEXT)], ["a.txt"]),
        ((("a.txt", TEXT), ("b.txt", TEXT)), ["a.txt", "b.txt"]),
        (iter([("a.txt", TEXT), ("b.txt", TEXT)]), ["a.txt", "b.txt"]),
    ],
)
def test_one_file_or_several(files: Any, names: list[str]) -> None:
    """Where one file may stand for a list, a pair of a name and a content is one."""
    request = build(TABLE["chats.upload"], {"files": files})

    assert [file[0] for _, file in request.files] == names


def test_one_file_of_any_kind(tmp_path: Path) -> None:
    """A path, bytes, an open file and a stream are one file each."""
    for one in (str(tmp_path), tmp_path, TEXT, io.BytesIO(TEXT), ChunkIterator(TEXT)):
        request = build(TABLE["chats.upload"], {"files": one})
        assert [file for _, file in request.files] == [one]


def test_no_file_at_all() -> None:
    """What is neither a file nor a list of some is refused."""
    for wrong in (5, {"a": 1}):
        with pytest.raises(ArgumentError, match="files must be a list"):
            build(TABLE["chats.upload"], {"files": wrong})
