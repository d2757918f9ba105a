"""Define `bulk`: check what it is given, and put a run together."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from .._request.scalar_checks import short_repr
from ..config import is_whole
from ..errors import ArgumentError
from .call_maker import Again, CallMaker
from .journal import Journal
from .operation import Operation
from .outcome import BulkCounts
from .run import BulkRun
from .source import Calls, CallSource, Key, KeyReader

T = TypeVar("T")
_AGAIN = get_args(Again)


def bulk(
    operation: Callable[..., Awaitable[T]],
    calls: Calls,
    *,
    key: Key,
    concurrency: int = 8,
    journal: str | os.PathLike[str] | None = None,
    again: Collection[Again] = (),
    on_progress: Callable[[BulkCounts], object] | None = None,
) -> BulkRun[T]:
    """Make many calls of one operation; resumable with a journal, and none is made twice.

    ``async with bulk(ds.products.edit_base, calls, key="product_id") as run:`` and
    ``async for outcome in run:`` give one `BulkOutcome` a call, in the order in which they end.
    Calls are read when they can be made, so there may be any number of them. Retries, rate limit
    and timeout are the client's.

    A call that fails ends nothing. What would end each call does: a key that is refused or lacks
    the permission, a closed client, a journal that cannot be written, an error of *calls* itself.
    Then no further call starts, those under way give their outcomes, and the error is raised;
    ``run.counts.left`` says how many calls were not made.

    With a journal, run the same again after a crash, a deploy or an error: what is done is told as
    an `earlier` outcome and not repeated. A call that was cut off after it was sent is made again
    if that does no harm, as the client would; else it is ``"unknown"``, also in the next runs.

    Leaving the ``async with`` block starts no further call, and waits for those under way; a
    cancellation ends them, too. The outcomes that were not read can be read after the block.

    Args:
        operation: A method of a client's group that is awaited, such as ``ds.products.edit_base``;
            its client's ``with_options`` sets timeout, retries and format.
        calls: Mappings of arguments, in an iterable or an async iterable. Another run must give
            the same keys for the same calls. An iterable is read from the event loop.
        key: What names a call: the name of an argument, or a function of the arguments that
            returns a str or an int. Two calls must not have the same.
        concurrency: How many calls are made at once; the client's *max_connections* is a bound,
            too.
        journal: The path of a file that says which calls were sent and what became of them. It is
            created for its owner only, and holds neither keys nor arguments but their digests. One
            run at a time uses it, of one operation, seller and origin.
        again: Which outcomes of earlier runs are not final: ``{"failed"}`` repeats calls that
            failed without an effect, ``{"unknown"}`` those of which nobody knows.
        on_progress: Called with `BulkCounts` for each outcome that is read; a function, or a
            coroutine function, which has 5 s. The first time that it fails is logged.

    Raises:
        ArgumentError: An argument is not valid; a journal is refused when the block is entered.
    """
    _check_settings(concurrency, journal, again, on_progress)
    made = Operation(operation)
    keys, kept = KeyReader(key, made.parameters), None
    if journal is not None:
        kept = Journal(Path(journal), _owner(made), concurrency=concurrency)
    return BulkRun(
        CallSource(calls),
        CallMaker(made, keys, kept, frozenset(again)),
        concurrency=concurrency,
        journal=kept,
        on_progress=on_progress,
    )


def _owner(operation: Operation[Any]) -> Mapping[str, Any]:
    """Return whose journal it is: what the next run with it has to be, too."""
    client, row = operation.client, operation.row
    return {
        "operation": operation.name,
        "seller": client.seller_id,
        "origin": client.origin(row),
    }


def _check_settings(
    concurrency: object, journal: object, again: object, on_progress: object
) -> None:
    if not is_whole(concurrency, least=1):
        raise _refused("concurrency", f"an int of at least 1, not {short_repr(concurrency)}")
    if not (journal is None or isinstance(journal, str | os.PathLike)):
        raise _refused("journal", f"the path of a file, not {short_repr(journal)}")
    is_collection = isinstance(again, Collection) and not isinstance(again, str)
    words = cast("Collection[object]", again) if is_collection else ("?",)
    if any(one not in _AGAIN for one in words):
        raise _refused("again", f"a set of 'failed' and 'unknown', not {short_repr(again)}")
    if not (on_progress is None or callable(on_progress)):
        raise _refused("on_progress", f"a function, not {short_repr(on_progress)}")


def _refused(name: str, what: str) -> ArgumentError:
    return ArgumentError(f"{name} must be {what}", parameter=name)
