"""Tell what the fields of a model hold, of generic ones such as `Page` too."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from ...errors import ArgumentError
from .._model import ABOUT_PAGE, AnyModel


def is_model(kind: Any) -> bool:
    """Return whether *kind* is a class of models."""
    return isinstance(kind, type) and attrs.has(kind)


def parts(annotation: Any) -> tuple[Any, bool]:
    """Return what an annotation is about, and whether it is about several."""
    if get_origin(annotation) in (tuple, list):
        return get_args(annotation)[0], True
    inner = [one for one in get_args(annotation) if one is not NoneType]
    return (inner[0], False) if inner else (annotation, False)


def model_of(kind: Any) -> type[AnyModel] | None:
    """Return the class of models that *kind* is or, as ``Page[Receipt]``, is made of."""
    origin = get_origin(kind) or kind
    return origin if is_model(origin) and issubclass(origin, AnyModel) else None


def inner_of(kind: Any) -> Any:
    """Return what *kind* is beside None.

    Raises `ArgumentError` if it is not ``X | None``: then no field of a model is of this kind.
    """
    match [one for one in get_args(kind) if one is not NoneType], NoneType in get_args(kind):
        case [inner], True:
            return inner
        case _:
            what = "must be made of models, and of what their fields may be: a scalar"
            raise ArgumentError(
                f"kind {what} such as int, Decimal or datetime, an OpenStrEnum, a tuple of them, "
                f"or one | None, not {name_of(kind)}",
                parameter="kind",
            )


def name_of(kind: Any) -> str:
    """Return what *kind* is called: ``Receipt``, ``Page[Receipt]``, ``Receipt | None``."""
    if kind is NoneType:
        return "None"
    if get_origin(kind) in (Union, UnionType):
        return " | ".join(map(name_of, get_args(kind)))
    name: str = getattr(get_origin(kind) or kind, "__name__", str(kind))
    inner = ", ".join(map(name_of, get_args(kind)))
    return f"{name}[{inner}]" if inner else name


def field_kinds(kind: Any) -> Mapping[str, Any]:
    """Return the type of each field of a class of models, by its name."""
    model: Any = get_origin(kind) or kind
    hints = get_type_hints(model, include_extras=True)
    variables = _variables(kind, model)
    found: dict[str, Any] = {}
    for one in attrs.fields(model):
        hint = hints[one.name]
        if (items := one.metadata.get(ABOUT_PAGE)) is not None:
            about = getattr(get_args(found[items])[0], "about_page", None)
            hint = Any if about is None else about | None
        elif parameters := getattr(hint, "__parameters__", ()):
            hint = hint[tuple(variables[one] for one in parameters)]
        found[one.name] = hint
    return found


def _variables(kind: Any, model: Any) -> Mapping[TypeVar, Any]:
    """Return what stands for each variable of a generic *model*; Any, where *kind* says nothing.

    A variable of the user's own says nothing: pydantic asks again when it knows the type.
    """
    names = getattr(model, "__parameters__", ())
    given = [Any if isinstance(one, TypeVar) else one for one in get_args(kind)]
    return dict(zip(names, given or [Any] * len(names), strict=True))
