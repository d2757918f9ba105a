"""Look for the hostile service's secrets."""

from __future__ import annotations

import pickle
import re
import traceback

SECRET = re.compile(r"TOKEN-\d|KEY-SECRET")


def everything_in(error: Exception) -> str:
    """Return all texts in which an error can show a secret."""
    lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()
    pickled = pickle.dumps(error).decode("latin-1")
    return "\n".join([str(error), repr(error), repr(vars(error)), pickled, *lines])


def shows_secret(error: Exception | None) -> bool:
    """Return whether *error* can show a secret."""
    return error is not None and bool(SECRET.search(everything_in(error)))
