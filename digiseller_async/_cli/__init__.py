"""Run the command line: ``digiseller``."""

from __future__ import annotations

import sys
from contextlib import suppress

_MISSING_EXTRA = (
    'digiseller: error: the command line needs an extra: pip install "digiseller-async[cli]"\n'
)


def main() -> None:
    """Run the command line, and exit with its code."""
    try:
        from .commands import run  # noqa: PLC0415  (the extra may be missing)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("click", "rich"):
            raise
        with suppress(AttributeError, OSError):  # stderr may be closed
            sys.stderr.write(_MISSING_EXTRA)
        sys.exit(2)
    sys.exit(run())
