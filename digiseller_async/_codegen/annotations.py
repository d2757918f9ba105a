"""Annotate arguments: with what a parameter takes, and with the imports that this needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from ..models._base import OpenStrEnum
from ..spec.language import Archive, File, Param

_SCALARS = {
    int: "int",
    str: "str",
    bool: "bool",
    Decimal: "Decimal | int | str",
    dt.datetime: "dt.date",
    File: "FileLike",
    Archive: "FileLike",
}


def annotation_of(param: Param) -> str:
    """Return the annotation of the argument for *param*, without that it may be None."""
    one = _SCALARS.get(param.kind)
    if one is None:
        one = " | ".join((param.kind.__name__, *_plain_forms(param.kind)))
    if param.allow_empty:
        one += ' | Literal[""]'
    if param.one_or_many:
        return f"{one} | Iterable[{one}]"
    return f"Iterable[{one}]" if param.many else one


def _plain_forms(kind: type[Any]) -> Iterator[str]:
    """Name what may be given in place of an enum or a model."""
    if issubclass(kind, OpenStrEnum):
        yield word_name(kind)
        return
    yield dict_name(kind)
    if any(one.metadata.get("shorthand") for one in attrs.fields(kind)):
        yield "str"


def word_name(enum: type[Any]) -> str:
    """Return the name of the type of the words that *enum* lists."""
    return f"{enum.__name__}Word"


def dict_name(model: type[Any]) -> str:
    """Return the name of the type of a dict that stands for *model*."""
    return f"{model.__name__}Dict"


def module_of(kind: type[Any]) -> str:
    """Return the module of `models` that *kind* is in, or ``""`` if it is in none."""
    package, _, module = kind.__module__.rpartition(".")
    return module if package.endswith(".models") else ""


def dict_module(model: type[Any]) -> str:
    """Return the module of `models.dicts` that the dict for *model* is in."""
    return module_of(model).lstrip("_")


def import_of(kind: type[Any], models: str) -> str:
    """Return the import of *kind*; *models* is the path to its package, with a dot at its end."""
    return f"from {models}{module_of(kind)} import {kind.__name__}"


def import_of_plain(kind: type[Any], models: str) -> str:
    """Return the import of what may be given in place of *kind*."""
    if issubclass(kind, OpenStrEnum):
        return f"from {models}words import {word_name(kind)}"
    return f"from {models}dicts.{dict_module(kind)} import {dict_name(kind)}"
