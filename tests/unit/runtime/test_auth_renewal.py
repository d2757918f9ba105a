"""Renew a token before it expires: a failure is tried again later, a refusal raises at once."""

from __future__ import annotations

import pytest
from support.clocks import ManualClock
from support.sign_in_service import FakeSignInService

from digiseller_async import AuthenticationError, ClosedError, UnavailableError
from digiseller_async.errors import FailureKind, with_context

pytestmark = pytest.mark.anyio


async def test_early_renewal_that_fails() -> None:
    """A token that is still valid is used on when its early renewal fails, and is renewed later."""
    service = FakeSignInService(ManualClock(), lifetime=7200.0)
    provider = service.provider()
    first = await provider.get()
    service.clock.advance(7150.0)
    service.refusals += [UnavailableError("down")] * 3

    assert await provider.get() == first
    assert (await provider.get(), len(service.asked)) == (first, 4)  # not tried for each call
    service.clock.advance(13.0)
    assert await provider.get() == "TOKEN-5"


async def test_early_renewal_that_is_refused() -> None:
    """A refused key raises at once, even while the old token is still valid."""
    service = FakeSignInService(ManualClock(), lifetime=7200.0)
    provider = service.provider()
    await provider.get()
    service.clock.advance(7150.0)
    service.refusals.append(with_context(AuthenticationError("no"), kind=FailureKind.PERMANENT))

    with pytest.raises(AuthenticationError):
        await provider.get()


async def test_renewing_after_the_end() -> None:
    """A closed provider does not sign in."""
    service = FakeSignInService(ManualClock())
    provider = service.provider()
    await provider.aclose()
    with pytest.raises(ClosedError):
        await provider.get()

    assert service.asked == []
