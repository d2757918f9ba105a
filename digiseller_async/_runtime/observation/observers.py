"""Decide who observes a call: the log, `on_attempt`, and what observes the calls of all clients."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from ..._logging import LOGGER
from ..hooks import Hook
from .attempt import Attempt
from .call_observation import UNOBSERVED, CallObservation, ToldObservation, call_observer
from .log import AttemptLog
from .observer import BeginCall, Observer

_LOG = AttemptLog()
_begin_call: dict[str, BeginCall] = {}


def add_observer(name: str, begin_call: BeginCall) -> None:
    """Have the calls of all clients observed; an earlier observer of this *name* is replaced."""
    _begin_call[name] = begin_call


def remove_observer(name: str) -> None:
    """Observe no further calls."""
    _begin_call.pop(name, None)


class Observers:
    """Who observes the calls of one client."""

    def __init__(self, on_attempt: Callable[[Attempt], object] | None) -> None:
        self._has_hook = on_attempt is not None
        self._on_attempt = Hook("on_attempt", on_attempt, logs_once=True)

    def observe(self, operation: str) -> CallObservation:
        """Return what observes a call of *operation* that begins now."""
        is_logged = LOGGER.isEnabledFor(logging.INFO)
        if not (is_logged or self._has_hook or _begin_call):
            return UNOBSERVED
        observers: list[Observer] = [_LOG] if is_logged else []
        begun: Any = [call_observer(begin, operation) for begin in [*_begin_call.values()]]
        observers += filter(None, begun)
        return ToldObservation(operation, observers, self._on_attempt)
