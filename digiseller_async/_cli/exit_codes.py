"""Define the exit codes, and choose the one for an error."""

from __future__ import annotations

from ..errors import (
    AccessDeniedError,
    ArgumentError,
    AuthenticationError,
    ConfigurationError,
    DeadlineError,
    DigisellerError,
    NotSentError,
    RateLimitedError,
    StoreError,
    UnavailableError,
)
from .output import UnwritableError

OK, FAILED, USAGE, REFUSED, UNREACHABLE, UNWRITABLE, DRIFTED, INTERRUPTED = *range(7), 130
MEANINGS = {
    OK: "all well",
    FAILED: "the service failed, or its answers make no sense",
    USAGE: "wrong usage or settings; nothing was sent",
    REFUSED: "the key or the token was refused, or lacks a permission",
    UNREACHABLE: "the service cannot be reached, is down, or asks for fewer calls",
    UNWRITABLE: "a file or a database cannot be written",
    DRIFTED: "all read, but a list changed meanwhile: items may be missing or duplicated",
    INTERRUPTED: "interrupted by Ctrl-C, SIGTERM or SIGHUP",
}
"""What each exit code means."""
EXIT_CODES = "\b\nExit codes:\n" + "\n".join(f"  {code:3}  {MEANINGS[code]}" for code in MEANINGS)
"""The same, for the end of a help text."""

CommandError = DigisellerError | UnwritableError
"""What a command may fail with."""
_BY_ERROR: tuple[tuple[tuple[type[CommandError], ...], int], ...] = (
    ((ArgumentError, ConfigurationError), USAGE),
    ((AuthenticationError, AccessDeniedError), REFUSED),
    ((NotSentError, UnavailableError, DeadlineError, RateLimitedError), UNREACHABLE),
    ((UnwritableError, StoreError), UNWRITABLE),
    ((DigisellerError,), FAILED),
)


def exit_code_of(error: CommandError) -> int:
    """Return the exit code for *error*."""
    return next(code for errors, code in _BY_ERROR if isinstance(error, errors))
