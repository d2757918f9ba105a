"""Carry out one call of an operation for the command line, and report how it ended."""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, cast

import click
from attrs import field, frozen

from ..._client import Digiseller
from ...errors import DigisellerError
from ...pagination import Drift, Paginator
from ...spec.language import Effect, Endpoint, ListEndpoint
from ..clients import ClientOptions, check_origin, open_client
from ..exit_codes import DRIFTED, INTERRUPTED, OK, UNWRITABLE, USAGE, exit_code_of
from ..interrupts import run_interruptible
from ..output import UnreadError, UnwritableError, print_error, print_note
from ..tables import signs_of
from .parameters import arguments_in
from .results import UnprintableError, print_items, print_result


@frozen(kw_only=True)
class Call:
    """One call of the operation of a *row*, with what is to be printed of its result."""

    row: Endpoint[Any]
    arguments: dict[str, Any]
    as_json: bool
    limit: int | None = None
    wait: bool = False
    drift: list[Drift] = field(factory=list[Drift])

    async def run(self, client: AbstractAsyncContextManager[Digiseller]) -> None:
        """Call it, and print what it returns."""
        async with client as ds:
            method = getattr(getattr(ds, self.row.group), self.row.name)
            if isinstance(self.row, ListEndpoint):
                await self._print_pages(method(**self.arguments))
            else:
                await self._print(await method(**self.arguments))

    async def _print_pages(self, paginator: Paginator[Any]) -> None:
        limited = paginator if self.limit is None else paginator.limit(self.limit)
        try:
            async for page in limited.pages():
                print_items(page.items, as_json=self.as_json)
        finally:
            self.drift.extend(limited.report.drift)

    async def _print(self, result: Any) -> None:
        if self.row.starts_task:
            result = await result.wait() if self.wait else result.id
        if self.row.many:
            print_items(result, as_json=self.as_json)
        else:
            print_result(result, as_json=self.as_json)


def call_operation(row: Endpoint[Any], **values: Any) -> int:
    """Call the operation of *row* with the *values* of a command line; return the exit code."""
    options = cast("ClientOptions", {**values, "rate": None})
    check_origin(options)
    call = Call(
        row=row,
        arguments=arguments_in(values),
        as_json=values["as_json"],
        limit=values.get("limit"),
        wait=values.get("wait", False),
    )
    changes = row.effect is not Effect.SAFE or call.arguments.get(row.changes_with) is not None
    if changes and not values["yes"] and not _is_confirmed(row):
        print_note("nothing was sent")
        return USAGE
    return _run(call, options)


def _is_confirmed(row: Endpoint[Any]) -> bool:
    """Ask at the terminal whether to do it."""
    effect = Effect.IDEMPOTENT.value if row.changes_with else row.effect.value
    if not sys.stdin.isatty():
        raise click.UsageError(f"{row.operation} changes something ({effect}): add --yes.")
    return click.confirm(f"{row.operation} ({effect}): {row.summary} Do it?", err=True)


def _run(call: Call, options: ClientOptions) -> int:
    try:
        is_interrupted = run_interruptible(partial(call.run, open_client(options)))
    except UnprintableError:
        return UNWRITABLE
    except UnreadError:
        return OK
    except (UnwritableError, DigisellerError) as error:
        print_error(f"error: {error}")
        return exit_code_of(error)
    return _report(call, is_interrupted=is_interrupted)


def _report(call: Call, *, is_interrupted: bool) -> int:
    if is_interrupted:
        print_error(f"interrupted: {call.row.operation}")
        return INTERRUPTED
    if call.drift:
        print_error(f"warning: {call.row.operation} changed meanwhile: {signs_of(call.drift)}")
        return DRIFTED
    return OK
