"""A call's own deadline covers all that it waits for, and its error says what may have happened."""

from __future__ import annotations

import gc
from functools import partial

import anyio
import pytest
from anyio.lowlevel import checkpoint
from support.await_points.points import (
    AWAIT_POINTS,
    AwaitPoint,
    Call,
    build_call,
    free_slots,
    pausing_client,
    prepare,
    running_exchanges,
    slots_taken,
)
from support.await_points.service import PausingService, serving
from support.await_points.sync_points import SyncPoint, pause_at_connect, pause_between_slices
from support.deadlines import DeadlineScopes

from digiseller_async import DeadlineError, DigisellerError, Outcome, OutcomeUnknownError

pytestmark = pytest.mark.anyio
# A thread that reads a file is not abandoned: the file would be closed while it is read.
EXPIRING = {name: one for name, one in AWAIT_POINTS.items() if one.sync_point != "tell"}


async def failing(call: Call, found: list[DigisellerError]) -> None:
    """Make the call, and keep its error."""
    with pytest.raises(DigisellerError) as caught:
        await call()
    found.append(caught.value)


async def expire(scopes: DeadlineScopes, call: Call, sync_point: SyncPoint) -> DigisellerError:
    """Let the call's deadline pass where it is paused, and return its error."""
    found: list[DigisellerError] = []
    before = len(scopes.opened)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(partial(failing, call, found))
        await sync_point.wait_until_paused()
        scopes.expire(before)
        for _ in range(5):
            await checkpoint()
        await anyio.wait_all_tasks_blocked()
        sync_point.release()
    return found[0]


@pytest.mark.parametrize("point", EXPIRING.values(), ids=EXPIRING)
async def test_deadline(point: AwaitPoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call whose deadline passes says so wherever it waits, and the client still works."""
    scopes, sync_point, outcomes = DeadlineScopes(monkeypatch), SyncPoint(), list[Outcome]()
    pause_at_connect(sync_point, monkeypatch)
    pause_between_slices(sync_point, monkeypatch)
    service = PausingService(sync_point)
    async with serving(service) as url, pausing_client(url, sync_point, point, outcomes) as ds:
        await prepare(ds, service, point)
        sync_point.name = point.sync_point
        async with slots_taken(ds, full=point.setup == "full"):
            error = await expire(scopes, build_call(ds, point.operation, sync_point), sync_point)
        with anyio.fail_after(20):
            await ds.account.balance()
        assert (free_slots(ds), running_exchanges(ds)) == (1, 0)

    assert type(error) is (OutcomeUnknownError if point.is_reported else DeadlineError)
    assert error.happened == ("unknown" if point.is_reported else "no")
    what = "queue_timeout" if point.is_in_queue else "the timeout"
    assert error.stopped == f"{what} has expired"
    assert [(one.error, one.cancelled) for one in outcomes] == [(error, False)] * point.is_reported
    gc.collect()  # what was left open would warn
