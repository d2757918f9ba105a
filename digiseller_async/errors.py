"""What can go wrong, as one tree: each error says what happened, and if anything was changed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, ClassVar, Literal, Self

from attrs import frozen

from ._redaction import redact, redact_addresses, redact_all

__all__ = [
    "AccessDeniedError",
    "ArgumentError",
    "AuthenticationError",
    "ClosedError",
    "ConfigurationError",
    "DeadlineError",
    "DigisellerError",
    "NotSentError",
    "OutcomeUnknownError",
    "PaginationError",
    "RateLimitedError",
    "RejectedError",
    "ServiceError",
    "ServiceMessage",
    "UnavailableError",
    "UnexpectedReplyError",
]

_CUT = 190
"""An excerpt of so many bytes may end within a word."""
Happened = Literal["no", "yes", "unknown"]


class Fault(Enum):
    """What went wrong with one attempt, as far as trying again is concerned."""

    NOT_SENT = "the request surely did not reach the service"
    BUSY = "the service asked for patience"
    TOKEN = "the token was refused"  # noqa: S105  (a sentence, not a token)
    BROKEN = "the service answered, and not in a way that tells the outcome"
    LOST = "the request was sent, and no answer came"
    FINAL = "trying again would not help"


class DigisellerError(Exception):
    """Any failure of this package.

    *operation* is the public name of the call (``"account.receipts"``), *attempts* how often it
    was sent or tried, *waits* the seconds between the attempts, *stopped* why there was no further
    one, *status* the HTTP status and *retval* the service's own code where there
    was one. *happened* says whether the call took effect: ``"no"``, ``"yes"`` or ``"unknown"``;
    a call that only reads changes nothing, so there it is ``"no"``. *checkpoint* is set on an
    error that leaves an iteration: hand it to ``Paginator.resume``.
    """

    fault: Fault = Fault.FINAL
    _happened: ClassVar[Happened] = "no"

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.operation: str | None = None
        self.attempts: int = 0
        self.waits: tuple[float, ...] = ()
        self.stopped: str = ""
        self.status: int | None = None
        self.retval: int | None = None
        self.happened: Happened = self._happened
        self.checkpoint: dict[str, Any] | None = None
        vars(self).update(facts)

    def __str__(self) -> str:
        return f"{self.operation}: {self.message}" if self.operation else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,), vars(self).copy()

    def redact(self, secrets: Iterable[str]) -> None:
        """Take *secrets* out of whatever the service or the network said."""
        self._say(redact(self.message, secrets))

    def _say(self, message: str) -> None:
        self.message, self.args = message, (message,)

    def explain(self) -> None:
        """Add a note on the attempts, which tracebacks show."""
        waits = f", with waits of {', '.join(f'{one:.2g}' for one in self.waits)} s"
        stopped = f"; no more, because {self.stopped}" if self.stopped else ""
        plural = "" if self.attempts == 1 else "s"
        self.add_note(f"{self.attempts} attempt{plural}{waits if self.waits else ''}{stopped}")

    def told(self, **facts: Any) -> Self:
        """Add facts that are known only further out, and return the error itself."""
        vars(self).update(facts)
        return self


@frozen
class ServiceMessage:
    """One of the service's ``errors``: a *code*, and the *message* by locale (or ``""``)."""

    code: str
    message: dict[str, str]

    @property
    def text(self) -> str:
        """The message in English if there is one, else in whatever locale it came."""
        return self.message.get("en-US") or next(filter(None, self.message.values()), "")

    def redacted(self, secrets: Iterable[str]) -> ServiceMessage:
        """Return the same without *secrets*, and without addresses."""
        message = {
            redact_all(locale, secrets): redact_all(one, secrets)
            for locale, one in self.message.items()
        }
        return ServiceMessage(redact_all(self.code, secrets), message)


class ConfigurationError(DigisellerError, ValueError):
    """The client is set up wrong: credentials, base URL, format, or a setting out of its range."""


class ArgumentError(DigisellerError, ValueError):
    """An argument was refused before anything was sent; *parameter* names it."""

    parameter: str | None = None


class NotSentError(DigisellerError):
    """The call surely did not happen: no connection, no TLS, no place in the queue."""

    fault = Fault.NOT_SENT


class OutcomeUnknownError(DigisellerError):
    """The call was sent, no usable answer came, and it may have taken effect: read and compare."""

    _happened = "unknown"


class DeadlineError(DigisellerError, TimeoutError):
    """The call's time is up, and nothing was changed."""


class ServiceError(DigisellerError):
    """The service answered, and said no; *errors* are its codes, with messages by locale."""

    errors: tuple[ServiceMessage, ...] = ()

    def redact(self, secrets: Iterable[str]) -> None:
        """Take *secrets*, and addresses, out of the message and of what the service said."""
        super().redact(secrets)
        self._say(redact_addresses(self.message))
        self.errors = tuple(one.redacted(secrets) for one in self.errors)


class AuthenticationError(ServiceError):
    """The token (401) or the sign-in was refused."""

    fault = Fault.TOKEN


class AccessDeniedError(ServiceError):
    """The API key lacks a permission; *permission* is the one that the page asks for."""

    permission: str | None = None


class RateLimitedError(ServiceError):
    """The service asked for fewer calls (429); *retry_after* is its wish, in seconds."""

    fault = Fault.BUSY
    retry_after: float | None = None


class RejectedError(ServiceError):
    """The service refused the request; *errors* says why.

    Where a bulk task failed, *status_of_task* is its whole `TaskStatus`.
    """

    status_of_task: Any = None

    def redact(self, secrets: Iterable[str]) -> None:
        """Take *secrets*, and addresses, out of all that the service said."""
        super().redact(secrets)
        self.status_of_task = redact_all(self.status_of_task, secrets)


class UnavailableError(ServiceError):
    """The service is down or broken: 5xx, a maintenance page, or a read whose answer never came."""

    fault = Fault.BROKEN


class UnexpectedReplyError(DigisellerError):
    """The answer cannot be read: broken, oversized, of another shape; *excerpt* is its start."""

    fault = Fault.BROKEN
    excerpt: str | None = None

    def redact(self, secrets: Iterable[str]) -> None:
        """Take *secrets*, and addresses, out of the message and of the excerpt."""
        super().redact(secrets)
        self._say(redact_addresses(self.message))
        if self.excerpt:
            cut = len(self.excerpt.encode()) >= _CUT
            self.excerpt = redact_addresses(redact(self.excerpt, secrets, cut=True), cut=cut)


class PaginationError(DigisellerError):
    """The pages of a list contradict each other, so going on could loop for ever or lose rows."""


class ClosedError(DigisellerError):
    """The client is closed, or belongs to another event loop or another process."""
