"""Read the values of an operation's parameters from the words of a command line."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click
from click.shell_completion import CompletionItem

from ...spec.language import File, Param
from ..option_types import IsoMoment

if TYPE_CHECKING:
    _Type = click.ParamType[Any]
else:  # older versions are not generic
    _Type = click.ParamType


class _OfWords:
    """A type of few values, which the shell can complete."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer those that begin so."""
        return [CompletionItem(one) for one in self.words if one.startswith(incomplete)]


class _Number(_OfWords, click.types.IntParamType):
    """A whole number: one of few, or the operation itself refuses what it does not take."""

    name = "whole number"


class _BoundedNumber(click.IntRange):
    name = "whole number"


class _Word(_OfWords, _Type):
    """A word of an open enum: the operation itself refuses what it does not know."""

    name = "word"


class _Json(_Type):
    """JSON, given as text or, after an ``@``, as the path of a file."""

    name = "json|@file"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """Read it; its fractions are exact."""
        try:
            # Editors on Windows begin a file with a byte order mark.
            text = Path(value[1:]).read_text("utf-8-sig") if value.startswith("@") else value
            found = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
        except OSError as error:
            self.fail(f"cannot read {value[1:]!r}: {error.strerror or error}.", param, ctx)
        except json.JSONDecodeError as error:
            place = f"line {error.lineno}, column {error.colno}"
            self.fail(f"it is not JSON ({place}); a text needs its double quotes.", param, ctx)
        except (ValueError, RecursionError):
            self.fail("it is not JSON in UTF-8.", param, ctx)
        if found is None:  # which would be taken for an option that is not given
            self.fail("null is no value; leave the option out.", param, ctx)
        return found


def _refuse_constant(name: str) -> object:
    """Refuse what Python reads and JSON does not have: NaN, Infinity."""
    raise ValueError(name)


def type_of(param: Param) -> click.ParamType[Any]:
    """Return what reads the values of *param*."""
    kind = param.kind
    if kind is int:
        return _number(param)
    if kind is dt.datetime:
        return IsoMoment()
    if issubclass(kind, File):
        return click.Path(exists=True, dir_okay=False, path_type=Path)
    if attrs.has(kind):
        return _Json()
    if issubclass(kind, Enum):
        return _Word(words_of(param))
    return click.STRING


def _number(param: Param) -> click.ParamType[Any]:
    if param.at_least is None and param.at_most is None:
        return _Number(words_of(param))
    return _BoundedNumber(min=param.at_least, max=param.at_most)


def words_of(param: Param) -> tuple[str, ...]:
    """Return the values that may be given, if they are few: the words of an enum, or numbers."""
    if issubclass(param.kind, Enum):
        words = tuple(str(one.value) for one in param.kind)
        return (*words, param.all_value) if param.all_value else words
    return tuple(map(str, param.choices))


def is_repeated(param: Param) -> bool:
    """Return whether each value of *param* is a word of its own; models are one list in JSON."""
    return param.many and not attrs.has(param.kind)


def shape_of(param: Param) -> str:
    """Return what JSON is wanted for *param*, if it is given as JSON."""
    if not attrs.has(param.kind):
        return ""
    fields: list[attrs.Attribute[Any]] = [
        one for one in attrs.fields(param.kind) if "answer_only" not in one.metadata
    ]
    names = ", ".join(one.name for one in fields)
    short = "".join(f", or its {one.name} alone" for one in fields if "shorthand" in one.metadata)
    return f"{'A list of objects' if param.many else 'An object'} with {names}{short}."
