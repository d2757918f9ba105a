"""How ``digiseller call`` ends: what it prints, asks, refuses, and by which exit code."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pytest
from support.cli_runner import CliRunner, cli_runner
from support.round_trips import DIGI, PINS

from digiseller_async._cli.call_command import call as calls
from digiseller_async._cli.call_command import results
from digiseller_async._cli.call_command.results import UnprintableError
from digiseller_async._cli.call_command.values import type_of
from digiseller_async._cli.output import STDOUT, UnreadError, UnwritableError
from digiseller_async.models import (
    Image,
    Language,
    Localized,
    Operation,
    Receipt,
    ReceiptProduct,
)
from digiseller_async.pagination import Drift
from digiseller_async.spec import content, gallery, reviews
from digiseller_async.spec.language import Endpoint


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[CliRunner]:
    """Give a runner that sees what is written to the descriptors, too."""
    yield from cli_runner(monkeypatch, capfd)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("acount.balance",), "'acount.balance': did you mean account.balance"),
        (("products.gets",), "'products.gets': did you mean products.get"),
        (("zzz",), "there is no operation 'zzz': see digiseller call --help."),
        (("--loud",), "--loud"),
        (("products.get", "one"), "'one' is not a valid whole number"),
        (("products.get",), "Missing argument 'PRODUCT_ID'"),
        (("account.receipts", "--page", 0), "0 is not in the range x>=1"),
        (("account.receipts", "--start", "today"), "'today' is not a date or a moment"),
        (("catalog.products", "-x"), "-x"),
        (("catalog.products", "-1", "--loud"), "unexpected extra argument (--loud)"),
        (("catalog.products", "-4"), "'CATEGORY_ID': -4 is not in the range x>=-3"),
        (("content.add_text", 1, "--texts", "KEY"), "it is not JSON (line 1, column 1); a text"),
        (("content.add_text", 1, "--texts", "[" * 100_000), "it is not JSON in UTF-8"),
        (("content.add_text", 1, "--texts", "[NaN]"), "it is not JSON in UTF-8"),
        (("content.add_text", 1, "--texts", "null"), "null is no value; leave the option out"),
        (("content.add_text", 1, "--texts", "@/no/file"), "cannot read '/no/file': No such file"),
        (("content.add_file", 1, "--file", "/no/file"), "'/no/file' does not exist"),
        (("account.balance", "--sandbox", "--base-url", "http://x"), "exclude each other"),
        (("products.clone", 1), "products.clone changes something (not idempotent): add --yes."),
        (
            ("checkout.cart", "UID", "--product-id", 1, "--product-cnt", 0),
            "checkout.cart changes something (idempotent): add --yes.",
        ),
        (("account.receipts", "--currency", "EURO"), "currency"),
        (("account.balance",), "no credentials"),
    ],
)
def test_bad_input(cli: CliRunner, words: tuple[object, ...], why: str) -> None:
    """What cannot be sent ends with code 2, and one sentence that says why."""
    if "--currency" in words:
        cli.box()
    ended = cli.run("call", *words)

    assert (ended.code, ended.out) == (2, "")
    assert why in ended.err.splitlines()[-1]


def test_a_negative_argument(cli: CliRunner) -> None:
    """An argument that is a negative number is not taken for an option."""
    ended = cli.run("call", "catalog.products", "-1", "--limit", 1, "--json", "--sandbox")

    assert ended.code == 0
    assert len(ended.out.splitlines()) == 1


def test_json_of_a_windows_editor(cli: CliRunner, tmp_path: Path) -> None:
    """A file of JSON may begin with a byte order mark."""
    path = tmp_path / "texts.json"
    path.write_text('["KEY"]', "utf-8-sig")

    ended = cli.run(
        "call", "content.add_text", 2339983, "--texts", f"@{path}", "--yes", "--sandbox"
    )

    assert ended.code == 0


def test_the_operations_are_listed(cli: CliRunner) -> None:
    """The help lists the groups and their operations, with their summaries."""
    ended = cli.run("call", "--help")

    assert (ended.code, ended.err) == (0, "")
    assert "account.balance             " in ended.out
    assert "Read the personal account's balance." in ended.out


@pytest.mark.parametrize(("answer", "code", "applied"), [("y", 0, 1), ("n", 2, 0)])
def test_a_terminal_is_asked(cli: CliRunner, answer: str, code: int, applied: int) -> None:
    """Before something is changed a terminal is asked; without a yes nothing is sent."""
    box = cli.box()
    asked: list[str] = []

    def confirm(text: str, *, err: bool) -> bool:
        assert err
        asked.append(text)
        return answer == "y"

    cli.patch.setattr(click, "confirm", confirm)
    cli.patch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    ended = cli.run("call", "templates.delete", 1, "--base-url", box.url)

    assert asked == ["templates.delete (deletes): Delete a commission template. Do it?"]
    assert (ended.code, box.applied["templates.delete"]) == (code, applied)
    assert ended.out == ("done\n" if applied else "")
    assert ended.err == ("" if applied else "nothing was sent\n")


def test_json_is_exact(cli: CliRunner) -> None:
    """JSON has each amount with the service's own digits, and a list as a line for each item."""
    box = cli.box()
    at = ("--base-url", box.url, "--json")
    found = cli.run("call", "account.receipts", "--limit", 3, *at).out
    nothing = cli.run("call", "templates.delete", 1, "--yes", *at).out
    ids = cli.run("call", "products.clone", DIGI, "--yes", *at).out

    amounts = [json.loads(line)["operation"]["price"] for line in found.splitlines()]
    assert len(amounts) == 3
    assert all(Decimal(one).as_tuple().exponent == -2 for one in amounts)
    assert nothing == "null\n"
    assert ids.strip().isdecimal()


