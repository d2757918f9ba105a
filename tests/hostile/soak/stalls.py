"""Measure how long small answers keep others on the event loop waiting.

The service is a thread of its own, on a bare socket.
"""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import anyio
import anyio.lowlevel

from digiseller_async import Digiseller, DigisellerError, Retry

from .figures import Figure, most

WIRE = 64_000
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_JSON = b'{"retval": 0, "content": {"amount_z_free": 1}}'


def _sized(body: bytes, headers: bytes = b"") -> bytes:
    return _HEAD + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _packed(body: bytes) -> bytes:
    return _sized(gzip.compress(body), b"Content-Encoding: gzip\r\n")


def _empty_blocks() -> bytes:
    engine = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    blocks = engine.flush(zlib.Z_FULL_FLUSH) + b"\0\0\0\xff\xff" * 12_000
    return _sized(blocks, b"Content-Encoding: gzip\r\n")


def answers() -> dict[str, bytes]:
    """Return answers of at most 64 kB, each of which is much work in another place."""
    chunks = b"".join(b"1\r\n \r\n" for _ in range(10_000)) + b"%x\r\n%b\r\n0\r\n\r\n" % (
        len(_JSON),
        _JSON,
    )
    return {
        "spaces": _packed(_JSON + b" " * (31 * 2**20)),
        "a bomb": _packed(bytes(60 * 2**20)),
        "empty blocks": _empty_blocks(),
        "tiny chunks": _HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks,
        "interim answers": b"HTTP/1.1 102 \r\n\r\n" * 3_500 + _sized(_JSON),
        "headers": _sized(_JSON, b"a:\r\n" * 15_000),
    }


@contextmanager
def serving(answer: bytes) -> Iterator[str]:
    """Give *answer* to whatever is asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        connection.recv(65_536)
                        connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


async def longest_stall(url: str) -> float:
    """Return the longest milliseconds between two turns of another task during a call."""
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await anyio.lowlevel.checkpoint()
            longest = max(longest, time.perf_counter() - before)

    async with Digiseller(1, token="T" * 32, base_url=url, retry=Retry(attempts=1)) as ds:
        with suppress(DigisellerError):
            await ds.account.balance()  # loads what is loaded at first use
        async with anyio.create_task_group() as group:
            group.start_soon(tick)
            with suppress(DigisellerError):
                await ds.account.balance()
            group.cancel_scope.cancel()
    return longest * 1000


def run() -> list[Figure]:
    """Meet each answer; return the longest stall by it."""
    figures: list[Figure] = []
    for name, answer in answers().items():
        with serving(answer[:WIRE]) as url:
            stall = anyio.run(longest_stall, url)
        figures.append(most(f"{name}, 64 kB on the wire: event loop waits", 100, stall, " ms", 0))
    return figures
