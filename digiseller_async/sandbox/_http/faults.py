"""Planned troubles come in; a request's operation takes the first one that fits it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

import msgspec

from .routes import NAMES

CATALOG = frozenset({"catalog.products", "catalog.reviews", "catalog.search", "products.of_seller"})
ACCOUNT = frozenset({"account.receipts", "account.external_operations"})
SHRINKING = ACCOUNT | CATALOG
LISTS = SHRINKING | {"offers.list", "templates.list", "templates.products"}


class Fault(StrEnum):
    """What can go wrong on demand."""

    LATENCY = "latency"
    HANG = "hang"
    HANG_AFTER = "hang_after"
    UNAUTHORIZED = "unauthorized"
    TOO_MANY = "too_many"
    SERVER_ERROR = "server_error"
    SERVER_ERROR_AFTER = "server_error_after"
    MAINTENANCE = "maintenance"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    TRUNCATED = "truncated"
    BROKEN_JSON = "broken_json"
    EMPTY_PAGE_SAYS_MORE = "empty_page_says_more"
    REPEATED_PAGE = "repeated_page"
    SHRUNK = "shrunk"


class Details(msgspec.Struct, frozen=True):
    """The details of all kinds of trouble."""

    seconds: float = 1.0
    retry_after: str | None = None
    status: int = 500
    by: int = 1
    newest: bool = False


FITS = {
    Fault.EMPTY_PAGE_SAYS_MORE: LISTS,
    Fault.REPEATED_PAGE: LISTS,
    Fault.SHRUNK: SHRINKING,
}
TAKES = {
    Fault.LATENCY: frozenset({"seconds"}),
    Fault.TOO_MANY: frozenset({"retry_after"}),
    Fault.SERVER_ERROR: frozenset({"status"}),
    Fault.SERVER_ERROR_AFTER: frozenset({"status"}),
    Fault.SHRUNK: frozenset({"by", "newest"}),
}


@dataclass
class PlannedFault:
    """One trouble, for as many requests as are left."""

    kind: Fault
    operation: str | None
    left: int
    details: Details

    def fits(self, operation: str) -> bool:
        """Tell if a request for this *operation* takes the trouble."""
        if self.operation is None:
            return operation != "sign_in" and operation in FITS.get(self.kind, NAMES)
        return self.operation == operation


@dataclass
class FaultQueue:
    """The queue of troubles, filled by one thread and emptied by another."""

    _queue: list[PlannedFault] = field(default_factory=list[PlannedFault])
    _lock: Lock = field(default_factory=Lock)

    def add(
        self, kind: str, operation: str | None, times: int, details: Mapping[str, object]
    ) -> None:
        """Queue a trouble, or raise ValueError if it can never happen."""
        planned = plan(Fault(kind), operation, times, details)
        with self._lock:
            self._queue.append(planned)

    def take(self, operation: str) -> PlannedFault | None:
        """Return the first trouble that fits the *operation*, once less now."""
        with self._lock:
            for planned in self._queue:
                if planned.fits(operation):
                    planned.left -= 1
                    if planned.left == 0:
                        self._queue.remove(planned)
                    return planned
        return None

    def __len__(self) -> int:
        """Return how many requests will meet trouble."""
        with self._lock:
            return sum(planned.left for planned in self._queue)


def plan(
    kind: Fault, operation: str | None, times: int, details: Mapping[str, object]
) -> PlannedFault:
    """Return the trouble as it will be queued."""
    if operation is not None and operation not in FITS.get(kind, NAMES):
        message = f"{kind} cannot happen to {operation}"
        raise ValueError(message)
    strange = details.keys() - TAKES.get(kind, frozenset())
    if strange or times < 1:
        message = f"{kind} does not take {sorted(strange) or times}"
        raise ValueError(message)
    try:
        return PlannedFault(kind, operation, times, msgspec.convert(details, Details))
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
