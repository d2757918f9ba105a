"""Define the errors, as one tree: each says what happened, and whether anything was changed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, ClassVar, Literal, TypeVar

from attrs import frozen

from ._redaction import redact, redact_addresses, redact_value

__all__ = [
    "AccessDeniedError",
    "ArgumentError",
    "AuthenticationError",
    "CallbackError",
    "ClosedError",
    "ConfigurationError",
    "DeadlineError",
    "DigisellerError",
    "MalformedCallbackError",
    "NotFoundError",
    "NotSentError",
    "OutcomeUnknownError",
    "PaginationError",
    "PartialSuccessError",
    "RateLimitedError",
    "RejectedError",
    "ServiceError",
    "ServiceMessage",
    "SignatureError",
    "StoreError",
    "UnavailableError",
    "UnexpectedReplyError",
]

_CUT = 190
"""An excerpt of so many bytes may end in the middle of a word."""
Happened = Literal["no", "yes", "unknown"]


class FailureKind(Enum):
    """How an attempt failed, as far as a retry is concerned."""

    NOT_SENT = "the request was not sent"
    RATE_LIMITED = "the service asked for fewer calls"
    TOKEN_REFUSED = "the service refused the token"  # noqa: S105  (a sentence, not a token)
    BAD_RESPONSE = "a response came, but it does not tell the outcome"
    RESPONSE_LOST = "the request was sent, but no complete response came"
    PERMANENT = "a retry would fail in the same way"


class DigisellerError(Exception):
    """Base class of all errors of this package.

    Attributes:
        operation: The public name of the call, such as ``"account.receipts"``.
        attempts: How often the call was attempted.
        waits: The seconds waited between the attempts.
        stopped: Why there was no further attempt.
        status: The HTTP status, if there was one.
        retval: The service's own code, if there was one.
        happened: Whether the call took effect: ``"no"``, ``"yes"`` or ``"unknown"``. It is ``"no"``
            for a call that only reads.
        checkpoint: Set on an error that leaves an iteration: pass it to ``Paginator.resume``.
    """

    _failure_kind: FailureKind = FailureKind.PERMANENT
    _happened: ClassVar[Happened] = "no"

    def __init__(self, message: str, **facts: Any) -> None:
        # An error that says nothing would be shown as its class and no more.
        self.message = message = message if message.strip() else self._summary()
        super().__init__(message)
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

    @classmethod
    def _summary(cls) -> str:
        return (cls.__doc__ or cls.__name__).partition("\n")[0]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,), vars(self).copy()


@frozen
class ServiceMessage:
    """One of the service's ``errors``: a *code*, and the *message* by locale (or ``""``)."""

    code: str
    message: dict[str, str]

    @property
    def text(self) -> str:
        """The message in English if there is one, else in any locale, else the code."""
        return self.message.get("en-US") or next(filter(None, self.message.values()), self.code)


class ConfigurationError(DigisellerError, ValueError):
    """A setting of the client is missing or not valid: credentials, base URL, timeout and so on."""


class ArgumentError(DigisellerError, ValueError):
    """An argument is not valid, and nothing was sent; *parameter* names it."""

    parameter: str | None = None


class NotSentError(DigisellerError):
    """The request could not be sent, so nothing was changed: no connection, no TLS, no token."""

    _failure_kind = FailureKind.NOT_SENT


class OutcomeUnknownError(DigisellerError):
    """The request was sent, but no usable answer came: it may have taken effect.

    Read what it would have changed, and compare.
    """

    _happened = "unknown"


class DeadlineError(DigisellerError, TimeoutError):
    """The call did not end within its timeout, and nothing was changed."""


class ServiceError(DigisellerError):
    """The service answered with a failure; *errors* has its codes, with messages by locale.

    At most 100 of them are kept; *errors_left_out* is how many more there were.
    """

    errors: tuple[ServiceMessage, ...] = ()
    errors_left_out: int = 0


class AuthenticationError(ServiceError):
    """The service refused the token (401) or the sign-in."""

    _failure_kind = FailureKind.TOKEN_REFUSED


class AccessDeniedError(ServiceError):
    """The API key lacks a permission; *permission* is the one that the documentation names."""

    permission: str | None = None


