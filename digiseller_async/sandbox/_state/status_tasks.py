"""A list of products and their new status come in; a task that runs its course goes out.

The products change at once. Whoever asks for the task's state first sees it wait, then run, then
end: the service takes its time, and a client has to bear it.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import NAMESPACE_OID, uuid5

from msgspec import Struct

from .._http.answers import RefusedError
from .stock import Stock

LARGEST = 200
QUEUED, RUNNING, FAILED, DONE = range(4)


class Asked(Struct, frozen=True):
    """The body of a change of status."""

    new_status: Literal["disabled", "enabled"]
    products: tuple[int, ...]


class Fault(Struct, frozen=True, rename="pascal"):
    """Why one product was not changed."""

    key: str
    value: str


class State(Struct, frozen=True, rename="pascal"):
    """What is said of a task; this answer has no envelope."""

    task_id: str
    status: int
    success_count: int
    error_count: int
    total_count: int
    errors_descriptions: tuple[Fault, ...] | None


@dataclass
class Task:
    """One change of many products."""

    id: str
    changed: int
    faults: tuple[Fault, ...]
    polls: int = 0

    def state(self) -> State:
        """Return how far the task is; it goes on with each question."""
        end = FAILED if self.faults else DONE
        status = (QUEUED, RUNNING, end)[min(self.polls, 2)]
        self.polls += 1
        return State(
            task_id=self.id,
            status=status,
            success_count=(0, self.changed // 2, self.changed)[min(status, 2)],
            error_count=len(self.faults) if status == end else 0,
            total_count=self.changed + len(self.faults),
            errors_descriptions=(self.faults or None) if status == end else None,
        )


def start(asked: Asked, stock: Stock, number: int) -> Task:
    """Change the products that are the seller's, and return the task that tells of it."""
    if not 0 < len(asked.products) <= LARGEST:
        message = f"From 1 to {LARGEST} products in one request, and not {len(asked.products)}"
        raise RefusedError("products", message)
    faults: list[Fault] = []
    for product_id in asked.products:
        try:
            item = stock.find(product_id)
        except RefusedError as refusal:
            faults.append(Fault(str(product_id), refusal.english))
        else:
            item.enabled = asked.new_status == "enabled"
    name = f"{number} {asked.new_status} {asked.products}"
    return Task(str(uuid5(NAMESPACE_OID, name)), len(asked.products) - len(faults), tuple(faults))
