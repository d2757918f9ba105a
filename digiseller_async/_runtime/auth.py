"""Provide a valid token: sign in once for all calls that need one, and renew it in time."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from copy import copy
from urllib.parse import quote

import anyio

from .._clock import Clock
from .._isolation import SingleFlight
from .._logging import log
from ..config import Retry, Token, TokenStore
from ..errors import (
    ClosedError,
    ConfigurationError,
    DigisellerError,
    FailureKind,
    failure_kind,
    with_context,
)
from .observation.call_observation import CallObservation
from .settings import Credentials
from .sign_in import SendSignIn, SignInLoop
from .stores import StoreCalls, is_anything, is_token_or_none

_MARGIN = 60.0
_SHORTEST = 4
_PAUSE_AFTER_FAILURE = 10.0
_STORE_BOUND = 5.0
_RENEWAL_BOUND = 20.0
_DEFAULT_RETRY = Retry()


def renew_after(remaining: float) -> float:
    """Return after how many seconds to renew a token that is valid for *remaining* seconds."""
    if remaining <= 0:
        return math.inf  # one of the two clocks is wrong: let a 401 decide
    return max(remaining - _MARGIN, remaining / 2)


class TokenProvider:
    """Holds the token, and renews it in a single flight for all who need it."""

    def __init__(
        self,
        *,
        credentials: Credentials | None,
        token: str | None,
        store: TokenStore | None,
        send_sign_in: SendSignIn,
        clock: Clock,
        random: Callable[[], float],
        observe: Callable[[str], CallObservation],
        origin: str = "",
        retry: Retry = _DEFAULT_RETRY,
        timeout: float = 60.0,
    ) -> None:
        self._credentials = credentials
        # One that can serves several sellers, each with a token of its own.
        bind = getattr(store, "for_seller", None)
        if credentials is not None and bind is not None:
            store = bind(credentials.seller_id, origin)
        self._store = store
        self._store_calls = StoreCalls("token_store", store, clock)
        self._store_bound = min(_STORE_BOUND, timeout / 4)
        self._origin = origin
        self._sign_in = SignInLoop(
            send=send_sign_in,
            observe=observe,
            clock=clock,
            random=random,
            origin=origin,
            retry=retry,
            timeout=timeout,
        )
        self._failure: DigisellerError | None = None
        self._failed_at = -math.inf
        self._clock = clock
        self._token: Token | None = Token(value=token) if token is not None else None
        self._renew_at = math.inf
        self._renewal: SingleFlight[Token] | None = None
        self._is_closed = False
        self._has_warned = False

    def require(self) -> None:
        """Raise if there is no token, and no way to get one."""
        if not self.can_authenticate:
            raise ConfigurationError(
                "this call needs credentials: pass seller_id and api_key, or token, or set "
                "DIGISELLER_SELLER_ID and DIGISELLER_API_KEY, or DIGISELLER_TOKEN"
            )

    @property
    def can_authenticate(self) -> bool:
        """Whether there is a token, or a way to get one."""
        return self._credentials is not None or self._token is not None

    @property
    def can_renew(self) -> bool:
        """Whether a token that was refused can be replaced."""
        return self._credentials is not None

    def secrets(self, *more: str | None) -> tuple[str, ...]:
        """Return what must not be shown: key, token and *more*, plain and escaped as in a URL."""
        known = [one for one in more if one]
        known += [self._token.value] if self._token is not None else []
        known += [self._credentials.api_key] if self._credentials is not None else []
        # A shorter secret protects nothing, and would remove parts of ordinary words.
        long = [secret for secret in known if len(secret) >= _SHORTEST]
        return tuple({one for secret in long for one in (secret, quote(secret, safe=""))})

    def raise_failure(self, since: float) -> None:
        """Raise what the last sign-in failed with, if that was after *since* (loop's time).

        A crowd of calls waits for one sign-in: those that have not come so far get its error too,
        instead of one sign-in after the other.
        """
        if self._failure is not None and self._failed_at >= since:
            raise copy(self._failure)

    async def get(
        self, *, instead_of: str = "", since: float = math.inf, is_final: bool = False
    ) -> str:
        """Return a token other than *instead_of*, for a call that began at *since*.

        With *is_final*, an error of the sign-in, which has retries of its own, is not retried.
        """
        self.raise_failure(since)
        try:
            return await self._get(instead_of)
        except DigisellerError as error:
            if is_final:
                with_context(error, kind=FailureKind.PERMANENT)
            raise

    async def _get(self, instead_of: str) -> str:
        token = self._token
        if token is None or token.value == instead_of:
            token = await self._renew()
            if token.value == instead_of:  # of a renewal that had begun before
                token = await self._renew()
            return token.value
        if self._clock.now() < self._renew_at:
            return token.value
        return await self._renew_early(token)

    def invalidate(self, token: str) -> None:
        """Note that *token* was refused, for the next call to renew it."""
        if self.can_renew and self._token is not None and self._token.value == token:
            self._renew_at = -math.inf

    async def _renew_early(self, token: Token) -> str:
        try:
            return (await self._renew()).value
        except DigisellerError as error:
            if failure_kind(error) is FailureKind.PERMANENT:
                raise
            # It is still valid; not each of the next calls shall wait for another attempt.
            pause = min(_PAUSE_AFTER_FAILURE, max(0.0, self._remaining(token)) / 4)
            self._renew_at = max(self._renew_at, self._clock.now() + pause)
            return token.value

    async def _renew(self) -> Token:
        """Renew the token, or wait for the renewal that is under way."""
        if self._credentials is None:
            raise ConfigurationError(
                "the token cannot be renewed without credentials: pass seller_id and api_key"
            )
        if self._renewal is None or self._renewal.is_done:
            if self._is_closed:
                raise ClosedError("the client is closed")
            credentials = self._credentials
            self._renewal = SingleFlight(lambda: self._load_or_sign_in(credentials))
        token = await self._renewal.wait()
        if token is None:
            raise ClosedError("the client was closed during the sign-in")
        return token

    async def aclose(self) -> None:
        """Cancel a renewal under way, and start no further one."""
        self._is_closed = True
        if self._renewal is not None:
            await self._renewal.cancel()

    async def _load_or_sign_in(self, credentials: Credentials) -> Token:
        self._sign_in.raise_refusal()
        if (stored := await self._load(credentials)) is not None:
            return self._use(stored)
        if self._store is None:
            return await self._sign_in_and_use(credentials)
        async with self._store_calls.renewing(bound=_RENEWAL_BOUND) as has_waited:
            # Another process may have renewed it meanwhile.
            if has_waited and (stored := await self._load(credentials)) is not None:
                return self._use(stored)
            token = await self._sign_in_and_use(credentials)
            await self._store_calls.call(
                "save", token, bound=self._store_bound, is_valid=is_anything
            )
            return token

    async def _sign_in_and_use(self, credentials: Credentials) -> Token:
        try:
            # Adopted first and saved second: whatever the store does, the client has its token.
            return self._use(await self._sign_in.run(credentials))
        except DigisellerError as error:
            self._failure, self._failed_at = copy(error), anyio.current_time()
            with_context(self._failure, kind=FailureKind.PERMANENT)
            raise

    async def _load(self, credentials: Credentials) -> Token | None:
        """Return the stored token if it is this seller's, of this origin, and another one."""
        if self._store is None:
            return None
        stored: Token | None = await self._store_calls.call(
            "load", bound=self._store_bound, is_valid=is_token_or_none
        )
        if stored is None or self._remaining(stored) <= 0:
            return None
        if (stored.seller_id, stored.origin) != (credentials.seller_id, self._origin):
            self._warn_of_foreign_token()
            return None
        is_current = self._token is not None and stored.value == self._token.value
        return None if is_current else stored

    def _warn_of_foreign_token(self) -> None:
        if not self._has_warned:
            self._has_warned = True
            log(
                logging.WARNING,
                "token_store gave a token of another seller or another origin, or one that does "
                "not say whose it is; it is not used (Token.seller_id, Token.origin)",
            )

    def _use(self, token: Token) -> Token:
        self._token = token
        self._failure = None
        self._renew_at = self._clock.now() + renew_after(self._remaining(token))
        return token

    def _remaining(self, token: Token) -> float:
        if token.valid_until is None:
            return math.inf
        return token.valid_until.timestamp() - self._sign_in.wall()

    def learn_clock_offset(self, server_time: float) -> None:
        """Note how far the machine's clock is from the service's."""
        self._sign_in.learn_clock_offset(server_time)
