"""Pandas, polars and Parquet hold the rows of `records`, with exact money."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from support.readme import block_with

from digiseller_async import records
from digiseller_async.models import Localized, Operation, OperationType, Receipt, ReceiptProduct

# Some of them have no types.
pd: Any = import_module("pandas")
pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")
BLOCK = block_with("import pandas")
AT = dt.datetime(2026, 11, 27, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
AMOUNTS = [Decimal(one) for one in ("33.50", "1E+3", "0.125", "-7", "12345678901234567890.12")]
ROWS = records(
    [
        Receipt(
            account_operation_id=2**60 + number,
            operation=Operation(price=amount, datetime=AT, type=OperationType("a new word")),
            owner_id=2**60 + 1 if number else None,
            product=ReceiptProduct(name=(Localized(value="Ключ"),)) if number else None,
        )
        for number, amount in enumerate(AMOUNTS)
    ]
)


def test_program(tmp_path: Path) -> None:
    """Whoever pastes the README's block into a file and runs it sees it work."""
    program = tmp_path / "block.py"
    program.write_text(BLOCK, "utf-8")

    done = subprocess.run(  # noqa: S603
        [sys.executable, str(program)], capture_output=True, text=True, timeout=100, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    pandas, _, polars = done.stdout.partition("Name: operation_on_account")
    for currency, amount in re.findall(r"^(WM[A-Z]) +(-?\d+\.\d+)$", pandas, re.MULTILINE):
        assert re.search(rf"{currency} +┆ +{re.escape(amount)} ", polars)


def from_pandas(_: Path) -> list[dict[str, Any]]:
    """Return the rows as a pandas frame has them."""
    found: list[dict[str, Any]] = pd.DataFrame(ROWS).to_dict("records")
    return found


def from_polars(_: Path) -> list[dict[str, Any]]:
    """Return the rows as a polars frame has them."""
    return pl.DataFrame(ROWS, infer_schema_length=None).to_dicts()


def from_parquet(folder: Path) -> list[dict[str, Any]]:
    """Return the rows as a Parquet file has them."""
    table = pa.Table.from_pylist(ROWS)
    assert pa.types.is_decimal128(table.schema.field("operation_price").type)
    pq.write_table(table, folder / "rows.parquet")
    found: list[dict[str, Any]] = pq.read_table(folder / "rows.parquet").to_pylist()
    return found


@pytest.mark.parametrize("way", [from_pandas, from_polars, from_parquet])
def test_exact_values(way: Any, tmp_path: Path) -> None:
    """Amounts, ids and moments are in a frame and in a file what they were."""
    found = way(tmp_path)

    for name in ("account_operation_id", "operation_price", "operation_datetime", "operation_type"):
        assert [row[name] for row in found] == [row[name] for row in ROWS]
    assert found[1]["product_name"] == '[{"locale":null,"value":"Ключ"}]'


def test_ids_in_a_column_with_gaps() -> None:
    """Pandas keeps each digit of an id if a table of pyarrow's is between."""
    frame = pa.Table.from_pylist(ROWS).to_pandas(types_mapper=pd.ArrowDtype)

    assert frame["owner_id"].dropna().tolist() == [2**60 + 1] * (len(ROWS) - 1)
    assert frame["operation_price"].tolist() == AMOUNTS
