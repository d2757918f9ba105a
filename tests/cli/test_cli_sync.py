"""What ``digiseller sync`` keeps, prints, and ends with."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support import servers
from support.cli_runner import CliRunner, cli_runner

from digiseller_async._cli.sync_command.summary import KindSync, report, summary
from digiseller_async.pagination import Drift
from digiseller_async.sandbox import Fault
from digiseller_async.sync import ALL, KindReport

cli = pytest.fixture(cli_runner)
SANDBOX = {
    "receipts": 250,
    "external_operations": 120,
    "sales": 60,
    "products": 40,
    "templates": 3,
    "template_products": 120,
    "offers": 25,
    "chats": 20,
    "reviews": 30,
}


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Give the URL of a new PostgreSQL database."""
    for server in servers.postgresql_server():
        yield from servers.postgresql_database(server)


def counts(path: Path) -> dict[str, int]:
    """Return how many rows each table has."""
    with closing(sqlite3.connect(path)) as database:
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "sync_state"
        ]
        wanted = {name: f"SELECT count(*) FROM {name}" for name in tables}  # noqa: S608
        return {name: database.execute(wanted[name]).fetchone()[0] for name in tables}


def rows_of(out: str) -> list[list[str]]:
    """Return the cells of the summary."""
    return [line.split() for line in out.splitlines()]


def test_sandbox(cli: CliRunner, tmp_path: Path) -> None:
    """One command keeps a sandbox's rows; the second time nothing is new."""
    words = ("sync", "--sandbox", "--into", tmp_path / "shop.db")
    first, second = cli.run(*words), cli.run(*words)

    assert (first.code, second.code) == (0, 0)
    assert counts(tmp_path / "shop.db") == SANDBOX
    head = ["kind", "state", "read", "new", "changed", "gone", "drift"]
    numbers = list(map(str, SANDBOX.values()))
    assert rows_of(first.out) == [
        head,
        *([k, "complete", n, n, "0", "0", "none"] for k, n in zip(ALL, numbers, strict=True)),
    ]
    assert rows_of(second.out)[1][1:] == ["complete", "250", "0", "0", "0", "none"]
    assert "receipts: 250 of 250\n" in first.err
    assert "\x1b" not in first.out + first.err


def test_postgresql(cli: CliRunner, postgresql: str) -> None:
    """PostgreSQL is a URL away."""
    ended = cli.run("sync", "templates", "--sandbox", "--into", postgresql)

    assert ended.code == 0
    assert rows_of(ended.out)[1] == ["templates", "complete", "3", "3", "0", "0", "none"]


def test_options(cli: CliRunner, tmp_path: Path) -> None:
    """Kinds, --since, --full and --base-url go to the sync."""
    box = cli.box()
    words = ("--base-url", box.url, "--into", tmp_path / "shop.db")

    since = cli.run("sync", "receipts", "--since", "2026-11-01", *words)
    full = cli.run("sync", "receipts", "offers", "--full", *words)

    some, all_ = (rows_of(one.out)[1] for one in (since, full))
    assert 0 < int(some[2]) < 250
    assert all_[2:4] == ["250", str(250 - int(some[2]))]
    assert box.requests["products.of_seller"] == 0
    assert list(counts(tmp_path / "shop.db")) == ["receipts", "offers"]


def test_terminal(cli: CliRunner, tmp_path: Path) -> None:
    """At a terminal each kind has a progress bar, and the summary a frame."""
    cli.patch.setattr(sys.stderr, "isatty", lambda: True)
    cli.patch.setattr(sys.stdout, "isatty", lambda: True)
    cli.patch.setenv("TERM", "xterm")

    ended = cli.run("sync", "--sandbox", "--into", tmp_path / "shop.db")

    assert ended.code == 0
    assert "250 of 250" in ended.err
    assert "━" in ended.err
    assert "───" in ended.out


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("--into", "postgresql://u@h/d"), 2, "names no driver"),
        (("--into", "mysql://u@h/d"), 2, "must be SQLite or PostgreSQL"),
        (("--into", "nowhere/shop.db"), 5, "cannot create nowhere/shop.db"),
        (("--into", "x.db", "--since", "9999-01-01"), 2, "since is in the future: 9999-01-01"),
        (("--into", "x.db", "--since", "yesterday"), 2, "Invalid value for '--since'"),
        (("--into", "x.db", "--base-url", "http://[::1]"), 2, "exclude each other"),
        (("--into", "x.db", "purchases"), 2, "Invalid value for '[KIND]...'"),
        ((), 2, "Missing option '--into'"),
    ],
)
def test_refusals(
    cli: CliRunner, tmp_path: Path, words: tuple[str, ...], code: int, why: str
) -> None:
    """What cannot be is refused in one line, and nothing is written."""
    cli.patch.chdir(tmp_path)

    ended = cli.run("sync", "--sandbox", *words)

    assert (ended.code, ended.out) == (code, "")
    assert why in ended.err
    assert not list(tmp_path.iterdir())


