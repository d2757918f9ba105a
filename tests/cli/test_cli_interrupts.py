"""How the program ends on Ctrl-C, SIGTERM and SIGHUP, and when stdout is closed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import anyio
import pytest
from support.cli_runner import PROCESS_TIMEOUT, CliRunner, Result, cli_runner, default_sigint

from digiseller_async._cli import commands
from digiseller_async._cli.interrupts import run_interruptible

cli = pytest.fixture(cli_runner)

if os.name == "nt":
    pytest.skip("Windows sends no such signals to another process", allow_module_level=True)
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def wait_for_line(process: subprocess.Popen[str], start: str) -> None:
    """Return when the program has written a line with this *start* to stderr."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(start):
            return
    pytest.fail(f"it never wrote {start!r}")


@pytest.mark.parametrize("number", SIGNALS)
def test_interrupted_export(cli: CliRunner, tmp_path: Path, number: signal.Signals) -> None:
    """A signal leaves whole lines, and where to go on; it prints how many, and ends with 130."""
    box = cli.box(receipts=100_000, latency=0.02)
    path = tmp_path / "receipts.partial.jsonl"
    process = cli.start("export", "--out", tmp_path, "--base-url", box.url, "--rate", 1000)
    wait_for_line(process, "receipts: ")

    process.send_signal(number)
    out, err = process.communicate(timeout=PROCESS_TIMEOUT)

    assert process.returncode == 130
    assert "Traceback" not in err
    assert "Warning" not in err
    assert {one.name for one in tmp_path.iterdir()} == {path.name, "receipts.jsonl.checkpoint"}
    rows = path.read_text("utf-8")
    assert rows.endswith("\n")
    assert all(json.loads(row) for row in rows.splitlines())
    told = re.search(
        rf"^digiseller: interrupted: ([\d,]+) of 100,000 receipts are in {path}; --resume goes on "
        "from there$",
        err,
        re.MULTILINE,
    )
    assert told is not None
    assert int(told[1].replace(",", "")) == rows.count("\n")
    assert re.search(r"^receipts +stopped", out, re.MULTILINE)
    assert len(re.findall("not started", out)) == 10


def test_ignored_hangup(cli: CliRunner, tmp_path: Path) -> None:
    """Where SIGHUP is ignored, as by nohup, it stays so."""
    box = cli.box(receipts=300)
    box.inject("latency", operation="account.receipts", seconds=0.0)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        words = ("export", "receipts", "--out", tmp_path, "--base-url", box.url)
        process = cli.start(*words, "--page-size", 10)
    finally:
        signal.signal(signal.SIGHUP, before)
    while not box.requests["account.receipts"]:
        assert process.poll() is None

    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=PROCESS_TIMEOUT)

    assert process.returncode == 0
    assert len((tmp_path / "receipts.jsonl").read_text("utf-8").splitlines()) == 300


@pytest.mark.parametrize("number", SIGNALS)
def test_interrupted_before_the_first_page(
    cli: CliRunner, tmp_path: Path, number: signal.Signals
) -> None:
    """An export that is interrupted before anything came says so, and leaves older files alone."""
    box = cli.box()
    box.inject("hang", operation="account.receipts")
    older = tmp_path / "receipts.jsonl"
    older.write_text("{}\n", "utf-8")
    process = cli.start("export", "--out", tmp_path, "--base-url", box.url)
    while not box.requests["account.receipts"]:
        assert process.poll() is None

    process.send_signal(number)
    _, err = process.communicate(timeout=PROCESS_TIMEOUT)

    assert (process.returncode, err) == (130, "digiseller: interrupted: nothing was written\n")
    assert older.read_text("utf-8") == "{}\n"


def test_interrupted_import(cli: CliRunner) -> None:
    """Ctrl-C before a command has begun, as while modules are imported, is no traceback."""

    def interrupt() -> int:
        raise KeyboardInterrupt

    cli.patch.setattr(commands, "run", interrupt)

    assert cli.run("export") == Result(130, "", "")


@pytest.mark.parametrize("number", SIGNALS)
def test_interrupted_coroutine(number: signal.Signals) -> None:
    """A signal cancels the coroutine, which may still clean up."""
    cleaned_up: list[bool] = []

    async def work() -> None:
        try:
            signal.raise_signal(number)
            await anyio.sleep_forever()
        finally:
            cleaned_up.append(True)

    with default_sigint():
        assert run_interruptible(work)
    assert cleaned_up == [True]


def test_closed_stdout(cli: CliRunner, tmp_path: Path) -> None:
    """A closed pipe on stdout changes neither the files nor the exit code, and is no traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    process = cli.start("export", "--sandbox", "--out", tmp_path, stdout=writing)
    os.close(writing)

    _, err = process.communicate(timeout=PROCESS_TIMEOUT)

    assert process.returncode == 0
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
    assert err.endswith("balance: 1 of 1\n")
