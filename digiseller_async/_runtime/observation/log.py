"""Say in the log what calls meet: attempts, retries, sign-ins, a lower rate, doubt, and drift."""

from __future__ import annotations

import logging

from attrs import asdict

from ..._logging import LOGGER, log
from ..._response.drift import Deviation
from ...config import Token
from ...errors import ServiceError
from .attempt import Attempt


class AttemptLog:
    """Logs each attempt at DEBUG, and each retry at INFO; it never logs a URL."""

    def begin_attempt(self, *_: object) -> None:
        """Log nothing yet."""

    def end_exchange(self) -> None:
        """Log nothing yet."""

    def end_attempt(self, attempt: Attempt, wait: float | None) -> None:
        """Log what became of *attempt*, and that it is repeated after *wait* seconds."""
        if LOGGER.isEnabledFor(logging.DEBUG):
            log(
                logging.DEBUG,
                "%s: attempt %d: %s in %.0f ms, %d bytes sent, %d received",
                attempt.operation,
                attempt.attempt,
                _result(attempt),
                attempt.seconds * 1000,
                attempt.sent_bytes,
                attempt.received_bytes,
                values=_values(attempt),
            )
        if wait is not None:
            log(
                logging.INFO,
                "%s: attempt %d: %s; the next one in %.3g s",
                attempt.operation,
                attempt.attempt,
                _result(attempt),
                wait,
                values={**_values(attempt), "wait": wait},
            )

    def end_call(self, error: str | None) -> None:
        """Log nothing more: the caller gets the result, or the error."""


def log_sign_in(operation: str, token: Token) -> None:
    """Log that there is a new token."""
    seller_id, valid_until = token.seller_id, token.valid_until
    text = "signed in as seller %s; the token is valid until %s"
    values = {"operation": operation, "seller_id": seller_id, "valid_until": valid_until}
    log(logging.INFO, text, seller_id, valid_until, values=values)


def log_slowdown(factor: float, error: ServiceError) -> None:
    """Log that calls are *factor* times slower than their rate from now on."""
    name, status = type(error).__name__, error.status
    values = {"slowdown": factor, "error": name, "status": status}
    text = "calls are %.3g times slower than their rate for a while, after %s (%s)"
    log(logging.INFO, text, factor, name, status, values=values)


def log_recovery() -> None:
    """Log that calls have their rate again."""
    log(logging.INFO, "calls have their rate again", values={"slowdown": 1.0})


def log_doubt(operation: str, attempts: int, error: BaseException | None) -> None:
    """Log that a change may have taken effect; without an *error* its caller has given up."""
    reason = "the caller gave up" if error is None else type(error).__name__
    text = "%s may have taken effect (%s, attempt %d): read what it would have changed, and compare"
    values = {"operation": operation, "attempt": attempts, "error": reason}
    log(logging.WARNING, text, operation, reason, attempts, values=values)


def log_drift(deviation: Deviation) -> None:
    """Log what an answer has that is not as documented."""
    text = "%s: not as documented: %s at %s; from now on it is only counted (`drift`)"
    path = deviation.path or "/"
    log(logging.WARNING, text, deviation.operation, deviation.what, path, values=asdict(deviation))


def _result(attempt: Attempt) -> str:
    status = str(attempt.status or "no answer")
    return f"{attempt.error} ({status})" if attempt.error else status


def _values(attempt: Attempt) -> dict[str, object]:
    values = asdict(attempt)
    return {"duration_ms": values.pop("seconds") * 1000, **values}
