"""What is written to stdout and stderr at the end of a command."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import pytest

from digiseller_async import Drift
from digiseller_async._cli.export_command.summary import drift_warning, report, summary
from digiseller_async._cli.output import prepare_streams, print_error, print_text
from digiseller_async._cli.progress import KindProgress, State


def test_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """An error stays on one line, and cannot move the cursor."""
    print_error("error: one\ntwo \x1b[2Jthree\r four — Шаблон")

    assert capsys.readouterr().err == "digiseller: error: one two [2Jthree four — Шаблон\n"


def test_closed_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the reader of stdout has gone, further output is dropped."""

    def refuse(_text: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(click, "echo", refuse)
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        monkeypatch.setattr(sys, "stdout", out)
        print_text("summary")
        out.write("the rest")

    assert (tmp_path / "out").read_bytes() == b""


def progress(name: str) -> KindProgress:
    """Return the progress of a kind before its first item."""
    return KindProgress(name=name, path=Path(f"{name}.jsonl"), limit=None)


def test_interrupted_export(capsys: pytest.CaptureFixture[str]) -> None:
    """After an interrupt each file's lines are counted, of how many where that is known."""
    receipts, offers = progress("receipts"), progress("offers")
    receipts.expect(1_000_000, is_last=True)
    receipts.add_page(12_300)
    offers.add_page(5)

    for can_resume, way in ((True, "; --resume goes on from there"), (False, "")):
        code = report([receipts, offers], None, is_interrupted=True, can_resume=can_resume)

        assert code == 130
        assert capsys.readouterr().err == (
            "digiseller: interrupted: 12,300 of 1,000,000 receipts are in receipts.jsonl, "
            f"5 offers are in offers.jsonl{way}\n"
        )


def test_a_file_that_is_not_there() -> None:
    """The summary names no file for a kind that was stopped before its first row."""
    receipts, offers = progress("receipts"), progress("offers")
    receipts.state, offers.state = State.COMPLETE, State.STOPPED

    shown = summary([receipts, offers], width=None)

    assert "receipts.jsonl" in shown
    assert "offers.jsonl" not in shown


def test_drift_warning() -> None:
    """For a list that changed, the warning has the first sign and the number of others."""
    receipts = progress("receipts")
    signs = (Drift(page=2, what="the total went from 5 to 4"), Drift(page=3, what="odd"))
    receipts.note_drift(signs)

    assert drift_warning(receipts) == (
        "receipts changed while they were read, so some may be missing or duplicated: "
        "page 2: the total went from 5 to 4 (and 1 more such signs)"
    )
    assert summary([receipts], width=None).splitlines()[1].split()[-1] == "2"


def test_streams_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that others have put in place, and that encode nothing, stay as they are."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stdout", stream)

    prepare_streams()
    print_text("Ключ")

    assert stream.getvalue() == "Ключ\n"
