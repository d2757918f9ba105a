"""One sign-in for many tasks, and one token for many clients."""

from __future__ import annotations

import asyncio

import anyio
import anyio.lowlevel
import pytest
from support.clocks import SetClock, Shelf
from test_auth import Service, until

from digiseller_async import ClosedError, Token


@pytest.mark.anyio
@pytest.mark.parametrize("dead", ["", "TOKEN-1"])
async def test_a_hundred_tasks(dead: str) -> None:
    """A hundred tasks without a token, or with a dead one, sign in once."""
    service = Service(SetClock())
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
    service = Service(SetClock())
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
    service = Service(SetClock())
    provider = service.provider()
    await provider.get()

    assert await provider.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert await provider.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert len(service.asked) == 2


@pytest.mark.anyio
async def test_closing_calls_it_off() -> None:
    """Closing ends a sign-in under way; who waits for it is told."""
    service = Service(SetClock())
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
    clock = SetClock()
    service = Service(clock)
    shelf = Shelf()
    first, second = service.provider(shelf), service.provider(shelf)

    assert await first.get() == "TOKEN-1"
    assert shelf.token == Token(value="TOKEN-1", valid_until=until(clock.wall() + 7200))
    assert await second.get() == "TOKEN-1"
    assert (len(service.asked), shelf.saves) == (1, 1)


@pytest.mark.anyio
async def test_dead_token_in_the_store() -> None:
    """A kept token that the service refused, or that is over, is replaced, once for both."""
    clock = SetClock()
    service = Service(clock)
    shelf = Shelf(Token(value="OLD", valid_until=until(clock.wall() - 1)))
    first, second = service.provider(shelf), service.provider(shelf)

    assert await first.get() == "TOKEN-1"
    assert await second.get() == "TOKEN-1"
    assert await first.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert await second.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert len(service.asked) == 2


@pytest.mark.anyio
async def test_kept_token_of_unknown_age() -> None:
    """A kept token that does not say how long it is valid is tried."""
    service = Service(SetClock())

    assert await service.provider(Shelf(Token(value="KEPT"))).get() == "KEPT"
    assert service.asked == []


@pytest.mark.anyio
async def test_early_renewal_with_a_store() -> None:
    """With a store, too, a token is renewed a minute before its end."""
    clock = SetClock()
    service = Service(clock)
    provider = service.provider(Shelf())
    await provider.get()
    clock.pass_by(7200 - 30)

    assert await provider.get() == "TOKEN-2"


@pytest.mark.anyio
async def test_not_the_dead_one() -> None:
    """A token is never the one that it should replace, also when a flight is under way."""
    clock = SetClock()
    service = Service(clock)
    shelf = Shelf(Token(value="KEPT", valid_until=until(clock.wall() + 7200)))
    provider = service.provider(shelf)
    found: list[str] = []

    async def first() -> None:
        found.append(await provider.get())

    async def knows_better() -> None:
        found.append(await provider.get(instead_of="KEPT"))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(first)
        tasks.start_soon(knows_better)

    assert sorted(found) == ["KEPT", "TOKEN-1"]


@pytest.mark.anyio
async def test_broken_store() -> None:
    """An error of the token store reaches the caller, and the next call asks the store again."""

    class Broken(Shelf):
        async def load(self) -> Token | None:
            await super().load()
            await anyio.lowlevel.checkpoint()
            raise ConnectionRefusedError

    service, shelf = Service(SetClock()), Broken()
    provider = service.provider(shelf)
    for _ in range(2):
        with pytest.raises(ConnectionRefusedError):
            await provider.get()

    assert (shelf.loads, service.asked) == (2, [])
