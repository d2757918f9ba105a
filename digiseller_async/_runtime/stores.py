"""Call a user's store within a bound, and leave it alone for a while after it failed."""

from __future__ import annotations

import logging
import math
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import anyio

from .._clock import Clock
from .._logging import log
from ..config import Token
from .hooks import result_of

_REST = 60.0
_LONGEST_WAIT = 10.0**9


class StoreCalls:
    """Calls the methods of one store, which may be plain or coroutine functions.

    After a failure the store is passed over for a minute; a series of failures of one method is
    logged once.
    """

    def __init__(self, name: str, store: Any, clock: Clock) -> None:
        self._name = name
        self._store = store
        self._clock = clock
        self._resume_at = -math.inf
        self._failing: set[str] = set()

    async def call(
        self,
        method: str,
        *arguments: Any,
        bound: float,
        is_valid: Callable[[Any], bool],
        **options: Any,
    ) -> Any:
        """Return what *method* gives within *bound* seconds, or ``None`` if it does not work."""
        if self._clock.now() < self._resume_at:
            return None
        return await self._run(
            method,
            lambda: getattr(self._store, method)(*arguments, **options),
            bound=bound,
            is_valid=is_valid,
        )

    @asynccontextmanager
    async def renewing(self, *, bound: float) -> AsyncGenerator[bool]:
        """Let the store keep others from renewing the token meanwhile, and give whether it does."""
        context: Any = None
        if hasattr(self._store, "renewing") and self._clock.now() >= self._resume_at:
            context = await self._run("renewing", self._enter, bound=bound, is_valid=is_anything)
        try:
            yield context is not None
        finally:
            if context is not None:
                # Also while the store is passed over: others wait for this.
                with anyio.CancelScope(shield=True):
                    leave = partial(context.__aexit__, None, None, None)
                    await self._run("renewing", leave, bound=bound, is_valid=is_anything)

    async def _enter(self) -> Any:
        context = self._store.renewing()
        await context.__aenter__()
        return context

    async def _run(
        self,
        method: str,
        work: Callable[[], Any],
        *,
        bound: float,
        is_valid: Callable[[Any], bool],
    ) -> Any:
        with anyio.move_on_after(bound):
            try:
                value = await result_of(work())
            except Exception as error:  # noqa: BLE001  (of the user's store)
                self._note_failure(method, f"raised {type(error).__name__}")
                return None
            if not is_valid(value):
                # Only the type is told: the value may be a token.
                self._note_failure(method, f"gave a {type(value).__name__} that is not valid")
                return None
            self._failing.discard(method)
            return value
        self._note_failure(method, f"did not answer within {bound:g} s")
        return None

    def _note_failure(self, method: str, how: str) -> None:
        self._resume_at = self._clock.now() + _REST
        if method not in self._failing:
            self._failing.add(method)
            text = "%s: %s() %s; the client goes on without it, and tries it again in %g s"
            log(logging.WARNING, text, self._name, method, how, _REST)


def is_token_or_none(value: object) -> bool:
    """Return whether *value* is what `TokenStore.load` may give."""
    return value is None or isinstance(value, Token)


def is_wait(value: object) -> bool:
    """Return whether *value* is what `RateStore.book` may give: a finite number of seconds."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return 0 <= value < _LONGEST_WAIT  # which NaN and infinity are not


def is_anything(value: object) -> bool:
    """Return true: of what is not used, nothing is expected."""
    del value
    return True
