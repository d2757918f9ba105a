"""Nothing comes in; what content and gallery keep beside the products goes out.

No operation lists content, so an id is all that a caller has; here is which product it belongs to.
"""

from dataclasses import dataclass, field
from itertools import count

from .status_tasks import Task

FIRST_CONTENT = 6_403_227
FIRST_PREVIEW = 123_456


@dataclass
class ContentDesk:
    """New ids, their products, and the tasks that run."""

    content_ids: "count[int]" = field(default_factory=lambda: count(FIRST_CONTENT))
    preview_ids: "count[int]" = field(default_factory=lambda: count(FIRST_PREVIEW))
    owners: dict[int, int] = field(default_factory=dict[int, int])
    galleries: dict[int, int] = field(default_factory=dict[int, int])
    tasks: dict[str, Task] = field(default_factory=dict[str, Task])
    deletions: int = 0
    additions: int = 0
