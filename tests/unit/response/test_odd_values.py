"""An odd value in any place of any answer loses nothing that is around it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from support.odd_values import (
    JSON_VALUES,
    NOTHING,
    XML_VALUES,
    Answer,
    Path,
    answers,
    differences,
    has_lost_row,
    read,
)

from digiseller_async.spec.language import ListEndpoint

ANSWERS = answers()
IDENTITIES = {
    "account_operation_id",
    "id",
    "id_goods",
    "product_id",
    "content_id",
    "preview_id",
    "token",
}
"""What identifies a row, or an object that is the whole answer."""


def is_identity(answer: Answer, path: Path) -> bool:
    """Return whether a place has what identifies a row; then its model cannot do without."""
    name = next(one for one in reversed(path) if isinstance(one, str)).lstrip("@")
    required = {
        one.metadata.get("wire", one.name)
        for one in attrs.fields(answer.row.returns)
        if one.default is attrs.NOTHING
    }
    return name in IDENTITIES & required


def is_nothing(value: str) -> bool:
    """Return whether a value stands for nothing."""
    return (
        not value.strip() or value in NOTHING or value.strip('"') in ("null", "0001-01-01T00:00:00")
    )


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda one: f"{one.row.operation}.{one.form.value}")
def test_odd_values(answer: Answer) -> None:
    """Only an identity loses its row; else one field is nothing, which is told, or is read."""
    ordinary = answer.ordinary()
    for path, variants in answer.variants():
        for value, body in variants:
            try:
                found = read(answer.row, body)
            except ValueError:
                assert is_identity(answer, path), (path, value)
                continue
            if has_lost_row(found.found):
                assert is_identity(answer, path), (path, value)
                continue
            changed = list(differences(found.found, ordinary.found))
            assert_one_place(changed, path, value)
            is_told = len(found.told) > len(ordinary.told) or any(
                one not in ordinary.told for one in found.told
            )
            for _, mine, _ in changed:
                assert mine not in (None, ()) or is_told or is_nothing(value), (path, value)


def assert_one_place(changed: list[tuple[Path, Any, Any]], path: Path, value: str) -> None:
    """Check that all that differs is in one field, or below one."""
    starts = {one[0][:1] for one in changed}
    common = 0
    while len(starts) == 1 and all(len(one[0]) > common for one in changed):
        common += 1
        starts = {one[0][:common] for one in changed}
    if len(changed) > 1:
        # Several fields of one object, which the odd value stands for.
        assert len({one[0][: common - 1] for one in changed}) == 1, (path, value, changed)
        in_a_list = isinstance(changed[0][0][-1], int)
        assert in_a_list or all(mine in (None, ()) for _, mine, _ in changed), (path, value)


def test_how_many() -> None:
    """There are hundreds of places, and many values in each."""
    places = sum(sum(1 for _ in answer.variants()) for answer in ANSWERS)

    assert places >= 600
    assert min(len(JSON_VALUES), len(XML_VALUES)) >= 8


def test_identities() -> None:
    """Of each list, the rows have one identity."""
    for answer in ANSWERS:
        required = [one for one in attrs.fields(answer.row.returns) if one.default is attrs.NOTHING]
        if isinstance(answer.row, ListEndpoint):
            assert [one.metadata.get("wire", one.name) in IDENTITIES for one in required] == [True]
