"""Requests and effects come in; counters and the last requests go out."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from .uploads import Upload

REMEMBERED = 1000


@dataclass(frozen=True)
class Recorded:
    """One request as it came, its token apart."""

    operation: str
    method: str
    path: str
    query: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    files: tuple[Upload, ...] = ()


@dataclass
class Counts:
    """What was asked, and what of it took effect, by operation."""

    requests: Counter[str] = field(default_factory=Counter[str])
    applied: Counter[str] = field(default_factory=Counter[str])
    recorded: deque[Recorded] = field(default_factory=lambda: deque[Recorded](maxlen=REMEMBERED))

    def note(self, request: Recorded) -> None:
        """Count and keep the *request*."""
        self.requests[request.operation] += 1
        self.recorded.append(request)
