"""Render the modules of `endpoints`: a class for each group, with a method for each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent
from types import NoneType
from typing import Any

from ..spec.language import Endpoint, ListEndpoint, Param, ResponseShape, in_signature_order
from .annotations import annotation_of, import_of, import_of_plain, module_of
from .docstrings import method_docstring, url_docstring

_BASES = {
    "chats": ("_watching", "ChatsWatching"),
    "checkout": ("_checkout", "CheckoutPages"),
    "sales": ("_watching", "SalesWatching"),
}
"""The groups that have methods written by hand, with the module and the class that has them."""


def render_group(group: str, doc: str, rows: Iterable[Endpoint[Any]]) -> str:
    """Return the module of *group*; it imports more than it needs, which the formatter removes."""
    rows = list(rows)
    methods = "\n\n".join(indent(_method(row), "    ") for row in rows)
    if any(row.name == "list" for row in rows):  # in its class, the word is the method's name
        methods = methods.replace("-> list[", "-> builtins.list[")
    models = "\n".join(sorted(_model_imports(rows)))
    module, base = _BASES.get(group, ("_base", "Group"))
    return _GROUP.format(
        group=group,
        name=group.title(),
        doc=doc,
        models=models,
        module=module,
        base=base,
        methods=methods,
    )


_GROUP = '''"""The operations of the group ``{group}``; generated from `spec`: do not edit."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from .._redaction import secret_str
from .._request.files import FileLike
{models}
from ..pagination import Paginator
from ..spec import {group} as rows
from ..tasks import Task
from .{module} import {base}

__all__ = ["{name}"]


class {name}({base}):
    """{doc}

    A client has them as ``ds.{group}``.
    """

{methods}
'''


def render_groups(groups: Mapping[str, str]) -> str:
    """Return the module that gives a client an attribute for each group."""
    return _GROUPS + "".join(
        _PROPERTY.format(group=group, name=group.title(), doc=doc) for group, doc in groups.items()
    )


_GROUPS = '''"""The groups of operations of a client; generated from `spec`: do not edit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .. import endpoints

if TYPE_CHECKING:
    from .._runtime.bound_client import BoundClient

__all__ = ["Groups"]


class Groups:
    """The groups of operations of one client; each loads its module when it is first used."""

    if TYPE_CHECKING:
        _view: BoundClient
'''
_PROPERTY = '''
    @cached_property
    def {group}(self) -> endpoints.{name}:
        """{doc}"""
        return endpoints.{name}(self._view)
'''


def _model_imports(rows: list[Endpoint[Any]]) -> set[str]:
    returned = {row.returns for row in rows if module_of(row.returns)}
    taken = {param.kind for row in rows for param in row.params if module_of(param.kind)}
    found = {import_of(one, "..models.") for one in returned | taken}
    return found | {import_of_plain(one, "..models.") for one in taken}


def _method(row: Endpoint[Any]) -> str:
    is_list = isinstance(row, ListEndpoint)
    head = f"{'' if is_list else 'async '}def {row.name}({', '.join(_signature(row))})"
    returned, call = _returned(row)
    body = "".join(f"    {one.name} = secret_str({one.name})\n" for one in row.params if one.secret)
    body += f"    return {call}\n"
    method = f"{head} -> {returned}:\n{indent(method_docstring(row), '    ')}\n{body}"
    return f"{method}\n{_url_method(row)}" if row.shape is ResponseShape.BINARY else method


def _returned(row: Endpoint[Any]) -> tuple[str, str]:
    """Return the annotation of what a method returns, and the expression that returns it."""
    result = row.returns.__name__ if row.returns is not NoneType else "None"
    arguments = _arguments(row)
    if isinstance(row, ListEndpoint):
        return f"Paginator[{result}]", f"self._list({arguments})"
    if row.starts_task:
        return "Task", f"await self._start({arguments})"
    if row.many:
        return f"list[{result}]", f"await self._call_many({arguments})"
    return result, f"await self._call({arguments})"


def _url_method(row: Endpoint[Any]) -> str:
    """Return the method that gives the URL of a file instead of loading it."""
    head = f"def {row.name}_url({', '.join(_signature(row))}) -> str:"
    return (
        f"{head}\n{indent(url_docstring(row), '    ')}\n    return self._url({_arguments(row)})\n"
    )


def _arguments(row: Endpoint[Any]) -> str:
    names = [param.name for param in in_signature_order(row)]
    names += [row.alternative.flag] if row.alternative else []
    names += ["page", "page_size"] if isinstance(row, ListEndpoint) else []
    return ", ".join((f"rows.{row.name.upper()}", *(f"{name}={name}" for name in names)))


def _signature(row: Endpoint[Any]) -> Iterator[str]:
    yield "self"
    yield from (_parameter(param) for param in in_signature_order(row) if param.positional)
    keywords = [_parameter(param) for param in in_signature_order(row) if not param.positional]
    keywords += [f"{row.alternative.flag}: bool = False"] if row.alternative else []
    if isinstance(row, ListEndpoint):
        keywords += ["page: int = 1", f"page_size: int = {row.default_page_size}"]
    if keywords:
        yield "*"
        yield from keywords


def _parameter(param: Param) -> str:
    if param.all_value:
        word = f'"{param.all_value}"'
        return f"{param.name}: {annotation_of(param)} | Literal[{word}] = {word}"
    default = "" if param.required else " | None = None"
    return f"{param.name}: {annotation_of(param)}{default}"
