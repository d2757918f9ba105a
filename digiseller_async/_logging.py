"""Hold the package's logger, and show what it says on stderr if the environment asks for that."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from functools import cache

from .errors import ConfigurationError

LOGGER = logging.getLogger("digiseller_async")

_VARIABLE = "DIGISELLER_LOG"
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def facts(**values: object) -> Mapping[str, object]:
    """Return *values* as the ``extra`` of a record.

    Each gets a prefix: a record cannot be made if the program's own factory has such a name too.
    """
    return {f"digiseller_{name}": value for name, value in values.items()}


@cache
def show_log_if_asked() -> None:
    """Write the log to stderr if ``DIGISELLER_LOG`` is set, once in a process."""
    asked = os.environ.get(_VARIABLE, "").strip().lower()
    if not asked:
        return
    if asked not in _LEVELS:
        raise ConfigurationError(
            f"the environment variable {_VARIABLE} must be debug or info; "
            "leave it out to be shown nothing"
        )
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(_LEVELS[asked])
