"""A call that is ended from outside shows no secret: not in the frames that it was ended in."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from functools import partial
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from leaks import Secrets, Watch, insides, watching
from secret_calls import assert_none, call, client, some
from wire_echo import WIRE, serving

from digiseller_async import Digiseller, DigisellerError, Rate

pytestmark = pytest.mark.anyio


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


async def cancelled_at(
    stop: int, ds: Digiseller, secrets: Secrets, watch: Watch, name: str
) -> bool:
    """Make a call, cancel it at a step, keep what that shows, and return if it came so far."""
    with anyio.CancelScope() as scope:

        async def call() -> None:
            try:
                with suppress(DigisellerError):
                    await CALLS[name](ds, secrets)
            except BaseException as error:
                watch.catch(error)
                raise

        stepping = Stepping(call(), stop, scope.cancel)
        await stepping
    return stepping.made >= stop


@pytest.mark.parametrize("name", ["account.receipts", "content.add_text", "products.discount"])
async def test_cancelled_at_each_step(name: str) -> None:
    """A call that is cancelled, wherever it awaits something, shows no secret in any frame."""
    secrets = Secrets()
    with watching() as watch, serving(secrets, WIRE["reason"]) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        for stop in range(1, 200):
            async with client(secrets, watch, "key", base_url=url, rate=Rate()) as ds:
                if not await cancelled_at(stop, ds, secrets, watch, name):
                    break

    assert 2 < stop < 199
    assert_none(secrets.seen_in(watch.texts))


@pytest.mark.parametrize("way", ["the call's time", "the caller's time", "closed meanwhile"])
async def test_out_of_time(way: str) -> None:
    """A call that nobody answers shows no secret when its time is up, or its client closed."""
    secrets = Secrets()
    with watching() as watch, serving(secrets, None) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        for operation in some():
            timeout = 0.03 if way == "the call's time" else 10.0
            ds = client(secrets, watch, "token", base_url=url, timeout=timeout)
            try:
                with anyio.fail_after(0.03 if way == "the caller's time" else 10.0):
                    async with anyio.create_task_group() as tasks:
                        tasks.start_soon(asked, ds, CALLS[operation], secrets)
                        while way == "closed meanwhile" and operation != "sign_in":
                            await anyio.lowlevel.checkpoint()
                            if server.asked:
                                await ds.aclose()
                                break
            except (DigisellerError, TimeoutError, BaseExceptionGroup) as error:
                watch.catch(error)
            await ds.aclose()
            server.asked.clear()
            watch.texts += insides(ds)

    assert_none(secrets.seen_in(watch.texts))


async def asked(ds: Digiseller, call: Callable[..., Awaitable[Any]], secrets: Secrets) -> None:
    """Make a call."""
    await call(ds, secrets)
