"""Files in all their forms: read as they are, refused by name, closed by whom they belong to."""

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
from digiseller_async._codecs.multipart import head
from digiseller_async._request.files import OpenFile, Source, Stream, checked_name, opened
from digiseller_async._wire import ResponseLost

pytestmark = pytest.mark.anyio
TEXT = b"Some goods\r\n"


async def whole(source: Source) -> bytes:
    """Return all that *source* has."""
    found = b""
    while piece := await source.piece():
        found += piece
    return found


async def generated() -> AsyncIterator[bytes]:
    """Give the text in two pieces."""
    yield TEXT[:4]
    yield TEXT[4:]


class Named(io.BytesIO):
    """An open file that knows its name."""

    def __init__(self, content: bytes, name: object = "goods.txt") -> None:
        super().__init__(content)
        self.name = name


class Strange:
    """Something with a method `read`, and no more; it gives what it was told to."""

    def __init__(self, *found: object) -> None:
        self.name = "strange.bin"
        self.found = list(found)

    def read(self, _size: int) -> object:
        """Give the next thing."""
        return self.found.pop(0) if self.found else b""


class Awaited:
    """A file whose reading is awaited, as that of a web framework's upload is."""

    def __init__(self, *found: object) -> None:
        self.found = list(found)

    async def read(self, _size: int) -> object:
        """Give the next thing."""
        return self.found.pop(0) if self.found else b""


class Bare:
    """An async iterable whose iterator has no `__aiter__`."""

    def __aiter__(self) -> Any:
        return self.Steps()

    class Steps:
        """Two steps, and the end."""

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
    """A file may be a path, bytes, an open file, or a stream; all give the same bytes."""
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
            Named(TEXT),
            ("goods.txt", io.BytesIO(TEXT)),
            ("goods.txt", ChunkIterator(TEXT[:3], b"", bytearray(TEXT[3:4]), memoryview(TEXT[4:]))),
            ("goods.txt", generated()),
            ("goods.txt", Strange(TEXT[:5], TEXT[5:])),
            ("goods.txt", Awaited(TEXT[:5], TEXT[5:])),
        ]
        for form in forms:
            source = await opened("file", form)

            assert source.name == "goods.txt"
            assert source.size == (None if isinstance(source, Stream) else len(TEXT))
            assert await whole(source) == TEXT
            source.close()

        assert not file.closed
        assert not raw.closed


async def test_rewinding(path: Path) -> None:
    """A file is read as often as it is rewound, a stream once."""
    for form in (path, ("goods.txt", TEXT), Named(TEXT)):
        source = await opened("file", form)
        for _ in range(3):
            await source.rewind()

            assert await whole(source) == TEXT
        assert source.rewinds
        source.close()

    once = await opened("file", ("goods.txt", ChunkIterator(TEXT)))
    await once.rewind()
    await once.rewind()

    assert once.rewinds is True
    assert await whole(once) == TEXT
    assert bool(once.rewinds) is False
    with pytest.raises(ResponseLost, match="file was sent, and cannot be sent once more"):
        await once.rewind()


async def test_bare_iterators() -> None:
    """An async iterator needs no more than `__anext__`, and an empty piece does not end it."""
    assert await whole(await opened("file", ("a.bin", Bare()))) == b"onetwo"


async def test_from_where_it_stands(path: Path) -> None:
    """An open file is sent from where it stands; one beyond its end is empty."""
    with path.open("rb") as file:
        for place in (0, 5, len(TEXT), len(TEXT) + 7):
            file.seek(place)
            source = await opened("file", file)

            assert source.size == len(TEXT[place:])
            assert file.tell() == place
            assert await whole(source) == TEXT[place:]


async def test_names_of_streams() -> None:
    """A stream without a name gets one; bytes and nameless files must have one."""
    assert (await opened("file", ChunkIterator(TEXT))).name == "file.bin"
    for nameless in (TEXT, io.BytesIO(TEXT), Named(TEXT, 7), Named(TEXT, ""), ("", TEXT)):
        with pytest.raises(ArgumentError, match="file must have a file name: give a pair"):
            await opened("file", nameless)


async def test_async_files(path: Path) -> None:
    """A file that is read by awaiting comes in pieces, however long its lines are."""
    async with await anyio.open_file(path, "rb") as file:
        source = await opened("file", file)

        assert isinstance(source, Stream)
        assert source.name == "goods.txt"
        assert await whole(source) == TEXT
    async with await anyio.open_file(path) as text:
        with pytest.raises(ArgumentError, match="must be opened as binary"):
            await opened("file", text)


async def test_wrapped_files(tmp_path: Path) -> None:
    """Files in archives, compressed files and temporary files are open files as well."""
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
            source = await opened("file", ("goods.txt", form))

            assert isinstance(source, OpenFile)
            assert await whole(source) == TEXT


async def test_text(path: Path) -> None:
    """A file that was opened as text is refused: nobody knows in which encoding to send it."""
    with (
        path.open() as text,
        tempfile.NamedTemporaryFile("w") as temporary,
    ):
        for one in (text, temporary, io.StringIO("text")):
            with pytest.raises(ArgumentError) as caught:
                await opened("file", one)

            assert str(caught.value) == "file must be opened as binary, and not as text"
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
async def test_no_file(form: Any) -> None:
    """What is no file in any form is refused by name."""
    with pytest.raises(ArgumentError, match=r"^images\[3\] must be a path, bytes, an") as caught:
        await opened("images[3]", form)

    assert caught.value.parameter == "images"


