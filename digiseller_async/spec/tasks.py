"""Rows of the group ``tasks``, from the Swagger and recorded answers."""

from __future__ import annotations

from ..models.tasks import TaskStatus
from .language import Effect, Endpoint, Param, ResponseShape

STATUS = Endpoint(
    group="tasks",
    name="status",
    method="GET",
    path="/api/product/edit/UpdateProductsTaskStatus",
    effect=Effect.SAFE,
    params=(Param("task_id", str, wire="taskId", required=True, positional=True, doc="The task."),),
    returns=TaskStatus,
    shape=ResponseShape.BARE,
    docs="product-edit-and-gallery",
    summary="Read the progress of a task.",
    returns_doc="the progress, with the error of each product that has one",
    notes=(
        "*status* is 0 while the task is queued, 1 while it runs, 2 if it ended with an error "
        "(perhaps after a part was done), 3 if it is done. The "
        "documentation only names this operation."
    ),
)

ROWS = (STATUS,)
