"""Uploads are streamed, sent again only if their files can be, and always close their files."""

from __future__ import annotations

import asyncio
import os
import tracemalloc
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from anyio.abc import SocketStream
from anyio.streams.buffered import BufferedByteReceiveStream
from hypothesis import given
from hypothesis import strategies as st
from support.chunk_iterator import ChunkIterator
from support.clients import QUICK, client_of
from support.raw_http import port_of, reply

from digiseller_async import (
    ArgumentError,
    AuthenticationError,
    ClosedError,
    DeadlineError,
    Digiseller,
    DigisellerError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
)
from digiseller_async._request.build import build
from digiseller_async._request.encode import encode
from digiseller_async._request.files import open_file
from digiseller_async._request.multipart_body import MultipartBody, RequestFiles
from digiseller_async.sandbox import Fault, Sandbox
from digiseller_async.sandbox._http.uploads import MultipartParser
from digiseller_async.sandbox._state.products import FIRST_ID
from digiseller_async.spec.account import BALANCE
from digiseller_async.spec.content import ADD_FILE

pytestmark = pytest.mark.anyio
CONTENT = bytes(range(256)) * 3000  # three chunks of what a file is read in
DIGEST = sha256(CONTENT).hexdigest()
ADDED = b'{"retval":0,"content":[{"content_id":1,"filename":"a.bin"}]}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a file."""
    found = tmp_path / "a.bin"
    found.write_bytes(CONTENT)
    return found


def is_open(path: Path) -> bool:
    """Return whether this process has the file open."""
    for one in Path("/proc/self/fd").iterdir():
        try:
            if one.readlink() == path:
                return True
        except FileNotFoundError:  # the folder itself was open
            continue
    return False


def stream() -> ChunkIterator:
    """Return the content as a stream."""
    return ChunkIterator(CONTENT[:5], b"", CONTENT[5:])


class HangingStream(AsyncIterator[bytes]):
    """A stream that gives one chunk, and then hangs."""

    def __init__(self) -> None:
        self.asked = anyio.Event()
        self.given = False

    async def __anext__(self) -> bytes:
        """Give the chunk, or hang."""
        if self.given:
            self.asked.set()
            await anyio.sleep_forever()
        self.given = True
        return b"chunk"


