"""Rows in, the source of a group's endpoint module out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from textwrap import fill, indent
from types import NoneType
from typing import Any

import attrs

from ..spec.language import (
    Archive,
    Effect,
    Endpoint,
    File,
    ListEndpoint,
    Param,
    ResponseShape,
    Token,
)

_SERVICE_PAGES = {
    "account-operations": "Operations on Digiseller personal account",
    "commission-templates": "Commission templates",
    "product-content": "Product content",
    "product-edit-and-gallery": "Edit item",
    "products-and-catalog": "Products and catalog",
    "wire-notes": "Getting the execution status of an asynchronous task (known from its Swagger)",
}
_PLAIN = {
    int: "int",
    str: "str",
    bool: "bool",
    Decimal: "Decimal | int | str",
    dt.datetime: "dt.date",
    File: "FileLike",
    Archive: "FileLike",
}
_REPEATS = {
    Effect.SAFE: "Reads only; repeated as often as the retry settings allow.",
    Effect.IDEMPOTENT: "Changes; twice is as good as once, so it is repeated after any failure.",
    Effect.DELETES: "Deletes a named thing; repeated after any failure.",
    Effect.NOT_IDEMPOTENT: "Adds; repeated only if it surely did not happen.",
}


_UNASKED = (
    "Changes; repeated after a failure, but not where its answer was lost, unless\n"
    "`Retry(lost_deletes=True)` asks for that."
)
_PUBLIC = {
    Token.OPTIONAL: "Needs no credentials; with the owner's it shows more.",
    Token.NEVER: "Needs no credentials.",
}


def render(group: str, rows: Iterable[Endpoint[Any]]) -> str:
    """Return the module of *group*: a class with one method for each row."""
    rows = list(rows)
    methods = "\n\n".join(indent(_method(row), "    ") for row in rows)
    head = f'class {group.title()}(Group):\n    """The operations of the group ``{group}``."""'
    body = f"{head}\n\n{methods}\n"
    return "\n".join(
        (
            f'"""The group ``{group}``; generated from the table, so never edit it."""',
            "",
            "from __future__ import annotations",
            "",
            *_imports(group, rows, body),
            "",
            "",
            body,
        )
    )


def render_groups(groups: Mapping[str, str]) -> str:
    """Return the module that gives a client its groups: an attribute for each."""
    parts = [_GROUPS]
    parts += [f"    from .{group} import {group.title()}" for group in groups]
    parts += ["", "", "class Groups:", '    """The groups of operations on one client."""', ""]
    parts += ["    _view: BoundClient"]
    for group, doc in groups.items():
        parts += [
            "",
            "    @cached_property",
            f"    def {group}(self) -> {group.title()}:",
            f'        """{doc}"""',
            f"        from .{group} import {group.title()}  # noqa: PLC0415",
            "",
            f"        return {group.title()}(self._view)",
        ]
    return "\n".join((*parts, ""))


_GROUPS = '''"""A client's groups of operations; generated from the table, so never edit it.

