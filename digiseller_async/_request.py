"""A row and its arguments in, a checked `Request` out; what does not fit is refused by name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from attrs import field, frozen

from ._arguments import checked, flag, refuse_missing, refused, text
from ._scalars import MOSCOW
from .spec.language import Endpoint, Param, Place


@frozen(kw_only=True, eq=False)
class Request:
    """What is to be asked, checked and sorted: the path, the query, the body's fields."""

    row: Endpoint[Any]
    method: str
    path: str
    query: str = ""
    body: Mapping[str, Any] | None = field(default=None, repr=False)

    def key(self) -> str:
        """Return what a checkpoint knows a list by: the operation, and a digest of the query."""
        asked = hashlib.sha256(self.query.encode()).hexdigest()
        return f"{self.row.operation}#{asked[:16]}"

    def with_query(self, name: str, value: int) -> Request:
        """Return the same request with one more pair."""
        pair = f"{name}={value}"
        return Request(
            row=self.row,
            method=self.method,
            path=self.path,
            query=f"{self.query}&{pair}" if self.query else pair,
            body=self.body,
        )


def build(
    row: Endpoint[Any],
    params: Iterable[Param],
    arguments: Mapping[str, Any],
    *,
    seller_id: int | None,
) -> Request:
    """Check *arguments* against *params*, and sort them into path, query and body."""
    path: dict[str, str] = {}
    query: list[tuple[str, str]] = []
    body: dict[str, Any] = {}
    for param in params:
        value = arguments.get(param.name)
        if value is None and param.own_seller:
            value = seller_id
        if value is None:
            refuse_missing(param)
        elif param.place is Place.BODY:
            body[param.wire] = checked(param, value)
        elif param.place is Place.PATH:
            path[param.name] = quote(text(checked(param, value)), safe="")
        else:
            values = checked(param, value)
            each = values if param.many else (values,)
            query.extend((param.wire, text(one)) for one in each)
    _refuse_descending(row, arguments)
    method, template = _route(row, arguments)
    return Request(
        row=row,
        method=method,
        path=template.format_map(path) if path else template,
        query=urlencode(query),
        body=body or None,
    )


def _route(row: Endpoint[Any], arguments: Mapping[str, Any]) -> tuple[str, str]:
    other = row.alternative
    if other is not None and flag(other.flag, arguments.get(other.flag, False)):
        return other.method, other.path
    return row.method, row.path


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
