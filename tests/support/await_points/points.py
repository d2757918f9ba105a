"""Every point at which a call waits, and clients and calls that can be paused there."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import anyio
from attrs import frozen

from digiseller_async import Digiseller, Outcome, Rate, Retry

from .service import PausingService
from .sync_points import (
    PausingClock,
    PausingFile,
    PausingRateStore,
    PausingTokenStore,
    SyncPoint,
    pausing_chunks,
)

Call = Callable[[], Coroutine[Any, Any, None]]


@frozen
class AwaitPoint:
    """A point where a call waits.

    *setup* is what makes a call come there; *is_reported* whether ``on_outcome`` is told if the
    call is cancelled there.
    """

    sync_point: str
    is_reported: bool
    setup: str = ""
    operation: str = "templates.create"

    @property
    def is_in_queue(self) -> bool:
        """Whether a call waits there for its turn."""
        return self.setup in {"full", "paced"} or self.sync_point == "book"


AWAIT_POINTS = {
    "a connection slot": AwaitPoint("", is_reported=False, setup="full"),
    "the rate limit": AwaitPoint("sleep", is_reported=False, setup="paced"),
    "the rate store": AwaitPoint("book", is_reported=False),
    "a token from the store": AwaitPoint("load", is_reported=False),
    "a token to be stored": AwaitPoint("save", is_reported=False),
    "a sign-in under way": AwaitPoint("sign-in", is_reported=False),
    "opening a file": AwaitPoint("tell", is_reported=False, operation="content.add_file"),
    "reading an archive": AwaitPoint("archive", is_reported=False, operation="content.add_files"),
    "connecting": AwaitPoint("connect", is_reported=False),
    "reading a file to send": AwaitPoint(
        "stream", is_reported=True, operation="content.update_file"
    ),
    "sending the body": AwaitPoint("sending", is_reported=True, operation="templates.create, long"),
    "the headers": AwaitPoint("headers", is_reported=True),
    "the body": AwaitPoint("body", is_reported=True),
    "a slice of the answer": AwaitPoint("slice", is_reported=True),
    "the next attempt in doubt": AwaitPoint(
        "sleep", is_reported=True, setup="503", operation="templates.update"
    ),
    "the next attempt": AwaitPoint("sleep", is_reported=False, setup="429"),
    "the headers of a safe call": AwaitPoint(
        "headers", is_reported=False, operation="account.receipts"
    ),
}


def build_call(ds: Digiseller, operation: str, sync_point: SyncPoint) -> Call:
    """Return a call of *operation* that can be paused."""
    stream = pausing_chunks(sync_point, "stream")
    calls: dict[str, Callable[[], Awaitable[Any]]] = {
        "templates.create": lambda: ds.templates.create(name="x"),
        "templates.create, long": lambda: ds.templates.create(name="x" * 20_000_000),
        "templates.update": lambda: ds.templates.update(1, name="x"),
        "content.add_file": lambda: ds.content.add_file(1, file=PausingFile(sync_point)),
        "content.add_files": lambda: ds.content.add_files(
            1, archive=pausing_chunks(sync_point, "archive"), count=1
        ),
        "content.update_file": lambda: ds.content.update_file(content_id=2, file=("x.txt", stream)),
        "account.receipts": lambda: ds.account.receipts().first_page(),
    }

    async def call() -> None:
        await calls[operation]()

    return call


async def prepare(ds: Digiseller, service: PausingService, point: AwaitPoint) -> None:
    """Bring the client and the service into the state in which a call comes to *point*."""
    if point.sync_point in ("load", "save", "sign-in", "book"):
        return  # the first call comes there
    await ds.account.balance()
    if point.setup.isdigit():
        service.statuses = [f"{point.setup} Trouble".encode()]
    if point.sync_point == "connect":
        transport: Any = vars(ds)["_pipeline"]._transport
        await transport._idle.pop()[1].aclose()


@asynccontextmanager
async def slots_taken(ds: Digiseller, *, full: bool) -> AsyncGenerator[None, None]:
    """Take the only connection slot, if *full*."""
    if not full:
        yield
        return
    async with vars(ds)["_pipeline"]._admission.slots():
        yield


def pausing_client(
    url: str, sync_point: SyncPoint, point: AwaitPoint, outcomes: list[Outcome]
) -> Digiseller:
    """Return a client with one connection slot, and a clock and stores that can pause."""
    more: dict[str, Any] = {"rate": None}
    if point.setup == "paced":
        more = {"rate": Rate(calls=1, per=1.0)}
    if point.sync_point == "book":
        more = {"rate_store": PausingRateStore(sync_point)}
    return Digiseller(
        1,
        "KEY-SECRET",
        base_url=url,
        max_connections=1,
        retry=Retry(attempts=2),
        queue_timeout=60.0,
        clock=PausingClock(sync_point),
        token_store=PausingTokenStore(sync_point),
        on_outcome=outcomes.append,
        **more,
    )


def free_slots(ds: Digiseller) -> int:
    """Return how many connection slots are free."""
    pipeline: Any = vars(ds)["_pipeline"]
    slots: anyio.Semaphore = pipeline._admission.slots()
    return slots.value


def running_exchanges(ds: Digiseller) -> int:
    """Return how many exchanges are under way."""
    return len(vars(ds)["_pipeline"]._transport._isolation._scopes)
