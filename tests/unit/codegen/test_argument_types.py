"""The types of plain arguments have the words of the enums, and the fields of the models."""

from __future__ import annotations

from typing import get_args, get_type_hints

import attrs
import pytest

from digiseller_async import models
from digiseller_async._codegen.argument_types import argument_kinds, dicts_of, words_of
from digiseller_async._request.arguments import check_argument
from digiseller_async.errors import ArgumentError
from digiseller_async.models import OpenStrEnum
from digiseller_async.spec import rows
from digiseller_async.spec.language import Param

KINDS = argument_kinds(rows())
WORDS = words_of(KINDS)
DICTS = {name: model for found in dicts_of(KINDS).values() for name, model in found.items()}


@pytest.mark.parametrize(("name", "enum"), WORDS.items(), ids=list(WORDS))
def test_words(name: str, enum: type[OpenStrEnum]) -> None:
    """The words are those that the enum lists, and each of them is taken."""
    words = get_args(getattr(models, name))

    assert words == tuple(enum)
    assert check_argument(Param("one", enum, "", many=True), words) == list(words)


@pytest.mark.parametrize(("name", "model"), DICTS.items(), ids=list(DICTS))
def test_dicts(name: str, model: type[attrs.AttrsInstance]) -> None:
    """A dict has the fields of its model that are sent; those without a default are required."""
    kind = getattr(models, name)
    fields = [one for one in attrs.fields(model) if not one.metadata.get("answer_only")]
    needed = [one for one in fields if one.default is attrs.NOTHING or one.metadata.get("expected")]

    assert list(get_type_hints(kind)) == [one.name for one in fields]
    assert kind.__required_keys__ == {one.name for one in needed}
    if needed:
        with pytest.raises(
            ArgumentError, match=rf"^one(\.{needed[0].name} is required| must have one of)"
        ):
            check_argument(Param("one", model, ""), {})


def test_nested_arguments_come_first() -> None:
    """A model comes after those that it has itself, so that its dict can name theirs."""
    for model in DICTS.values():
        hints = get_type_hints(model).values()
        nested = {kind for hint in hints for kind in (hint, *get_args(hint)) if kind in KINDS}
        assert all(KINDS.index(one) < KINDS.index(model) for one in nested)
