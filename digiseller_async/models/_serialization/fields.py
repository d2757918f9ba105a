"""Tell what the fields of a model hold, of generic ones such as `Page` too."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import attrs

from .._model import ABOUT_PAGE, AnyModel


def is_model(kind: Any) -> bool:
    """Return whether *kind* is a class of models."""
    return isinstance(kind, type) and attrs.has(kind)


def parts(annotation: Any) -> tuple[Any, bool]:
    """Return what an annotation is about, and whether it is about several."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    inner = [one for one in get_args(annotation) if one is not NoneType]
    return (inner[0], False) if inner else (annotation, False)


def model_of(kind: Any) -> type[AnyModel] | None:
    """Return the class of models that *kind* is or, as ``Page[Receipt]``, is made of."""
    origin = get_origin(kind) or kind
    return origin if isinstance(origin, type) and issubclass(origin, AnyModel) else None


def name_of(kind: Any) -> str:
    """Return what *kind* is called: ``Receipt``, ``Page[Receipt]``."""
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
    """Return what stands for each variable of a generic *model*; Any, where *kind* says nothing."""
    names = getattr(model, "__parameters__", ())
    return dict(zip(names, get_args(kind) or [Any] * len(names), strict=True))
