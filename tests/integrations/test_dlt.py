"""The README's pipeline of dlt gives a warehouse each row of each seller, exact, and once."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import uuid
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from support.fake_shop import FakeShop, external, moment, product, receipt
from support.readme import block_with

BLOCK = block_with("import dlt")
DIGITS = "1234567890123456.123456789012345678901"
DAY = 24 * 60
Source = Callable[..., Any]
pytestmark = [
    # What dlt warns of is not ours.
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Source:
    """Give the README's function that makes a pipeline's source, from a module of its own."""
    name = f"recipe_{uuid.uuid4().hex}"
    functions = BLOCK[: BLOCK.index("async def main")]
    (tmp_path / f"{name}.py").write_text(functions, "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "true")  # the recipe changes it
    source: Source = import_module(name).shop
    return source


@pytest.fixture
def pipeline(recipe: Source, tmp_path: Path) -> Any:
    """Give a pipeline into a new database; the recipe is first, as its settings come before dlt."""
    del recipe
    dlt: Any = import_module("dlt")
    target = dlt.destinations.duckdb(str(tmp_path / "warehouse.duckdb"))
    return dlt.pipeline("test", pipelines_dir=str(tmp_path), destination=target)


def shop_of(seller: int) -> FakeShop:
    """Return a shop with rows of each kind."""
    return FakeShop(
        seller_id=seller,
        receipts=[receipt(one, one * DAY) for one in range(2500)],
        external=[external(one) for one in range(30)],
        products=[product(one) for one in range(1, 20)],
        offers=[{"product_id": one, "last_change": "2026-11-01T12:00:00"} for one in range(9)],
        templates={one: [{"id": 1, "percent": one}, {"id": 2}] for one in (1, 2)},
    )


def load(pipeline: Any, recipe: Source, shop: FakeShop) -> None:
    """Run the pipeline for the seller of a *shop*."""
    pipeline.run(recipe(shop.seller_id, token="T", rate=None, transport=shop))


def select(pipeline: Any, statement: str) -> list[Any]:
    """Return the rows that the warehouse has."""
    with pipeline.sql_client() as client:
        return list(client.execute_sql(statement))


def test_program(tmp_path: Path) -> None:
    """Whoever pastes the recipe into a file and runs it sees it work, without a warning."""
    program = tmp_path / "block.py"
    program.write_text(BLOCK, "utf-8")

    done = subprocess.run(  # noqa: S603
        [sys.executable, str(program)], capture_output=True, text=True, timeout=100, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("contains no failed jobs") == 2


def test_two_sellers(recipe: Source, pipeline: Any) -> None:
    """Two sellers in one pipeline, whose ids are the same, have all of their rows."""
    first, second = shop_of(1), shop_of(2)
    second.receipts = second.receipts[:1000]  # all of them older than the first one's newest

    for shop in (first, second, first):
        load(pipeline, recipe, shop)

    counts = {
        table: select(pipeline, f"SELECT seller, count(*) FROM {table} GROUP BY 1 ORDER BY 1")  # noqa: S608
        for table in ("receipts", "external_operations", "products", "offers", "template_products")
    }
    assert counts == {
        "receipts": [(1, 2500), (2, 1000)],
        "external_operations": [(1, 30), (2, 30)],
        "products": [(1, 19), (2, 19)],
        "offers": [(1, 9), (2, 9)],
        "template_products": [(1, 4), (2, 4)],
    }


def test_exact_values(recipe: Source, pipeline: Any) -> None:
    """Amounts keep all their digits, moments their microseconds, and texts stay texts."""
    shop = shop_of(1)
    shop.products = [
        product(1, price=Decimal(DIGITS), name_goods="2026-11-01T12:00:00"),
        product(2, price=Decimal("0.10"), name_goods="a name"),
    ]
    shop.external[0]["date"] = "2026-11-01T12:00:00.123456"

    load(pipeline, recipe, shop)

    found = select(pipeline, "SELECT id_goods, price, name_goods FROM products ORDER BY 1")
    assert found == [(1, DIGITS, "2026-11-01T12:00:00"), (2, "0.10", "a name")]
    ((at,),) = select(pipeline, "SELECT date FROM external_operations WHERE id = 0")
    assert at == dt.datetime(2026, 11, 1, 9, 0, 0, 123456, tzinfo=dt.UTC)


def test_incremental(recipe: Source, pipeline: Any) -> None:
    """A later run reads back to where the overlap begins, and takes in what changed there."""
    shop = shop_of(1)
    load(pipeline, recipe, shop)
    assert shop.requests["receipts"] == 3

    shop.receipts.append(receipt(2500, 2500 * DAY))
    shop.receipts[2480] = receipt(2480, 2480 * DAY, owner_id=7, response={"id": 5})
    load(pipeline, recipe, shop)

    assert shop.requests["receipts"] == 4
    assert select(pipeline, "SELECT count(*), max(operation_datetime) FROM receipts") == [
        (2501, moment(2500 * DAY))
    ]
    found = select(pipeline, "SELECT response_id FROM receipts WHERE account_operation_id = 2480")
    assert found == [(5,)]


def test_no_telemetry(recipe: Source, pipeline: Any) -> None:
    """The recipe has switched dlt's telemetry off."""
    del recipe
    assert pipeline.run_context.runtime_config.dlthub_telemetry is False
