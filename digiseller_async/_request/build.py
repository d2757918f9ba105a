"""Build a request from a row and its arguments; what cannot be sent is refused by name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, cast
from urllib.parse import quote, urlencode

from attrs import define, evolve, field, frozen

from .._codecs.scalars import write_scalar
from .._redaction import secret_str
from ..spec.language import Effect, Endpoint, ListEndpoint, Location, Param
from .arguments import check_absence, check_argument
from .combinations import check_combinations
from .scalar_checks import argument_error, check_bool


@frozen(kw_only=True, eq=False)
class Request:
    """A checked request, not yet encoded: path, query, fields of the body, and files."""

    row: Endpoint[Any]
    method: str
    path: str
    query: str = ""
    secret_query: str = field(default="", repr=False)
    """What is added to the query when it is sent, and shown nowhere."""
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    document: tuple[str, bytes] | None = field(default=None, repr=False)
    """The media type and the bytes of a body that no row describes."""
    files: tuple[tuple[Param, Any], ...] = field(default=(), repr=False)
    """Each file as it was given, with its parameter."""
    file_count: int | None = None
    """How many files an archive must have, if the caller says."""
    arguments: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    """The arguments as they were given."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """The arguments that must not appear in an error."""

    @property
    def expected_results(self) -> int | None:
        """How many results there are if all that is sent is done, where that is known."""
        for param in self.row.params:
            if param.name == self.row.counted:
                if param.location is Location.FILES:
                    return len(self.files)
                value: Any = (self.body or {}).get(param.wire, self.arguments.get(param.name))
                return len(value) if param.many else value
        return None

    def with_asked_id(self, payload: Any) -> Any:
        """Return *payload* with the id that was asked for, if the answer does not repeat it."""
        name = self.row.asked_id
        return evolve(payload, id=self.arguments[name]) if name and not payload.id else payload

    def fingerprint(self) -> str:
        """Return the operation and a digest of what is asked: checkpoints name a list by it."""
        asked = self.query if self.body is None else f"{self.query} {sorted(self.body.items())}"
        digest = hashlib.sha256(asked.encode() + self.secret_query.encode())
        return f"{self.row.operation}#{digest.hexdigest()[:16]}"

    def with_param(self, param: Param, value: int) -> Request:
        """Return the same request with one more number in its query or body."""
        body, query = self.body, self.query
        if param.location is Location.BODY:
            body = {**(body or {}), param.wire: value}
        else:
            query = f"{query}{'&' if query else ''}{param.wire}={value}"
        # Called for each page of a list; attrs' evolve takes five times as long.
        return Request(
            row=self.row,
            method=self.method,
            path=self.path,
            query=query,
            secret_query=self.secret_query,
            body=body,
            arguments=self.arguments,
            secrets=self.secrets,
        )

    def split(self) -> Iterable[Request]:
        """Return several requests if a list in this one is longer than one request may have."""
        for param in self.row.params:
            values = (self.body or {}).get(param.wire) if param.split else None
            if values is None:
                continue
            step = cast("int", param.max_items)
            starts = range(0, len(values), step)
            return [
                evolve(self, body={**(self.body or {}), param.wire: values[start : start + step]})
                for start in starts
            ]
        return (self,)

    def json_body(self) -> Any:
        """Return the body as it is in JSON: its fields, or the list that is all of it."""
        body = self.body or {}
        whole = next((one for one in self.row.params if one.is_body), None)
        return body if whole is None else body[whole.wire]

    def xml_body(self) -> dict[str, Any]:
        """Return the fields of the body by their paths in XML, in the order of the row."""
        body = self.body or {}
        return {one.xml: body[one.wire] for one in _body_params(self.row) if one.wire in body}


def _body_params(row: Endpoint[Any]) -> tuple[Param, ...]:
    paging = (row.page_param, row.size_param) if isinstance(row, ListEndpoint) else ()
    return tuple(one for one in (*row.params, *paging) if one.location is Location.BODY)


@define
class _RequestParts:
    """Checked arguments, sorted by where they are sent."""

    path: dict[str, str] = field(factory=dict[str, str])
    query: list[tuple[str, str]] = field(factory=list[tuple[str, str]])
    secret_query: list[tuple[str, str]] = field(factory=list[tuple[str, str]], repr=False)
    body: dict[str, Any] = field(factory=dict[str, Any], repr=False)
    files: list[tuple[Param, Any]] = field(factory=list[tuple[Param, Any]])
    secrets: list[str] = field(factory=list[str], repr=False)

    def add(self, param: Param, value: Any) -> None:
        values = value if param.many else (value,)
        if param.secret:
            self.secrets.extend(values)
        if param.location is Location.BODY:
            self.body[param.wire] = _document_value(value)
        elif param.location is Location.PATH:
            self.path[param.name] = _path_segment(param, write_scalar(value))
        elif param.location is Location.FILES:
            self.files.extend((param, one) for one in values)
        elif param.joined:
            self.query.append((param.wire, ",".join(map(write_scalar, values))))
        else:
            query = self.secret_query if param.secret else self.query
            query.extend((param.wire, write_scalar(one)) for one in values)


def build(
    row: Endpoint[Any], arguments: Mapping[str, Any], *, seller_id: int | None = None
) -> Request:
    """Return the request that *row* makes of *arguments*; *seller_id* is the client's own."""
    if arguments.get(row.changes_with) is not None:
        row = _changing(row)
    parts = _RequestParts()
    for param in row.params:
        value = arguments.get(param.name)
        if value is None and param.defaults_to_own_seller:
            value = seller_id
        if value is not None and not (param.all_value and value == param.all_value):
            parts.add(param, check_argument(param, value))
        elif param.checks_absence:
            check_absence(param, given=value is not None)
    check_combinations(row, arguments)
    method, template = _route(row, arguments)
    return Request(
        row=row,
        method=method,
        path=_expand(template, parts.path),
        query=urlencode(parts.query),
        secret_query=secret_str(urlencode(parts.secret_query)),
        body=parts.body if row.has_body else None,
        files=tuple(parts.files),
        file_count=arguments.get("count") if parts.files else None,
        arguments={name: one for name, one in arguments.items() if one is not None},
        secrets=tuple(parts.secrets),
    )


@cache
def _changing(row: Endpoint[Any]) -> Endpoint[Any]:
    """Return a row that reads as it is with the parameter that makes it set something."""
    return evolve(row, effect=Effect.IDEMPOTENT)


def _path_segment(param: Param, value: str) -> str:
    """Return *value* quoted as one segment of a path; it cannot climb out of it."""
    if value in (".", ".."):
        raise argument_error(param.name, f"must not be {value!r}")
    return quote(value, safe="")


def _document_value(value: Any) -> Any:
    """Return a checked value as a body has it: with moments as texts."""
    if isinstance(value, dt.date):
        return write_scalar(value)
    if isinstance(value, list):
        return [_document_value(one) for one in cast("list[object]", value)]
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _document_value(one) for name, one in fields.items()}
    return value


def _expand(template: str, path: Mapping[str, str]) -> str:
    """Fill in the path *template*; a last segment that was not given is left out."""
    rest, _, last = template.rpartition("/")
    if last.startswith("{") and last[1:-1] not in path:
        template = rest
    return template.format_map(path)


def _route(row: Endpoint[Any], arguments: Mapping[str, Any]) -> tuple[str, str]:
    other = row.alternative
    if other is not None and check_bool(other.flag, arguments.get(other.flag, False)):
        return other.method, other.path
    return row.method, row.path
