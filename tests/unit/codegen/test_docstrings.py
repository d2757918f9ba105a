"""The docstring of a generated method has all that its row says."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Iterable
from typing import Any

import pytest

from digiseller_async import endpoints
from digiseller_async.models import OpenStrEnum
from digiseller_async.spec import GROUPS, rows
from digiseller_async.spec.language import Effect, ListEndpoint

ROWS = [row for group in GROUPS for row in rows(group)]
each_row = pytest.mark.parametrize("row", ROWS, ids=[row.operation for row in ROWS])


def docstring(row: Any) -> str:
    """Return the docstring of the row's method, in one line."""
    method = getattr(getattr(endpoints, row.group.title()), row.name)
    return " ".join(inspect.getdoc(method).split())  # type: ignore[union-attr]  # it has one


@each_row
def test_docstrings(row: Any) -> None:
    """A docstring has the result, the errors, the permission, the notes, and a source."""
    doc = docstring(row)

    assert doc.startswith(row.summary)
    parts = ["Returns:", "Raises:", "Docs: '"]
    parts += [f"Permission: ``{row.permission}``."] if row.permission else []
    assert [part for part in parts if part not in doc] == []
    assert f"(``{row.method} {row.path}``)." in doc
    may_change = row.effect is not Effect.SAFE or bool(row.changes_with)
    assert ("OutcomeUnknownError" in doc) is may_change
    assert ("PaginationError" in doc) is isinstance(row, ListEndpoint)
    assert " ".join(row.notes.split()) in doc


@each_row
def test_arguments(row: Any) -> None:
    """A docstring explains each parameter with its limits, whichever way the row gives them."""
    doc = docstring(row)
    entries: Iterable[Any] = row.params
    if isinstance(row, ListEndpoint):
        entries = (*row.params, row.page_param, row.size_param)
    names = "|".join(one.name for one in entries)
    for param in entries:
        if param.implicit:
            assert f" {param.name}: " not in doc
            continue
        start = doc.index(f" {param.name}: {param.doc}")
        entry = re.split(rf" (?:(?:{names}): [A-Z]|Returns:)", doc[start + len(param.name) + 3 :])[
            0
        ]
        limits = {"at least": param.at_least, "at most": param.at_most}
        for word, limit in limits.items():
            assert (f"{word} {limit}" in entry.lower()) is (limit is not None)
        words = param.kind if issubclass(param.kind, OpenStrEnum) else ()
        assert [word for word in words if f'"{word}"' not in entry] == []
        assert ("Moscow time" in entry) is (param.kind is dt.datetime)
    if row.alternative:
        assert f" {row.alternative.flag}: {row.alternative.doc}" in doc


@each_row
def test_errors(row: Any) -> None:
    """A docstring names each error that a call can end with, refusals and 429 included."""
    expected = ["RejectedError", "RateLimitedError", "NotSentError", "ClosedError"]

    assert [name for name in expected if name not in docstring(row)] == []


def test_no_arguments() -> None:
    """A call that takes no argument does not say that it refuses one."""
    (balance,) = (row for row in ROWS if row.operation == "account.balance")

    assert "ArgumentError" not in docstring(balance)


@pytest.mark.parametrize(
    ("operation", "effect", "if_lost"),
    [
        ("account.receipts", "Safe", True),
        ("templates.update", "Idempotent", True),
        ("templates.delete", "Deletes", True),
        ("content.delete", "Deletes", False),
        ("gallery.set_options", "Idempotent", False),
        ("templates.create", "Not idempotent", False),
    ],
)
def test_effects(operation: str, effect: str, *, if_lost: bool) -> None:
    """A docstring has the effect in the words of `Effect`, and says what is repeated."""
    (row,) = (row for row in ROWS if row.operation == operation)
    _, _, text = docstring(row).partition(f"{row.summary} ")

    assert text.startswith(effect)
    assert ("a lost or unreadable answer, 429 and 5xx." in text) is if_lost