class FailingStream(ChunkIterator):
    """A stream that raises an error in the middle."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(CONTENT)
        self.error = error

    async def __anext__(self) -> bytes:
        """Give the content, then raise the error."""
        if not self.left:
            raise self.error
        chunk: bytes = self.left.pop()
        return chunk


@given(
    files=st.lists(
        st.tuples(st.text("abc .;=é€", min_size=3), st.lists(st.binary(max_size=40)).filter(any)),
        min_size=1,
    ),
    measured=st.booleans(),
)
async def test_bodies(files: list[tuple[str, list[bytes]]], measured: bool) -> None:  # noqa: FBT001
    """A body is as long as it says, and a parser finds in it the files as they were."""
    sources = [
        await open_file(
            "file", (f"{name}.txt", b"".join(chunks) if measured else ChunkIterator(*chunks))
        )
        for name, chunks in files
    ]
    body = MultipartBody(["file"] * len(sources), sources)
    sent = [one async for one in body]
    parser = MultipartParser(body.media_type.partition("boundary=")[2].encode())
    parser.feed(b"".join(sent))
    parser.end()

    assert body.length == (len(b"".join(sent)) if measured else None)
    assert body.rewinds is measured
    assert all(sent)
    assert parser.problem is None
    assert [(one.name, one.sha256) for one in parser.files] == [
        (f"{name}.txt", sha256(b"".join(chunks)).hexdigest()) for name, chunks in files
    ]


async def test_attaching(path: Path) -> None:
    """Encoding opens no file; attaching opens it once, for all attempts of a call."""
    request = build(ADD_FILE, {"product_id": 1, "file": path})
    wire = encode(request)

    assert wire.body is None
    async with RequestFiles(request) as files:
        assert not is_open(path)
        first, second = await files.attach(wire), await files.attach(wire)
        assert is_open(path)

    assert first.body is second.body
    assert first.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert (first.target, first.headers["Accept"]) == (wire.target, wire.headers["Accept"])
    assert not is_open(path)


async def test_attaching_nothing() -> None:
    """A request without files stays as it was encoded."""
    request = build(BALANCE, {})
    wire = encode(request)

    async with RequestFiles(request) as files:
        assert await files.attach(wire) is wire


@pytest.mark.parametrize("form", ["path", "bytes", "file", "stream"])
async def test_every_form(path: Path, form: str) -> None:
    """A file arrives as it is; Content-Length is sent if its size is known."""
    async with Sandbox() as box, client_of(box) as ds:
        with path.open("rb") as file:
            forms = {"path": path, "bytes": ("a.bin", CONTENT), "file": file}
            given_file: Any = forms.get(form, ("a.bin", stream()))
            added = await ds.content.add_file(FIRST_ID, file=given_file)

            assert not file.closed
        sent = box.recorded[-1]

        assert [one.filename for one in added] == ["a.bin"]
        assert [(one.name, one.size, one.sha256) for one in sent.files] == [
            ("a.bin", len(CONTENT), DIGEST)
        ]
        assert ("content-length" in sent.headers) is (form != "stream")
        assert sent.headers.get("transfer-encoding") == ("chunked" if form == "stream" else None)
        assert not is_open(path)


async def test_several_files(path: Path) -> None:
    """One request may have several files: the same open file twice."""
    async with Sandbox() as box, client_of(box) as ds:
        with path.open("rb") as file:
            file.seek(700_000)
            images: list[Any] = [file, ("b.png", b"b"), file, path, ("c.png", stream())]
            await ds.gallery.add_images(FIRST_ID, images=images)
        files = box.recorded[-1].files

        assert [one.name for one in files] == ["a.bin", "b.png", "a.bin", "a.bin", "c.png"]
        assert [one.size for one in files] == [68_000, 1, 68_000, 768_000, 768_000]
        assert files[3].sha256 == files[4].sha256 == DIGEST


FAULTS = {
    Fault.UNAUTHORIZED: None,
    Fault.TOO_MANY: None,
    Fault.SERVER_ERROR: OutcomeUnknownError,
    Fault.SERVER_ERROR_AFTER: OutcomeUnknownError,
    Fault.DROP_BEFORE: OutcomeUnknownError,
    Fault.DROP_AFTER: OutcomeUnknownError,
}


@pytest.mark.parametrize(("kind", "error"), FAULTS.items())
@pytest.mark.parametrize("form", ["path", "file"])
async def test_retries(
    path: Path, form: str, kind: Fault, error: type[DigisellerError] | None
) -> None:
    """A file is sent again, from its start, only if the service certainly took nothing."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject(kind, operation="content.add_file")
        with path.open("rb") as file, pytest.raises(error) if error else nullcontext():
            await ds.content.add_file(FIRST_ID, file=path if form == "path" else file)
        sent = [one for one in box.recorded if one.operation == "content.add_file"]

        assert [one.files[0].sha256 for one in sent] == [DIGEST] * (1 if error else 2)
        assert not is_open(path)


@pytest.mark.parametrize(("kind", "error"), FAULTS.items())
async def test_streams_are_sent_once(kind: Fault, error: type[DigisellerError] | None) -> None:
    """A stream is sent once, whatever happens, and the error says if it took effect."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject(kind, operation="content.add_file")
        with pytest.raises(error or (AuthenticationError, RateLimitedError)) as caught:
            await ds.content.add_file(FIRST_ID, file=("a.bin", stream()))

        assert box.requests["content.add_file"] == 1
        assert caught.value.attempts == 1
        assert caught.value.happened == ("unknown" if error else "no")
        await ds.content.add_file(FIRST_ID, file=("a.bin", stream()))


async def test_expired_tokens() -> None:
    """A token that was refused with a stream is not used for the next call."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.expire_tokens()
        with pytest.raises(AuthenticationError):
            await ds.content.add_file(FIRST_ID, file=("a.bin", stream()))
        await ds.content.add_file(FIRST_ID, file=("a.bin", stream()))

        assert box.applied["content.add_file"] == 1


