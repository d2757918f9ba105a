"""A sign-in that fails for good ends all calls that wait for it, at once and with its cause."""

from __future__ import annotations

from collections.abc import Callable

import anyio
import httpx
import pytest

from digiseller_async import Digiseller, DigisellerError, Rate, Retry

pytestmark = pytest.mark.anyio


def unavailable(_: httpx.Request) -> httpx.Response:
    """Be down."""
    return httpx.Response(503)


def unreachable(request: httpx.Request) -> httpx.Response:
    """Refuse the connection."""
    raise httpx.ConnectError("refused", request=request)


def failed(_: httpx.Request) -> httpx.Response:
    """Refuse the sign-in with the code that says "try again"."""
    return httpx.Response(200, json={"retval": -3, "desc": "no"})


@pytest.mark.parametrize("answer", [unavailable, unreachable, failed])
async def test_hundred_tasks(answer: Callable[[httpx.Request], httpx.Response]) -> None:
    """A hundred tasks cost three sign-ins, and each gets the cause; a later call tries again."""
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return answer(request)

    errors: list[DigisellerError] = []
    ds = Digiseller(
        1,
        "KEY-OF-THE-SELLER",
        rate=Rate(calls=1000, per=1.0),
        retry=Retry(base=0.001),
        transport=httpx.MockTransport(handle),
    )

    async def call() -> None:
        with pytest.raises(DigisellerError) as caught:
            await ds.account.balance()
        errors.append(caught.value)

    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(call)

    assert (len(asked), len(errors)) == (3, 100)
    assert len({(type(one), one.message) for one in errors}) == 1
    assert not any(isinstance(one, TimeoutError) for one in errors)
    await call()
    assert len(asked) == 6
    await ds.aclose()
