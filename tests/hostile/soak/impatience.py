"""Measure what callers that give up leave to others: turns of the rate limit, and sign-ins."""

from __future__ import annotations

import anyio
import httpx

from digiseller_async import Digiseller, DigisellerError, Rate, Retry

from ..process import HostileService
from .figures import Figure, least, most

_RATE = Rate(calls=10, per=1.0)
_PATIENCE = 0.5


async def pacing(service: HostileService, amount: int) -> list[Figure]:
    """Call at twice the rate with half a second of patience, and then once more."""
    del service
    served = 0
    answer = httpx.Response(200, json={"retval": 0, "content": {}})
    transport = httpx.MockTransport(lambda _: answer)
    async with Digiseller(token="T", rate=_RATE, transport=transport) as ds:

        async def impatient() -> None:
            nonlocal served
            with anyio.move_on_after(_PATIENCE):
                await ds.account.balance()
                served += 1

        start = anyio.current_time()
        async with anyio.create_task_group() as tasks:
            for number in range(amount):
                await anyio.sleep_until(start + number / (2 * _RATE.calls))
                tasks.start_soon(impatient)
        seconds = anyio.current_time() - start
        start = anyio.current_time()
        await ds.account.balance()
        alone = anyio.current_time() - start
    # What the rate allows: those that go on at once when it begins, and then one after another.
    allowed = _RATE.calls - 1 + seconds * _RATE.calls / _RATE.per
    name = f"{amount} callers with {_PATIENCE} s of patience at twice the rate"
    return [
        least(f"{name}: share of the rate served", 90, 100 * served / allowed, " %", 1),
        most(f"{name}: wait of a lone call after them", 1, alone, " s"),
    ]


async def dead_sign_in(service: HostileService, amount: int) -> list[Figure]:
    """Let tasks wait for a sign-in that fails for good."""
    del service
    asked: list[str] = []
    errors: set[str] = set()

    def down(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(503)

    retry = Retry(base=0.01)
    async with Digiseller(
        1, "KEY-OF-A-SELLER", retry=retry, transport=httpx.MockTransport(down)
    ) as ds:

        async def call() -> None:
            try:
                await ds.account.balance()
            except DigisellerError as error:
                errors.add(type(error).__name__)

        async with anyio.create_task_group() as tasks:
            for _ in range(amount):
                tasks.start_soon(call)
    return [
        most("dead sign-in: sign-ins in all", 3, len(asked), digits=0),
        Figure(
            "dead sign-in: errors",
            "UnavailableError",
            ", ".join(sorted(errors)),
            errors == {"UnavailableError"},
        ),
    ]
