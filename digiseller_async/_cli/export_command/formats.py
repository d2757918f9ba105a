"""Define the formats that rows are written in, and what those with columns have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from attrs import asdict

from ..._kinds import Kind
from ...sync import columns_of, flatten
from ..jsonl import json_lines

_TEMPLATE = "template_id"


class Format(StrEnum):
    """A format, which is also what its files end with."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class RowEncoder(Protocol):
    """Makes the bytes of a file, piece by piece: a header, rows, a footer."""

    can_go_on: ClassVar[bool]
    """Whether a file without its footer can be gone on with by another process."""

    def header(self) -> bytes:
        """Return what comes before the rows."""
        ...

    def encode(self, items: Sequence[Any], template_id: int | None) -> bytes:
        """Return *items*, which are of the list of that template, if of any.

        Raises `UnencodableError`.
        """
        ...

    def footer(self) -> bytes:
        """Return what comes behind the rows, and rows that were held back."""
        ...


class UnencodableError(Exception):
    """The format has no room for a value."""


class JsonLinesEncoder:
    """Encodes each row as a line of JSON, with the fields in the order of its model."""

    can_go_on: ClassVar[bool] = True

    def header(self) -> bytes:
        """Return nothing."""
        return b""

    def encode(self, items: Sequence[Any], template_id: int | None) -> bytes:
        """Return a line for each of *items*."""
        # As dicts, because msgspec sorts the fields of a model by their names.
        first = {} if template_id is None else {_TEMPLATE: template_id}
        return json_lines([{**first, **asdict(item, recurse=False)} for item in items])

    def footer(self) -> bytes:
        """Return nothing."""
        return b""


def columns(kind: Kind) -> dict[str, type]:
    """Return the columns of *kind*, and what each holds; a template's id comes first."""
    return {**({_TEMPLATE: int} if kind.is_per_template else {}), **columns_of(kind)}


def values(kind: Kind, items: Sequence[Any], template_id: int | None) -> Iterator[list[Any]]:
    """Give the values of each of *items* in the order of the columns."""
    first = [] if template_id is None else [template_id]
    for row in flatten(kind, items):
        yield [*first, *row.values()]
