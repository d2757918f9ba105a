"""Check many calls and say what they would take, without sending anything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from anyio.lowlevel import checkpoint
from attrs import field, frozen

from ..config import Rate
from ..errors import ArgumentError
from .operation import Operation
from .source import Calls, CallSource

_BATCH = 100
"""So many calls take a few milliseconds, after which other tasks have their turn."""


@frozen(kw_only=True)
class Plan:
    """What a `bulk` run of some calls would take."""

    requests: int = 0
    """How many requests it would send, without the sign-in and retries."""
    seconds: float = 0.0
    """How long the client's rate limit would make it take, at least."""
    permissions: frozenset[str] = frozenset()
    """The permissions that the API key needs, in the documentation's words."""
    refused: tuple[tuple[int, ArgumentError], ...] = field(default=(), repr=False)
    """The calls that would not be sent: the number of each, from 1, and what is wrong with it."""


async def bulk_plan(operation: Callable[..., Awaitable[Any]], calls: Calls) -> Plan:
    """Check the calls of a `bulk` run, and return what it would take; nothing is sent.

    Files are not opened. An iterator is used up: give `bulk` another one.

    Args:
        operation: A method of a client's group that is awaited, such as ``ds.products.edit_base``.
        calls: Mappings of arguments, in an iterable or an async iterable.

    Raises:
        ArgumentError: *operation* or *calls* is not valid.
        ConfigurationError: The client has no API key and no token.
        ClosedError: The client is closed, or bound to another process.
    """
    made, source = Operation(operation), CallSource(calls)
    requests, refused = 0, list[tuple[int, ArgumentError]]()
    while (given := await source.next()) is not None:
        try:
            requests += (await made.prepare(given.arguments())).request_count
        except ArgumentError as error:
            refused.append((given.number, error.with_traceback(None)))
        if given.number % _BATCH == 0:
            await checkpoint()
    return Plan(
        requests=requests,
        seconds=_seconds(requests, made.client.pipeline.rate),
        permissions=frozenset(filter(None, [made.row.permission])),
        refused=tuple(refused),
    )


def _seconds(requests: int, rate: Rate | None) -> float:
    """Return when the last of the *requests* may be sent: as many as *rate* allows go at once."""
    if rate is None:
        return 0.0
    return max(0, requests - rate.calls) * rate.per / rate.calls
