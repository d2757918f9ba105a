"""Gather the facts of a call's attempts, and tell whoever observes it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from functools import cache
from types import TracebackType
from typing import Self, TypeVar

import anyio

from ..._logging import log
from ..._wire import ResponseLost, Traffic, WireRequest
from ...errors import UnavailableError
from ..hooks import Hook
from .attempt import Attempt
from .observer import Observer

T = TypeVar("T")
_CANCELLED = "CancelledError"
now = time.perf_counter


class CallObservation:
    """Observes a call, which runs in ``async with``; this one tells nobody of it."""

    def begin_attempt(self, request: WireRequest) -> Traffic:
        """Note that an attempt begins, and return what counts its bytes."""
        del request
        return Traffic()

    def note_status(self, status: int) -> None:
        """Note that the whole answer has come."""

    async def end_attempt(
        self, error: BaseException | None = None, *, wait: float | None = None
    ) -> None:
        """Note what the attempt ended with, and after how many seconds there is another one."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None


UNOBSERVED = CallObservation()


class ToldObservation(CallObservation):
    """Tells observers of a call and of its attempts, and a hook of the attempts.

    An attempt that has not ended with the call itself was cut off by what ended the call.
    """

    def __init__(
        self, operation: str, observers: Sequence[Observer], on_attempt: Hook[Attempt]
    ) -> None:
        self._operation = operation
        self._observers = observers
        self._on_attempt = on_attempt
        self._number = 0
        self._began = self._ended = 0.0
        self._traffic: Traffic | None = None
        self._status: int | None = None

    def begin_attempt(self, request: WireRequest) -> Traffic:
        """Note that an attempt begins, and return what counts its bytes."""
        self._number += 1
        self._traffic, self._status = Traffic(), None
        for observer in self._observers:
            call_observer(observer.begin_attempt, request, self._number)
        self._began = now()
        return self._traffic

    def note_status(self, status: int) -> None:
        """Note that the whole answer has come."""
        self._status, self._ended = status, now()
        for observer in self._observers:
            call_observer(observer.end_exchange)

    async def end_attempt(
        self, error: BaseException | None = None, *, wait: float | None = None
    ) -> None:
        """Note what the attempt ended with, and after how many seconds there is another one."""
        if self._traffic is not None:
            attempt = self._end_attempt(self._traffic, _name(error), wait)
            await self._on_attempt.tell((attempt,))

    def _end_attempt(self, traffic: Traffic, error: str | None, wait: float | None) -> Attempt:
        ended = now() if self._status is None else self._ended
        attempt = Attempt(
            operation=self._operation,
            attempt=self._number,
            status=self._status,
            seconds=ended - self._began,
            sent_bytes=traffic.sent,
            received_bytes=traffic.received,
            error=error,
            will_retry=wait is not None,
        )
        self._traffic = None
        for observer in self._observers:
            call_observer(observer.end_attempt, attempt, wait)
        return attempt

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        name = _name(error)
        try:
            if not isinstance(error, GeneratorExit):
                await self.end_attempt(error)
            elif self._traffic is not None:  # nothing can be awaited any more
                self._on_attempt.tell_without_waiting(self._end_attempt(self._traffic, name, None))
        finally:  # the caller may be cancelled while the hook is awaited
            for observer in self._observers:
                call_observer(observer.end_call, name)


def call_observer(function: Callable[..., T], *arguments: object) -> T | None:
    """Return what *function* of an observer gives; what it raises is logged, and None returned."""
    try:
        return function(*arguments)
    except Exception as error:  # noqa: BLE001  (of an exporter, or of a filter of the log)
        log_failure(function.__qualname__, type(error).__name__)
    return None


@cache  # once, not with each call of each client
def log_failure(function: str, error: str) -> None:
    """Log that a *function* of an observer has raised an *error* of this class."""
    text = "an observer of calls: %s raised %s; that is not logged again"
    log(logging.WARNING, text, function, error)


def _name(error: BaseException | None) -> str | None:
    if error is None:
        return None
    if isinstance(error, ResponseLost):  # which callers do not see
        return UnavailableError.__name__
    if isinstance(error, GeneratorExit | anyio.get_cancelled_exc_class()):
        return _CANCELLED
    return type(error).__name__
