"""Give models as flat rows, for DataFrames and files of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, cast

from ...errors import ArgumentError
from .._model import AnyModel
from .columns import ColumnType, columns_of_model, row_function
from .plain import encode, no_model


def records(models: Iterable[AnyModel]) -> list[dict[str, Any]]:
    """Return *models* as flat dictionaries, one a row, for pandas, polars and the like.

    A model inside another becomes columns with the outer field's name before theirs, such as
    ``operation_price``: these are the columns that `sync` writes. Every row of a class has all of
    them; one without a value is None. Amounts stay `Decimal`, exact, and moments ``datetime``; an
    open enum becomes its word, and several of something the text of their JSON.

    Args:
        models: A list of models, such as ``await ds.account.receipts().all()``, or `Page.items`.

    Raises:
        ArgumentError: It is no list of models.
    """
    if not isinstance(cast("object", models), Iterable):
        what = "must be a list of models, such as `await ds.account.receipts().all()`"
        raise ArgumentError(f"models {what}, not {type(models).__name__}", parameter="models")
    return [_row(one) for one in models]


def _row(model: Any) -> dict[str, Any]:
    if not isinstance(model, AnyModel):
        raise no_model(model, "models")
    kind: Any = type(model)
    return _row_function(kind)(model)


def _text(value: Any) -> Any:
    return value if isinstance(value, bytes) else encode(value).decode()


_EXPRESSIONS: Mapping[ColumnType, str] = {
    **dict.fromkeys(ColumnType, "v"),
    ColumnType.WORD: "word(v)",
    ColumnType.JSON: "text(v)",
}


@cache
def _row_function(model: type[Any]) -> Callable[[Any], dict[str, Any]]:
    columns = tuple(columns_of_model(model))
    return row_function(columns, _EXPRESSIONS, {"text": _text, "word": str.__str__}, is_dict=True)
