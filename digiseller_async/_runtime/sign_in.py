"""Sign in: sign the request, repeat it as its failure asks for, and return the token."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from typing import Any

from attrs import evolve

from .._clock import Clock
from .._redaction import SecretStr
from ..config import Rate, Retry, Token
from ..errors import (
    AuthenticationError,
    DigisellerError,
    FailureKind,
    RateLimitedError,
    RejectedError,
    failure_kind,
    with_context,
)
from ..models.sign_in import SignIn
from ..spec.sign_in import SIGN_IN
from .observation.call_observation import CallObservation
from .observation.log import log_sign_in
from .rate_limit import reserve
from .retry import next_delay
from .settings import Credentials

SendSignIn = Callable[[Mapping[str, Any], CallObservation], Awaitable[SignIn]]
"""Sends one request to sign in with these arguments, and returns the answer."""

_ATTEMPTS = 3
_NOT_UNIQUE = -4
_FAILED = -3
_LARGE_OFFSET = 60.0
_COOL_DOWN = 10.0
_LONGEST_DELAY = 15.0
_SIGN_INS = Rate(calls=3, per=3.0)


def sign(api_key: str, timestamp: int) -> str:
    """Return the signature of a sign-in."""
    return hashlib.sha256(f"{api_key}{timestamp}".encode()).hexdigest()


class SignInLoop:
    """Attempts to sign in until there is a token or a final error, by the service's clock."""

    def __init__(
        self,
        *,
        send: SendSignIn,
        observe: Callable[[str], CallObservation],
        clock: Clock,
        random: Callable[[], float],
        origin: str,
        retry: Retry,
        timeout: float,
    ) -> None:
        self._send = send
        self._observe = observe
        self._clock = clock
        self._random = random
        self._origin = origin
        self._retry = evolve(retry, attempts=min(retry.attempts, _ATTEMPTS))
        self._timeout = timeout
        self._free_at = -math.inf
        self._refusal: DigisellerError | None = None
        self._cool_down_until = -math.inf
        self._clock_offset = 0.0
        self._last_timestamp = 0

    def wall(self) -> float:
        """Return the Unix time by the service's clock, as far as that is known."""
        return self._clock.wall() + self._clock_offset

    def learn_clock_offset(self, server_time: float) -> None:
        """Note how far the machine's clock is from the service's."""
        offset = server_time - self._clock.wall()
        if abs(offset - self._clock_offset) > _LARGE_OFFSET:
            self._last_timestamp = 0  # the service has not seen the timestamps that come now
        self._clock_offset = offset

    def raise_refusal(self) -> None:
        """Raise what a sign-in was refused with, for a while: to repeat it blocks accounts."""
        if self._refusal is not None and self._clock.now() < self._cool_down_until:
            raise copy(self._refusal)

    async def run(self, credentials: Credentials) -> Token:
        """Return a new token of *credentials*, or raise the final error."""
        # Two processes whose tokens end each other would otherwise sign in as fast as they can.
        seconds, self._free_at = reserve(self._free_at, self._clock.now(), _SIGN_INS)
        if seconds > 0:
            await self._clock.sleep(seconds)
        async with self._observe(SIGN_IN.operation) as observation:
            token = await self._run(credentials, observation)
        log_sign_in(SIGN_IN.operation, token)
        return token

    async def _run(self, credentials: Credentials, observation: CallObservation) -> Token:
        end = self._clock.now() + self._timeout
        attempts, collisions, waits = 0, 0, list[float]()
        while True:
            attempts += 1
            offset = self._clock_offset
            try:
                answer = await self._send(self._arguments(credentials), observation)
            except DigisellerError as error:
                failure = error
            else:
                await observation.end_attempt()
                return self._token(credentials, answer)
            failures = attempts - collisions
            has_new_offset = abs(self._clock_offset - offset) > _LARGE_OFFSET
            if isinstance(failure, RejectedError) and failure.retval == _NOT_UNIQUE:
                # Other programs sign in as well, and in each second only one of them can.
                collisions += 1
                delay = self._delay_after_collision(collisions)
                if self._clock.now() + delay >= end:
                    raise with_context(_collided(failure), attempts=attempts, waits=tuple(waits))
            elif isinstance(failure, RejectedError) and has_new_offset and failures < _ATTEMPTS:
                await observation.end_attempt(failure, wait=0.0)
                continue
            else:
                failed = self._classify(failure)
                delay = self._delay_after_failure(failures, attempts, failed, waits)
            waits.append(delay)
            await observation.end_attempt(failure, wait=delay)
            await self._clock.sleep(delay)

    def _token(self, credentials: Credentials, answer: SignIn) -> Token:
        return Token(
            value=SecretStr(answer.token),
            valid_until=answer.valid_thru,
            seller_id=credentials.seller_id,
            origin=self._origin,
        )

    def _delay_after_collision(self, collisions: int) -> float:
        """Return the seconds to wait for a second of its own: at least one, and more each time."""
        most = min(2.0 ** min(collisions, 10), _LONGEST_DELAY)
        return 1.0 + most * min(max(0.0, self._random()), 1.0)

    def _arguments(self, credentials: Credentials) -> dict[str, Any]:
        # The service refuses a timestamp that it has seen: two sign-ins in one second collide.
        self._last_timestamp = timestamp = max(int(self.wall()), self._last_timestamp + 1)
        return {
            "seller_id": credentials.seller_id,
            "timestamp": timestamp,
            "sign": SecretStr(sign(credentials.api_key, timestamp)),
        }

    def _classify(self, error: DigisellerError) -> DigisellerError:
        """Return *error* as one of the call that needs the token, which was not sent."""
        if isinstance(error, RejectedError):
            refused = _refused(error)
            if failure_kind(refused) is FailureKind.PERMANENT:
                self._refusal, self._cool_down_until = refused, self._clock.now() + _COOL_DOWN
            return refused
        if failure_kind(error) in (FailureKind.BAD_RESPONSE, FailureKind.RESPONSE_LOST):
            return with_context(error, kind=FailureKind.NOT_SENT)
        if failure_kind(error) is FailureKind.TOKEN_REFUSED:
            return with_context(error, kind=FailureKind.PERMANENT)
        return error

    def _delay_after_failure(
        self, failures: int, attempts: int, error: DigisellerError, waits: list[float]
    ) -> float:
        """Return the seconds before the next attempt, or raise *error* if there is none."""
        with_context(error, attempts=attempts, waits=tuple(waits))
        is_final = failure_kind(error) is FailureKind.PERMANENT
        if is_final or failures >= self._retry.attempts:
            raise error
        if isinstance(error, RateLimitedError) and (error.retry_after or 0.0) >= self._timeout:
            raise error
        return next_delay(self._retry, failures, error, self._random)


def _collided(error: RejectedError) -> DigisellerError:
    message = (
        f"other programs sign in as this seller at the same time ({error.message}); share a "
        "token_store between them, so that one sign-in is enough"
    )
    collided = AuthenticationError(message, status=error.status, retval=error.retval)
    return with_context(collided, kind=FailureKind.NOT_SENT)


def _refused(error: RejectedError) -> DigisellerError:
    message = f"the sign-in was refused: {error.message}"
    refused = AuthenticationError(message, status=error.status, retval=error.retval)
    is_temporary = error.retval == _FAILED
    kind = FailureKind.NOT_SENT if is_temporary else FailureKind.PERMANENT
    return with_context(refused, kind=kind)
