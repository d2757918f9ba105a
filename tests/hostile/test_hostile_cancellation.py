"""Cancelling a call at any of its await points loses no slot and leaves no effect unreported."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from typing import Any

import anyio
import pytest
from attrs import define

from hostile.expectations import OK
from hostile.operations import OPERATIONS, call_result
from hostile.process import HostileService
from hostile.transports import client, pipeline_of

MAX_CONNECTIONS = 2
pytestmark = pytest.mark.anyio


@pytest.fixture
def service(running: HostileService) -> HostileService:
    """Give the hostile service, reset and without faults."""
    running.behave("honest")
    return running


@define
class Stepping:
    """Awaits a coroutine, and does something when it is suspended for the n-th time."""

    work: Coroutine[Any, Any, Any]
    left: int
    at_last: Callable[[], None]

    def __await__(self) -> Generator[Any, Any, Any]:
        steps = self.work.__await__()
        try:
            waited = steps.send(None)
            while True:
                self.left -= 1
                if self.left == 0:
                    self.at_last()
                try:
                    found = yield waited
                except BaseException as error:  # noqa: BLE001 (it is the work's to take)
                    waited = steps.throw(error)
                else:
                    waited = steps.send(found)
        except StopIteration as end:
            return end.value


def cancel_at(transport: Any, step: int, cancel: Callable[[], None]) -> None:
    """Have the exchanges of *transport* cancel when they are suspended for that time."""
    exchange: Any = transport._exchange_on_own

    async def stepped(*exchanged: Any) -> Any:
        return await Stepping(exchange(*exchanged), step, cancel)

    transport._exchange_on_own = stepped


@pytest.mark.parametrize("fresh", [False, True], ids=["reused", "fresh"])
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_each_await_point(service: HostileService, operation: str, *, fresh: bool) -> None:
    """Wherever an exchange is cancelled, the next calls succeed, and no effect is unreported."""
    was_cancelled = [True]
    while was_cancelled[-1]:
        was_cancelled.append(await cancelled_at(service, operation, len(was_cancelled), fresh))
    assert len(was_cancelled) > 2


async def cancelled_at(service: HostileService, operation: str, step: int, fresh: bool) -> bool:  # noqa: FBT001
    """Cancel an exchange at a step; return whether it has so many steps."""
    reported: list[object] = []
    async with client(
        service.url, max_connections=MAX_CONNECTIONS, on_outcome=reported.append
    ) as ds:
        await ds.sign_in()
        transport = pipeline_of(ds)._transport
        while fresh and transport._idle:
            await transport._idle.pop()[1].aclose()
        with anyio.CancelScope() as scope:
            cancel_at(transport, step, scope.cancel)
            await call_result(ds, operation, step)
        del transport._exchange_on_own
        assert reported or not scope.cancelled_caught or not service.observed().effects.get(step)
        assert pipeline_of(ds)._admission.slots().value == MAX_CONNECTIONS
        for number in range(MAX_CONNECTIONS):
            assert (await call_result(ds, "reads", 1000 + number)).outcome == OK
    return scope.cancel_called
