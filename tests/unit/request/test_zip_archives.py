"""ZIP archives: files that the service would ignore or refuse are named before they are sent."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.clients import client_of

from digiseller_async import ArgumentError
from digiseller_async._request.file_sources import SeekableFile
from digiseller_async._request.files import open_file
from digiseller_async._request.zip_archives import check_archive, spool_to_disk
from digiseller_async.sandbox import Sandbox
from digiseller_async.sandbox._state.products import FIRST_ID

pytestmark = pytest.mark.anyio


def zipped(*names: str, content: bytes = b"x", before: bytes = b"") -> bytes:
    """Return a ZIP archive that has files of these *names*."""
    file = io.BytesIO()
    file.write(before)
    with zipfile.ZipFile(file, "a") as archive:
        for name in names:
            archive.writestr(name, b"" if name.endswith("/") else content)
    return file.getvalue()


def numbered(count: int) -> list[str]:
    """Return so many names."""
    return [f"{number}.txt" for number in range(1, count + 1)]


def flagged(archive: bytes, flag: int) -> bytes:
    """Return the *archive* with a flag set for each of its files, in its list only."""
    at, changed = archive.index(b"PK\1\2"), bytearray(archive)
    while at >= 0:
        changed[at + 8] |= flag
        at = archive.find(b"PK\1\2", at + 1)
    return bytes(changed)


async def check(archive: bytes, count: int | None = None) -> None:
    """Check the *archive* as an upload does."""
    source = await open_file("archive", ("goods.zip", archive))
    assert isinstance(source, SeekableFile)
    try:
        await check_archive("archive", source, count)
    finally:
        source.close()


@pytest.mark.parametrize(
    ("archive", "count"),
    [
        (zipped("a.txt"), None),
        (zipped("a.txt"), 1),
        (zipped("empty folder/", "a.txt"), 1),
        (zipped(*numbered(200)), 200),
        (zipped(*numbered(200), "folder/"), 200),
        (zipped("Договор №1.txt", "b.txt"), 2),
        (zipped("a.txt", before=b"#!/bin/sh\n"), 1),
        (zipped("x" * 200, *numbered(199)), 200),
    ],
)
async def test_good_archives(archive: bytes, count: int | None) -> None:
    """An archive of at most 200 files outside of folders passes; empty folders do not matter."""
    await check(archive, count)


@pytest.mark.parametrize(
    ("archive", "why"),
    [
        (
            zipped("a.txt", "b/c.txt", "b/d/e.txt"),
            "archive has files in folders, which the service ignores: 'b/c.txt', 'b/d/e.txt'",
        ),
        (
            zipped("a\\b.txt", "/c", "../d"),
            r"archive has files in folders, which the service ignores: 'a\\b.txt', '/c', '../d'",
        ),
        (
            zipped(*(f"f/{name}" for name in numbered(12))),
            "archive has files in folders, which the service ignores: "
            + ", ".join(f"'f/{name}'" for name in numbered(10))
            + " and 2 more",
        ),
        (
            zipped(*numbered(201)),
            "archive must have at most 200 files, not 201; too many: '201.txt'",
        ),
        (
            zipped(*numbered(215)),
            "archive must have at most 200 files, not 215; too many: "
            + ", ".join(f"'{number}.txt'" for number in range(201, 211))
            + " and 5 more",
        ),
        (
            flagged(zipped("a.txt", "b.txt"), 1),
            "archive must not have encrypted files: 'a.txt', 'b.txt'",
        ),
        (
            zipped("a.txt", "b.txt").replace(b"b.txt", b"\0.txt"),
            "archive has a file without a name",
        ),
        (zipped(), "archive has no files; add at least one"),
        (zipped("folder/", "other/"), "archive has no files; add at least one"),
        (b"", "archive must be a ZIP archive, which 'goods.zip' is not: File is not a zip file"),
        (
            b"PK\3\4",
            "archive must be a ZIP archive, which 'goods.zip' is not: File is not a zip file",
        ),
        (
            b"Rar!\x1a\x07\x00" * 99,
            "archive must be a ZIP archive, which 'goods.zip' is not: File is not a zip file",
        ),
        (
            zipped("a.txt")[:-9],
            "archive must be a ZIP archive, which 'goods.zip' is not: File is not a zip file",
        ),
    ],
    ids=lambda value: f"{len(value)} bytes" if isinstance(value, bytes) else str(value),
)
async def test_refused_archives(archive: bytes, why: str) -> None:
    """An archive with files that would be ignored is refused, and they are named."""
    with pytest.raises(ArgumentError) as caught:
        await check(archive)

    assert str(caught.value) == why
    assert caught.value.parameter == "archive"


async def test_count() -> None:
    """A count that is not the number of files is refused, with both numbers."""
    with pytest.raises(
        ArgumentError, match=r"^count must be the number of files in the archive, 2, not 3$"
    ) as caught:
        await check(zipped("a.txt", "b.txt", "folder/"), 3)

    assert caught.value.parameter == "count"


async def test_new_versions() -> None:
    """An archive of an unknown version of ZIP is refused."""
    archive = bytearray(zipped("a.txt"))
    archive[archive.index(b"PK\1\2") + 6] = 99
    with pytest.raises(
        ArgumentError, match=r"must be a ZIP archive, which 'goods.zip' is not: zip file version"
    ):
        await check(bytes(archive))


async def test_names_in_a_wrong_encoding() -> None:
    """An archive whose names are not in the encoding that it declares is refused."""
    archive = flagged(zipped("aa.txt").replace(b"aa.txt", b"\xff\xfe.txt"), 0)
    at, changed = archive.index(b"PK\1\2"), bytearray(archive)
    changed[at + 9] |= 0x8  # the names are said to be UTF-8
    with pytest.raises(
        ArgumentError, match=r"must be a ZIP archive, which 'goods.zip' is not: 'utf-8' codec"
    ):
        await check(bytes(changed))


async def test_huge_directories() -> None:
    """An archive's directory of many megabytes is not read into memory."""
    size = 5 * 2**20
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, size, 0, 0)
    with pytest.raises(ArgumentError, match="its directory has 5242880 bytes"):
        await check(bytes(size) + end)


