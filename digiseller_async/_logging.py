"""Hold the package's logger, and show what it says on stderr if the environment asks for that."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import TextIO

from .errors import ConfigurationError

LOGGER = logging.getLogger("digiseller_async")


class _Fallback(logging.Handler):
    """Shows errors, and nothing else, where the program has not set up logging.

    A handler of `callbacks` that fails must not do so unseen. Drift, which is a warning, is too
    common to be shown to those who did not ask.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write *record* to stderr, as Python does for a logger that has no handler."""
        if LOGGER.handlers == [self] and not logging.getLogger().handlers:
            sys.stderr.write(f"{record.name}: {self.format(record)}\n")


LOGGER.addHandler(_Fallback(logging.ERROR))


class _Console(logging.StreamHandler[TextIO]):
    """Shows the log on stderr, but for what the program itself shows there, or on stdout.

    That is stderr as it is at the moment: a progress bar keeps its line by taking its place.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write *record*, unless a handler of the root logger writes it too."""
        self.stream = sys.stderr
        others = logging.getLogger().handlers if LOGGER.propagate else []
        if not any(_shows(one, record) for one in others):
            super().emit(record)


def _shows(handler: logging.Handler, record: logging.LogRecord) -> bool:
    stream = getattr(handler, "stream", None)
    return stream in (sys.stderr, sys.stdout) and record.levelno >= handler.level


_CALLER = 2  # frames up: the record names the module that logs
_VARIABLE = "DIGISELLER_LOG"
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def log(
    level: int,
    text: str,
    *arguments: object,
    values: Mapping[str, object] | None = None,
    raised: BaseException | None = None,
) -> None:
    """Log *text* with its *arguments*, the traceback of what was *raised*, and *values* as facts.

    A filter or a handler of the program's may fail: no call is lost by that.
    """
    extra = _facts(values or {})
    with suppress(Exception):
        LOGGER.log(level, text, *arguments, exc_info=raised, extra=extra, stacklevel=_CALLER)


def _facts(values: Mapping[str, object]) -> Mapping[str, object]:
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
    handler = _Console()
    handler.setFormatter(logging.Formatter(_FORMAT))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(_LEVELS[asked])
