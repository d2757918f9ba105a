"""The handle of a task: a bulk change that the service carries out in the background."""

from __future__ import annotations

import anyio

from ._request.build import build
from ._request.scalar_checks import argument_error, short_repr
from ._runtime.bound_client import BoundClient
from .errors import (
    DeadlineError,
    RejectedError,
    ServiceMessage,
    UnexpectedReplyError,
    with_context,
)
from .models.tasks import TaskStatus
from .spec.tasks import STATUS

__all__ = ["Task"]

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 10.0
_FOREVER = 1e9
_SHOWN = 5


class Task:
    """A bulk change in the background of the service; *id* names it, in any process."""

    def __init__(self, client: BoundClient, task_id: str) -> None:
        self._client = client
        self.id = task_id
        """The service's id of it."""

    def __repr__(self) -> str:
        return f"Task({self.id!r})"

    async def status(self) -> TaskStatus:
        """Return how far it is (one call of ``tasks.status``)."""
        request = build(STATUS, {"task_id": self.id})
        found: TaskStatus = await self._client.call(request)
        return found

    async def wait(self, *, timeout: float | None = None) -> TaskStatus:  # noqa: ASYNC109
        """Wait until it is done, and return its last status.

        Its status is read after growing pauses, from half a second to ten. A task that is done and
        reports errors has failed.

        Args:
            timeout: Seconds to wait; without one, as long as it takes.

        Raises:
            RejectedError: The service reports an error. ``errors`` has each product's own message,
                under the product's id as its code; ``happened`` is ``"yes"`` if other products were
                changed all the same, and ``status_of_task`` the whole report.
            DeadlineError: *timeout* is over; the task itself goes on.
        """
        deadline = anyio.current_time() + _seconds(timeout)
        with anyio.CancelScope(deadline=deadline):
            return await self._poll()
        raise DeadlineError(
            f"the task {self.id} is not done after {timeout:g} s; it goes on: wait() once more",
            operation=STATUS.operation,
            happened="unknown",
        )

    async def _poll(self) -> TaskStatus:
        pause = _FIRST_PAUSE
        while True:
            found = await self.status()
            if found.is_failed or (found.is_done and _has_errors(found)):
                failure = _failure(self.id, found)
                self._client.redact(failure)
                del found  # a traceback's locals would show it as it came
                raise failure
            if found.is_done:
                return found
            if found.status is None:
                raise UnexpectedReplyError(
                    f"the state of the task {self.id} cannot be read; it goes on: wait() once more",
                    operation=STATUS.operation,
                )
            await self._client.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)


def _seconds(timeout: object) -> float:
    if timeout is None:
        return float("inf")
    number = timeout if isinstance(timeout, int | float) and not isinstance(timeout, bool) else 0
    if not 0 < number < _FOREVER:
        why = f"must be a number of seconds above 0, or None, not {short_repr(timeout)}"
        raise with_context(argument_error("timeout", why), operation=STATUS.operation)
    return number


def _has_errors(found: TaskStatus) -> bool:
    return bool(found.error_count or found.errors_descriptions)


def _failure(task_id: str, found: TaskStatus) -> RejectedError:
    errors = tuple(
        ServiceMessage(one.key or "", {"": one.value or ""}) for one in found.errors_descriptions
    )
    told = [f"{one.code}: {one.text}" for one in errors[:_SHOWN]]
    told += [f"and {len(errors) - _SHOWN} more"] if len(errors) > _SHOWN else []
    why = f": {'; '.join(told)}" if told else ""
    changed = found.success_count
    return RejectedError(
        f"the task {task_id} failed, {_extent(found)} were changed{why}",
        operation=STATUS.operation,
        errors=errors,
        happened="unknown" if changed is None else "yes" if changed else "no",
        status_of_task=found,
    )


def _extent(found: TaskStatus) -> str:
    if found.success_count is None:
        return "an unknown number of products"
    of = "" if found.total_count is None else f" of {found.total_count}"
    return f"{found.success_count}{of} products"
