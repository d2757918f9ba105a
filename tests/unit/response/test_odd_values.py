"""An odd value in any place of any answer loses nothing that is around it."""

from __future__ import annotations

import attrs
import pytest
from support.odd_values import (
    IDENTITIES,
    JSON_VALUES,
    NOTHING,
    XML_VALUES,
    Answer,
    answers,
    differences,
    has_lost_row,
    is_identity,
    is_one_place,
    read,
)

from digiseller_async.spec.language import ListEndpoint

ANSWERS = answers()


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
            assert is_one_place(changed), (path, value, changed)
            is_told = len(found.told) > len(ordinary.told) or any(
                one not in ordinary.told for one in found.told
            )
            for _, mine, _ in changed:
                assert mine not in (None, ()) or is_told or is_nothing(value), (path, value)


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
