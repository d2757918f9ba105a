"""A call that is ended from outside shows no secret: not in the frames that it was ended in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint
from support.secrets.calls import assert_no_leaks, call, client, operations_to_call
from support.secrets.echo_server import RAW_ECHOES, EchoServer, serving
from support.secrets.leaks import Recorder, Secrets, object_reprs, recording

from digiseller_async import Digiseller, DigisellerError

pytestmark = pytest.mark.anyio
Work = Callable[[Digiseller], Coroutine[Any, Any, None]]


class Stepping:
    """Awaits a coroutine step by step, and calls *at_stop* when it has made *stop* of them."""

    def __init__(
        self, work: Coroutine[Any, Any, Any], stop: int, at_stop: Callable[[], Any]
    ) -> None:
        self._steps = work.__await__()
        self._stop = stop
        self._at_stop = at_stop
        self.made = 0

    def __await__(self) -> Generator[Any, Any, Any]:
        step = partial(self._steps.send, None)
        while True:
            try:
                wish = step()
            except StopIteration as end:
                return end.value
            self.made += 1
            if self.made == self._stop:
                self._at_stop()
            try:
                step = partial(self._steps.send, (yield wish))
            except BaseException as error:  # noqa: BLE001 (cancellation is passed on like the rest)
                step = partial(self._steps.throw, error)


async def watched(operation: str, ds: Digiseller, secrets: Secrets, recorder: Recorder) -> None:
    """Make a call, and keep what it shows when it ends in an error, or is ended."""
    try:
        await call(operation, ds, secrets)
    except BaseException as error:
        recorder.add_error(error)
        if not isinstance(error, DigisellerError):
            raise


async def cancelled_at(step: int, work: Coroutine[Any, Any, None]) -> bool:
    """Cancel *work* at a step, and return whether it came so far."""
    scope = anyio.CancelScope()
    stepping = Stepping(work, step, scope.cancel)
    with scope:
        await stepping
    return stepping.made >= step


@pytest.mark.parametrize("name", ["account.receipts", "content.add_text", "products.discount"])
async def test_cancelled_at_each_step(name: str) -> None:
    """A call that is cancelled, wherever it awaits something, shows no secret in any frame."""
    secrets, step, more = Secrets(), 0, True
    with recording() as recorder, serving(secrets, RAW_ECHOES["reason"]) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        while more:
            step += 1
            async with client(secrets, recorder, "key", base_url=url) as ds:
                more = await cancelled_at(step, watched(name, ds, secrets, recorder))

    assert 2 < step < 200
    assert_no_leaks(secrets.leaks_in(recorder.texts))


async def by_the_call(ds: Digiseller, _: EchoServer, work: Work) -> None:
    """Wait until the call has had its time."""
    await work(ds.with_options(timeout=0.03))


async def by_the_caller(ds: Digiseller, _: EchoServer, work: Work) -> None:
    """Give the call less time than it takes."""
    with anyio.fail_after(0.03):
        await work(ds)


async def by_closing(ds: Digiseller, server: EchoServer, work: Work) -> None:
    """Close the client while the service is being asked."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(work, ds)
        while not server.asked:
            await checkpoint()
        await ds.aclose()


@pytest.mark.parametrize("ended", [by_the_call, by_the_caller, by_closing])
async def test_ended(ended: Callable[[Digiseller, EchoServer, Work], Awaitable[None]]) -> None:
    """A call that nobody answers shows no secret when its time is up, or its client closed."""
    secrets = Secrets()
    with recording() as recorder, serving(secrets, None) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        for operation in operations_to_call():
            if operation == "sign_in":
                continue  # with a token there is nothing to do
            server.asked.clear()
            async with client(secrets, recorder, "token", base_url=url) as ds:
                work = partial(watched, operation, secrets=secrets, recorder=recorder)
                try:
                    await ended(ds, server, work)
                except TimeoutError as error:
                    recorder.add_error(error)
                recorder.texts += object_reprs(ds)

    assert_no_leaks(secrets.leaks_in(recorder.texts))
