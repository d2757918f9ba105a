"""A call's own deadline is over all that it can wait for, and says what may have happened."""

from __future__ import annotations

import gc
from functools import partial
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint
from support.await_points import Brake, Service, serving, stop_connecting, stop_judging
from test_cancellation_points import (
    POINTS,
    Ask,
    Point,
    asking,
    client,
    exchanges,
    occupied,
    places,
    prepare,
)

from digiseller_async import DeadlineError, DigisellerError, Outcome, OutcomeUnknownError

pytestmark = pytest.mark.anyio
# A thread that reads a file is waited for: its file would be closed under its hands.
WAITED_FOR = {name: one for name, one in POINTS.items() if one.place != "tell"}


class Scopes:
    """The scopes with a deadline that were opened, so that one need not wait for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[anyio.CancelScope] = []
        self._real = anyio.CancelScope
        monkeypatch.setattr(anyio, "CancelScope", self._open)

    def _open(self, **settings: Any) -> anyio.CancelScope:
        scope = self._real(**settings)
        if "deadline" in settings:
            self.opened.append(scope)
        return scope


async def failing(ask: Ask, found: list[DigisellerError]) -> None:
    """Ask, and keep the error."""
    with pytest.raises(DigisellerError) as caught:
        await ask()
    found.append(caught.value)


async def expire(scopes: Scopes, ask: Ask, brake: Brake) -> DigisellerError:
    """Let the call's time run out where it is stopped, and return what it says."""
    found: list[DigisellerError] = []
    before = len(scopes.opened)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(partial(failing, ask, found))
        await brake.blocked()
        scopes.opened[before].deadline = anyio.current_time()
        for _ in range(5):
            await checkpoint()
        await anyio.wait_all_tasks_blocked()
        brake.release()
    return found[0]


@pytest.mark.parametrize("point", WAITED_FOR.values(), ids=WAITED_FOR)
async def test_deadline(point: Point, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call whose time is up says so wherever it waits, and the client goes on."""
    scopes, brake, told = Scopes(monkeypatch), Brake(), list[Outcome]()
    stop_connecting(brake, monkeypatch)
    stop_judging(brake, monkeypatch)
    service = Service(brake)
    async with serving(service) as url, client(url, brake, point, told) as ds:
        await prepare(ds, service, point)
        brake.place = point.place
        async with occupied(ds, full=point.before == "full"):
            error = await expire(scopes, asking(ds, point.operation, brake), brake)
        with anyio.fail_after(20):
            await ds.account.balance()
        assert (places(ds), exchanges(ds)) == (1, 0)

    assert type(error) is (OutcomeUnknownError if point.told else DeadlineError)
    assert error.happened == ("unknown" if point.told else "no")
    assert error.stopped == "the timeout has expired"
    assert [(one.error, one.cancelled) for one in told] == [(error, False)] * point.told
    gc.collect()  # what was left open would warn
