"""Define what an observer of calls is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..._wire import WireRequest
from .attempt import Attempt


class Observer(Protocol):
    """Is told of one call in the call's own task, from before its first attempt on."""

    def begin_attempt(self, request: WireRequest, number: int, /) -> None:
        """Note that an attempt begins."""
        ...

    def end_exchange(self) -> None:
        """Note that the whole answer has come; what follows is the client's work."""
        ...

    def end_attempt(self, attempt: Attempt, wait: float | None, /) -> None:
        """Note that it has ended, and after how many seconds there is another one."""
        ...

    def end_call(self, error: str | None, /) -> None:
        """Note that the call has ended, and the class of its error."""
        ...


BeginCall = Callable[[str], Observer]
"""Begins to observe a call of an operation."""
