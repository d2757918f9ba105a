"""Divide a list into parts that several processes or machines read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import frozen

from .._codecs.scalars import MOSCOW_ZONE
from .._request.scalar_checks import end_of_day
from ..config import is_whole
from ..errors import ArgumentError
from ..spec import GROUPS, rows
from ..spec.language import ListEndpoint, Param
from .iteration import Fetch
from .page import Page

if TYPE_CHECKING:
    from .paginator import Paginator

T = TypeVar("T")
_VERSION = 1
_MOST_SHARDS = 100_000
_MILLISECOND = dt.timedelta(milliseconds=1)


@frozen(kw_only=True)
class Source:
    """The row of the table that a list is read by, and the arguments it is read with."""

    row: ListEndpoint[Any]
    arguments: Mapping[str, Any]
    page_size: int

    def shard(self, key: str, *, page: int = 1, last: int | None = None, **changed: Any) -> Shard:
        """Return a shard of the list of that *key*: some pages, or with *changed* arguments."""
        arguments = {**self.arguments, **changed}
        given = ((one, arguments.get(one.name)) for one in self.row.params)
        return Shard(
            operation=self.row.operation,
            arguments=tuple((one.name, _plain(value)) for one, value in given if value is not None),
            page_size=self.page_size,
            page=page,
            last_page=last,
            owner=key.partition("@")[2],
        )


@frozen(kw_only=True)
class Shard:
    """A part of a list, for any process that has a client of the same seller; holds no secret.

    It pickles, and `to_dict` is a form for JSON.
    """

    operation: str
    """The public name of the list, such as ``"account.receipts"``."""
    arguments: tuple[tuple[str, Any], ...] = ()
    """What the list is read with, as JSON can hold it."""
    page_size: int
    """How many items a page has."""
    page: int = 1
    """The first page."""
    last_page: int | None = None
    """The last page; ``None`` is the list's last."""
    owner: str = ""
    """A digest of seller and origin, whose list it is."""

    def open(self, client: Any) -> Paginator[Any]:
        """Return the paginator that reads this part through *client*.

        Raises `ArgumentError` if the client has no such list, or is another seller's.
        """
        row = _row(self.operation)
        params = {one.name: one for one in row.params}
        unknown = [name for name, _ in self.arguments if name not in params]
        if unknown:
            raise _refused(f"has arguments that {self.operation} does not take: {unknown}")
        try:
            arguments = {name: _value(params[name], one) for name, one in self.arguments}
        except (TypeError, ValueError):
            raise _refused("is damaged: its arguments cannot be read") from None
        method = getattr(getattr(client, row.group), row.name)
        found: Paginator[Any] = method(**arguments, page=self.page, page_size=self.page_size)
        if str(found.checkpoint()["list"]).partition("@")[2] != self.owner:
            raise _refused(f"is of {self.operation} of another seller, or of another base_url")
        return found.until_page(self.last_page)

    def to_dict(self) -> dict[str, Any]:
        """Return it in a form that JSON can hold, with a version."""
        arguments = {
            name: list(cast("tuple[Any, ...]", value)) if isinstance(value, tuple) else value
            for name, value in self.arguments
        }
        return {
            "version": _VERSION,
            "operation": self.operation,
            "arguments": arguments,
            "page_size": self.page_size,
            "page": self.page,
            "last_page": self.last_page,
            "owner": self.owner,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the shard that *data*, from `to_dict`, describes, or refuse it by name."""
        if not isinstance(cast("object", data), Mapping) or "version" not in data:
            raise _refused("must be what Shard.to_dict() gave")
        if data["version"] != _VERSION:
            version = str(data["version"])[:20]
            raise _refused(f"is of version {version}; this package reads version {_VERSION}")
        facts = {name: data.get(name) for name in ("page_size", "page", "last_page")}
        arguments, names = data.get("arguments"), (data.get("operation"), data.get("owner"))
        if not (
            all(isinstance(one, str) for one in names)
            and isinstance(arguments, Mapping)
            and all(is_whole(one, least=1) for one in (facts["page_size"], facts["page"]))
            and (facts["last_page"] is None or is_whole(facts["last_page"], least=1))
        ):
            raise _refused("is damaged: it is not what Shard.to_dict() gave")
        _row(str(names[0]))
        given = cast("Mapping[str, Any]", arguments)
        return cls(
            operation=str(names[0]),
            owner=str(names[1]),
            arguments=tuple((str(name), _plain(value)) for name, value in given.items()),
            **cast("dict[str, Any]", facts),
        )


def by_pages(source: Source, key: str, pages: int, first: Page[Any]) -> list[Shard]:
    """Return shards of so many *pages*; the last one goes to the end of the list."""
    count = _page_count(first)
    if count is None:
        raise ArgumentError("pages: the service does not say how many pages there are")
    starts = list(_bounded(range(1, max(1, count) + 1, pages), "pages"))
    return [
        source.shard(key, page=one, last=one + pages - 1 if one != starts[-1] else None)
        for one in starts
    ]


async def by_time(source: Source, key: str, by: dt.timedelta, fetch: Fetch[Any]) -> list[Shard]:
    """Return shards of windows of time; the first and the last are as open as the list is."""
    window = source.row.window
    if window is None:
        raise ArgumentError(
            f"{source.row.operation} cannot be read by time; give pages=", parameter="by"
        )
    if not isinstance(cast("object", by), dt.timedelta) or by < _MILLISECOND:
        raise ArgumentError("by must be a timedelta of at least a millisecond", parameter="by")
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
        return [source.shard(key)]
    shards: list[Shard] = []
    borders = list(_bounded(_borders(begin, end, by), "by"))
    for border, following in zip(borders, [*borders[1:], None], strict=True):
        changed = {
            window.start: start if not shards else border,
            window.finish: finish if following is None else following - _MILLISECOND,
        }
        shards.append(source.shard(key, **changed))
    return shards


def _borders(begin: dt.datetime, end: dt.datetime, by: dt.timedelta) -> Iterator[dt.datetime]:
    """Return the start of each window, to the millisecond, as the service compares."""
    moment = begin.astimezone(dt.UTC)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    by -= by % _MILLISECOND
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
    moments = [one for one in map(attrgetter(path), page.items) if one is not None]
    if not moments:
        return None
    return max(moments) if newest else min(moments)


def _first_moment(value: dt.date) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time.min, MOSCOW_ZONE)


def _row(operation: str) -> ListEndpoint[Any]:
    group = operation.partition(".")[0]
    for row in rows(group) if group in GROUPS else ():
        if row.operation == operation and isinstance(row, ListEndpoint):
            return row
    raise _refused(f"is of {operation[:40]!r}, which is no list of this package")


def _plain(value: Any) -> Any:
    """Return an argument as JSON can hold it, but for lists, which are tuples."""
    if isinstance(value, str):
        return str.__str__(value)  # an enum's member is one
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return value
    return tuple(_plain(one) for one in value)


def _value(param: Param, value: Any) -> Any:
    if param.many:
        return tuple(_one_value(param, one) for one in value)
    return _one_value(param, value)


def _one_value(param: Param, value: Any) -> Any:
    if param.kind is not dt.datetime:
        return value if param.kind in (int, bool, str) else param.kind(value)
    return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)


def _refused(why: str) -> ArgumentError:
    return ArgumentError(f"shard {why}", parameter="shard")
