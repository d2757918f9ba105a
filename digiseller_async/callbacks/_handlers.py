"""Run the seller's handlers, and each delivery's only once for one order at a time."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from inspect import isawaitable, iscoroutinefunction
from typing import Any, TypeVar, cast

import anyio
from anyio import to_thread

from .._isolation import SingleFlight, uncancelled
from .._logging import log
from ..config import is_seconds, shown
from ..errors import ConfigurationError, DigisellerError
from ._answers import Answer, deliver, postpone
from .answer_store import AnswerStore, ReservingAnswerStore
from .delivery import DeliveryRequest

R = TypeVar("R")
T = TypeVar("T")
Handler = Callable[[R], Awaitable[T] | T]
Goods = str | Sequence[str] | Answer | None


def check_settings(timeout: float, *handlers: object) -> float:
    """Return *timeout* if it is a number of seconds, perhaps 0, and each handler can be called."""
    for one in handlers:
        if one is not None and not callable(one):
            raise ConfigurationError(f"a handler must be a function, not {type(one).__name__}")
    if timeout == 0 or is_seconds(timeout):
        return timeout
    raise ConfigurationError(f"timeout must be a number of seconds, not {shown(timeout)}")


async def run_handler(handler: Handler[R, T], request: R) -> T:
    """Return what *handler* gives; a plain function runs in a worker thread."""
    if iscoroutinefunction(handler) or iscoroutinefunction(type(handler).__call__):
        return await _resolved(handler(request))
    # In a list: trio lets no thread return a coroutine.
    (found,) = await to_thread.run_sync(lambda: [handler(request)], abandon_on_cancel=True)
    return await _resolved(found)


async def _resolved(found: Awaitable[T] | T) -> T:
    return await uncancelled(found) if isawaitable(found) else found


def log_failure(path: str, error: Exception) -> None:
    """Log what failed, and where; the text of an error that is not ours may have secrets."""
    frames = [
        f"{frame.f_code.co_filename}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    text = "callbacks: %s failed: %s at %s"
    log(logging.ERROR, text, path, _shown(error), frames[-1])


def _shown(error: Exception) -> str:
    name = type(error).__name__
    return f"{name} ({error})" if isinstance(error, DigisellerError) else name


class Deliveries:
    """Answers delivery calls: the same order always gets the same answer."""

    def __init__(
        self, handler: Handler[DeliveryRequest, Goods], answers: AnswerStore, timeout: float
    ) -> None:
        self._handler = handler
        self._answers = answers
        self._timeout = timeout
        self._flights: dict[object, SingleFlight[Answer]] = {}

    async def answer(self, request: DeliveryRequest) -> Answer:
        """Return the order's answer, or one that postpones if it takes too long.

        The handler is not cancelled then: its answer is kept for the next call.
        """
        # A test call is no order, and each of them is a new one.
        key: object = object() if request.is_test else request.inv
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = SingleFlight(partial(self._run, key, request))
        with anyio.move_on_after(self._timeout):
            return await flight.wait() or postpone(request)
        text = "callbacks: /delivery took longer than %g s, and is postponed"
        log(logging.ERROR, text, self._timeout)
        return postpone(request)

    async def _run(self, key: object, request: DeliveryRequest) -> Answer:
        try:
            if request.is_test:
                return _answer_of(request, await run_handler(self._handler, request))
            return await self._reserve(request) or await self._hand_over(request)
        except Exception as error:  # noqa: BLE001  (whatever the seller's code raises)
            log_failure("/delivery", error)
            return postpone(request)
        finally:
            del self._flights[key]

    async def _reserve(self, request: DeliveryRequest) -> Answer | None:
        """Return the answer that is kept, or put one that postpones."""
        answers, inv, reservation = self._answers, request.inv, postpone(request)
        if isinstance(answers, ReservingAnswerStore):
            return await _resolved(answers.reserve(inv, reservation))
        kept = await _resolved(answers.get(inv))
        if kept is None:
            await _resolved(answers.put(inv, reservation))
        return kept

    async def _hand_over(self, request: DeliveryRequest) -> Answer:
        try:
            goods = await run_handler(self._handler, request)
        except Exception:
            # Who raises has handed over nothing.
            await _resolved(self._answers.put(request.inv, None))
            raise
        # Whatever fails from here on leaves the order postponed: something may be handed over.
        answer = _answer_of(request, goods)
        is_final = answer.status == 200 and answer != postpone(request)
        try:
            await _resolved(self._answers.put(request.inv, answer if is_final else None))
        except Exception as error:  # noqa: BLE001  (whatever the seller's store raises)
            log_failure("/delivery", error)
        return answer


def _answer_of(request: DeliveryRequest, goods: Goods) -> Answer:
    if isinstance(goods, Answer):
        return goods
    if isinstance(goods, str | list | tuple | None):
        return deliver(request, goods) if goods else postpone(request)
    raise TypeError(f"on_delivery returned {type(cast('Any', goods)).__name__}")