class RateLimitedError(ServiceError):
    """The service asked for fewer calls (429); *retry_after* is how many seconds to wait."""

    _failure_kind = FailureKind.RATE_LIMITED
    retry_after: float | None = None


class RejectedError(ServiceError):
    """The service refused the request; *errors* says why.

    If a bulk task failed, *status_of_task* is its whole `TaskStatus`.
    """

    status_of_task: Any = None


class NotFoundError(RejectedError):
    """The service says that there is no such thing: a template, a product, a preview."""


class PartialSuccessError(RejectedError):
    """Some of what was sent was done; *result* has it, and *errors* says what was not.

    *result* is what the call would have returned: of a list, the part that was added. It is None if
    the call returns nothing.
    """

    _happened = "yes"
    result: Any = None


class UnavailableError(ServiceError):
    """The service is down (5xx, a maintenance page), or the answer to a read was lost."""

    _failure_kind = FailureKind.BAD_RESPONSE


class UnexpectedReplyError(DigisellerError):
    """The answer cannot be read: malformed, too large, of another shape; *excerpt* is its start."""

    _failure_kind = FailureKind.BAD_RESPONSE
    excerpt: str | None = None


class PaginationError(DigisellerError):
    """The pages of a list contradict each other: reading on might never end, or lose rows."""


class StoreError(DigisellerError):
    """The database of a sync cannot be used: unreachable, in use, or with tables of others."""


class ClosedError(DigisellerError):
    """The client is closed, or bound to another event loop or process."""


class CallbackError(DigisellerError, ValueError):
    """What came to the seller's own server is not a call of the service that can be answered."""


class SignatureError(CallbackError):
    """The signature of a callback is missing, wrong, or given twice: somebody else may call."""


class MalformedCallbackError(CallbackError):
    """A callback cannot be read: broken, too large, nested too deeply, or without its ids."""


E = TypeVar("E", bound=DigisellerError)


def failure_kind(error: DigisellerError) -> FailureKind:
    """Return how the attempt failed that ended in *error*."""
    return error._failure_kind  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def with_context(error: E, *, kind: FailureKind | None = None, **facts: Any) -> E:
    """Set attributes of *error* that were not known where it was raised, and return it."""
    if kind is not None:
        facts["_failure_kind"] = kind
    vars(error).update(facts)
    return error


def add_attempts_note(error: DigisellerError) -> None:
    """Add a note on the attempts, which tracebacks show, if there were any."""
    if not error.attempts:
        return
    plural = "" if error.attempts == 1 else "s"
    waits = f", with waits of {', '.join(f'{one:.2g}' for one in error.waits)} s"
    stopped = f"; not repeated: {error.stopped}" if error.stopped else ""
    error.add_note(f"{error.attempts} attempt{plural}{waits if error.waits else ''}{stopped}")


def redact_error(error: DigisellerError, secrets: Iterable[str]) -> None:
    """Remove *secrets* from *error*, and e-mail addresses from what the service said in it."""
    secrets = tuple(secrets)
    message = redact(error.message, secrets)
    if isinstance(error, ServiceError | UnexpectedReplyError | OutcomeUnknownError):
        message = redact_addresses(message)
    error.message, error.args = message, (message,)
    if isinstance(error, ServiceError):
        error.errors = tuple(_redacted(one, secrets) for one in error.errors)
    if isinstance(error, RejectedError):
        error.status_of_task = redact_value(error.status_of_task, secrets)
    if isinstance(error, PartialSuccessError):
        error.result = redact_value(error.result, secrets)
    if isinstance(error, UnexpectedReplyError) and error.excerpt:
        is_cut = len(error.excerpt.encode()) >= _CUT
        excerpt = redact(error.excerpt, secrets, is_cut=True)
        error.excerpt = redact_addresses(excerpt, is_cut=is_cut)


def _redacted(one: ServiceMessage, secrets: tuple[str, ...]) -> ServiceMessage:
    message = {
        redact_value(locale, secrets): redact_value(text, secrets)
        for locale, text in one.message.items()
    }
    return ServiceMessage(redact_value(one.code, secrets), message)
