"""Build the request of a call that no row describes: any path of the service, with any body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import urlencode

from .._codecs import json as json_codec
from .._codecs import xml as xml_codec
from .._codecs.scalars import write_scalar
from .._wire import is_path, redact_target
from ..spec.language import Effect, Endpoint, Host, ResponseShape, Token
from .build import Request
from .scalar_checks import CHECKS, argument_error, check_str, short_repr

EffectWord: TypeAlias = Literal["safe", "idempotent", "deletes", "not idempotent"]
"""A value of `Effect`."""
HostWord: TypeAlias = Literal["api", "shop", "graph"]
"""The name of a `Host`, in lower case."""
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_KINDS: Mapping[type[Any], type[Any]] = {
    bool: bool,  # before int, which it is too
    int: int,
    Decimal: Decimal,
    str: str,
    dt.date: dt.datetime,
}
"""The kinds of a value in a query, each with the kind of its check."""


def build_raw(
    method: str,
    path: str,
    *,
    params: Mapping[str, Any] | None,
    json: Any,
    xml: str | bytes | Mapping[str, Any] | None,
    effect: Effect | EffectWord,
    host: Host | HostWord,
) -> Request:
    """Return the request; raise `ArgumentError` for what cannot be sent."""
    method, path = _checked_method(method), _checked_path(path)
    row = Endpoint(
        group="",
        # An error, the log and spans show it.
        name=f"{method} {redact_target(path)}",
        method=method,
        path=path,
        effect=_member(Effect, "effect", effect),
        host=_host(host),
        returns=object,
        shape=ResponseShape.RAW,
        token=Token.OPTIONAL,
        docs="",
        summary="",
        returns_doc="",
    )
    return Request(
        row=row,
        method=method,
        path=path,
        query=urlencode(_query(params or {})),
        document=_document(json, xml),
        arguments={"method": method, "path": path, "params": params, "json": json, "xml": xml},
    )


def _checked_method(method: object) -> str:
    if not isinstance(method, str) or method.upper() not in _METHODS:
        allowed = f"one of {', '.join(_METHODS)}"
        raise argument_error("method", f"must be {allowed}, not {short_repr(method)}")
    return method.upper()


def _checked_path(path: object) -> str:
    """Return *path* if it stays at its origin, and below the path of the client's base_url."""
    if not isinstance(path, str) or not is_path(path):
        raise argument_error(
            "path",
            "must be an absolute path such as '/api/token/perms', without '..', a host or a query "
            f"(params has the query), not {_shown_path(path)}",
        )
    return path


def _shown_path(path: object) -> str:
    """Return what an error shows of *path*: in a query may be the token."""
    if not isinstance(path, str):
        return type(path).__name__
    shown, mark, _ = path.partition("?")
    return short_repr(redact_target(shown) + mark)


def _member(kind: Any, name: str, value: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        words = ", ".join(repr(one.value) for one in kind)
        raise argument_error(name, f"must be one of {words}, not {short_repr(value)}") from None


def _host(host: Host | HostWord) -> Host:
    if isinstance(host, Host):
        return host
    names = {one.name.lower(): one for one in Host}
    if host not in names:
        words = ", ".join(map(repr, names))
        raise argument_error("host", f"must be one of {words}, not {short_repr(host)}")
    return names[host]


def _query(params: object) -> list[tuple[str, str]]:
    if not isinstance(params, Mapping):
        raise argument_error("params", f"must be a mapping of names, not {type(params).__name__}")
    found: list[tuple[str, str]] = []
    for key, value in cast("Mapping[object, object]", params).items():
        name = check_str("params", key)
        if name.strip().lower() == "token":
            raise argument_error("params", "must not have a token: the client adds its own")
        values: Iterable[object] = (value,)
        if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
            values = cast("Iterable[object]", value)
        found += [(name, _scalar(f"params[{name!r}]", one)) for one in values if one is not None]
    return found


def _scalar(path: str, value: object) -> str:
    kind = next((one for one in _KINDS if isinstance(value, one)), None)
    if kind is None:
        words = "a str, an int, a bool, a Decimal, a date or a datetime"
        raise argument_error(path, f"must be {words}, not {short_repr(value)}")
    return write_scalar(CHECKS[_KINDS[kind]](path, value))


def _document(json: object, xml: object) -> tuple[str, bytes] | None:
    """Return the media type and the bytes of the body, if there is one."""
    if json is not None and xml is not None:
        raise argument_error("xml", "must not be given together with json")
    if json is not None:
        return "application/json", _json(json)
    return None if xml is None else ("text/xml", _xml(xml))


def _json(value: object) -> bytes:
    try:
        return json_codec.dumps(value)
    except (TypeError, ValueError, RecursionError) as error:
        problem = f"cannot be written as JSON ({type(error).__name__})"
        raise argument_error("json", problem) from None


def _xml(value: object) -> bytes:
    """Return a document that is given as text or as bytes, or as its root with what is in it."""
    if isinstance(value, Mapping):
        value = _tree(cast("Mapping[object, object]", value))
    if not isinstance(value, str | bytes):
        words = "a document as str or bytes, or a mapping of its root to what is in it"
        raise argument_error("xml", f"must be {words}, not {short_repr(value)}")
    try:
        document = value.encode() if isinstance(value, str) else value
        xml_codec.loads(document)
    except ValueError as error:
        raise argument_error("xml", f"is no XML that can be sent: {error}") from None
    return document


def _tree(value: Mapping[object, object]) -> bytes:
    (root, fields), *others = value.items() or [("", None)]
    if others or not isinstance(root, str) or not isinstance(fields, Mapping):
        problem = "must have one root, with a mapping of what is in it"
        raise argument_error("xml", f"{problem}, not {short_repr(value)}")
    try:
        return xml_codec.dumps(root, cast("Mapping[str, Any]", fields))
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        problem = f"cannot be written as XML ({type(error).__name__})"
        raise argument_error("xml", problem) from None