async def test_unread_streams() -> None:
    """A stream that was not read yet is sent at the next attempt."""
    attempts = 0

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise httpx.ConnectError("no route")
        assert CONTENT in await request.aread()
        return httpx.Response(200, content=ADDED)

    transport = NonReadingTransport(answer)
    async with Digiseller(token="T", transport=transport, retry=QUICK, rate=None) as ds:
        await ds.content.add_file(1, file=("a.bin", stream()))

    assert attempts == 2


class NonReadingTransport(httpx.AsyncBaseTransport):
    """A transport that does not read the request by itself."""

    def __init__(self, answer: Callable[[httpx.Request], Awaitable[httpx.Response]]) -> None:
        self.answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        return await self.answer(request)


async def test_transports_that_resend(path: Path) -> None:
    """A custom transport may send a file twice, but not a stream."""

    async def answer(request: httpx.Request) -> httpx.Response:
        body: Any = request.stream
        first = b"".join([one async for one in body])
        second = b"".join([one async for one in body])

        assert first == second
        return httpx.Response(200, content=ADDED)

    async with Digiseller(
        token="T", transport=NonReadingTransport(answer), retry=QUICK, rate=None
    ) as ds:
        await ds.content.add_file(1, file=path)
        with pytest.raises(
            OutcomeUnknownError, match="file is a stream, and cannot be sent a second time"
        ):
            await ds.content.add_file(1, file=("a.bin", stream()))


@asynccontextmanager
async def serving(serve: Callable[[SocketStream], Awaitable[None]]) -> AsyncGenerator[str]:
    """Serve each connection."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, serve)
        try:
            yield f"http://127.0.0.1:{port_of(listener)}"
        finally:
            tasks.cancel_scope.cancel()
    await listener.aclose()


async def after_sign_in(requests: BufferedByteReceiveStream, client: SocketStream) -> bytes:
    """Answer sign-ins; return the head of the first other request."""
    while True:
        found = await requests.receive_until(b"\r\n\r\n", 65536)
        if b"/apilogin" not in found:
            return found
        length = int(found.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        await requests.receive_exactly(length)
        body = b'{"retval":0,"token":"T","seller_id":1,"valid_thru":"2099-01-01T00:00:00+03:00"}'
        await client.send(reply(body))


async def read_body(requests: BufferedByteReceiveStream) -> int:
    """Read a body to its end; return its size, or 0 if it breaks off."""
    size, end = 0, b""
    while not end.endswith(b"--\r\n"):
        try:
            chunk = await requests.receive()
        except (anyio.EndOfStream, anyio.BrokenResourceError):
            return 0
        size, end = size + len(chunk), (end + chunk)[-9:]
    return size


@pytest.mark.parametrize("form", ["path", "stream"])
async def test_early_refusal(tmp_path: Path, form: str) -> None:
    """After a 401 that comes before the body was sent, a file is sent again, a stream is not."""
    big = tmp_path / "big.bin"
    with big.open("wb") as file:
        file.truncate(20 * 2**20)
    received: list[int] = []

    async def serve(client: SocketStream) -> None:
        async with client:
            requests = BufferedByteReceiveStream(client)
            while True:
                try:
                    await after_sign_in(requests, client)
                except anyio.IncompleteRead:
                    return
                if not received:
                    await client.send(reply(b"", status=b"401 Unauthorized"))
                received.append(await read_body(requests))
                if len(received) > 1:
                    await client.send(reply(ADDED))

    given_file: Any = big if form == "path" else ("a.bin", ChunkIterator(*[bytes(2**20)] * 20))
    settings: dict[str, Any] = {"rate": None, "retry": QUICK}
    async with serving(serve) as url, Digiseller(1, "key", base_url=url, **settings) as ds:
        if form == "path":
            await ds.content.add_file(1, file=given_file)
        else:
            with pytest.raises(AuthenticationError) as caught:
                await ds.content.add_file(1, file=given_file)

            assert caught.value.happened == "no"

    if form == "path":  # a stream's connection is closed before the server has read it all
        assert [size > 20 * 2**20 for size in received] == [True, True]


async def test_lost_connections(path: Path) -> None:
    """A file is not sent again if the connection breaks while it is sent."""
    asked = 0

    async def serve(client: SocketStream) -> None:
        nonlocal asked
        async with client:
            asked += 1
            await client.receive(100)

    async with serving(serve) as url, Digiseller(token="T", base_url=url, rate=None) as ds:
        for form in (path, ("a.bin", ChunkIterator(*[bytes(2**20)] * 20))):
            with pytest.raises(OutcomeUnknownError):
                await ds.content.add_file(1, file=form)

    assert asked == 2
    assert not is_open(path)


@pytest.mark.parametrize(
    "error",
    [
        KeyError("mine"),
        OSError(5, "mine"),
        httpx.ReadError("mine"),
        httpx.ConnectError("mine"),
        TimeoutError("mine"),
        ArgumentError("mine"),
        type("ClientPayloadError", (Exception,), {"__module__": "aiohttp"})("mine"),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_broken_streams(error: Exception) -> None:
    """What a stream raises is the cause of an unknown outcome; the connection is closed."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        before = box.connections
        with pytest.raises(OutcomeUnknownError, match=type(error).__name__) as caught:
            await ds.content.add_file(FIRST_ID, file=("a.bin", FailingStream(error)))

        assert caught.value.__cause__ is error
        await ds.account.balance()

        assert box.connections == before + 1
        assert box.applied["content.add_file"] == 0