def test_without_sqlalchemy(cli: CliRunner, tmp_path: Path) -> None:
    """Without the extra it says what to install, and every other command works."""
    for name in [one for one in sys.modules if "_sync._database" in one]:
        cli.patch.delitem(sys.modules, name)
    cli.remove("sqlalchemy")

    ended = cli.run("sync", "--sandbox", "--into", tmp_path / "shop.db")

    assert ended.code == 2
    assert 'pip install "digiseller-async[sync]"; nothing was written\n' in ended.err
    assert cli.run("export", "--sandbox", "--out", tmp_path).code == 0


def test_an_error_midway(cli: CliRunner, tmp_path: Path) -> None:
    """After an error it says what was kept, and ends with the exit code of the error."""
    box = cli.box()
    box.inject(Fault.SERVER_ERROR, operation="offers.list", times=9)

    ended = cli.run("sync", "--base-url", box.url, "--into", tmp_path / "shop.db", "--attempts", 1)

    assert ended.code == 4
    assert "digiseller: error: offers.list: " in ended.err
    assert (
        "; 250 of 250 receipts, 120 of 120 external-operations, 60 of 60 sales, 40 of 40 products"
        in ended.err
    )
    assert [row[:2] for row in rows_of(ended.out)[-3:]] == [
        ["offers", "not"],
        ["chats", "not"],
        ["reviews", "not"],
    ]


def test_unreachable(cli: CliRunner, tmp_path: Path) -> None:
    """A service that cannot be reached is exit code 4, with nothing written."""
    cli.box()
    url = f"http://127.0.0.1:{servers.free_port()}"

    ended = cli.run("sync", "--base-url", url, "--into", tmp_path / "shop.db", "--attempts", 1)

    assert (ended.code, ended.out) == (4, "")
    assert "; nothing was written\n" in ended.err


def test_interrupted(cli: CliRunner, tmp_path: Path) -> None:
    """Ctrl-C ends it with what is whole, and the next run completes it."""
    box = cli.box(latency=0.3)
    words = ("sync", "--base-url", box.url, "--into", tmp_path / "shop.db")
    process = cli.start(*words)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("receipts: ")
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "digiseller: interrupted: 250 of 250 receipts" in err
    assert rows_of(out)[1][0] == "receipts"
    box.latency = 0
    assert cli.run(*words).code == 0
    assert counts(tmp_path / "shop.db") == SANDBOX


def kind(name: str, **values: Any) -> KindSync:
    """Return a complete kind."""
    made = KindSync(name=name)
    made.update(KindReport(name=name, complete=True, **values))
    return made


def test_drift_and_nul(capsys: pytest.CaptureFixture[str]) -> None:
    """Drift is a warning and an exit code of its own; NUL characters are a note."""
    drift = [Drift(page=3, what="the total went from 5 to 4")]
    kinds = [kind("receipts", with_nul=2), kind("offers", drift=drift * 2)]

    code = report(kinds, None, is_interrupted=False)
    one = report([kind("offers", drift=drift)], None, is_interrupted=False)

    assert (code, one) == (6, 6)
    printed = capsys.readouterr()
    assert "note: 2 receipts had NUL characters, left out\n" in printed.err
    assert "page 3: the total went from 5 to 4 (and 1 more such signs)\n" in printed.err
    assert "page 3: the total went from 5 to 4\n" in printed.err


def test_summary_fits() -> None:
    """The summary has a frame if that fits, and is plain where it does not."""
    kinds = [kind("receipts", read=1234, new=34), KindSync(name="offers")]

    plain, narrow, wide = (summary(kinds, width=width) for width in (None, 20, 100))

    assert plain == narrow
    assert "─" in wide
    assert "1,234" in plain
    assert rows_of(plain)[2] == ["offers", "not", "started", "0", "0", "0", "0", "none"]


def test_summary_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the summary cannot be written, that is the exit code."""

    def fail(_text: str) -> bool:
        return False

    monkeypatch.setattr("digiseller_async._cli.sync_command.summary.print_text", fail)

    assert report([kind("offers")], None, is_interrupted=False) == 5
