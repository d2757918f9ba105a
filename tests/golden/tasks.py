"""Golden calls of the group ``tasks``.

The documentation only names the operation: the answer has the fields of the wire notes, and made-up
values.
"""

from __future__ import annotations

from digiseller_async.models import TaskError, TaskStatus

from . import Case

TASK_ID = "03a5e74f-654d-4d60-9585-ff1dcf02fe6f"
CASES = (
    Case(
        "tasks.status",
        lambda ds: ds.tasks.status(TASK_ID),
        TaskStatus(
            task_id=TASK_ID,
            status=2,
            success_count=1,
            error_count=1,
            total_count=2,
            errors_descriptions=(TaskError(key="2345", value="Product not found"),),
        ),
    ),
)
