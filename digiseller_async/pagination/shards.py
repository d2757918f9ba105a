"""Divide a list into parts that several processes or machines read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, cast

from attrs import frozen

from .._codecs.scalars import MOSCOW_ZONE
from .._request.scalar_checks import end_of_day
from ..config import is_whole, shown
from ..errors import ArgumentError
from ..spec import GROUPS, rows
from ..spec.language import ListEndpoint, Param
from .iteration import Fetch
from .page import Page

Facts = dict[str, Any]
"""What a shard is made of, by its fields."""
VERSION = 1
"""The version of the form of a shard for JSON."""
_MOST_SHARDS = 100_000
_SECOND = dt.timedelta(seconds=1)


@frozen(kw_only=True)
class Source:
    """The row of the table that a list is read by, and the arguments it is read with."""

    row: ListEndpoint[Any]
    arguments: Mapping[str, Any]
    page_size: int

    def part(
        self,
        changed: Mapping[str, Any] | None = None,
        *,
        page: int = 1,
        last_page: int | None = None,
    ) -> Facts:
        """Return the facts of a part of the list: some pages, or with *changed* arguments."""
        arguments = {**self.arguments, **(changed or {})}
        for one in self.row.params:
            if one.secret and arguments.get(one.name) is not None:
                raise ArgumentError(
                    f"{self.row.operation} with {one.name} cannot be divided: its shards would "
                    f"hold {one.name}, which is secret",
                    parameter=one.name,
                )
        given = ((one, arguments.get(one.name)) for one in self.row.params)
        return {
            "operation": self.row.operation,
            "arguments": tuple(
                (one.name, plain(value)) for one, value in given if value is not None
            ),
            "page_size": self.page_size,
            "page": page,
            "last_page": last_page,
        }


def by_pages(source: Source, pages: int, first: Page[Any]) -> list[Facts]:
    """Return shards of so many *pages*; the last one goes to the end of the list."""
    count = _page_count(first)
    if count is None:
        raise ArgumentError("pages: the service does not say how many pages there are")
    starts = list(_bounded(range(1, max(1, count) + 1, pages), "pages"))
    return [
        source.part(page=one, last_page=one + pages - 1 if one != starts[-1] else None)
        for one in starts
    ]


async def by_time(source: Source, by: dt.timedelta, fetch: Fetch[Any]) -> list[Facts]:
    """Return shards of windows of time; the first and the last are as open as the list is."""
    window = source.row.window
    if window is None:
        raise ArgumentError(
            f"{source.row.operation} cannot be read by time; give pages=", parameter="by"
        )
    if not isinstance(cast("object", by), dt.timedelta) or by < window.step:
        unit = "millisecond" if window.step < _SECOND else "second"
        raise ArgumentError(f"by must be a timedelta of at least a {unit}", parameter="by")
    start, finish = (source.arguments.get(one) for one in (window.start, window.finish))
    begin = None if start is None else _first_moment(start)
    end = None if finish is None else end_of_day(finish)
    if begin is None or end is None:
        first = await fetch(1)
        if end is None:
            end = _moment(first, window.moment, newest=True)
        if begin is None:
            count = _page_count(first) or 1
            last = first if count == 1 else await fetch(count)
            begin = _moment(last, window.moment, newest=False)
    if begin is None or end is None:  # there is no row yet
        return [source.part()]
    shards: list[Facts] = []
    borders = list(_bounded(_borders(begin, end, by, window.step), "by"))
    for border, following in zip(borders, [*borders[1:], None], strict=True):
        changed = {
            window.start: start if not shards else border,
            window.finish: finish if following is None else following - window.step,
        }
        shards.append(source.part(changed))
    return shards


def _borders(
    begin: dt.datetime, end: dt.datetime, by: dt.timedelta, step: dt.timedelta
) -> Iterator[dt.datetime]:
    """Return the start of each window, to the *step* to which the service compares."""
    moment = begin.astimezone(dt.UTC)
    moment -= dt.timedelta(microseconds=moment.microsecond) % step
    by -= by % step
    while True:
        yield moment
        moment += by
        if moment > end:
            return


def _bounded(found: Any, parameter: str) -> Iterator[Any]:
    for count, one in enumerate(found):
        if count == _MOST_SHARDS:
            raise ArgumentError(
                f"{parameter} is too small: it makes more than {_MOST_SHARDS:,} shards",
                parameter=parameter,
            )
        yield one


def _page_count(first: Page[Any]) -> int | None:
    if first.total_pages is not None:
        return first.total_pages
    return None if first.total_items is None else -(-first.total_items // max(1, first.size))


def _moment(page: Page[Any], path: str, *, newest: bool) -> dt.datetime | None:
    moments: list[dt.datetime] = [
        one for one in map(attrgetter(path), page.items) if one is not None
    ]
    if not moments:
        return None
    return max(moments) if newest else min(moments)


def _first_moment(value: dt.date) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time.min, MOSCOW_ZONE)


def list_row(operation: str) -> ListEndpoint[Any]:
    """Return the row of the list of that name, or refuse it."""
    group = operation.partition(".")[0]
    for row in rows(group) if group in GROUPS else ():
        if row.operation == operation and isinstance(row, ListEndpoint):
            return row
    raise refused(f"is of {operation[:40]!r}, which is no list of this package")


def plain(value: Any) -> Any:
    """Return an argument as JSON can hold it, but for lists, which are tuples."""
    if isinstance(value, str):
        return str.__str__(value)  # an enum's member is one
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return value
    return tuple(plain(one) for one in value)


def as_json(value: Any) -> Any:
    """Return an argument of a shard as JSON can hold it, lists included."""
    return list(cast("Iterable[Any]", value)) if isinstance(value, tuple) else value


def _value(param: Param, value: Any) -> Any:
    if param.many:
        return tuple(_one_value(param, one) for one in value)
    return _one_value(param, value)


def _one_value(param: Param, value: Any) -> Any:
    if param.kind is not dt.datetime:
        return value if param.kind in (int, bool, str) else param.kind(value)
    return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)


def refused(why: str) -> ArgumentError:
    """Return the error of a shard that is refused."""
    return ArgumentError(f"shard {why}", parameter="shard")


def read_arguments(row: ListEndpoint[Any], given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the arguments of a shard as the list of *row* takes them."""
    params = {one.name: one for one in row.params}
    try:
        return {name: _value(params[name], one) for name, one in given}
    except (KeyError, TypeError, ValueError):
        raise refused(f"is damaged: its arguments are not those of {row.operation}") from None


def read_form(data: Mapping[str, Any]) -> Facts:
    """Return the facts of the shard that *data* describes, or refuse it by name."""
    if not isinstance(cast("object", data), Mapping) or "version" not in data:
        raise refused("must be what Shard.to_dict() gave")
    if data["version"] != VERSION:
        version = shown(data["version"])
        raise refused(f"is of version {version}; this package reads version {VERSION}")
    names = ("operation", "owner", "arguments", "page_size", "page", "last_page")
    facts = {name: data.get(name) for name in names}
    arguments, last = facts["arguments"], facts["last_page"]
    if not (
        all(isinstance(facts[one], str) for one in ("operation", "owner"))
        and isinstance(arguments, Mapping)
        and all(is_whole(facts[one], least=1) for one in ("page_size", "page"))
        and (last is None or is_whole(last, least=1))
    ):
        raise refused("is damaged: it is not what Shard.to_dict() gave")
    given = cast("Mapping[str, Any]", arguments)
    read_arguments(list_row(str(facts["operation"])), given.items())
    return {**facts, "arguments": tuple((name, plain(one)) for name, one in given.items())}
