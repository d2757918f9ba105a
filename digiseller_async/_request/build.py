"""A row and its arguments in, a checked `Request` out; what does not fit is refused by name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast
from urllib.parse import quote, urlencode

from attrs import define, evolve, field, frozen

from .._codecs.scalars import MOSCOW, write_scalar
from ..spec.language import Endpoint, ListEndpoint, Param, Place
from .arguments import checked, refuse_missing
from .scalar_checks import flag, refused


@frozen(kw_only=True, eq=False)
class Request:
    """What is to be asked, checked and sorted: the path, the query, the body's fields, files."""

    row: Endpoint[Any]
    method: str
    path: str
    query: str = ""
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    files: tuple[tuple[Param, Any], ...] = field(default=(), repr=False)
    """Files as they were given."""
    file_count: int | None = None
    """How many files an archive must have."""
    arguments: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    """What was given, as it was given."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """What was given and must not appear in an error."""

    def key(self) -> str:
        """Return what a checkpoint knows a list by: the operation, and a digest of the question."""
        asked = self.query if self.body is None else f"{self.query} {sorted(self.body.items())}"
        return f"{self.row.operation}#{hashlib.sha256(asked.encode()).hexdigest()[:16]}"

    def with_count(self, param: Param, value: int) -> Request:
        """Return the same request with one more number, where *param* has its place."""
        body, query = self.body, self.query
        if param.place is Place.BODY:
            body = {**(body or {}), param.wire: value}
        else:
            query = f"{query}{'&' if query else ''}{param.wire}={value}"
        # Each page of a list is asked for so, and attrs' evolve takes five times as long.
        return Request(
            row=self.row,
            method=self.method,
            path=self.path,
            query=query,
            body=body,
            arguments=self.arguments,
            secrets=self.secrets,
        )

    def in_parts(self) -> Iterable[Request]:
        """Return it, or several if a list in it is longer than the service takes at once."""
        for param in self.row.params:
            values = (self.body or {}).get(param.wire) if param.split else None
            if values is None:
                continue
            step = cast("int", param.most_items)
            starts = range(0, len(values), step)
            return [
                evolve(self, body={**(self.body or {}), param.wire: values[start : start + step]})
                for start in starts
            ]
        return (self,)

    def xml_body(self) -> dict[str, Any]:
        """Return the body's fields by their paths in XML, in the order of the row."""
        body = self.body or {}
        return {one.xml: body[one.wire] for one in _params(self.row) if one.wire in body}


def _params(row: Endpoint[Any]) -> tuple[Param, ...]:
    counts = (row.number, row.size) if isinstance(row, ListEndpoint) else ()
    return tuple(one for one in (*row.params, *counts) if one.place is Place.BODY)


@define
class _Places:
    """Checked arguments, each where it travels."""

    path: dict[str, str] = field(factory=dict[str, str])
    query: list[tuple[str, str]] = field(factory=list[tuple[str, str]])
    body: dict[str, Any] = field(factory=dict[str, Any])
    files: list[tuple[Param, Any]] = field(factory=list[tuple[Param, Any]])
    secrets: list[str] = field(factory=list[str])

    def put(self, param: Param, value: Any) -> None:
        """Put the checked *value* in its place."""
        each = value if param.many else (value,)
        if param.secret:
            self.secrets.extend(each)
        if param.place is Place.BODY:
            self.body[param.wire] = _written(value)
        elif param.place is Place.PATH:
            self.path[param.name] = _step(param, write_scalar(value))
        elif param.place is Place.FILES:
            self.files.extend((param, one) for one in each)
        else:
            self.query.extend((param.wire, write_scalar(one)) for one in each)


def build(
    row: Endpoint[Any], arguments: Mapping[str, Any], *, seller_id: int | None = None
) -> Request:
    """Check *arguments* against what *row* takes, and sort them to their places."""
    places = _Places()
    for param in row.params:
        value = arguments.get(param.name)
        if value is None and param.own_seller:
            value = seller_id
        if value is not None and not (param.whole and value == param.whole):
            places.put(param, checked(param, value))
        elif param.needs_word:
            refuse_missing(param, given=value is not None)
    _refuse_none_of(row, arguments)
    _refuse_descending(row, arguments)
    method, template = _route(row, arguments)
    return Request(
        row=row,
        method=method,
        path=_filled(template, places.path),
        query=urlencode(places.query),
        body=places.body if row.has_body else None,
        files=tuple(places.files),
        file_count=arguments.get("count") if places.files else None,
        arguments={name: one for name, one in arguments.items() if one is not None},
        secrets=tuple(places.secrets),
    )


def _step(param: Param, value: str) -> str:
    """Return *value* as one step of a path, which it neither leaves nor goes up from."""
    if value in (".", ".."):
        raise refused(param.name, f"must not be {value!r}")
    return quote(value, safe="")


def _written(value: Any) -> Any:
    """Return a checked value as a document spells it: moments are texts there."""
    if isinstance(value, dt.date):
        return write_scalar(value)
    if isinstance(value, list):
        return [_written(one) for one in cast("list[object]", value)]
    if isinstance(value, dict):
        return {name: _written(one) for name, one in cast("dict[str, object]", value).items()}
    return value


def _filled(template: str, path: Mapping[str, str]) -> str:
    """Return *template* with its names replaced; a last one that was not given is left out."""
    rest, _, last = template.rpartition("/")
    if last.startswith("{") and last[1:-1] not in path:
        template = rest
    return template.format_map(path)


def _route(row: Endpoint[Any], arguments: Mapping[str, Any]) -> tuple[str, str]:
    other = row.alternative
    if other is not None and flag(other.flag, arguments.get(other.flag, False)):
        return other.method, other.path
    return row.method, row.path


def _refuse_none_of(row: Endpoint[Any], arguments: Mapping[str, Any]) -> None:
    if row.one_of and all(arguments.get(name) is None for name in row.one_of):
        raise refused(row.one_of[0], f"or {' or '.join(row.one_of[1:])} is required")


def _refuse_descending(row: Endpoint[Any], arguments: Mapping[str, Any]) -> None:
    for first, second in row.ordered:
        low, high = arguments.get(first), arguments.get(second)
        if low is None or high is None:
            continue
        if _comparable(low, first=True) > _comparable(high, first=False):
            raise refused(second, f"must not be below {first}")


def _comparable(value: Any, *, first: bool) -> Any:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        # A bare date stands for its whole day, so it starts at midnight and finishes at the last.
        moment = dt.time.min if first else dt.time.max
        return dt.datetime.combine(value, moment, MOSCOW)
    return Decimal(value)