def test_a_task_is_named_or_waited_for(cli: CliRunner) -> None:
    """A task is printed as its id, and with --wait as its last status."""
    box = cli.box()
    words = ("call", "products.set_status", DIGI, PINS, "disabled", "--yes", "--base-url", box.url)
    named = cli.run(*words)
    waited = cli.run(*words, "--wait", "--json")

    assert len(named.out.split()) == 1
    assert json.loads(waited.out)["success_count"] == 2


def test_a_sandbox_of_its_own(cli: CliRunner) -> None:
    """With --sandbox a call needs neither an account nor credentials."""
    ended = cli.run("call", "products.clone", DIGI, "--sandbox", "--yes")

    assert ended.code == 0
    assert ended.out.strip().isdecimal()
    assert ended.err.startswith("a sandbox answers at http://127.0.0.1:")


def test_a_refusal_has_its_code(cli: CliRunner) -> None:
    """What the service refuses ends with one message, and the exit code of its error."""
    box = cli.box(permissions=())

    ended = cli.run("call", "account.balance", "--base-url", box.url)

    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith("digiseller: error: account.balance: ")


def test_a_reader_that_leaves(cli: CliRunner) -> None:
    """A reader that wants no more ends a list quietly; a full disk does not."""
    box = cli.box(receipts=500)
    words = ("call", "account.receipts", "--base-url", box.url)
    for form in ((), ("--json",)):
        reading, writing = os.pipe()
        os.close(reading)
        process = cli.start(*words, *form, stdout=writing)
        os.close(writing)
        assert process.wait(60) == 0
        assert process.communicate()[1] == ""
        with Path("/dev/full").open("w") as full:
            process = cli.start(*words, *form, stdout=full)
        assert process.wait(60) == 5
        assert "cannot write standard output" in process.communicate()[1]


def test_a_failing_output(cli: CliRunner) -> None:
    """Where standard output takes nothing, a call ends with the code for that."""
    box = cli.box()
    at = ("--base-url", box.url)

    def refuse(_: str) -> bool:
        return False

    def fail(*_: object) -> int:
        raise BrokenPipeError

    cli.patch.setattr(results, "print_text", refuse)
    assert cli.run("call", "account.balance", *at).code == 5
    cli.patch.setattr("digiseller_async._cli.output._write_some", fail)
    assert cli.run("call", "account.balance", "--json", *at).code == 0


def test_a_changing_list(cli: CliRunner) -> None:
    """A list that changed while it was read ends with a warning, and code 6."""
    box = cli.box()

    async def run(call: calls.Call, _: object) -> None:
        call.drift.append(Drift(page=2, what="it has moved"))

    cli.patch.setattr(calls.Call, "run", run)
    ended = cli.run("call", "account.receipts", "--base-url", box.url)

    assert ended.code == 6
    assert "account.receipts changed meanwhile: page 2: it has moved" in ended.err


def test_an_interruption(cli: CliRunner) -> None:
    """Ctrl-C ends a call with code 130."""
    box = cli.box()

    async def run(*_: object) -> None:
        raise asyncio.CancelledError

    cli.patch.setattr(calls.Call, "run", run)
    ended = cli.run("call", "account.balance", "--base-url", box.url)

    assert (ended.code, ended.err) == (130, "digiseller: interrupted: account.balance\n")


def test_bytes_and_control_characters(capfd: pytest.CaptureFixture[str]) -> None:
    """A table says how large a file is, moves no cursor, and has nothing of an empty list."""
    results.print_result(Image(content=b"12345", content_type="a\x1b[2Jb"), as_json=False)
    results.print_items([], as_json=False)

    out = capfd.readouterr().out
    assert "5 bytes" in out
    assert "\x1b" not in out


NAMES = (
    Localized(locale=Language.RU, value="Имя"),
    Localized(locale=Language.EN, value="Name"),
)
RECEIPTS = (
    Receipt(account_operation_id=1, operation=Operation(price=Decimal("33.50"))),
    Receipt(account_operation_id=2, product=ReceiptProduct(name=NAMES)),
)