async def test_bad_paths(tmp_path: Path) -> None:
    """A path that leads to no file is refused with its reason, and with its name."""
    os.mkfifo(tmp_path / "pipe.txt")
    cases = {
        tmp_path / "missing.txt": "cannot be read: No such file or directory: .*missing.txt",
        tmp_path / "a\0b" / "c.txt": "cannot be read: embedded null byte",
        tmp_path / ("x" * 300): "cannot be read: File name too long",
        tmp_path: "is no ordinary file",
        tmp_path / "pipe.txt": "is no ordinary file",
        Path("/dev/null"): "is no ordinary file",
        "": "must have a file name",
        "/": "must have a file name",
        "..": "must have a file name",
    }
    for path, why in cases.items():
        with pytest.raises(ArgumentError, match=why):
            await opened("file", path)


async def test_path_of_bytes(path: Path) -> None:
    """A path object may spell its path in bytes."""

    class Spelled(os.PathLike[bytes]):
        """A path that is spelled in bytes."""

        def __fspath__(self) -> bytes:
            return os.fsencode(path)

    source = await opened("file", Spelled())

    assert (source.name, await whole(source)) == ("goods.txt", TEXT)
    source.close()


async def test_unreadable_files(path: Path) -> None:
    """An open file that is closed, or was opened for writing only, is refused."""
    closed = path.open("rb")
    closed.close()
    with pytest.raises(ArgumentError, match="file cannot be read: I/O operation on closed file"):
        await opened("file", closed)
    with (
        path.open("ab") as writer,
        pytest.raises(ArgumentError, match="cannot be read: it is not open for reading"),
    ):
        await opened("file", writer)


async def test_changed_meanwhile(path: Path) -> None:
    """Of a file that grows as much is sent as it had; one that shrinks ends the call."""
    content = TEXT * 100_000
    with path.open("wb") as file:
        file.write(content)
    source = await opened("file", path)
    with path.open("ab") as file:
        file.write(b"more")
    await source.rewind()

    assert await whole(source) == content

    os.truncate(path, 400_000)
    await source.rewind()
    with pytest.raises(ArgumentError, match="file has become shorter while it was sent: 'goods"):
        await whole(source)
    source.close()


@pytest.mark.parametrize("odd", ["text", 5, None, [b"a"]], ids=repr)
async def test_what_is_no_bytes(odd: object) -> None:
    """What gives something else than bytes is refused as soon as it does."""
    for form in (ChunkIterator(b"a", odd), Strange(b"a", odd), Awaited(b"a", odd)):
        source = await opened("file", ("a.txt", form))

        assert await source.piece() == b"a"
        with pytest.raises(ArgumentError, match=f"file gave {type(odd).__name__} where bytes were"):
            await source.piece()


async def test_pipes() -> None:
    """A pipe is a stream: it is read as it comes, only once, and stays open."""
    out, into = os.pipe()
    with os.fdopen(out, "rb") as reader:
        with os.fdopen(into, "wb") as writer:
            writer.write(b"x" * 3000)
        source = await opened("file", ("out.txt", reader))

        assert isinstance(source, Stream)
        assert await whole(source) == b"x" * 3000
        source.close()

        assert not reader.closed


async def test_silent_pipes() -> None:
    """Reading a pipe into which nobody writes ends with its deadline."""
    out, into = os.pipe()
    with os.fdopen(out, "rb") as reader, os.fdopen(into, "wb") as writer:
        source = await opened("file", ("out.txt", reader))
        with anyio.move_on_after(0.01) as scope:
            await source.piece()
        writer.close()  # lets the thread go on that still reads

    assert scope.cancelled_caught


async def test_who_closes(path: Path) -> None:
    """What was opened here is closed here; what the user opened is the user's to close."""
    own = await opened("file", path)
    held = await opened("file", ("a.txt", TEXT))
    with path.open("rb") as file:
        given = await opened("file", file)
        for source in (own, held, given):
            assert isinstance(source, OpenFile)
            source.close()
            source.close()

        assert isinstance(own, OpenFile)
        assert own.file.closed
        assert not file.closed


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_native_cancellation(path: Path) -> None:
    """A task of asyncio that is cancelled while it opens its file leaves none open."""

    async def open_and_close() -> None:
        source = await opened("file", path)
        try:
            await whole(source)
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
def test_names(name: str) -> None:
    """A file name is sent as it is, in one line of the head, or refused; nothing in between."""
    try:
        checked = checked_name("file", name)
    except ArgumentError:
        return
    lines = head("b0undary", checked).split(b"\r\n")

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
async def test_odd_names(name: str) -> None:
    """A name that servers read differently is refused, whatever the file is."""
    for content in (TEXT, ChunkIterator(TEXT), io.BytesIO(TEXT)):
        with pytest.raises(ArgumentError, match=r"file must (not )?have") as caught:
            await opened("file", (name or ".", content))

        assert caught.value.parameter == "file"


@pytest.mark.parametrize(
    ("name", "kind"),
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
def test_kinds(name: str, kind: str) -> None:
    """A file's type is that of its name's end; of a compressed one it is just bytes."""
    assert f"Content-Type: {kind}\r\n" in head("b", name).decode()
