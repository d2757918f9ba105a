"""An API key in, a valid token out; a hundred tasks that meet a dead token sign in once."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from typing import Any
from urllib.parse import quote

from .._clock import Clock
from .._isolation import SingleFlight
from .._redaction import SecretStr
from ..config import Credentials, Rate, Token, TokenStore
from ..errors import (
    AuthenticationError,
    ClosedError,
    ConfigurationError,
    DigisellerError,
    Fault,
    RejectedError,
)
from ..models.sign_in import SignIn
from .rate_limit import reserve

Exchange = Callable[[Mapping[str, Any]], Awaitable[SignIn]]
"""Sends a sign-in's arguments, once, and gives the answer."""

_TRIES = 3
_NOT_UNIQUE = -4
_FAILED = -3
_EARLY = 60.0
_SHORTEST = 4
_COOL_DOWN = 10.0
_SIGN_INS = Rate(calls=3, per=3.0)


def sign(api_key: str, timestamp: int) -> str:
    """Return the signature of a sign-in."""
    return hashlib.sha256(f"{api_key}{timestamp}".encode()).hexdigest()


def fresh_for(remaining: float) -> float:
    """Return for how many seconds to trust a token that says it is valid for *remaining* more."""
    if remaining <= 0:
        return math.inf  # one of the two clocks is wrong: let a 401 decide
    return max(remaining - _EARLY, remaining / 2)


