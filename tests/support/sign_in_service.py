"""A sign-in service that answers a `TokenProvider` without a connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import anyio
import anyio.lowlevel

from digiseller_async import RejectedError, Token, TokenStore
from digiseller_async._runtime.auth import TokenProvider
from digiseller_async._runtime.observation.call_observation import UNOBSERVED, CallObservation
from digiseller_async._runtime.settings import Credentials
from digiseller_async.errors import DigisellerError
from digiseller_async.models.sign_in import SignIn
from support.clocks import ManualClock

ORIGIN = "https://api.digiseller.com"
CREDENTIALS = Credentials(seller_id=12126, api_key="KEY")


def moscow_time(seconds: float) -> dt.datetime:
    """Return that Unix time as a moment in the service's time zone."""
    return dt.datetime.fromtimestamp(seconds, dt.timezone(dt.timedelta(hours=3)))


def rejection(retval: int) -> RejectedError:
    """Return the error of a sign-in that the service rejects."""
    return RejectedError(f"no (retval {retval})", retval=retval, status=200)


def owned_token(value: str, valid_until: dt.datetime | None = None) -> Token:
    """Return a token of the seller and the origin that the providers here have."""
    return Token(
        value=value, valid_until=valid_until, seller_id=CREDENTIALS.seller_id, origin=ORIGIN
    )


class FakeSignInService:
    """Records the sign-ins, and answers each with a new token or the next of *refusals*."""

    def __init__(self, clock: ManualClock, lifetime: float | None = 7200.0) -> None:
        self.clock = clock
        self.lifetime = lifetime
        self.asked: list[Mapping[str, Any]] = []
        self.refusals: list[DigisellerError] = []
        self.gate: anyio.Event | None = None
        self.offset = 0.0

    async def __call__(self, arguments: Mapping[str, Any], _: CallObservation) -> SignIn:
        """Answer a sign-in."""
        self.asked.append(arguments)
        number = len(self.asked)
        await anyio.lowlevel.checkpoint()
        if self.gate is not None:
            await self.gate.wait()
        if self.refusals:
            raise self.refusals.pop(0)
        now = self.clock.wall() + self.offset
        valid = None if self.lifetime is None else moscow_time(now + self.lifetime)
        return SignIn(token=f"TOKEN-{number}", seller_id=12126, valid_thru=valid)

    def provider(self, store: TokenStore | None = None, token: str | None = None) -> TokenProvider:
        """Return a provider that signs in here."""
        return TokenProvider(
            credentials=CREDENTIALS if token is None else None,
            token=token,
            store=store,
            send_sign_in=self,
            clock=self.clock,
            random=lambda: 0.5,
            observe=lambda _: UNOBSERVED,
            origin=ORIGIN,
        )
