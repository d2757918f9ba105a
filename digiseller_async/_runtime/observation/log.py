"""Say in the log what calls meet: attempts, retries, sign-ins, a lower rate, doubt, and drift."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from attrs import asdict

from ..._logging import LOGGER, facts
from ..._redaction import redact_addresses
from ..._response.drift import Deviation
from ...config import Token
from ...errors import ServiceError
from .attempt import Attempt


class AttemptLog:
    """Logs each attempt at DEBUG, and each retry at INFO; it never logs a URL."""

    def begin_attempt(self, *_: object) -> None:
        """Log nothing yet."""

    def end_attempt(self, attempt: Attempt, wait: float | None) -> None:
        """Log what became of *attempt*, and that it is repeated after *wait* seconds."""
        if LOGGER.isEnabledFor(logging.DEBUG):
            LOGGER.debug(
                "%s: attempt %d: %s in %.0f ms, %d bytes sent, %d received",
                attempt.operation,
                attempt.attempt,
                attempt.result,
                attempt.seconds * 1000,
                attempt.sent_bytes,
                attempt.received_bytes,
                extra=_facts(attempt),
            )
        if wait is not None:
            LOGGER.info(
                "%s: attempt %d: %s; the next one in %.3g s",
                attempt.operation,
                attempt.attempt,
                attempt.result,
                wait,
                extra={**_facts(attempt), **facts(wait=wait)},
            )

    def end_call(self, error: str | None) -> None:
        """Log nothing more: the caller gets the result, or the error."""


def _facts(attempt: Attempt) -> Mapping[str, object]:
    values = asdict(attempt)
    return facts(duration_ms=values.pop("seconds") * 1000, **values)


def log_sign_in(operation: str, token: Token) -> None:
    """Log that there is a new token."""
    text = "signed in as seller %s; the token is valid until %s"
    extra = facts(operation=operation, seller_id=token.seller_id, valid_until=token.valid_until)
    LOGGER.info(text, token.seller_id, token.valid_until, extra=extra)


def log_slowdown(factor: float, error: ServiceError) -> None:
    """Log that calls are *factor* times slower than their rate from now on."""
    name = type(error).__name__
    extra = facts(slowdown=factor, error=name, status=error.status)
    text = "calls are %.3g times slower than their rate for a while, after %s (%s)"
    LOGGER.info(text, factor, name, error.status, extra=extra)


def log_recovery() -> None:
    """Log that calls have their rate again."""
    LOGGER.info("calls have their rate again", extra=facts(slowdown=1.0))


def log_doubt(operation: str, attempts: int, error: BaseException | None) -> None:
    """Log that a change may have taken effect; without an *error* its caller has given up."""
    operation = redact_addresses(operation)
    reason = "the caller gave up" if error is None else type(error).__name__
    extra = facts(operation=operation, attempt=attempts, error=reason)
    text = "%s may have taken effect (%s, attempt %d): read what it would have changed, and compare"
    LOGGER.warning(text, operation, reason, attempts, extra=extra)


def log_drift(deviation: Deviation) -> None:
    """Log what an answer has that is not as documented."""
    operation, path, what = deviation.operation, deviation.path or "/", deviation.what
    extra = facts(operation=operation, path=path, what=what)
    text = "%s: not as documented: %s at %s; from now on it is only counted (`drift`)"
    LOGGER.warning(text, operation, what, path, extra=extra)
