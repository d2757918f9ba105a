"""Signing in: when, with what, how often, and for whom."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from support.clocks import ManualClock
from support.sign_in_service import CREDENTIALS, FakeSignInService, rejection

from digiseller_async import (
    AuthenticationError,
    ConfigurationError,
    NotSentError,
    UnavailableError,
)
from digiseller_async._runtime.auth import TokenProvider, renew_after
from digiseller_async._runtime.observation.call_observation import UNOBSERVED, CallObservation
from digiseller_async._runtime.sign_in import sign
from digiseller_async._wire import ResponseLost
from digiseller_async.errors import DigisellerError, FailureKind, failure_kind
from digiseller_async.models.sign_in import SignIn

pytestmark = pytest.mark.anyio


async def test_signature() -> None:
    """A sign-in sends the seller, the Unix second, and the SHA-256 of key and second in hex."""
    clock = ManualClock(wall=1_767_225_600.9)
    service = FakeSignInService(clock)

    assert await service.provider().get() == "TOKEN-1"
    assert service.asked == [
        {
            "seller_id": 12126,
            "timestamp": 1_767_225_600,
            "sign": hashlib.sha256(b"KEY1767225600").hexdigest(),
        }
    ]
    assert sign("KEY", 5) == hashlib.sha256(b"KEY5").hexdigest()


async def test_one_token() -> None:
    """A token is used until it is old: a second call signs in no second time."""
    service = FakeSignInService(ManualClock())
    provider = service.provider()

    assert [await provider.get() for _ in range(3)] == ["TOKEN-1"] * 3
    assert len(service.asked) == 1


async def test_timestamps_increase() -> None:
    """Timestamps strictly increase, in the same second and when the clock is set back."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    provider = service.provider()
    dead = ""
    for step in (0, 0, 5, -3600, 0, 7200):
        clock.adjust_wall(step)
        dead = await provider.get(instead_of=dead)
    stamps = [one["timestamp"] for one in service.asked]

    assert len(stamps) == 6
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize(("times", "asked"), [(1, 2), (2, 3)])
async def test_not_unique(times: int, asked: int) -> None:
    """A timestamp that another has used (-4) is followed by a later one, after a pause."""
    service = FakeSignInService(ManualClock())
    service.refusals = [rejection(-4) for _ in range(times)]

    assert await service.provider().get() == f"TOKEN-{asked}"
    stamps = [one["timestamp"] for one in service.asked]
    assert len(stamps) == asked
    assert all(after > before for before, after in pairwise(stamps))


@pytest.mark.parametrize(
    ("retval", "asked", "kind"),
    [
        (-1, 1, FailureKind.PERMANENT),
        (-2, 1, FailureKind.PERMANENT),
        (-3, 3, FailureKind.NOT_SENT),
        (17, 1, FailureKind.PERMANENT),
    ],
)
async def test_refusals(retval: int, asked: int, kind: FailureKind) -> None:
    """A refused sign-in is an AuthenticationError; only -3 is worth another try."""
    service = FakeSignInService(ManualClock())
    service.refusals = [rejection(retval) for _ in range(5)]
    with pytest.raises(AuthenticationError, match="sign-in was refused") as caught:
        await service.provider().get()

    assert (caught.value.retval, caught.value.status, failure_kind(caught.value)) == (
        retval,
        200,
        kind,
    )
    assert len(service.asked) == asked


@pytest.mark.parametrize(
    "error", [ResponseLost("lost"), UnavailableError("down"), NotSentError("no")]
)
async def test_trouble_with_the_sign_in(error: DigisellerError) -> None:
    """Whatever goes wrong with a sign-in, the call that needed it surely did not happen."""
    service = FakeSignInService(ManualClock())
    service.refusals = [error, error, error]
    provider = service.provider()
    with pytest.raises(type(error)) as caught:
        await provider.get()

    assert failure_kind(caught.value) is FailureKind.NOT_SENT
    assert (caught.value.attempts, len(caught.value.waits)) == (3, 2)
    assert await provider.get() == "TOKEN-4"


