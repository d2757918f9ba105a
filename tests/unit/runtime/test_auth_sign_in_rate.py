"""Signing in with measure: one a second, and not again what was refused for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import anyio
import pytest
from support.clocks import ManualClock
from support.sign_in_service import CREDENTIALS, FakeSignInService, moscow_time, rejection
from support.token_stores import FakeTokenStore

from digiseller_async import (
    AuthenticationError,
    ClosedError,
    RateLimitedError,
    Token,
    UnavailableError,
)
from digiseller_async._runtime.auth import TokenProvider
from digiseller_async._runtime.observation.call_observation import UNOBSERVED, CallObservation
from digiseller_async._wire import ResponseLost
from digiseller_async.errors import DigisellerError, FailureKind, failure_kind
from digiseller_async.models.sign_in import SignIn

pytestmark = pytest.mark.anyio


async def test_three_and_then_one_a_second() -> None:
    """Three sign-ins may follow each other at once; then there is one a second."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    provider, start, dead = service.provider(), clock.now(), ""
    moments: list[float] = []
    for _ in range(6):
        dead = await provider.get(instead_of=dead)
        moments.append(clock.now() - start)

    assert moments == pytest.approx([0, 0, 0, 1, 2, 3])


async def test_pace_recovers() -> None:
    """After a rest three sign-ins may follow each other again."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    provider, dead = service.provider(), ""
    for _ in range(4):
        dead = await provider.get(instead_of=dead)
    clock.advance(60.0)
    before = clock.now()
    for _ in range(3):
        dead = await provider.get(instead_of=dead)

    assert clock.now() == before


async def test_a_clock_with_another_zero() -> None:
    """A clock's zero means nothing: the first sign-in does not wait by any clock."""
    clock = ManualClock(now=-1e6)
    await FakeSignInService(clock).provider().get()

    assert clock.now() == -1e6


async def test_no_ping_pong() -> None:
    """Two processes whose sign-ins end each other's tokens sign in about once a second each."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    providers = [service.provider(), service.provider()]
    tokens = ["", ""]
    start = clock.now()
    for turn in range(40):
        tokens[turn % 2] = await providers[turn % 2].get(instead_of=tokens[turn % 2])
    seconds = clock.now() - start

    assert len(service.asked) == 40
    assert seconds >= 40 / 2 - 3


async def test_no_ping_pong_with_a_store() -> None:
    """Two processes with one store take each other's token instead of signing in."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    store = FakeTokenStore()
    first, second = service.provider(store), service.provider(store)
    dead = await first.get()
    assert await second.get() == dead
    for _ in range(10):
        fresh = await first.get(instead_of=dead)
        assert await second.get(instead_of=dead) == fresh
        dead = fresh

    assert len(service.asked) == 11


@pytest.mark.parametrize("retval", [-1, -2, 17])
async def test_cool_down(retval: int) -> None:
    """What was refused for good is not asked for again for ten seconds, whoever wants it."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    service.refusals = [rejection(retval)]
    provider = service.provider()
    errors: list[DigisellerError] = []
    for pause in (0.0, 5.0, 4.9):
        clock.advance(pause)
        with pytest.raises(AuthenticationError, match="sign-in was refused") as caught:
            await provider.get()
        errors.append(caught.value)
    assert len(service.asked) == 1
    assert {(one.retval, failure_kind(one)) for one in errors} == {(retval, FailureKind.PERMANENT)}
    assert len({id(one) for one in errors}) == 3
    clock.advance(0.2)

    assert await provider.get() == "TOKEN-2"


@pytest.mark.parametrize("error", [rejection(-3), UnavailableError("down"), ResponseLost("lost")])
async def test_no_cool_down(error: DigisellerError) -> None:
    """A sign-in that may work in a moment is not held back."""
    service = FakeSignInService(ManualClock())
    service.refusals = [error, error, error]
    provider = service.provider()
    with pytest.raises(DigisellerError):
        await provider.get()

    assert await provider.get() == "TOKEN-4"


async def test_collisions_until_the_time_is_up() -> None:
    """A seller of whom others sign in all the time tries for the whole timeout, with growing waits.

    The error says what to do, and there is no cool-down: the key was not refused.
    """
    clock = ManualClock()
    service = FakeSignInService(clock)
    service.refusals = [rejection(-4) for _ in range(50)]
    provider, start = service.provider(), clock.now()
    with pytest.raises(AuthenticationError, match="share a token_store between them") as caught:
        await provider.get()

    assert caught.value.retval == -4
    assert failure_kind(caught.value) is FailureKind.NOT_SENT
    assert caught.value.waits == pytest.approx((2.0, 3.0, 5.0, 8.5, 8.5, 8.5, 8.5, 8.5))
    assert caught.value.attempts == len(service.asked) == 9
    assert clock.now() - start == pytest.approx(52.5)
    service.refusals = []
    assert await provider.get() == "TOKEN-10"


@pytest.mark.parametrize("failures", [2, 3])
async def test_collisions_are_no_failures(failures: int) -> None:
    """Collisions do not use up the attempts that other failures have."""
    service = FakeSignInService(ManualClock())
    lost = [ResponseLost("lost") for _ in range(failures)]
    service.refusals = [*[rejection(-4)] * 4, *lost]
    provider = service.provider()
    if failures == 2:
        assert await provider.get() == "TOKEN-7"
        return
    with pytest.raises(ResponseLost):
        await provider.get()


async def test_pause_after_a_collision() -> None:
    """After -4 a sign-in waits a second and more, by the dice, and longer the next time."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    service.refusals = [rejection(-4), rejection(-4)]
    start = clock.now()
    await service.provider().get()
    stamps = [one["timestamp"] - int(clock.wall() - 5.0) for one in service.asked]

    assert clock.now() - start == pytest.approx(2.0 + 3.0)
    assert stamps == [0, 2, 5]


