"""A token store that fails, hangs or lies does not stop its client, and never gives it a token."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from support.clocks import ManualClock
from support.sign_in_service import CREDENTIALS, ORIGIN, FakeSignInService, owned_token
from support.token_stores import FakeTokenStore

from digiseller_async import ClosedError, Token, TokenStore
from digiseller_async._runtime import auth
from digiseller_async._runtime.stores import StoreCalls, is_anything

pytestmark = pytest.mark.anyio


async def fail() -> Any:
    """Fail when awaited."""
    raise ConnectionRefusedError("redis://:PASSWORD@host")


def fail_at_once() -> Any:
    """Fail when called."""
    raise OSError("PASSWORD")


@pytest.mark.parametrize("method", ["load", "save"])
@pytest.mark.parametrize("how", [fail, fail_at_once, anyio.sleep_forever])
async def test_store_that_fails(
    how: Callable[[], Any],
    method: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The client signs in, logs it once, leaves the store alone for a minute, and heals."""
    monkeypatch.setattr(auth, "_STORE_BOUND", 0.01)
    clock = ManualClock()
    service, store = FakeSignInService(clock), FakeTokenStore()
    calls: list[str] = []

    def broken(*_: object) -> Any:
        calls.append(method)
        return how()

    monkeypatch.setattr(store, method, broken)
    provider, dead = service.provider(store), ""
    for _ in range(3):
        dead = await provider.get(instead_of=dead)
    assert (dead, len(calls)) == ("TOKEN-3", 1)
    clock.advance(61.0)
    dead = await provider.get(instead_of=dead)
    assert len(calls) == 2
    monkeypatch.undo()
    clock.advance(61.0)
    dead = await provider.get(instead_of=dead)

    assert store.token == owned_token(dead, store.token.valid_until if store.token else None)
    records = [one for one in caplog.records if one.name == "digiseller_async"]
    assert len(records) == 1
    assert "PASSWORD" not in caplog.text


@pytest.mark.parametrize("lie", ["TOKEN-TEXT", b"x", 7, {"value": "x"}, Token, False])
async def test_store_that_gives_something_else(lie: object) -> None:
    """What is no Token is passed over."""
    store: Any = FakeTokenStore()
    store.token = lie

    assert await FakeSignInService(ManualClock()).provider(store).get() == "TOKEN-1"


@pytest.mark.parametrize(
    "owner",
    [
        {},
        {"seller_id": CREDENTIALS.seller_id},
        {"origin": ORIGIN},
        {"seller_id": 2, "origin": ORIGIN},
        {"seller_id": CREDENTIALS.seller_id, "origin": "https://other.example"},
    ],
)
async def test_token_of_another(owner: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """A token of another seller or origin, or of nobody, is not adopted; it is logged once."""
    service = FakeSignInService(ManualClock())
    store = FakeTokenStore(Token(value="FOREIGN", **owner))
    provider = service.provider(store)

    assert await provider.get() == "TOKEN-1"
    store.token = Token(value="FOREIGN", **owner)
    assert await provider.get(instead_of="TOKEN-1") == "TOKEN-2"
    assert [one.levelname for one in caplog.records] == ["WARNING"]
    assert "FOREIGN" not in caplog.text


async def test_plain_functions(caplog: pytest.LogCaptureFixture) -> None:
    """A store may have plain methods, and derive from the protocol."""

    class Plain(TokenStore):
        token: Token | None = None

        def load(self) -> Token | None:
            return self.token

        def save(self, token: Token) -> None:
            self.token = token

    service, store = FakeSignInService(ManualClock()), Plain()

    assert await service.provider(store).get() == "TOKEN-1"
    assert await service.provider(store).get() == "TOKEN-1"
    assert len(service.asked) == 1
    assert caplog.text == ""


async def test_adopted_before_saved() -> None:
    """Whoever asks while a fresh token is being saved gets it without a wait."""
    service, saving = FakeSignInService(ManualClock()), anyio.Event()

    class Slow(FakeTokenStore):
        async def save(self, token: Token) -> None:
            del token
            saving.set()
            await anyio.sleep_forever()

    provider = service.provider(Slow())

    async def first() -> None:
        with pytest.raises(ClosedError):
            await provider.get()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(first)
        await saving.wait()

        assert await provider.get() == "TOKEN-1"
        await provider.aclose()


async def test_each_series_of_failures_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A store that worked in between is logged again."""
    caplog.set_level(logging.WARNING)
    clock = ManualClock()
    store: Any = FakeTokenStore()
    calls = StoreCalls("token_store", store, clock)
    for method in (fail_at_once, fail_at_once, lambda: None, fail_at_once):
        store.load = method
        await calls.call("load", bound=1.0, is_valid=is_anything)
        clock.advance(61.0)

    assert len(caplog.records) == 2


async def test_renewed_by_another() -> None:
    """A token that another program stored while this one waited for its turn is adopted."""
    service = FakeSignInService(ManualClock())

    class Waiting(FakeTokenStore):
        @asynccontextmanager
        async def renewing(self) -> AsyncGenerator[None]:
            self.token = owned_token("TOKEN-OF-ANOTHER")
            yield

    assert await service.provider(Waiting()).get() == "TOKEN-OF-ANOTHER"
    assert not service.asked


async def test_a_store_without_turns() -> None:
    """A store that lets all renew at once serves as well."""
    service = FakeSignInService(ManualClock())

    class Plain:
        load, save = FakeTokenStore.load, FakeTokenStore.save
        token, loads, saves = None, 0, 0

    store: Any = Plain()

    assert await service.provider(store).get() == "TOKEN-1"
    assert (store.loads, store.saves) == (1, 1)


@pytest.mark.parametrize("how", ["enter", "leave", "hang"])
async def test_turns_that_fail(
    how: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A store that cannot let one renew at a time does not stop the client, and is logged."""
    monkeypatch.setattr(auth, "_RENEWAL_BOUND", 0.01)
    service = FakeSignInService(ManualClock())

    class Failing(FakeTokenStore):
        @asynccontextmanager
        async def renewing(self) -> AsyncGenerator[None]:
            if how == "hang":
                await anyio.sleep_forever()
            if how == "enter":
                raise OSError("PASSWORD")
            yield
            raise OSError("PASSWORD")

    assert await service.provider(Failing()).get() == "TOKEN-1"
    (record,) = caplog.records
    assert record.getMessage().startswith("token_store: renewing() ")
    assert "PASSWORD" not in record.getMessage()