@pytest.mark.parametrize(
    ("lifetime", "trusted"), [(7200.0, 7140.0), (100.0, 50.0), (None, 1e9), (-50.0, 1e9)]
)
async def test_renewal_before_expiry(lifetime: float | None, trusted: float) -> None:
    """A token is renewed a minute before its end, or at half of a short life; without one, never.

    A token that is over as soon as it comes is used too: one of the two clocks is wrong.
    """
    clock = ManualClock()
    service = FakeSignInService(clock, lifetime)
    provider = service.provider()
    await provider.get()
    clock.advance(trusted - 1)
    assert await provider.get() == "TOKEN-1"
    clock.advance(2)

    assert await provider.get() == ("TOKEN-1" if trusted == 1e9 else "TOKEN-2")


@pytest.mark.parametrize("remaining", [0.001, 1.0, 60.0, 119.0, 120.0, 7200.0])
async def test_freshness(remaining: float) -> None:
    """A token is trusted for less than it is valid, and for half of it at least."""
    assert remaining / 2 <= renew_after(remaining) < remaining


async def test_offset_of_the_clock() -> None:
    """What is learned of the service's clock counts in timestamps and in the token's age."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    service.offset = 3600.0
    provider = service.provider()
    provider.learn_clock_offset(clock.wall() + 3600.0)
    await provider.get()
    assert service.asked[0]["timestamp"] == int(clock.wall()) + 3600

    clock.advance(7200.0 - 61)
    assert await provider.get() == "TOKEN-1"
    clock.advance(2)
    assert await provider.get() == "TOKEN-2"


@pytest.mark.parametrize("behind", [3600.0, -3600.0])
async def test_a_clock_that_is_wrong(behind: float) -> None:
    """A sign-in that is refused for a wrong clock, behind or ahead, succeeds once it is learned."""
    clock = ManualClock()
    service = FakeSignInService(clock)
    service.offset = behind

    async def strict(arguments: Mapping[str, Any], observation: CallObservation) -> SignIn:
        provider.learn_clock_offset(clock.wall() + behind)
        if abs(arguments["timestamp"] - (clock.wall() + behind)) > 300:
            raise rejection(-1)
        return await service(arguments, observation)

    provider = TokenProvider(
        credentials=CREDENTIALS,
        token=None,
        store=None,
        send_sign_in=strict,
        clock=clock,
        random=lambda: 0.5,
        observe=lambda _: UNOBSERVED,
    )

    assert await provider.get() == "TOKEN-1"


async def test_fixed_token() -> None:
    """A token that the caller gave is used as it is, and cannot be renewed."""
    service = FakeSignInService(ManualClock())
    provider = service.provider(token="GIVEN")
    provider.require()

    assert not provider.can_renew
    assert await provider.get() == "GIVEN"
    with pytest.raises(
        ConfigurationError,
        match="cannot be renewed without credentials: pass seller_id and api_key",
    ):
        await provider.get(instead_of="GIVEN")
    assert service.asked == []


async def test_no_credentials() -> None:
    """Without a key and without a token, what needs one is refused before anything is sent."""
    provider = TokenProvider(
        credentials=None,
        token=None,
        store=None,
        send_sign_in=FakeSignInService(ManualClock()),
        clock=ManualClock(),
        random=lambda: 0.5,
        observe=lambda _: UNOBSERVED,
    )
    with pytest.raises(ConfigurationError, match="needs credentials"):
        provider.require()
    with pytest.raises(ConfigurationError, match="cannot be renewed without credentials"):
        await provider.get()


async def test_closing_without_a_sign_in() -> None:
    """A provider that never signed in has nothing to close."""
    service = FakeSignInService(ManualClock())
    await service.provider().aclose()

    assert service.asked == []
