"""Encode rows as Parquet, by pyarrow: exact amounts, moments in UTC, in bounded memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from typing import Any, ClassVar

from ..._kinds import Kind
from ..sandbox_import import MissingExtraError
from .formats import UnencodableError, columns, values

_GROUP = 10_000
"""So many rows are held in memory, and become one row group."""
_DIGITS, _DECIMALS = 38, 18
"""Of an amount; a bitcoin has 8 decimals, and 18 are the most that any currency has."""


class ParquetEncoder:
    """Encodes the rows of one kind.

    Raises `MissingExtraError` if pyarrow is not installed.
    """

    can_go_on: ClassVar[bool] = False

    def __init__(self, kind: Kind) -> None:
        self._arrow = _imported("pyarrow")
        self._kind = kind
        self._columns = columns(kind)
        self._schema = self._arrow.schema(
            [(name, self._type(holds)) for name, holds in self._columns.items()]
        )
        self._sink = BytesIO()
        self._writer: Any = None
        self._rows: list[list[Any]] = []

    def header(self) -> bytes:
        """Return the mark that a file of Parquet begins with."""
        self._writer = _imported("pyarrow.parquet").ParquetWriter(self._sink, self._schema)
        return self._written()

    def encode(self, items: Sequence[Any], template_id: int | None) -> bytes:
        """Return the row group that *items* fill up, or nothing as long as it is not full."""
        self._rows.extend(values(self._kind, items, template_id))
        if len(self._rows) >= _GROUP:
            self._write_group()
        return self._written()

    def footer(self) -> bytes:
        """Return the rows that are left, and where each group is."""
        if self._rows:
            self._write_group()
        self._writer.close()
        return self._written()

    def _write_group(self) -> None:
        by_column = zip(*self._rows, strict=True)
        self._rows = []
        arrays = [
            self._array(name, holds, column)
            for (name, holds), column in zip(self._columns.items(), by_column, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))

    def _array(self, name: str, holds: type, column: Sequence[Any]) -> Any:
        read = _READERS.get(holds, _as_it_is)
        found = [None if one is None else read(one) for one in column]
        try:
            return self._arrow.array(found, self._schema.field(name).type)
        except (self._arrow.ArrowInvalid, OverflowError):
            raise UnencodableError(
                f"a number of {name} has more digits than a column of Parquet; choose another "
                "--format"
            ) from None

    def _type(self, holds: type) -> Any:
        arrow = self._arrow
        return {
            int: arrow.int64(),
            bool: arrow.bool_(),
            Decimal: arrow.decimal128(_DIGITS, _DECIMALS),
            dt.datetime: arrow.timestamp("us", tz="UTC"),
            str: arrow.string(),
        }[holds]

    def _written(self) -> bytes:
        """Return what the writer has written since the last time."""
        written = self._sink.getvalue()
        self._sink.seek(0)
        self._sink.truncate()
        return written


def _as_it_is(value: Any) -> Any:
    return value


_READERS: dict[type, Any] = {Decimal: Decimal, dt.datetime: dt.datetime.fromisoformat}
"""What reads the values of a flat row, by the types of the columns."""


def _imported(module: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError:
        raise MissingExtraError(
            'Parquet needs an extra: pip install "digiseller-async[parquet]"'
        ) from None
