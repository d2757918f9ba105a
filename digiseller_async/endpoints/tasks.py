"""The operations of the group ``tasks``; generated from `spec`: do not edit."""

from __future__ import annotations

from ..models.tasks import TaskStatus
from ..spec import tasks as rows
from ._base import Group

__all__ = ["Tasks"]


class Tasks(Group):
    """Bulk changes under way.

    A client has them as ``ds.tasks``.
    """

    async def status(self, task_id: str) -> TaskStatus:
        """Read the progress of a task.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            task_id: The task.

        Returns:
            The progress, with the error of each product that has one.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        *status* is 0 while the task is queued, 1 while it runs, 2 if it ended with an error
        (perhaps after a part was done), 3 if it is done. The documentation only names this
        operation.

        Docs: 'Edit item'
        (``GET /api/product/edit/UpdateProductsTaskStatus``).
        """
        return await self._call(rows.STATUS, task_id=task_id)
