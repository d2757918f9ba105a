"""Models of tasks: changes that the service goes on with after it has answered."""

from __future__ import annotations

from enum import IntEnum

from attrs import field, frozen

from ._base import Int64, Model, wire

__all__ = ["TaskError", "TaskState", "TaskStatus"]


class TaskState(IntEnum):
    """What the number in a task's status means."""

    QUEUED = 0
    """Waiting to start."""
    RUNNING = 1
    """Running."""
    FAILED = 2
    """Ended with an error; some products may be changed."""
    DONE = 3
    """Done."""


@frozen(kw_only=True)
class TaskError(Model):
    """What went wrong with one product."""

    key: str | None = field(default=None, metadata=wire("Key"))
    """The product's id, as text."""
    value: str | None = field(default=None, metadata=wire("Value"))
    """What went wrong."""


@frozen(kw_only=True)
class TaskStatus(Model):
    """The progress of a task."""

    task_id: str | None = field(default=None, metadata=wire("TaskId", expected=True))
    """The task's id; None only if an answer lacks it."""
    status: Int64 | None = field(default=None, metadata=wire("Status", expected=True))
    """A `TaskState`, or another number if the service adds a state; None if there is no number."""
    success_count: Int64 | None = field(default=None, metadata=wire("SuccessCount"))
    """How many products were changed."""
    error_count: Int64 | None = field(default=None, metadata=wire("ErrorCount"))
    """How many products were not changed because of an error."""
    total_count: Int64 | None = field(default=None, metadata=wire("TotalCount"))
    """How many products the task has."""
    errors_descriptions: tuple[TaskError, ...] = field(
        default=(), metadata=wire("ErrorsDescriptions")
    )
    """The error of each product that has one."""

    @property
    def is_done(self) -> bool:
        """Whether its state is `TaskState.DONE`."""
        return self.status == TaskState.DONE

    @property
    def is_failed(self) -> bool:
        """Whether its state is `TaskState.FAILED`; some products may be changed."""
        return self.status == TaskState.FAILED