@pytest.mark.parametrize("tries", [1, 2, 3])
async def test_learning_never_ends(tries: int) -> None:
    """A service whose clock jumps at each sign-in is tried three times at most, without a pause."""
    clock = ManualClock()
    asked: list[Mapping[str, Any]] = []

    async def strange(arguments: Mapping[str, Any], _: CallObservation) -> SignIn:
        asked.append(arguments)
        await anyio.lowlevel.checkpoint()
        if len(asked) <= tries:
            provider.learn_clock_offset(clock.wall() + 1000.0 * len(asked))
            raise rejection(-1)
        return SignIn(token="T-1234", seller_id=1, valid_thru=None)

    provider = TokenProvider(
        credentials=CREDENTIALS,
        token=None,
        store=None,
        send_sign_in=strange,
        clock=clock,
        random=lambda: 0.5,
        observe=lambda _: UNOBSERVED,
    )
    start = clock.now()
    if tries == 3:
        with pytest.raises(AuthenticationError):
            await provider.get()
    else:
        assert await provider.get() == "T-1234"

    assert (len(asked), clock.now()) == (min(tries + 1, 3), start)


async def test_a_small_offset_is_not_news() -> None:
    """A refusal is final where nothing but a few seconds was learned of the service's clock."""
    clock = ManualClock()

    async def strict(_: Mapping[str, Any], __: CallObservation) -> SignIn:
        asked.append(1)
        await anyio.lowlevel.checkpoint()
        provider.learn_clock_offset(clock.wall() + 30.0)
        raise rejection(-1)

    asked: list[int] = []
    provider = TokenProvider(
        credentials=CREDENTIALS,
        token=None,
        store=None,
        send_sign_in=strict,
        clock=clock,
        random=lambda: 0.5,
        observe=lambda _: UNOBSERVED,
    )
    with pytest.raises(AuthenticationError):
        await provider.get()

    assert len(asked) == 1


async def test_a_dead_token_in_the_answer_of_a_sign_in() -> None:
    """A 401 to a sign-in is final: there is no other token to try it with."""
    service = FakeSignInService(ManualClock())
    service.refusals = [AuthenticationError("401", status=401)]
    with pytest.raises(AuthenticationError) as caught:
        await service.provider().get()

    assert failure_kind(caught.value) is FailureKind.PERMANENT


@pytest.mark.parametrize("error", [ResponseLost("lost"), UnavailableError("down"), rejection(-3)])
async def test_early_renewal_that_fails(error: DigisellerError) -> None:
    """A token that is about to end is used to its end if the service does not give another."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    provider = service.provider()
    await provider.get()
    clock.advance(7200 - 30)
    service.refusals = [error, error, error]

    assert await provider.get() == "TOKEN-1"
    clock.advance(10.0)
    assert await provider.get() == "TOKEN-5"


async def test_early_renewal_that_is_refused() -> None:
    """A key that is not good any more is told of as soon as the token is about to end."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    provider = service.provider()
    await provider.get()
    clock.advance(7200 - 30)
    service.refusals = [rejection(-2)]
    with pytest.raises(AuthenticationError):
        await provider.get()


async def test_invalidated_token() -> None:
    """A token that a call could not replace itself is replaced before the next call."""
    service = FakeSignInService(ManualClock())
    provider = service.provider()
    token = await provider.get()
    provider.invalidate("ANOTHER")
    assert await provider.get() == token
    provider.invalidate(token)

    assert await provider.get() == "TOKEN-2"
    assert await provider.get() == "TOKEN-2"


async def test_invalidated_fixed_token() -> None:
    """A token that cannot be replaced is used on."""
    service = FakeSignInService(ManualClock())
    provider = service.provider(token="GIVEN")
    provider.invalidate("GIVEN")

    assert await provider.get() == "GIVEN"
    assert service.asked == []


async def test_kept_token_at_its_end() -> None:
    """A kept token that is over is not used, and one's own that another replaced is not saved."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    store = FakeTokenStore(Token(value="OLD-ONE", valid_until=moscow_time(clock.wall() - 1)))

    assert await service.provider(store).get() == "TOKEN-1"
    assert store.saves == 1


async def test_signature_is_of_the_timestamp() -> None:
    """Each sign-in is signed anew, for its own second."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    service.refusals = [rejection(-4)]
    await service.provider().get()

    for one in service.asked:
        expected = hashlib.sha256(f"KEY{one['timestamp']}".encode()).hexdigest()
        assert one["sign"] == expected


async def test_closed() -> None:
    """A provider that was closed gives the token that it has, and signs in no more."""
    service = FakeSignInService(ManualClock())
    provider = service.provider()
    token = await provider.get()
    await provider.aclose()

    assert await provider.get() == token
    with pytest.raises(ClosedError, match="the client is closed"):
        await provider.get(instead_of=token)
    assert len(service.asked) == 1


async def test_long_retry_after() -> None:
    """A sign-in that should wait longer than a call may take is not repeated."""
    service = FakeSignInService(ManualClock())
    service.refusals = [RateLimitedError("429", retry_after=500.0)]
    with pytest.raises(RateLimitedError):
        await service.provider().get()

    assert len(service.asked) == 1
