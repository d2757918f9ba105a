"""Book calls in one of several processes, and print when each had its turn, and how it waited."""

from __future__ import annotations

import sys
import time

import anyio

from digiseller_async import Rate
from digiseller_async.redis import RedisRateStore


async def book(url: str, name: str, calls: int, seconds: float) -> None:
    """Book one call after another; a line is the moment, the wait, and the time of the booking."""
    store, rate = RedisRateStore(url, name=name), Rate(calls=calls)
    end = time.time() + seconds
    while time.time() < end:
        began = time.time()
        wait = await store.book(rate, burst=0.0)
        booked = time.time()
        await anyio.sleep(max(0.0, booked + wait - time.time()))
        print(time.time(), time.time() - began, booked - began)  # noqa: T201 (to who started it)


if __name__ == "__main__":
    anyio.run(book, sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
