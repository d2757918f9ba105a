"""Models of tasks that the service runs after it has answered."""

from __future__ import annotations

from enum import IntEnum

from attrs import field, frozen

from ._base import Int64, wire

__all__ = ["TaskError", "TaskState", "TaskStatus"]


class TaskState(IntEnum):
    """What the number in a task's status means."""

    QUEUED = 0
    """It waits."""
    RUNNING = 1
    """It runs."""
    FAILED = 2
    """It ended with an error, perhaps after a part was done."""
    DONE = 3
    """It is done."""


@frozen(kw_only=True)
class TaskError:
    """What went wrong with one product."""

    key: str | None = field(default=None, metadata=wire("Key"))
    """The product's id, as text."""
    value: str | None = field(default=None, metadata=wire("Value"))
    """What went wrong."""


@frozen(kw_only=True)
class TaskStatus:
    """How far a task is."""

    task_id: str = field(metadata=wire("TaskId"))
    """The task's id."""
    status: Int64 = field(metadata=wire("Status"))
    """A `TaskState`, or another number if the service has got a new state."""
    success_count: Int64 | None = field(default=None, metadata=wire("SuccessCount"))
    """How many products were done."""
    error_count: Int64 | None = field(default=None, metadata=wire("ErrorCount"))
    """How many products went wrong."""
    total_count: Int64 | None = field(default=None, metadata=wire("TotalCount"))
    """How many products there are to do."""
    errors_descriptions: tuple[TaskError, ...] = field(
        default=(), metadata=wire("ErrorsDescriptions")
    )
    """What went wrong with which product."""

    @property
    def is_done(self) -> bool:
        """Whether it has ended well."""
        return self.status == TaskState.DONE

    @property
    def is_failed(self) -> bool:
        """Whether it has ended with an error, perhaps after a part was done."""
        return self.status == TaskState.FAILED
