"""Measure how much memory the client takes to upload one gigabyte.

The file is sparse, so it costs no disk; the client sends it in a process of its own to a socket in
another, which counts the bytes and keeps none. The level is taken when the client is made, and the
growth goes to the highest that the kernel saw up to the end. Linux only.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from digiseller_async import Digiseller

from ._result import Bound, Effort, Result
from ._servers import KEY
from ._worker import Measured, Worker, serve_requests
from .memory import kib

MIB = 2**20
PIECE = 64 * 1024
REPLY = b'{"retval":0,"content":[{"content_id":1,"filename":"goods.bin"}]}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def measure(effort: Effort) -> tuple[Result, ...]:
    """Upload the file three times (a quick run: once), each time in a new process."""
    size = effort.pick(1024, 64)
    with Worker("upload_memory:sink") as sink, tempfile.NamedTemporaryFile() as file:
        file.truncate(size * MIB)
        url = sink.ask()["url"]
        runs = {
            how: [uploaded(how, url, file.name) for _ in range(effort.pick(3, 1))]
            for how in ("path", "stream")
        }
        received = sink.ask()["received"]
    if received < size * MIB * sum(map(len, runs.values())):
        raise RuntimeError(f"only {received} bytes arrived")
    return tuple(result(how, size, found) for how, found in runs.items())


def result(how: str, size: int, runs: list[Measured]) -> Result:
    """Return the figure of uploads from one kind of file."""
    levels = ", ".join(f"{one['level'] / 1024:.1f}" for one in runs)
    pace = min(size / one["seconds"] for one in runs)
    return Result.of_median(
        "upload_memory",
        f"growth of resident memory by an upload of {size:,} MiB from a {how}",
        [(one["peak"] - one["level"]) / 1024 for one in runs],
        bound=Bound(value=32.0),
        unit=" MiB",
        notes=(f"before: {levels} MiB", f"{pace:,.0f} MiB a second"),
    )


def uploaded(how: str, url: str, path: str) -> Measured:
    """Upload the file in a new process."""
    with Worker("upload_memory:uploading", how, url, path) as worker:
        return worker.ask()


async def uploading(how: str, url: str, path: str) -> None:
    """Upload the file; note the resident memory, in KiB."""
    await serve_requests(partial(upload, how, url, path))


async def upload(how: str, url: str, path: str) -> Measured:
    """Return the level, the peak, and the seconds of an upload."""
    size = Path(path).stat().st_size // MIB  # noqa: ASYNC240  (nobody waits)
    file: Any = path if how == "path" else ("goods.bin", Pieces(size))
    async with Digiseller(token=KEY, base_url=url, rate=None, timeout=600) as ds:
        level, began = kib("VmRSS"), perf_counter()
        await ds.content.add_file(1, file=file)
        seconds = perf_counter() - began
    return {"level": level, "peak": kib("VmHWM"), "seconds": seconds}


class Pieces(AsyncIterator[bytes]):
    """A stream of the user's, whose length nobody knows."""

    def __init__(self, size: int) -> None:
        """Give so many MiB."""
        self._left = size * MIB // PIECE

    async def __anext__(self) -> bytes:
        """Make the next piece."""
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        return bytes(PIECE)


async def sink() -> None:
    """Serve uploads; tell the address, and how many bytes came."""
    counted = Counted()
    server = await asyncio.start_server(counted.serve, "127.0.0.1", limit=MIB)
    port = server.sockets[0].getsockname()[1]

    async def told() -> Measured:
        return {"url": f"http://127.0.0.1:{port}", "received": counted.received}

    await serve_requests(told, idle=True)
    server.close()


class Counted:
    """A server that counts what it is sent, and keeps nothing."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.received = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one upload to its last boundary, and answer."""
        head = await reader.readuntil(b"\r\n\r\n")
        last = b"--" + head.partition(b"boundary=")[2].partition(b"\r\n")[0] + b"--\r\n"
        end = b""
        while last not in end:
            piece = await reader.read(MIB)
            if not piece:
                break
            self.received += len(piece)
            end = (end + piece)[-2 * len(last) :]
        writer.write(HEAD % len(REPLY) + REPLY)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
