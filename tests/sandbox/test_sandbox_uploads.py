"""What the sandbox makes of multipart/form-data and of ZIP archives."""

import hashlib
import io
from collections.abc import AsyncGenerator, Iterable
from zipfile import ZIP_DEFLATED, ZipFile

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async.sandbox._http.uploads import (
    KEPT_BODY,
    KEPT_HEAD,
    KEPT_TAIL,
    LONGEST_HEADERS,
    ReceivedBody,
    Upload,
    receive_body,
)
from digiseller_async.sandbox._operations.zip_files import ZipTail, list_files
from digiseller_async.sandbox._state.texts import RefusedError

FORM = 'multipart/form-data; boundary="b"'


async def stream(chunks: Iterable[bytes]) -> AsyncGenerator[bytes, None]:
    """Yield the *chunks*."""
    for chunk in chunks:
        yield chunk


async def received(body: bytes, content_type: str = FORM) -> ReceivedBody:
    """Return what is made of the *body* when it comes at once."""
    return await receive_body(stream([body]), content_type)


def part(headers: str, content: bytes = b"x") -> bytes:
    """Return a body with one part."""
    return b"--b\r\n" + headers.encode() + b"\r\n\r\n" + content + b"\r\n--b--\r\n"


def archive(names: Iterable[str], *, filler: int = 0) -> bytes:
    """Return a ZIP archive with files of these *names*, and of five bytes."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packing:
        for name in names:
            packing.writestr(name, "12345")
    return bytes(filler) + file.getvalue()


async def sent(content: bytes) -> Upload:
    """Return an upload with this *content*."""
    return (
        await received(part('Content-Disposition: form-data; filename="a.zip"', content))
    ).files[0]


@pytest.mark.asyncio
@given(
    contents=st.lists(st.binary(max_size=60) | st.just(b"\r\n--b\r\n--bound\r\n-"), max_size=3),
    cuts=st.lists(st.integers(1, 40), min_size=1),
)
async def test_however_it_is_cut(contents: list[bytes], cuts: list[int]) -> None:
    """A body's files are the same wherever the network cuts it."""
    files = [("file", (f"{number}.bin", content)) for number, content in enumerate(contents)]
    request = httpx.Request(
        "POST",
        "http://localhost/",
        data={"field": "no file"},
        files=[("other", (None, b"no file")), *files],
        headers={"content-type": "multipart/form-data; boundary=boundary"},
    )
    body, chunks = request.read(), list[bytes]()
    for size in (*cuts, len(body)):
        chunks.append(body[:size])
        body = body[size:]
    whole = await receive_body(stream(chunks), request.headers["content-type"])

    assert whole.problem is None
    assert whole.content == request.content
    assert [(one.name, one.size, one.head, one.tail, one.sha256) for one in whole.files] == [
        (f"{number}.bin", len(it), it, it, hashlib.sha256(it).hexdigest())
        for number, it in enumerate(contents)
    ]


@pytest.mark.asyncio
async def test_a_large_file_is_not_kept() -> None:
    """A large file is measured and hashed, and only its beginning and its end are kept."""
    content = bytes(range(256)) * 4096
    chunks = [part('Content-Disposition: form-data; filename="a"', b"")[:-9]]
    chunks += [content] * 3 + [b"\r\n--b--"]
    whole = await receive_body(stream(chunks), FORM)

    assert len(whole.content) == KEPT_BODY
    assert whole.files[0].size == 3 * len(content)
    assert whole.files[0].sha256 == hashlib.sha256(content * 3).hexdigest()
    assert whole.files[0].head == content[:KEPT_HEAD]
    assert whole.files[0].tail == content[-KEPT_TAIL:]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('form-data; name="file"; filename="a b.txt"', "a b.txt"),
        ('form-data; filename="файл.txt"', "файл.txt"),
        ('form-data; filename="%22a%22.txt"', '"a".txt'),
        (r'form-data; filename="\"a\".txt"', '"a".txt'),
        ("form-data; filename=\"a.txt\"; filename*=UTF-8''%D1%84.txt", "ф.txt"),
        ('form-data; filename="C:\\\\folder\\\\a.txt"', "a.txt"),
        ('form-data;\r\n filename="../a.txt"', "a.txt"),
    ],
)
async def test_names(disposition: str, name: str) -> None:
    """A file's name is read in each way to write it, and folders do not belong to it."""
    body = part(f"Content-Type: text/plain\r\nContent-Disposition: {disposition}")

    assert [one.name for one in (await received(body)).files] == [name]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "headers", ["Content-Type: text/plain", 'Content-Disposition: x; filename=""']
)
async def test_parts_that_are_no_files(headers: str) -> None:
    """A part without a file's name is skipped."""
    assert await received(part(headers)) == ReceivedBody(content=part(headers))


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("body", "content_type", "problem"),
    [
        (b"--b--", "multipart/form-data", "without a boundary"),
        (b"--b\r\n", FORM, "last boundary is missing"),
        (b"--bad\r\n\r\n", FORM, "does not end its line"),
        (part("A: " + "a" * LONGEST_HEADERS), FORM, "too long"),
        (b"--b\r\nA: " + b"a" * LONGEST_HEADERS, FORM, "too long"),
    ],
)
async def test_bodies_that_are_no_forms(body: bytes, content_type: str, problem: str) -> None:
    """A body that is not well-formed brings no file, and it is said why."""
    malformed = await received(body, content_type)

    assert problem in (malformed.problem or "")
    assert malformed.files == ()


@pytest.mark.asyncio
async def test_other_bodies_are_kept() -> None:
    """A body that is no form is kept whole."""
    assert await receive_body(stream([b"{", b"}"]), "application/json") == ReceivedBody(
        content=b"{}"
    )


@pytest.mark.asyncio
async def test_archives_without_their_beginning() -> None:
    """An archive's files are known from its end alone, and those in folders are none of them."""
    upload = await sent(archive(["б.txt", "in/a.txt", "a.txt", "b\\c"], filler=2 * KEPT_TAIL))

    assert [(one.name, one.size) for one in list_files(upload, 2)] == [("б.txt", 5), ("a.txt", 5)]
    assert upload.size > len(upload.tail)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("content", "count", "problem"),
    [
        (b"no archive", None, "no ZIP archive"),
        (b"", None, "no ZIP archive"),
        (archive(["in/a.txt"]), None, "no files outside of folders"),
        (archive(map(str, range(201))), None, "201 files, 200 are allowed"),
        (archive(["a", "b"]), 3, "2 files, and not 3"),
    ],
)
async def test_archives_that_are_refused(content: bytes, count: int | None, problem: str) -> None:
    """An archive with no file, too many files, or not as many as announced is refused."""
    upload = await sent(content)

    with pytest.raises(RefusedError, match=problem):
        list_files(upload, count)


@pytest.mark.asyncio
async def test_archives_of_two_hundred() -> None:
    """An archive may have 200 files."""
    assert len(list_files(await sent(archive(map(str, range(200)))), 200)) == 200


@pytest.mark.asyncio
async def test_zip_tail() -> None:
    """What is not known of a file reads as zeros."""
    upload = Upload(name="a", size=6, sha256="", head=b"abcdef", tail=b"def")
    tail = ZipTail(upload)

    assert tail.read() == b"\0\0\0def"
    assert tail.read(1) == b""
    assert tail.seek(-4, io.SEEK_END) == 2
    assert (tail.read(2), tail.read(1), tail.tell()) == (b"\0d", b"e", 5)
