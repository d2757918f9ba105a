"""The group ``tasks``; generated from the table, so never edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..spec import tasks as rows
from ._base import Group

if TYPE_CHECKING:
    from ..models.tasks import TaskStatus


class Tasks(Group):
    """The operations of the group ``tasks``."""

    async def status(self, task_id: str) -> TaskStatus:
        """Read the progress of a task.

        Reads only; repeated as often as the retry settings allow.

        Args:
            task_id: The task.

        Returns:
            The progress, with the error of each product that has one.

        Raises:
            ArgumentError: An argument was refused; nothing was sent.
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            UnavailableError: The service is down, or its answer did not come.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        *status* is 0 while the task is queued, 1 while it runs, 2 if it ended with an error
        (perhaps after a part was done), 3 if it is done. The documentation only names this
        operation.

        Page: 'Edit item'
        (``GET /api/product/edit/UpdateProductsTaskStatus``).
        """
        return await self._call(rows.STATUS, task_id=task_id)
