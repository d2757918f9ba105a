"""Queue the faults to inject, and hand each one to the first request that it applies to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Annotated

import msgspec

from .routes import OPERATIONS

CATALOG_LISTS = frozenset(
    {"catalog.products", "catalog.reviews", "catalog.search", "products.of_seller"}
)
ACCOUNT_LISTS = frozenset({"account.receipts", "account.external_operations"})
SALES_LISTS = frozenset({"sales.list", "sales.as_agent"})
SHRINKABLE = ACCOUNT_LISTS | CATALOG_LISTS | SALES_LISTS
LISTS = SHRINKABLE | {"chats.list", "offers.list", "templates.list", "templates.products"}


MOST = 1_000_000_000
MOST_SECONDS = 86_400
HEADER_VALUE = re.compile(r"[ -~]{0,1000}")


class Fault(StrEnum):
    """What can go wrong on demand, with the details that `Sandbox.inject` takes for it.

    Attributes:
        LATENCY: The answer comes late, by ``seconds`` (a float of at most a day's; 1.0).
        HANG: No answer comes, and nothing is applied.
        HANG_AFTER: No answer comes, but the change is applied.
        UNAUTHORIZED: 401, as for a token that has expired.
        TOO_MANY: 429, with the header ``Retry-After`` if ``retry_after`` gives its text.
        SERVER_ERROR: ``status`` (400 to 599; 500) with an HTML page; nothing is applied.
        SERVER_ERROR_AFTER: The same, but the change is applied.
        MAINTENANCE: 200 with the HTML page that the service shows during maintenance.
        DROP_BEFORE: The connection is broken before the change is applied.
        DROP_AFTER: The connection is broken after the change is applied.
        TRUNCATED: The connection is closed in the middle of the answer; the change is applied.
        BROKEN_JSON: A complete answer whose document lacks its end; the change is applied.
        EMPTY_PAGE_SAYS_MORE: A page of a list has no rows, and promises a next page.
        REPEATED_PAGE: A list answers with its first page, whatever page is asked for.
        SHRUNK: A list loses ``by`` (1) rows for good: its oldest, or its newest if ``newest``.
    """

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


class FaultDetails(msgspec.Struct, frozen=True):
    """The details of all faults, with their defaults."""

    seconds: Annotated[float, msgspec.Meta(ge=0, le=MOST_SECONDS)] = 1.0
    retry_after: str | None = None
    status: Annotated[int, msgspec.Meta(ge=400, le=599)] = 500
    by: Annotated[int, msgspec.Meta(ge=1, le=MOST)] = 1
    newest: bool = False


APPLICABLE = {
    Fault.EMPTY_PAGE_SAYS_MORE: LISTS,
    Fault.REPEATED_PAGE: LISTS,
    Fault.SHRUNK: SHRINKABLE,
}
ACCEPTED_DETAILS = {
    Fault.LATENCY: frozenset({"seconds"}),
    Fault.TOO_MANY: frozenset({"retry_after"}),
    Fault.SERVER_ERROR: frozenset({"status"}),
    Fault.SERVER_ERROR_AFTER: frozenset({"status"}),
    Fault.SHRUNK: frozenset({"by", "newest"}),
}


@dataclass
class PlannedFault:
    """One fault, for as many requests as are left."""

    fault: Fault
    operation: str | None
    left: int
    details: FaultDetails

    def applies_to(self, operation: str) -> bool:
        """Tell if a request for this *operation* meets the fault."""
        if self.operation is None:
            return operation != "sign_in" and operation in APPLICABLE.get(self.fault, OPERATIONS)
        return self.operation == operation


@dataclass
class FaultQueue:
    """The planned faults, added by one thread and taken by another."""

    _queue: list[PlannedFault] = field(default_factory=list[PlannedFault])
    _lock: Lock = field(default_factory=Lock)

    def add(
        self, fault: str, operation: str | None, times: int, details: Mapping[str, object]
    ) -> None:
        """Queue a fault, or raise ValueError if it can never happen."""
        planned = plan(fault, operation, times, details)
        with self._lock:
            self._queue.append(planned)

    def take(self, operation: str) -> PlannedFault | None:
        """Return the first fault that applies to the *operation*, once less now."""
        with self._lock:
            for planned in self._queue:
                if planned.applies_to(operation):
                    planned.left -= 1
                    if planned.left == 0:
                        self._queue.remove(planned)
                    return planned
        return None

    def planned(self) -> list[PlannedFault]:
        """Return the faults in the order in which requests meet them."""
        with self._lock:
            return list(self._queue)

    def __len__(self) -> int:
        """Return how many requests will meet a fault."""
        with self._lock:
            return sum(planned.left for planned in self._queue)


def plan(
    name: str, operation: str | None, times: int, details: Mapping[str, object]
) -> PlannedFault:
    """Return the fault as it will be queued, or raise ValueError."""
    if name not in set(Fault):
        message = f"fault must be one of {', '.join(Fault)}; got {name!r}"
        raise ValueError(message)
    fault = Fault(name)
    check_operation(fault, operation)
    accepted = ACCEPTED_DETAILS.get(fault, frozenset[str]())
    if unknown := sorted(details.keys() - accepted):
        allowed = " and ".join(sorted(accepted)) or "no details"
        message = f"{fault} takes {allowed}; got {', '.join(unknown)}"
        raise ValueError(message)
    if not 1 <= times <= MOST:
        message = f"times must be at least 1, and at most {MOST:,}; got {times}"
        raise ValueError(message)
    try:
        found = msgspec.convert(details, FaultDetails)
    except msgspec.ValidationError as error:
        message = f"{fault}: {error}"
        raise ValueError(message) from error
    if not HEADER_VALUE.fullmatch(found.retry_after or ""):
        message = f"{fault}: retry_after must be at most 1,000 printable characters of ASCII"
        raise ValueError(message)
    return PlannedFault(fault, operation, times, found)


def check_operation(fault: Fault, operation: str | None) -> None:
    """Raise ValueError if the *fault* cannot happen to the *operation*."""
    if operation is None:
        return
    if operation not in OPERATIONS:
        message = f"operation must be a name like 'account.receipts', or None; got {operation!r}"
        raise ValueError(message)
    applicable = APPLICABLE.get(fault, OPERATIONS)
    if operation not in applicable:
        message = f"{fault} applies to {', '.join(sorted(applicable))}; got {operation}"
        raise ValueError(message)
