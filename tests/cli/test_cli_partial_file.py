"""Files take their place whole, or stay where they are told to be."""

from __future__ import annotations

import os
import select
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from support.cli_runner import CliRunner, cli_runner

from digiseller_async._cli.export_command import partial_file
from digiseller_async._cli.export_command.partial_file import PartialFile
from digiseller_async._cli.export_command.targets import Extent
from digiseller_async._cli.output import UnwritableError, write_stdout

cli = pytest.fixture(cli_runner)
TEXT = b'{"id":1}\n{"id":2}\n'


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return where a file is to be in the end."""
    return tmp_path / "offers.jsonl"


def test_a_place_that_is_taken_meanwhile(target: Path) -> None:
    """A file that cannot take its place keeps its bytes under its other name."""

    def write(file: PartialFile) -> None:
        with file:
            file.open(Extent())
            file.write(TEXT)
            target.mkdir()
            file.complete()

    file = PartialFile(target)
    with pytest.raises(UnwritableError, match=f"cannot write {target}: "):
        write(file)
    assert file.path == target.with_name("offers.partial.jsonl")
    assert file.path.read_bytes() == TEXT
    assert not file.are_lost


def test_windows(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is closed before it takes its place where the system renames no open file."""
    replace, closed = Path.replace, list[int]()

    def refuse(path: Path, to: Path) -> Path:
        if not closed:
            closed.append(1)
            raise PermissionError(13, os.strerror(13))
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(partial_file, "_restrict", partial_file.unrestricted)
    with PartialFile(target) as file:
        file.open(Extent())
        file.write(TEXT)
        file.complete()

    assert closed
    assert target.read_bytes() == TEXT


def test_a_second_export(target: Path) -> None:
    """A file that another export is writing is refused, and stays as it is."""
    with PartialFile(target) as file:
        file.open(Extent())
        file.write(TEXT)
        with (
            pytest.raises(UnwritableError, match="another export is writing it"),
            PartialFile(target) as other,
        ):
            other.open(Extent())
        file.write(TEXT)
        file.complete()

    assert target.read_bytes() == TEXT + TEXT


def test_a_file_that_was_completed_meanwhile(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes its place between being opened and being locked is left alone."""
    partial = target.with_name("offers.partial.jsonl")
    partial.write_bytes(TEXT)

    def complete(_: int) -> None:
        partial.replace(target)

    monkeypatch.setattr(partial_file, "lock", complete)

    with (
        pytest.raises(UnwritableError, match="another export is writing it"),
        PartialFile(target) as file,
    ):
        file.open(Extent())

    assert target.read_bytes() == TEXT


@pytest.mark.parametrize("end", [0, 9, len(TEXT)])
def test_what_is_behind_the_extent_is_cut_off(target: Path, end: int) -> None:
    """A file goes on behind the bytes that were accounted for; a torn line behind is cut off."""
    with PartialFile(target) as first:
        first.open(Extent())
        first.write(TEXT[:end])
        extent = first.extent
        first.write(b'{"id":3')

    with PartialFile(target) as second:
        assert second.open(extent)
        second.write(TEXT[end:])
        second.complete()

    assert target.read_bytes() == TEXT
    assert [one.name for one in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize("damaged", [b"", TEXT[:-1], b"[" + TEXT[1:]])
def test_what_is_not_as_it_was_left(target: Path, damaged: bytes) -> None:
    """A file that is shorter, or has other bytes, is not gone on with."""
    with PartialFile(target) as first:
        first.open(Extent())
        first.write(TEXT)
    first.path.write_bytes(damaged)

    with PartialFile(target) as second:
        assert not second.open(first.extent)


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
        write_stdout(TEXT)
    finally:
        os.dup2(stdout, 1)
        os.close(stdout)
        os.close(writing)
    with os.fdopen(reading, "rb") as reader:
        assert reader.read().endswith(TEXT)
