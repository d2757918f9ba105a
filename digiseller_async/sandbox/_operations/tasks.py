"""Change the status of many products in a task, and tell how far the task is."""

from typing import Literal
from uuid import NAMESPACE_OID, uuid5

from msgspec import Struct

from .._http.answers import Answer, changed, found
from .._http.bodies import read_body
from .._http.call import Call, Handlers
from .._state.seller import Seller
from .._state.tasks import RUNNING, StatusTask, change_status
from .._state.texts import RefusedError

MOST_PRODUCTS = 200


class StatusChange(Struct, frozen=True):
    """The body of a change of status."""

    new_status: Literal["disabled", "enabled"]
    products: tuple[int, ...]


class TaskError(Struct, frozen=True, rename="pascal"):
    """Why one product was not changed."""

    key: str
    value: str


class TaskState(Struct, frozen=True, rename="pascal"):
    """What is said of a task; this answer has no envelope."""

    task_id: str
    status: int
    success_count: int
    error_count: int
    total_count: int
    errors_descriptions: tuple[TaskError, ...] | None


def set_status(seller: Seller, call: Call) -> Answer:
    """Change the status of many products."""
    request = read_body(call.body, call.content_type, StatusChange, root="request")
    if not 0 < len(request.products) <= MOST_PRODUCTS:
        message = (
            f"From 1 to {MOST_PRODUCTS} products in one request, and not {len(request.products)}"
        )
        raise RefusedError("products", message)
    name = f"{len(seller.tasks)} {request.new_status} {request.products}"
    task = change_status(
        seller.stock,
        request.products,
        enabled=request.new_status == "enabled",
        task_id=str(uuid5(NAMESPACE_OID, name)),
    )
    seller.tasks[task.id] = task
    return changed(task.id, root="response") if task.changed else found(task.id, root="response")


def task_status(seller: Seller, call: Call) -> Answer:
    """Tell how far a task is."""
    task = seller.tasks.get(call.arguments.text("taskId") or "")
    if task is None:
        raise RefusedError("taskId", "There is no such task", status=400)
    return Answer(payload=state_of(task, task.advance()))


def state_of(task: StatusTask, status: int) -> TaskState:
    """Return what is said of the *task* at this *status*."""
    errors = task.errors if status > RUNNING else ()
    return TaskState(
        task_id=task.id,
        status=status,
        success_count=(0, task.changed // 2, task.changed)[min(status, 2)],
        error_count=len(errors),
        total_count=task.changed + len(task.errors),
        errors_descriptions=tuple(TaskError(*error) for error in errors) or None,
    )


HANDLERS: Handlers = {"products.set_status": set_status, "tasks.status": task_status}