@pytest.mark.parametrize("chunk", ["text", None, 5])
async def test_chunks_that_are_not_bytes(chunk: Any) -> None:
    """A stream that gives anything but bytes ends its call, and nothing took effect."""
    async with Sandbox() as box, client_of(box) as ds:
        with pytest.raises(ArgumentError, match=r"file must give bytes, not ") as caught:
            await ds.content.add_file(FIRST_ID, file=("a.bin", ChunkIterator(b"a", chunk)))

        assert caught.value.parameter == "file"
        assert caught.value.happened == "no"
        assert box.applied["content.add_file"] == 0
        await ds.content.add_file(FIRST_ID, file=("a.bin", stream()))


class TruncatingStream(ChunkIterator):
    """A stream that truncates a file while it is read."""

    def __init__(self, path: Path, size: int) -> None:
        super().__init__(b"a")
        self.path = path
        self.size = size

    async def __anext__(self) -> bytes:
        """Truncate the file."""
        os.truncate(self.path, self.size)
        chunk: bytes = await super().__anext__()
        return chunk


async def test_files_that_change_size(path: Path) -> None:
    """A file that grows is sent as it was; one that shrinks ends its call without effect."""
    async with Sandbox() as box, client_of(box) as ds:
        longer: list[Any] = [("b.bin", TruncatingStream(path, 900_000)), path]
        await ds.gallery.add_images(FIRST_ID, images=longer)

        assert box.recorded[-1].files[1].sha256 == DIGEST

        effects = box.applied["gallery.add_images"]
        with pytest.raises(ArgumentError, match=r"images\[1\] became shorter") as caught:
            await ds.gallery.add_images(
                FIRST_ID, images=[("b.bin", TruncatingStream(path, 9)), ("a.bin", path)]
            )

        assert caught.value.parameter == "images"
        assert caught.value.happened == "no"
        assert box.applied["gallery.add_images"] == effects
        assert not is_open(path)


async def test_refused_files(path: Path) -> None:
    """If one of several files is refused, nothing is sent, not even a sign-in; all are closed."""
    async with Sandbox() as box, client_of(box) as ds:
        with path.open("rb") as file:
            for wrong in (5, None, "missing.png", ("a\nb", b""), ('a"b', b""), path.parent, b""):
                images: Any = [path, file, wrong]
                with pytest.raises(ArgumentError, match=r"images\[2\] ") as caught:
                    await ds.gallery.add_images(FIRST_ID, images=images)

                assert caught.value.parameter == "images"
                assert caught.value.operation == "gallery.add_images"
                assert is_open(path)  # by us

        assert not box.requests
        assert not is_open(path)