@settings(max_examples=300)
@given(changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6))
async def test_damaged(changes: list[tuple[int, int]]) -> None:
    """Whatever bytes of an archive are damaged, it is accepted or refused by name."""
    archive = bytearray(zipped("a.txt", "b.txt", "c.txt"))
    for place, value in changes:
        archive[-1 - place % len(archive)] = value
    with suppress(ArgumentError):
        await check(bytes(archive))


class SlowStream(AsyncIterator[bytes]):
    """A stream of small chunks, which may end with an error."""

    def __init__(self, content: bytes, error: Exception | None = None) -> None:
        self.content = content
        self.error = error

    async def __anext__(self) -> bytes:
        """Give the next bytes."""
        piece, self.content = self.content[:7], self.content[7:]
        if piece:
            return piece
        raise self.error or StopAsyncIteration


async def test_streams() -> None:
    """A stream is copied to a temporary file, which can be rewound."""
    content = zipped(*numbered(5))
    source = await open_file("archive", ("a.zip", SlowStream(content)))
    archive = await spool_to_disk("archive", source)
    try:
        await check_archive("archive", archive, 5)
        for _ in range(2):
            await archive.rewind()

            assert (archive.filename, archive.size) == ("a.zip", len(content))
            assert b"".join([one async for one in _chunks(archive)]) == content
    finally:
        archive.close()

    assert archive.file.closed


async def _chunks(source: SeekableFile) -> AsyncIterator[bytes]:
    while chunk := await source.read_chunk():
        yield chunk


async def test_broken_streams() -> None:
    """What a stream raises while it is copied is raised as it is, and nothing stays open."""
    source = await open_file("archive", ("a.zip", SlowStream(b"PK", KeyError("mine"))))
    with pytest.raises(KeyError, match="mine"):
        await spool_to_disk("archive", source)


async def test_current_position() -> None:
    """An archive may start at the current position of an open file, which stays open."""
    content = zipped("a.txt")
    file = io.BytesIO(b"something else" + content)
    file.seek(14)
    source = await open_file("archive", ("a.zip", file))
    archive = await spool_to_disk("archive", source)
    await check_archive("archive", archive, 1)
    await archive.rewind()

    assert archive is source
    assert await archive.read_chunk() == content
    archive.close()
    assert not file.closed


@contextmanager
def given_as(form: str, content: bytes, path: Path) -> Generator[Any]:
    """Give the content of a file in one of its forms; an open file must stay open."""
    path.write_bytes(content)
    with path.open("rb") as file:
        yield {
            "path": path,
            "bytes": (path.name, content),
            "file": file,
            "stream": (path.name, SlowStream(content)),
        }[form]
        assert not file.closed


@pytest.mark.parametrize("form", ["path", "bytes", "file", "stream"])
async def test_whole_calls(tmp_path: Path, form: str) -> None:
    """A good archive arrives whole in every form; a refused one is not sent at all."""
    async with Sandbox() as box, client_of(box) as ds:
        for names in (["a/b.txt"], numbered(201)):
            with given_as(form, zipped(*names), tmp_path / "a.zip") as archive:
                with pytest.raises(ArgumentError, match=names[-1]) as caught:
                    await ds.content.add_files(FIRST_ID, archive=archive)

                assert caught.value.operation == "content.add_files"

        assert not box.requests  # not even for a token
        content = zipped(*numbered(200))
        with given_as(form, content, tmp_path / "a.zip") as archive:
            added = await ds.content.add_files(FIRST_ID, archive=archive, count=200)

        assert [one.filename for one in added] == numbered(200)
        assert box.recorded[-1].files[0].sha256 == sha256(content).hexdigest()


def deflated(*contents: bytes) -> bytes:
    """Return a ZIP archive of compressed files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{number}.bin", content)
    return file.getvalue()


async def test_bombs() -> None:
    """Of what unpacks to more than 64 MiB only the start is read; the files after it are, too."""
    archive = deflated(bytes(65 * 2**20), b"Some goods")
    assert len(archive) < 100_000
    await check(archive)

    broken = archive[: archive.index(b"1.bin") + 5] + b"\xff" * 4
    with pytest.raises(ArgumentError, match=r"archive has a damaged file '1\.bin'"):
        await check(broken + archive[len(broken) :])


async def test_sizes_that_lie() -> None:
    """A file that unpacks to fewer bytes than the list says is refused: not all would be sold."""
    archive = bytearray(deflated(b"Some goods"))
    archive[archive.index(b"PK\1\2") + 24] += 1  # its size before compression
    with pytest.raises(ArgumentError, match=r"damaged file '0\.bin': it has 10 bytes, and not 11"):
        await check(bytes(archive))
