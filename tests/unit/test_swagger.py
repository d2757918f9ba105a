"""Every operation of the service's own Swagger is a row of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from digiseller_async.spec import rows

SWAGGER = Path(__file__).parents[1] / "data" / "swagger_operations.txt"
SECOND_ROUTES = {"GET /api/products/list": "POST /api/products/list"}
"""Operations that do just what another one does, which is the one that is called."""


def plain(operation: str) -> str:
    """Return an operation without the names of its parameters, whose case does not matter."""
    return re.sub(r"\{[^}]*\}", "{}", operation).lower()


def routes() -> Iterator[str]:
    """Yield the routes of all rows; a last parameter may be left out."""
    for row in rows():
        for one in (row, row.alternative):
            if one is not None:
                yield plain(f"{one.method} {one.path}")
                yield plain(f"{one.method} {one.path.rpartition('/{')[0] or one.path}")


@pytest.mark.parametrize("operation", SWAGGER.read_text("utf-8").splitlines())
def test_each_operation_is_a_row(operation: str) -> None:
    """What the service's Swagger has, a method calls."""
    assert plain(SECOND_ROUTES.get(operation, operation)) in set(routes())


def test_how_many_there_are() -> None:
    """The Swagger has 76 operations; the table has the rest from the service's pages."""
    assert len(SWAGGER.read_text("utf-8").splitlines()) == 76
    assert len(rows()) == 89
