"""The generated methods take and return what their rows say, and their hints resolve."""

from __future__ import annotations

import datetime as dt
import inspect
import subprocess
import sys
from decimal import Decimal
from types import NoneType
from typing import Any, get_type_hints

import attrs
import pytest

from digiseller_async import Digiseller, endpoints
from digiseller_async._codegen.endpoint_modules import render_group
from digiseller_async.endpoints import Catalog
from digiseller_async.endpoints.groups import Groups
from digiseller_async.models import Receipt, ReceiptType, TextItem
from digiseller_async.pagination import Paginator
from digiseller_async.spec import GROUPS, rows
from digiseller_async.spec.language import (
    Archive,
    Effect,
    Endpoint,
    File,
    ListEndpoint,
    ResponseShape,
    Token,
)

ROWS = [row for group in GROUPS for row in rows(group)]
each_row = pytest.mark.parametrize("row", ROWS, ids=[row.operation for row in ROWS])


def method(row: Any) -> Any:
    """Return the generated method of *row*."""
    return getattr(getattr(endpoints, row.group.title()), row.name)


CLASSES: list[type] = [getattr(endpoints, group.title()) for group in GROUPS]
METHODS = [
    pytest.param(method, id=f"{group.__name__}.{name}")
    for group in CLASSES
    for name, method in vars(group).items()
    if not name.startswith("_")
]


@pytest.mark.parametrize("method", METHODS)
def test_type_hints(method: Any) -> None:
    """`typing.get_type_hints` resolves all annotations of each method of each group."""
    hints = get_type_hints(method)

    assert set(hints) == {*inspect.signature(method).parameters, "return"} - {"self"}
    assert not any(isinstance(hint, str) for hint in hints.values())


@pytest.mark.parametrize("method", METHODS)
def test_evaluated_signature(method: Any) -> None:
    """`inspect.signature` resolves them, too, with the same result."""
    signature = inspect.signature(method, eval_str=True)
    found = {name: one.annotation for name, one in signature.parameters.items() if name != "self"}
    result = signature.return_annotation

    assert {**found, "return": type(None) if result is None else result} == get_type_hints(method)


def test_resolved_type_hints() -> None:
    """The resolved hints are the classes that a user imports."""
    hints = get_type_hints(endpoints.Account.receipts)

    assert hints["return"] == Paginator[Receipt]
    assert ReceiptType in hints["types"].__args__[0].__args__[0].__args__
    assert hints["start"] == dt.date | None


@pytest.mark.parametrize("group", GROUPS)
def test_type_hint_of_a_group(group: str) -> None:
    """The hint of a client's attribute is the class of its group, and the client has no other."""
    assert get_type_hints(getattr(Groups, group).func) == {
        "return": getattr(endpoints, group.title())
    }
    assert get_type_hints(Groups) == {}
    assert type(getattr(Digiseller(1), group)) is getattr(endpoints, group.title())


def test_type_hint_loads_one_group() -> None:
    """Resolving the hint of one group does not load the others."""
    program = (
        "import sys, typing\n"
        "from digiseller_async.endpoints.groups import Groups\n"
        "typing.get_type_hints(Groups.offers.func)\n"
        "print(*(name for name in sys.modules if name.startswith('digiseller_async.endpoints.')))\n"
    )
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    prefix = "digiseller_async.endpoints."

    loaded = {name.removeprefix(prefix) for name in done.stdout.split()}
    assert loaded == {"_base", "groups", "offers"}


@each_row
def test_signatures(row: Any) -> None:
    """A method takes what its row names: an id by position, what is needed without a default."""
    parameters = dict(inspect.signature(method(row)).parameters)
    del parameters["self"]
    is_list = isinstance(row, ListEndpoint)
    extra: dict[str, Any] = {row.alternative.flag: False} if row.alternative else {}
    extra |= {"page": 1, "page_size": row.default_page_size} if is_list else {}

    taken = [param for param in row.params if not param.implicit]
    assert set(parameters) == {param.name for param in taken} | set(extra)
    for param in taken:
        found = parameters.pop(param.name)
        by_position = found.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert by_position is param.positional
        assert found.default == (
            inspect.Parameter.empty if param.required else param.all_value or None
        )
    assert {name: found.default for name, found in parameters.items()} == extra
    assert all(found.kind is inspect.Parameter.KEYWORD_ONLY for found in parameters.values())
    assert inspect.iscoroutinefunction(method(row)) is not is_list


KINDS: dict[Any, str] = {
    int: "int",
    str: "str",
    bool: "bool",
    Decimal: "Decimal | int | str",
    dt.datetime: "dt.date",
    File: "FileLike",
    Archive: "FileLike",
    TextItem: "TextItem | TextItemDict | str",
}


def annotation(param: Any) -> str:
    """Return how an argument is annotated."""
    name = param.kind.__name__
    one = KINDS.get(param.kind, f"{name} | {name}{'Dict' if attrs.has(param.kind) else 'Word'}")
    one += ' | Literal[""]' if param.allow_empty else ""
    kind = f"Iterable[{one}]" if param.many else one
    kind = f"{one} | {kind}" if param.one_or_many else kind
    if param.all_value:
        return f'{kind} | Literal["{param.all_value}"]'
    return kind if param.required else f"{kind} | None"


@each_row
def test_annotations(row: Any) -> None:
    """A method is annotated with what it takes, and with what it gives."""
    found = inspect.get_annotations(method(row))
    result = "None" if row.returns is type(None) else row.returns.__name__
    gives = f"list[{result}]" if row.many else "Task" if row.starts_task else result

    if isinstance(row, ListEndpoint):
        gives = f"Paginator[{result}]"
    # In a class with a method named list, the word would mean the method.
    assert found["return"].removeprefix("builtins.") == gives
    for param in row.params:
        if not param.implicit:
            assert found[param.name].replace("'", '"') == annotation(param)


def test_url_method() -> None:
    """A method that loads bytes has a second one that returns their URL at once."""
    image, url = Catalog.image, Catalog.image_url
    both = [dict(inspect.signature(one).parameters) for one in (image, url)]

    assert both[0] == both[1]
    assert not inspect.iscoroutinefunction(url)


def test_repr() -> None:
    """The repr of a group names it and the seller, and has no secret."""
    assert repr(Digiseller(12126, "SECRET-KEY").account) == (
        "<digiseller_async account operations of seller 12126>"
    )


def test_public_row() -> None:
    """A row without token, permission and arguments promises none of them."""
    row: Endpoint[Any] = Endpoint(
        group="things",
        name="touch",
        method="POST",
        path="/things",
        effect=Effect.IDEMPOTENT,
        returns=NoneType,
        shape=ResponseShape.EMPTY,
        token=Token.NEVER,
        docs="account-operations",
        summary="Touch.",
        returns_doc="nothing",
    )
    source = render_group("things", "Things.", [row])

    assert "async def touch(self) -> None:" in source
    assert "return await self._call(rows.TOUCH)" in source
    assert not any(word in source for word in ("Permission", "Authentication", "ArgumentError"))