class TokenKeeper:
    """Holds the token, and renews it in one flight for all who need it."""

    def __init__(
        self,
        *,
        credentials: Credentials | None,
        token: str | None,
        store: TokenStore | None,
        exchange: Exchange,
        clock: Clock,
        random: Callable[[], float],
    ) -> None:
        self._credentials = credentials
        self._store = store
        self._exchange = exchange
        self._clock = clock
        self._random = random
        self._token: Token | None = Token(value=token) if token is not None else None
        self._free_at = -math.inf
        self._cold_until = -math.inf
        self._refusal: DigisellerError | None = None
        self._renew_at = math.inf
        self._offset = 0.0
        self._last_timestamp = 0
        self._flight: SingleFlight[Token] | None = None
        self._closed = False

    def demand(self) -> None:
        """Raise unless there is a token, or a way to get one."""
        if not self.has_any:
            raise ConfigurationError(
                "this call needs a token: give seller_id and api_key, or token, or set "
                "DIGISELLER_SELLER_ID and DIGISELLER_API_KEY"
            )

    @property
    def has_any(self) -> bool:
        """Whether there is a token, or a way to get one."""
        return self._credentials is not None or self._token is not None

    @property
    def renews(self) -> bool:
        """Whether a dead token can be replaced."""
        return self._credentials is not None

    def secrets(self, *also: str | None) -> tuple[str, ...]:
        """Return what must not be shown, and *also* that, also as a URL spells it."""
        known = [one for one in also if one]
        known += [self._token.value] if self._token is not None else []
        known += [self._credentials.api_key] if self._credentials is not None else []
        # What is shorter hides nothing, and would tear holes into every sentence.
        long = [secret for secret in known if len(secret) >= _SHORTEST]
        return tuple({one for secret in long for one in (secret, quote(secret, safe=""))})

    async def get(self, *, instead_of: str = "") -> str:
        """Return a token that is not *instead_of*."""
        token = self._token
        if token is None or token.value == instead_of:
            token = await self._renewal()
            if token.value == instead_of:  # it came with a flight that had begun before
                token = await self._renewal()
            return token.value
        if self._clock.now() < self._renew_at:
            return token.value
        return await self._renewed_early(token)

    def doubt(self, token: str) -> None:
        """Note that *token* was refused, where the call itself cannot go on to replace it."""
        if self.renews and self._token is not None and self._token.value == token:
            self._renew_at = -math.inf

    async def _renewed_early(self, token: Token) -> str:
        try:
            return (await self._renewal()).value
        except DigisellerError as error:
            if error.fault is Fault.FINAL:
                raise
            return token.value  # it is still good, and the next call will try again

    async def _renewal(self) -> Token:
        """Sign in, or wait for the sign-in that is under way."""
        if self._credentials is None:
            raise ConfigurationError("signing in needs seller_id and api_key; a token alone cannot")
        if self._flight is None or self._flight.over:
            if self._closed:
                raise ClosedError("the client is closed")
            credentials = self._credentials
            self._flight = SingleFlight(lambda: self._renew(credentials))
        token = await self._flight.wait()
        if token is None:
            raise ClosedError("the client was closed while it signed in")
        return token

    async def aclose(self) -> None:
        """End a sign-in under way, and begin none any more."""
        self._closed = True
        if self._flight is not None:
            await self._flight.cancel()

    async def _renew(self, credentials: Credentials) -> Token:
        # What was refused for good a moment ago is not asked for again: it blocks accounts.
        if self._refusal is not None and self._clock.now() < self._cold_until:
            raise copy(self._refusal)
        kept = await self._store.load() if self._store is not None else None
        known = kept is not None and self._token is not None and kept.value == self._token.value
        if kept is not None and not known and self._remaining(kept) > 0:
            return self._adopted(kept)
        # Two processes whose tokens end each other would otherwise sign in as fast as they can.
        seconds, self._free_at = reserve(self._free_at, self._clock.now(), _SIGN_INS)
        if seconds > 0:
            await self._clock.sleep(seconds)
        token = await self._sign_in(credentials)
        if self._store is not None:
            await self._store.save(token)
        return self._adopted(token)

    def _adopted(self, token: Token) -> Token:
        self._token = token
        self._renew_at = self._clock.now() + fresh_for(self._remaining(token))
        return token

    def _remaining(self, token: Token) -> float:
        if token.valid_until is None:
            return math.inf
        return token.valid_until.timestamp() - self._clock.wall() - self._offset

    def learn(self, server_time: float) -> None:
        """Note how far the machine's clock is from the service's."""
        offset = server_time - self._clock.wall()
        if abs(offset - self._offset) > _EARLY:
            self._last_timestamp = 0  # what was used is far away: the service has not seen these
        self._offset = offset

    async def _sign_in(self, credentials: Credentials) -> Token:
        tries = 0
        while True:
            tries += 1
            offset = self._offset
            try:
                answer = await self._exchange(self._arguments(credentials))
            except RejectedError as error:
                learned = abs(self._offset - offset) > _EARLY
                if tries == _TRIES or not (error.retval == _NOT_UNIQUE or learned):
                    raise self._cooled(_refused(error)) from None
                if error.retval == _NOT_UNIQUE:
                    # Whoever signed in this second may do so again in the next.
                    await self._clock.sleep(tries + self._random())
            except DigisellerError as error:
                # Nothing but the sign-in was sent, so the call itself surely did not happen.
                if error.fault in (Fault.BROKEN, Fault.LOST):
                    error.told(fault=Fault.NOT_SENT)
                elif error.fault is Fault.TOKEN:
                    error.told(fault=Fault.FINAL)
                raise
            else:
                return Token(value=SecretStr(answer.token), valid_until=answer.valid_thru)

    def _cooled(self, error: DigisellerError) -> DigisellerError:
        if error.fault is Fault.FINAL:
            self._refusal, self._cold_until = error, self._clock.now() + _COOL_DOWN
        return error

    def _arguments(self, credentials: Credentials) -> dict[str, Any]:
        now = int(self._clock.wall() + self._offset)
        # The service refuses a timestamp that it has seen: two sign-ins in one second collide.
        self._last_timestamp = timestamp = max(now, self._last_timestamp + 1)
        return {
            "seller_id": credentials.seller_id,
            "timestamp": timestamp,
            "sign": SecretStr(sign(credentials.api_key, timestamp)),
        }


def _refused(error: RejectedError) -> DigisellerError:
    fault = Fault.NOT_SENT if error.retval == _FAILED else Fault.FINAL
    return AuthenticationError(
        f"the sign-in was refused: {error.message}",
        status=error.status,
        retval=error.retval,
        fault=fault,
    )
