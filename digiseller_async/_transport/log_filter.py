"""Keep what the service says out of httpcore's log, in records of this package's exchanges only."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

_is_own_exchange: ContextVar[bool] = ContextVar("digiseller_async_exchange", default=False)


@cache
def install_filter() -> None:
    """Add the filter to httpcore's loggers, once in a process."""
    for name in ("httpcore.http11", "httpcore.http2", "httpcore.proxy"):
        logging.getLogger(name).addFilter(_without_details)


@contextmanager
def own_exchange() -> Generator[None, None, None]:
    """Cut what httpcore logs meanwhile, in this task and in its children."""
    before = _is_own_exchange.get()
    _is_own_exchange.set(True)
    try:
        yield
    finally:
        _is_own_exchange.set(before)


@contextmanager
def others_records_untouched() -> Generator[None, None, None]:
    """Leave alone what httpcore logs meanwhile: it is of another client's exchange."""
    before = _is_own_exchange.get()
    _is_own_exchange.set(False)
    try:
        yield
    finally:
        _is_own_exchange.set(before)


def _without_details(record: logging.LogRecord) -> bool:
    """Let a record of our own exchanges pass with the event's name only.

    What follows are the service's headers and lines, and they may repeat a token.
    """
    if _is_own_exchange.get():
        record.msg = record.getMessage().partition(" ")[0]
        record.args = None
    return True
