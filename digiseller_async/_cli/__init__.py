"""Run the command line: ``digiseller``."""

from __future__ import annotations

import sys
from contextlib import suppress

_MISSING_EXTRA = (
    'digiseller: error: the command line needs an extra: pip install "digiseller-async[cli]"\n'
)


_INTERRUPTED = 130  # as in exit_codes, whose import may be what is interrupted


def main() -> None:
    """Run the command line, and exit with its code."""
    try:
        sys.exit(_run())
    except KeyboardInterrupt:  # before there is a command that says how far it is
        sys.exit(_INTERRUPTED)


def _run() -> int:
    try:
        from .commands import run  # noqa: PLC0415  (the extra may be missing)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("click", "rich"):
            raise
        with suppress(AttributeError, OSError):  # stderr may be closed
            sys.stderr.write(_MISSING_EXTRA)
        return 2
    return run()
