"""The formats of an export: JSON Lines, CSV that a spreadsheet opens, Parquet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.cli_runner import CliRunner, cli_runner

from digiseller_async._cli.export_command import parquet_rows
from digiseller_async._cli.export_command.csv_rows import CsvEncoder
from digiseller_async._cli.export_command.formats import UnencodableError
from digiseller_async._cli.export_command.kinds import EXPORTED
from digiseller_async._cli.export_command.parquet_rows import ParquetEncoder
from digiseller_async.models import Balance, Operation, Receipt, Review

cli = pytest.fixture(cli_runner)
KINDS = {kind.name: kind for kind in EXPORTED}
SIZES = {"receipts": 7, "sales": 5, "templates": 2, "template_products": 3}
MOSCOW = dt.timezone(dt.timedelta(hours=3))


def export(cli: CliRunner, folder: Path, form: str, *more: object) -> Path:
    """Export everything that a sandbox has in a format; return the folder."""
    box = cli.box(**SIZES)
    ended = cli.run("export", "--out", folder, "--format", form, "--base-url", box.url, *more)
    assert ended.code == 0, ended.err
    return folder


def cells(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a text of CSV."""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def written(kind: str, items: list[Any], *, decimal_comma: bool = False) -> dict[str, str]:
    """Return the row of CSV that one item becomes."""
    encoder = CsvEncoder(KINDS[kind], decimal_comma=decimal_comma)
    text = (encoder.header() + encoder.encode(items, None)).decode("utf-8-sig")
    (row,) = cells(text, ";" if decimal_comma else ",")
    return row