def test_a_table(capfd: pytest.CaptureFixture[str]) -> None:
    """A table has a column for each field with values, those of a model inside another too."""
    results.print_items(RECEIPTS, as_json=False)

    head, _, *rows = (line.split() for line in capfd.readouterr().out.splitlines() if line.strip())
    assert head == ["account_operation_id", "operation.price", "product.name"]
    assert rows == [["1", "33.50"], ["2", "Имя", "/", "Name"]]


def test_a_narrow_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a terminal is too narrow for a table, each item has a table of its own."""

    def narrow(_: object) -> int:
        return 50

    monkeypatch.setattr(results, "terminal_width", narrow)

    results.print_items(RECEIPTS, as_json=False)

    rows = [line.split() for line in capfd.readouterr().out.splitlines() if line.strip()]
    assert rows == [
        ["account_operation_id", "1"],
        ["operation.price", "33.50"],
        ["account_operation_id", "2"],
        ["product.name", "Имя", "/", "Name"],
    ]


@pytest.mark.parametrize("columns", [50, 40, 30])
def test_nothing_is_cut(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """A terminal that is too narrow for a value gets it on several lines, and all of it."""

    def narrow(_: object) -> int:
        return columns

    monkeypatch.setattr(results, "terminal_width", narrow)

    results.print_items([Receipt(account_operation_id=10**60)], as_json=False)

    name, *digits = capfd.readouterr().out.split()
    assert name == "account_operation_id"
    assert "".join(digits) == "1" + "0" * 60


@pytest.mark.parametrize(
    ("row", "name", "start", "found"),
    [
        (gallery.SET_OPTIONS, "type", "im", ["image"]),
        (content.UPDATE_FORM, "encoding", "UTF", ["UTF8"]),
        (reviews.REVIEWS, "owner_id", "1", ["1", "1271"]),
    ],
)
def test_words_are_completed(row: Endpoint[Any], name: str, start: str, found: list[str]) -> None:
    """A shell completes the words of an open enum, and numbers where they are few."""
    (param,) = (one for one in row.params if one.name == name)
    command = click.Command("x")

    offered = type_of(param).shell_complete(click.Context(command), click.Option(["--x"]), start)

    assert [one.value for one in offered] == found


def test_the_shell_completes_operations(cli: CliRunner) -> None:
    """A shell that has the completion offers operations by the start of their names."""
    cli.patch.setenv("_DIGISELLER_COMPLETE", "bash_complete")
    cli.patch.setenv("COMP_WORDS", "digiseller call account.b")
    cli.patch.setenv("COMP_CWORD", "2")

    assert cli.run().out == "plain,account.balance\n"


@pytest.mark.parametrize("words", ["export --out e", "sync --into e"])
def test_the_shell_completes_paths(cli: CliRunner, words: str) -> None:
    """A shell that has the completion is told where a path is to be completed."""
    cli.patch.setenv("_DIGISELLER_COMPLETE", "bash_complete")
    cli.patch.setenv("COMP_WORDS", f"digiseller {words}")
    cli.patch.setenv("COMP_CWORD", "3")

    assert cli.run().out == "file,e\n"


def test_only_the_named_group_is_loaded() -> None:
    """The help of the program loads no rows, and that of an operation those of its group."""
    program = "import sys; from digiseller_async._cli import commands\n"
    help_ = "commands.digiseller.main([*{}, '--help'], 'digiseller', standalone_mode=False)\n"
    names = "print(*(one for one in sys.modules if one.startswith('digiseller_async.spec.')))"

    def loaded(*words: str) -> set[str]:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", program + help_.format(list(words)) + names],
            capture_output=True,
            text=True,
            check=True,
        )
        return {one.rpartition(".")[2] for one in done.stdout.splitlines()[-1].split()}

    before = loaded()
    assert "account" not in before
    assert loaded("call", "offers.list") - before == {"offers"}


@pytest.mark.parametrize(
    ("error", "code"),
    [(UnreadError(STDOUT, "gone"), 0), (UnwritableError(STDOUT, "the disk is full"), 5)],
)
def test_results_that_cannot_be_written(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, error: UnwritableError, code: int
) -> None:
    """A reader that has gone is no failure of the call; a full disk is one."""

    def fail(_: object) -> bool:
        raise error

    monkeypatch.setattr(calls, "run_interruptible", fail)

    assert cli.run("call", "templates.list", "--sandbox").code == code


def test_output_that_is_closed(cli: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be printed at all ends with the code of an output that cannot be written."""

    def fail(_: object) -> bool:
        raise UnprintableError

    monkeypatch.setattr(calls, "run_interruptible", fail)

    assert cli.run("call", "templates.list", "--sandbox").code == 5


@pytest.mark.parametrize(
    ("operation", "shown"),
    [
        ("content.add_text", "A list of objects with serial, value, id_v, or its value alone."),
        ("products.edit_base", "Price. An object with price, currency."),
        ("products.edit_base", "One of -1, 1, 10, 50, 100, 1000. --online"),
    ],
)
def test_help_of_values(cli: CliRunner, operation: str, shown: str) -> None:
    """The help says what an object in JSON has, and which numbers are taken."""
    assert shown in " ".join(cli.run("call", operation, "--help").out.split())
