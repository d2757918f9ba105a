"""One sign-in for many tasks, and one token for many clients."""

from __future__ import annotations

import asyncio

import anyio
import pytest
from support.clocks import ManualClock
from support.sign_in_service import FakeSignInService, moscow_time, owned_token
from support.token_stores import FakeTokenStore

from digiseller_async import ClosedError


@pytest.mark.anyio
@pytest.mark.parametrize("dead", ["", "TOKEN-1"])
async def test_a_hundred_tasks(dead: str) -> None:
    """A hundred tasks without a token, or with a dead one, sign in once."""
    service = FakeSignInService(ManualClock())
    provider = service.provider()
    if dead:
        assert await provider.get() == dead
    before = len(service.asked)
    found: list[str] = []

    async def get() -> None:
        found.append(await provider.get(instead_of=dead))

    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(get)

    assert len(service.asked) == before + 1
    assert found == [f"TOKEN-{before + 1}"] * 100


@pytest.mark.asyncio
async def test_the_first_is_cancelled() -> None:
    """The task that started the sign-in may be cancelled without harming the rest."""
    service = FakeSignInService(ManualClock())
    service.gate = anyio.Event()
    provider = service.provider()
    tasks = [asyncio.create_task(provider.get()) for _ in range(100)]
    for _ in range(3):
        await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.sleep(0)
    service.gate.set()
    rest = await asyncio.gather(*tasks[1:])

    assert tasks[0].cancelled()
    assert rest == ["TOKEN-1"] * 99
    assert len(service.asked) == 1


@pytest.mark.anyio
async def test_late_news() -> None:
    """Who learns late that a token is dead gets the one that replaced it, without a sign-in."""
    service = FakeSignInService(ManualClock())
    provider = service.provider()
    await provider.get()

    assert await provider.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert await provider.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert len(service.asked) == 2


@pytest.mark.anyio
async def test_closing_calls_it_off() -> None:
    """Closing ends a sign-in under way; who waits for it is told."""
    service = FakeSignInService(ManualClock())
    service.gate = anyio.Event()
    provider = service.provider()
    told: list[str] = []

    async def get() -> None:
        with pytest.raises(ClosedError) as caught:
            await provider.get()
        told.append(str(caught.value))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(get)
        await anyio.wait_all_tasks_blocked()
        await provider.aclose()

    assert told == ["the client was closed during the sign-in"]


@pytest.mark.anyio
async def test_kept_token() -> None:
    """A token from the store is used without a sign-in; a new one is kept there."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    store = FakeTokenStore()
    first, second = service.provider(store), service.provider(store)

    assert await first.get() == "TOKEN-1"
    assert store.token == owned_token("TOKEN-1", moscow_time(clock.wall() + 7200))
    assert await second.get() == "TOKEN-1"
    assert (len(service.asked), store.saves) == (1, 1)


@pytest.mark.anyio
async def test_dead_token_in_the_store() -> None:
    """A kept token that the service refused, or that is over, is replaced, once for both."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    store = FakeTokenStore(owned_token("OLD", moscow_time(clock.wall() - 1)))
    first, second = service.provider(store), service.provider(store)

    assert await first.get() == "TOKEN-1"
    assert await second.get() == "TOKEN-1"
    assert await first.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert await second.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert len(service.asked) == 2


@pytest.mark.anyio
async def test_kept_token_of_unknown_age() -> None:
    """A kept token that does not say how long it is valid is tried."""
    service = FakeSignInService(ManualClock())

    assert await service.provider(FakeTokenStore(owned_token("KEPT"))).get() == "KEPT"
    assert service.asked == []


@pytest.mark.anyio
async def test_early_renewal_with_a_store() -> None:
    """With a store, too, a token is renewed a minute before its end."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    provider = service.provider(FakeTokenStore())
    await provider.get()
    clock.advance(7200 - 30)

    assert await provider.get() == "TOKEN-2"


@pytest.mark.anyio
async def test_not_the_dead_one() -> None:
    """A token is never the one that it should replace, also when a flight is under way."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    store = FakeTokenStore(owned_token("KEPT", moscow_time(clock.wall() + 7200)))
    provider = service.provider(store)
    found: list[str] = []

    async def first() -> None:
        found.append(await provider.get())

    async def knows_better() -> None:
        found.append(await provider.get(instead_of="KEPT"))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(first)
        tasks.start_soon(knows_better)

    assert sorted(found) == ["KEPT", "TOKEN-1"]
