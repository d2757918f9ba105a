"""Which error ends the program with which exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from digiseller_async import (
    AccessDeniedError,
    ArgumentError,
    AuthenticationError,
    ClosedError,
    ConfigurationError,
    DeadlineError,
    DigisellerError,
    NotSentError,
    OutcomeUnknownError,
    PaginationError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async._cli.exit_codes import MEANINGS, exit_code_of
from digiseller_async._cli.output import UnwritableError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DigisellerError, 1),
        (UnexpectedReplyError, 1),
        (PaginationError, 1),
        (RejectedError, 1),
        (OutcomeUnknownError, 1),
        (ClosedError, 1),
        (ArgumentError, 2),
        (ConfigurationError, 2),
        (AuthenticationError, 3),
        (AccessDeniedError, 3),
        (NotSentError, 4),
        (UnavailableError, 4),
        (DeadlineError, 4),
        (RateLimitedError, 4),
    ],
)
def test_exit_code_of(error: type[DigisellerError], code: int) -> None:
    """Each error of the package has its documented exit code."""
    assert exit_code_of(error("no")) == code
    assert code in MEANINGS


def test_unwritable_file() -> None:
    """A file that cannot be written has an exit code, and a reason even without strerror."""
    error = UnwritableError(Path("x"), OSError("odd"))

    assert (exit_code_of(error), str(error)) == (5, "cannot write x: odd")