Each loads its module when it is first used.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._runtime.bound_client import BoundClient'''


def _imports(group: str, rows: list[Endpoint[Any]], body: str) -> Iterator[str]:
    typing = ["TYPE_CHECKING"] + (["Any"] if "Any]" in body else [])
    typing += ["Literal"] if "Literal[" in body else []
    yield f"from typing import {', '.join(typing)}"
    yield ""
    if " = secret_str(" in body:
        yield "from .._redaction import secret_str"
    yield f"from ..spec import {group} as rows"
    yield "from ._base import Group"
    yield ""
    yield "if TYPE_CHECKING:"
    if "dt." in body:
        yield "    import datetime as dt"
    if names := [name for name in ("Iterable", "Mapping") if f"{name}[" in body]:
        yield f"    from collections.abc import {', '.join(names)}"
    if "Decimal" in body:
        yield "    from decimal import Decimal"
    yield ""
    if "-> Task:" in body:
        yield "    from ..tasks import Task"
    if "FileLike" in body:
        yield "    from .._request.files import FileLike"
    for module, models in sorted(_models(rows).items()):
        yield f"    from {module} import {', '.join(sorted(models))}"
    if "Paginator[" in body:
        yield "    from ..pagination import Paginator"


def _models(rows: list[Endpoint[Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for kind in (row.returns, *(param.kind for param in row.params)):
            if ".models." in kind.__module__:
                module = f"..models.{kind.__module__.rpartition('.')[2]}"
                found.setdefault(module, set()).add(kind.__name__)
    return found


def _method(row: Endpoint[Any]) -> str:
    several = isinstance(row, ListEndpoint)
    head = f"{'' if several else 'async '}def {row.name}({', '.join(_signature(row))})"
    gives, call = _given_by(row)
    body = "".join(f"    {one.name} = secret_str({one.name})\n" for one in row.params if one.secret)
    body += f"    return {call}\n"
    found = f"{head} -> {gives}:\n{indent(_docstring(row), '    ')}\n{body}"
    return f"{found}\n{_url_method(row)}" if row.shape is ResponseShape.BINARY else found


def _given_by(row: Endpoint[Any]) -> tuple[str, str]:
    """Return what a method gives, and the call that it gets that from."""
    result = row.returns.__name__ if row.returns is not NoneType else "None"
    passed = ", ".join((f"rows.{row.name.upper()}", *(f"{one}={one}" for one in _names(row))))
    if isinstance(row, ListEndpoint):
        return f"Paginator[{result}]", f"self._list({passed})"
    if row.starts_task:
        return "Task", f"await self._start({passed})"
    if row.many:
        return f"list[{result}]", f"await self._call_many({passed})"
    return result, f"await self._call({passed})"


def _url_method(row: Endpoint[Any]) -> str:
    """Return the method that gives an address without asking for what is there."""
    passed = ", ".join((f"rows.{row.name.upper()}", *(f"{one}={one}" for one in _names(row))))
    refused = "ArgumentError: An argument was refused."
    arguments = "\n".join(_arguments(row))
    doc = (
        f"Return the address of what `{row.name}` reads, without a request.\n\n"
        f"Args:\n{arguments}\n\nReturns:\n{_entry('The URL; there is no token in it.')}\n\n"
        f"Raises:\n{_entry(refused)}"
    )
    head = f"def {row.name}_url({', '.join(_signature(row))}) -> str:"
    return f"{head}\n{indent(_quoted(doc), '    ')}\n    return self._url({passed})\n"


def _params(row: Endpoint[Any]) -> list[Param]:
    return sorted(row.params, key=lambda param: (not param.required, not param.comes_first))


def _names(row: Endpoint[Any]) -> list[str]:
    names = [param.name for param in _params(row)]
    names += [row.alternative.flag] if row.alternative else []
    return names + (["page", "page_size"] if isinstance(row, ListEndpoint) else [])


def _signature(row: Endpoint[Any]) -> Iterator[str]:
    yield "self"
    params = _params(row)
    yield from (_keyword(param) for param in params if param.positional)
    rest = [_keyword(param) for param in params if not param.positional]
    rest += [f"{row.alternative.flag}: bool = False"] if row.alternative else []
    if isinstance(row, ListEndpoint):
        rest += ["page: int = 1", f"page_size: int = {row.default_page_size}"]
    if rest:
        yield "*"
        yield from rest


def _keyword(param: Param) -> str:
    if param.all_value:
        word = f'"{param.all_value}"'
        return f"{param.name}: {_annotation(param)} | Literal[{word}] = {word}"
    end = "" if param.required else " | None = None"
    return f"{param.name}: {_annotation(param)}{end}"


def _annotation(param: Param) -> str:
    one = _PLAIN.get(param.kind)
    if one is None:
        other = "Mapping[str, Any]" if attrs.has(param.kind) else "str"
        one = f"{param.kind.__name__} | {other}"
        if attrs.has(param.kind) and _stands_alone(param.kind):
            one += " | str"
    if param.allow_empty:
        one += ' | Literal[""]'
    return f"Iterable[{one}]" if param.many else one


def _stands_alone(model: type[Any]) -> bool:
    return any(one.metadata.get("shorthand") for one in attrs.fields(model))


def _docstring(row: Endpoint[Any]) -> str:
    parts = [row.summary, _REPEATS[row.effect] if row.retries_when_lost else _UNASKED]
    arguments = list(_arguments(row))
    if arguments:
        parts.append("Args:\n" + "\n".join(arguments))
    parts.append("Returns:\n" + _entry(_sentence(_given(row))))
    parts.append("Raises:\n" + "\n".join(_errors(row)))
    if row.token is not Token.REQUIRED:
        parts.append(_PUBLIC[row.token])
    if row.permission:
        parts.append(f"Permission: ``{row.permission}``.")
    if row.notes:
        parts.append(fill(row.notes, 92))
    source = _SERVICE_PAGES[row.docs]
    parts.append(f"Page: '{source}'\n(``{row.method} {row.path}``).")
    return _quoted("\n\n".join(parts))


def _given(row: Endpoint[Any]) -> str:
    return (
        f"a paginator over {row.returns_doc}" if isinstance(row, ListEndpoint) else row.returns_doc
    )


def _arguments(row: Endpoint[Any]) -> Iterator[str]:
    for param in _params(row):
        yield _entry(f"{param.name}: {param.doc}{_limits(param)}")
    if row.alternative:
        yield _entry(f"{row.alternative.flag}: {row.alternative.doc}")
    if isinstance(row, ListEndpoint):
        yield _entry(f"page: {row.page_param.doc}{_limits(row.page_param)}")
        yield _entry(f"page_size: {row.size_param.doc}{_limits(row.size_param)}")


def _limits(param: Param) -> str:
    said = [
        f"at {word} {limit}"
        for word, limit in (("least", param.at_least), ("most", param.at_most))
        if limit is not None
    ]
    if param.choices:
        said.append(f"one of {', '.join(map(str, param.choices))}")
    if param.allow_empty:
        said.append('or `""`')
    if param.max_items is not None:
        more = "; more are sent in several requests" if param.split else ""
        said.append(f"at most {param.max_items} in one request{more}")
    if param.kind is dt.datetime:
        said.append("a date, or an aware datetime, which is sent in Moscow time to the millisecond")
    if param.defaults_to_own_seller:
        said.append("the client's own seller if not given")
    return f" {_sentence('; '.join(said))}" if said else ""


def _errors(row: Endpoint[Any]) -> Iterator[str]:
    if list(_arguments(row)):
        yield _entry("ArgumentError: An argument was refused; nothing was sent.")
    if row.token is Token.REQUIRED:
        yield _entry("ConfigurationError: There is nothing to sign in with.")
    if row.token is not Token.NEVER:
        yield _entry("AuthenticationError: The key or the token was refused.")
        yield _entry("AccessDeniedError: The key lacks the permission.")
    yield _entry("RejectedError: The service refused.")
    if row.effect is Effect.SAFE:
        yield _entry("UnavailableError: The service is down, or its answer did not come.")
        yield _entry("UnexpectedReplyError: The answer cannot be read.")
    else:
        yield _entry("OutcomeUnknownError: It may have happened, or not.")
    if isinstance(row, ListEndpoint):
        yield _entry("PaginationError: The pages contradict each other.")
    yield _entry("RateLimitedError: The service asked for fewer calls, also after the waits.")
    yield _entry("NotSentError: The service could not be reached; nothing was changed.")
    yield _entry("DeadlineError: The client's timeout is over; nothing was changed.")
    yield _entry("ClosedError: The client is closed, or belongs elsewhere.")


def _entry(text: str) -> str:
    return fill(text, 92, initial_indent="    ", subsequent_indent="        ")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _quoted(text: str) -> str:
    return f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'
