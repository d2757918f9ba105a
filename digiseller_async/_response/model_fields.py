"""Tell what a model consists of, and how a value deviates from what its field documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, get_type_hints

import attrs

from .._codecs.scalars import is_blank, read_decimal, read_int
from ..models._base import OpenStrEnum
from ..models._serialization.fields import is_model, parts

Tell = Callable[[str, str], None]
"""Is told of each deviation from the documentation: its path, and what it is."""


def ignore(_path: str, _what: str) -> None:
    """Be told of a deviation, and do nothing."""


def is_direct(model: Any, *, seen: frozenset[Any] = frozenset()) -> bool:
    """Return whether JSON's keys are just the fields' names, in *model* and all below it."""
    if not is_model(model) or model in seen:
        return True
    hints = get_type_hints(model)
    return all(
        one.metadata.get("wire", one.name) == one.name
        and is_direct(parts(hints[one.name])[0], seen=seen | {model})
        for one in attrs.fields(model)
    )


def unknown(kind: type[OpenStrEnum], value: Any) -> str:
    """Return how a *value* deviates from the words of *kind*, or nothing if it is one of them."""
    if isinstance(value, str) and kind.lists(value):
        return ""
    return f"the unknown word {str(value)[:40]!r}"


EXACT: Mapping[Any, Callable[[object], Decimal | int]] = {Decimal: read_decimal, int: read_int}
"""How numbers are read that msgspec would take without bounds, or by way of a float."""


LONGEST_NUMBER = 300
"""How long an ordinary number is at most; what is longer is looked at more closely."""


def exact(kind: Any, value: object, at: str, tell: Tell) -> Decimal | int | None:
    """Return the number that is written at a path; what is none is told, and nothing."""
    if is_blank(value):
        return None
    try:
        return EXACT[kind](value)
    except ValueError as error:
        tell(at, str(error))
        return None


def join(at: str, name: str) -> str:
    """Return the path of *name* below *at*."""
    return f"{at}.{name}" if at else name