@pytest.mark.parametrize(
    ("kind", "error"),
    [(None, RejectedError), (Fault.SERVER_ERROR, OutcomeUnknownError)],
)
async def test_closed_after_errors(
    path: Path, kind: Fault | None, error: type[DigisellerError]
) -> None:
    """A file is closed when its call fails."""
    async with Sandbox() as box, client_of(box) as ds:
        if kind is not None:
            box.inject(kind, operation="content.add_file")
        with pytest.raises(error):
            await ds.content.add_file(FIRST_ID if kind else 5, file=path)

        assert not is_open(path)


async def test_deadlines(path: Path) -> None:
    """The timeout of a call covers its files: a stream that hangs ends with it."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        quick = ds.with_options(timeout=0.5)
        images: list[Any] = [path, ("b.png", HangingStream())]
        with pytest.raises(OutcomeUnknownError, match=r"no answer within 0\.5 s"):
            await quick.gallery.add_images(FIRST_ID, images=images)
        with pytest.raises(DeadlineError, match=r"no answer within 0\.5 s") as caught:
            await quick.content.add_files(FIRST_ID, archive=("a.zip", HangingStream()))

        assert caught.value.happened == "no"
        assert not is_open(path)
        assert not box.applied["gallery.add_images"]


async def test_cancellation(path: Path) -> None:
    """A call that is cancelled while it sends closes its files, and only its connection."""
    async with Sandbox() as box, client_of(box) as ds:

        async def images(stream: HangingStream) -> None:
            await ds.gallery.add_images(FIRST_ID, images=[path, ("b.png", stream)])

        async def archive(stream: HangingStream) -> None:
            await ds.content.add_files(FIRST_ID, archive=("a.zip", stream))

        for call in (images, archive):
            waiting = HangingStream()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(call, waiting)
                await waiting.asked.wait()
                tasks.cancel_scope.cancel()

            assert not is_open(path)
        await ds.account.balance()


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_native_cancellation(path: Path) -> None:
    """A task of asyncio that is cancelled at any moment of its call leaves no file open."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        moments = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)
        box.inject(Fault.HANG, operation="content.add_file", times=len(moments))
        for turns in moments:  # no call is quicker: none is answered
            task = asyncio.ensure_future(ds.content.add_file(FIRST_ID, file=path))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

            assert not is_open(path)


async def test_closing_the_client(path: Path) -> None:
    """A client that is closed in the middle of an upload ends it, and its files are closed."""
    waiting = HangingStream()
    async with Sandbox() as box, client_of(box) as ds:

        async def send() -> None:
            with pytest.raises((OutcomeUnknownError, ClosedError)):
                await ds.gallery.add_images(FIRST_ID, images=[path, ("b.png", waiting)])

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(send)
            await waiting.asked.wait()
            await ds.aclose()

        assert not is_open(path)
        assert not box.applied["gallery.add_images"]


async def test_calls_that_wait(path: Path) -> None:
    """A call that waits for a connection has not opened its files yet."""
    waiting = HangingStream()
    async with Sandbox() as box, client_of(box, max_connections=1) as ds:
        await ds.sign_in()
        async with anyio.create_task_group() as tasks:
            first = ("a.bin", waiting)
            tasks.start_soon(lambda: ds.content.add_file(FIRST_ID, file=first))
            await waiting.asked.wait()
            tasks.start_soon(lambda: ds.content.add_file(FIRST_ID, file=path))
            await anyio.wait_all_tasks_blocked()

            assert not is_open(path)
            tasks.cancel_scope.cancel()


async def test_memory(tmp_path: Path) -> None:
    """Of 64 MiB that are sent, only a few chunks are in memory at a time."""
    size = 64 * 2**20
    big = tmp_path / "big.bin"
    with big.open("wb") as file:
        file.truncate(size)
    received = 0

    async def serve(client: SocketStream) -> None:
        nonlocal received
        async with client:
            requests = BufferedByteReceiveStream(client)
            await requests.receive_until(b"\r\n\r\n", 65536)
            while received < size:
                received += len(await requests.receive(65536))
            await client.send(reply(ADDED))

    async with serving(serve) as url, Digiseller(token="T", base_url=url, rate=None) as ds:
        tracemalloc.start()
        try:
            await ds.content.add_file(1, file=big)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert received >= size
    assert peak < 4 * 2**20