def test_csv(cli: CliRunner, tmp_path: Path) -> None:
    """CSV has a byte order mark, ends of lines as Excel's, and a column for each field."""
    rows = (export(cli, tmp_path, "csv") / "receipts.csv").read_bytes()

    assert rows.startswith(b"\xef\xbb\xbfaccount_operation_id,")
    assert rows.count(b"\r\n") == rows.count(b"\n") == 8
    first = cells(rows.decode("utf-8-sig"))[0]
    assert re.fullmatch(r"-?\d+\.\d\d", first["operation_on_account"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", first["operation_datetime"])
    sales = cells((tmp_path / "sales.csv").read_text("utf-8-sig"))
    assert {row["returned"] for row in sales} == {"FALSE"}
    products = cells((tmp_path / "template-products.csv").read_text("utf-8-sig"))
    assert [row["template_id"] for row in products] == ["1", "1", "1", "2", "2", "2"]
    categories = cells((tmp_path / "categories.csv").read_text("utf-8-sig"))
    assert {row["parent_id"] for row in categories} <= {"", *(row["id"] for row in categories)}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("good", "good"),
        ("", ""),
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+79990000000", "'+79990000000"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r\n=1", "'\r\n=1"),
        ("\uff1d1", "'\uff1d1"),
        ('say "yes", 1;2\nnext', 'say "yes", 1;2\nnext'),
        ("00123", "'00123"),
        ("0", "0"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456", "'1234567890123456"),
        ("12E34567", "'12E34567"),
        ("1.50", "'1.50"),
        ("12345678.123456789", "'12345678.123456789"),
        ("01.02", "'01.02"),
        ("2026-11-28", "'2026-11-28"),
        ("1/2", "'1/2"),
        ("12:30", "'12:30"),
        ("KEY-12", "KEY-12"),
        ("12-KEY", "12-KEY"),
        ("1.2.3.4", "1.2.3.4"),
    ],
)
def test_texts_in_csv(text: str, cell: str) -> None:
    """A text that a spreadsheet would run, or change as a number or date, gets an apostrophe."""
    assert written("reviews", [Review(id=1, info=text)])["info"] == cell


@pytest.mark.parametrize(
    ("number", "cell"), [(7, "7"), (10**15 - 1, "9" * 15), (10**15, f"'{10**15}")]
)
def test_ids_in_csv(number: int, cell: str) -> None:
    """An id of more digits than a spreadsheet keeps begins with an apostrophe."""
    assert written("reviews", [Review(id=number)])["id"] == cell


@pytest.mark.parametrize(
    ("decimal_comma", "amount", "moment"),
    [
        (False, "-33.50", "2026-01-31 02:59:59.125"),
        (True, "-33,50", "2026-01-31 02:59:59,125"),
    ],
)
def test_amounts_and_moments_in_csv(decimal_comma: bool, amount: str, moment: str) -> None:  # noqa: FBT001
    """An amount keeps its digits and its sign; a moment is Moscow's; a comma is at choice."""
    when = dt.datetime(2026, 1, 30, 23, 59, 59, 125_000, dt.UTC)
    operation = Operation(on_account=Decimal("-33.50"), datetime=when)
    receipt = Receipt(account_operation_id=1, operation=operation)

    row = written("receipts", [receipt], decimal_comma=decimal_comma)

    assert (row["operation_on_account"], row["operation_datetime"]) == (amount, moment)


@pytest.mark.parametrize(
    ("amount", "cell"),
    [
        ("1234567890123.45", "1234567890123.45"),
        ("12345678901234.56", "'12345678901234.56"),
        ("-12345678901234.56", "'-12345678901234.56"),
        ("0.000000000000000001", "0.000000000000000001"),
        ("1000000000000000000.00", "1000000000000000000.00"),
    ],
)
def test_digits_of_amounts_in_csv(amount: str, cell: str) -> None:
    """An amount of more digits than a spreadsheet keeps begins with an apostrophe."""
    operation = Operation(on_account=Decimal(amount))
    row = written("receipts", [Receipt(account_operation_id=1, operation=operation)])

    assert row["operation_on_account"] == cell


def test_standard_output_in_csv(cli: CliRunner, tmp_path: Path) -> None:
    """With --out - CSV is the same as in a file."""
    box = cli.box(offers=3)
    words = ("export", "offers", "--format", "csv", "--decimal-comma", "--base-url", box.url)
    process = cli.start(*words, "--out", "-")
    out, err = process.communicate(timeout=60)
    cli.run(*words, "--out", tmp_path)

    assert out.encode() == (tmp_path / "offers.csv").read_bytes().replace(b"\r\n", b"\n")
    assert out.count("\n") == 4
    assert "offers: 3 of 3" in err


def test_parquet(cli: CliRunner, tmp_path: Path) -> None:
    """Parquet has the same values as JSON Lines: exact amounts, moments, whole numbers, flags."""
    parquet = pytest.importorskip("pyarrow.parquet")
    export(cli, tmp_path, "parquet")
    box = cli.box(**SIZES)
    cli.run("export", "--out", tmp_path, "--base-url", box.url)

    for kind in EXPORTED:
        table = parquet.read_table(tmp_path / f"{kind.name}.parquet")
        lines = (tmp_path / f"{kind.name}.jsonl").read_text("utf-8").splitlines()
        assert table.num_rows == len(lines)
    sold = parquet.read_table(tmp_path / "sales.parquet").to_pylist()
    sales = [
        json.loads(line) for line in (tmp_path / "sales.jsonl").read_text("utf-8").splitlines()
    ]
    for found, said in zip(sold, sales, strict=True):
        assert found["amount_in"] == Decimal(said["amount_in"])
        assert found["date_pay"] == dt.datetime.fromisoformat(said["date_pay"])
        names = ("invoice_id", "returned", "product_name", "id_seller")
        assert [found[name] for name in names] == [said[name] for name in names]


def test_parquet_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are written in groups, and not held until the end."""
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet_rows, "_GROUP", 4)
    encoder = ParquetEncoder(KINDS["reviews"])
    pieces = [encoder.header()]
    pieces += [encoder.encode([Review(id=number), Review(id=-number)], None) for number in range(5)]
    pieces += [encoder.footer()]

    file = parquet.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert [bool(piece) for piece in pieces] == [True, False, True, False, True, False, True]
    assert [file.metadata.row_group(one).num_rows for one in range(3)] == [4, 4, 2]


def test_numbers_that_parquet_has_no_room_for() -> None:
    """An amount that would lose digits is refused, not rounded."""
    pytest.importorskip("pyarrow")
    encoder = ParquetEncoder(KINDS["balance"])
    encoder.header()
    encoder.encode([Balance(amount_z_free=Decimal("0.1234567890123456789"))], None)

    with pytest.raises(UnencodableError, match="a number of amount_z_free has more digits"):
        encoder.footer()


@pytest.mark.parametrize("is_full", [False, True])
def test_incomplete_parquet(cli: CliRunner, tmp_path: Path, is_full: bool) -> None:  # noqa: FBT001
    """After an error the rows so far are a file that can be read, unless they cannot be written."""
    parquet = pytest.importorskip("pyarrow.parquet")
    box = cli.box(receipts=50)
    box.inject("latency", operation="account.receipts", seconds=0.0)
    box.inject("broken_json", operation="account.receipts", times=9)
    words = ("--out", tmp_path, "--base-url", box.url, "--page-size", 20, "--attempts", 1)
    if is_full:
        cli.patch.setattr(parquet_rows, "_DECIMALS", 0)

    ended = cli.run("export", "receipts", "--format", "parquet", *words)

    partial = tmp_path / "receipts.partial.parquet"
    assert ended.code == 1
    if is_full:
        assert ended.err.endswith("; nothing was written\n")
        assert not list(tmp_path.iterdir())
    else:
        assert ended.err.endswith(f"; kept 20 receipts in {partial}\n")
        assert parquet.read_table(partial).num_rows == 20
        assert [one.name for one in tmp_path.iterdir()] == [partial.name]


def test_digits_that_do_not_fit(cli: CliRunner, tmp_path: Path) -> None:
    """An export whose amounts do not fit ends with 5, names the column, and leaves no file."""
    pytest.importorskip("pyarrow")
    box = cli.box(receipts=3)
    cli.patch.setattr(parquet_rows, "_DECIMALS", 0)
    words = ("--format", "parquet", "--out", tmp_path, "--base-url", box.url)

    ended = cli.run("export", "receipts", *words)

    assert ended.code == 5
    assert "has more digits than a column of Parquet; choose another --format" in ended.err
    assert not list(tmp_path.iterdir())


def test_without_the_extra(cli: CliRunner, tmp_path: Path) -> None:
    """Without pyarrow it says what to install, before anything is sent."""
    box = cli.box()
    cli.remove("pyarrow")

    ended = cli.run("export", "--format", "parquet", "--out", tmp_path, "--base-url", box.url)

    assert ended.code == 2
    assert ended.err == (
        'digiseller: error: Parquet needs an extra: pip install "digiseller-async[parquet]"\n'
    )
    assert not box.requests


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--format", "parquet", "--out", "-"), "Parquet is for files"),
        (("--resume", "--out", "-"), "--resume is for files"),
        (("--resume", "--sandbox", "--out", "out"), "--sandbox makes a new one"),
        (("offers", "--out", "-"), "Standard output takes one kind"),
        (("--decimal-comma", "--out", "out"), "--decimal-comma is for --format csv"),
        (("--format", "xlsx", "--out", "out"), "'xlsx' is not one of 'jsonl', 'csv', 'parquet'"),
        (("balance", "--since", "yesterday", "--out", "out"), "is not a date or a moment"),
        (
            ("sales", "--since", "2026-01-01T10:00", "--out", "out"),
            "such as 2026-01-01T10:00+03:00",
        ),
        (
            ("receipts", "--since", "2026-02-01", "--until", "2026-01-31", "--out", "out"),
            "--since 2026-02-01 is after --until 2026-01-31.",
        ),
    ],
)
def test_usage(cli: CliRunner, tmp_path: Path, words: tuple[str, ...], why: str) -> None:
    """Options that do not go together end with 2 and one sentence."""
    cli.patch.chdir(tmp_path)

    ended = cli.run("export", "reviews", "--sandbox", *words)

    assert ended.code == 2
    assert why in ended.err.splitlines()[-1]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("export bal", ["balance"]),
        ("export --format ", ["jsonl", "csv", "parquet"]),
        ("export --dec", ["--decimal-comma"]),
    ],
)
def test_the_shell_completes(cli: CliRunner, line: str, found: list[str]) -> None:
    """A shell that has the completion offers kinds, formats and options."""
    cli.patch.setenv("_DIGISELLER_COMPLETE", "bash_complete")
    cli.patch.setenv("COMP_WORDS", f"digiseller {line}")
    cli.patch.setenv("COMP_CWORD", str(len(line.split(" "))))

    assert cli.run().out.splitlines() == [f"plain,{one}" for one in found]
