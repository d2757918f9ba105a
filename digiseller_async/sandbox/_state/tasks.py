"""Change the status of many products, and keep the task that tells how far the change is.

The products change at once. Whoever asks for the task's state first sees it wait, then run, then
end: the service takes its time, and a client has to bear it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from .stock import Stock
from .texts import RefusedError

QUEUED, RUNNING, FAILED, DONE = range(4)


@dataclass
class StatusTask:
    """One change of many products; ``errors`` are product ids and why they were not changed."""

    id: str
    changed: int
    errors: tuple[tuple[str, str], ...]
    polls: int = 0

    def advance(self) -> int:
        """Return the task's status; each poll takes it one step further."""
        end = FAILED if self.errors else DONE
        status = (QUEUED, RUNNING, end)[min(self.polls, 2)]
        self.polls += 1
        return status


def change_status(
    stock: Stock, product_ids: Collection[int], *, enabled: bool, task_id: str
) -> StatusTask:
    """Change those of the products that are the seller's, and return the task."""
    errors: list[tuple[str, str]] = []
    for product_id in product_ids:
        try:
            item = stock.find(product_id)
        except RefusedError as refusal:
            errors.append((str(product_id), refusal.english))
        else:
            item.enabled = enabled
    return StatusTask(task_id, len(product_ids) - len(errors), tuple(errors))
