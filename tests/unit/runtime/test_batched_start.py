"""A crowd of callers goes on in batches, one in each turn of the loop; nobody is held up."""

from __future__ import annotations

from collections import Counter

import anyio
import pytest
from anyio.lowlevel import checkpoint

from digiseller_async._runtime.admission import _BATCH_SIZE, BatchedStart  # pyright: ignore[reportPrivateUsage]

pytestmark = pytest.mark.anyio


class Crowd:
    """Callers that all come in one turn, and a count of the turns in which they went on."""

    def __init__(self) -> None:
        self.batches = BatchedStart()
        self.turn = 0
        self.went_on: list[int] = []
        self.scopes: dict[int, anyio.CancelScope] = {}

    async def caller(self, number: int) -> None:
        """Take a turn, and note when it came."""
        with anyio.CancelScope() as self.scopes[number]:
            await self.batches.wait()
            self.went_on.append(self.turn)

    async def watch(self, turns: int) -> None:
        """Count so many turns of the loop."""
        for _ in range(turns):
            await checkpoint()
            self.turn += 1


async def test_few() -> None:
    """Callers that come one after another do not wait, however many there are in the end."""
    crowd = Crowd()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(crowd.watch, 10)
        for number in range(_BATCH_SIZE):
            await crowd.caller(number)
        assert crowd.turn == 0

        for number in range(_BATCH_SIZE * 5):
            await crowd.caller(number)
        assert crowd.turn <= 5  # the first of each batch waits a turn


async def test_many() -> None:
    """Of a crowd, no more than a batch goes on in a turn, and all of them do in the end."""
    crowd = Crowd()
    async with anyio.create_task_group() as tasks:
        for number in range(_BATCH_SIZE * 10):
            tasks.start_soon(crowd.caller, number)
        tasks.start_soon(crowd.watch, 40)

    assert len(crowd.went_on) == _BATCH_SIZE * 10
    # A turn of the loop may begin before the watch has counted it, or after.
    assert max(Counter(crowd.went_on).values()) <= _BATCH_SIZE * 2
    assert len(set(crowd.went_on)) >= 5


@pytest.mark.parametrize(
    "gone",
    [{_BATCH_SIZE}, {_BATCH_SIZE, 2 * _BATCH_SIZE}, set(range(_BATCH_SIZE, 3 * _BATCH_SIZE))],
)
async def test_cancelled(gone: set[int]) -> None:
    """Callers that are cancelled while they wait, the first of a batch too, hold up nobody."""
    crowd = Crowd()
    async with anyio.create_task_group() as tasks:
        for number in range(_BATCH_SIZE * 5):
            tasks.start_soon(crowd.caller, number)
        while len(crowd.scopes) < _BATCH_SIZE * 5:
            await checkpoint()
        for number in gone:
            crowd.scopes[number].cancel()

    assert len(crowd.went_on) >= _BATCH_SIZE * 5 - len(gone)
