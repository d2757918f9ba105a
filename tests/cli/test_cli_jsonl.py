"""Files of JSON Lines take their place whole, or stay where they are told to be."""

from __future__ import annotations

import os
import select
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from support.cli_runner import CliRunner, cli_runner

from digiseller_async._cli.jsonl import JsonLinesFile, JsonLinesOutput, UnwritableError

cli = pytest.fixture(cli_runner)
ROWS = [{"id": 1}, {"id": 2}]
TEXT = '{"id":1}\n{"id":2}\n'


def test_a_place_that_is_taken_meanwhile(tmp_path: Path) -> None:
    """A file that cannot take its place keeps its lines under another name, which is told."""
    target = tmp_path / "offers.jsonl"
    lines = JsonLinesFile(target)

    def write() -> None:
        with lines:
            lines.write(ROWS)
            target.mkdir()
            lines.complete()

    with pytest.raises(UnwritableError, match=f"cannot write {target}: "):
        write()
    assert lines.path.parent == tmp_path
    assert lines.path.read_text("utf-8") == TEXT
    assert not lines.are_lost


def test_a_second_place_that_is_taken(tmp_path: Path) -> None:
    """So does one that is not complete; what ended it is what is raised."""
    target = tmp_path / "offers.jsonl"
    target.write_text("{}\n", "utf-8")
    (tmp_path / "offers.partial.jsonl").mkdir()
    lines = JsonLinesFile(target)

    def write() -> None:
        with lines:
            lines.write(ROWS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert lines.path.read_text("utf-8") == TEXT
    assert target.read_text("utf-8") == "{}\n"


@pytest.mark.parametrize("fault", [None, "broken_json"])
def test_disks_that_are_full_at_the_end(cli: CliRunner, tmp_path: Path, fault: str | None) -> None:
    """Lines that the disk loses in the end are not told as kept, and the older file stays."""
    box = cli.box(receipts=50)
    if fault is not None:
        box.inject("latency", operation="account.receipts", seconds=0.0)
        box.inject(fault, operation="account.receipts", times=9)
    path = tmp_path / "receipts.jsonl"
    path.write_text("{}\n", "utf-8")

    def refuse(_: int) -> None:
        raise OSError(28, os.strerror(28))

    cli.patch.setattr(os, "fsync", refuse)
    words = ("--out", tmp_path, "--base-url", box.url, "--page-size", 20, "--attempts", 1)
    ended = cli.run("export", "receipts", *words)

    assert ended.code == (5 if fault is None else 1)
    assert (f"cannot write {path}: No space left on device" in ended.err) is (fault is None)
    assert "; nothing was written" in ended.err
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text("utf-8") == "{}\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX systems")
def test_a_full_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines wait for a reader where standard output itself refuses to wait."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with suppress(BlockingIOError):
        while os.write(writing, b"x" * 4096):
            continue
    wait = select.select

    def read_and_wait(*streams: Any) -> Any:
        while os.read(reading, 4096) == b"x" * 4096 and not wait((), (writing,), (), 0)[1]:
            continue
        return wait(*streams)

    monkeypatch.setattr(select, "select", read_and_wait)
    stdout = os.dup(1)
    os.dup2(writing, 1)
    try:
        JsonLinesOutput().write(ROWS)
    finally:
        os.dup2(stdout, 1)
        os.close(stdout)
        os.close(writing)
    with os.fdopen(reading, "rb") as reader:
        assert reader.read().endswith(TEXT.encode())
