"""The decisions of the command line, one by one."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

from digiseller_async import (
    AccessDeniedError,
    ArgumentError,
    AuthenticationError,
    ClosedError,
    ConfigurationError,
    DeadlineError,
    DigisellerError,
    Drift,
    NotSentError,
    OutcomeUnknownError,
    PaginationError,
    Rate,
    RateLimitedError,
    RejectedError,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async._cli.clients import pace
from digiseller_async._cli.counts import State, Tally
from digiseller_async._cli.exit_codes import (
    CODES,
    code_of,
    complain,
    conclude,
    drift_of,
    say,
    summary,
)
from digiseller_async._cli.jsonl import UnwritableError
from digiseller_async._cli.progress import Lines


def tally(*, limit: int | None = None) -> Tally:
    """Return the tally of receipts before the first of them."""
    return Tally(kind="receipts", path=Path("receipts.jsonl"), limit=limit)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (DigisellerError, 1),
        (UnexpectedReplyError, 1),
        (PaginationError, 1),
        (RejectedError, 1),
        (OutcomeUnknownError, 1),
        (ClosedError, 1),
        (ArgumentError, 2),
        (ConfigurationError, 2),
        (AuthenticationError, 3),
        (AccessDeniedError, 3),
        (NotSentError, 4),
        (UnavailableError, 4),
        (DeadlineError, 4),
        (RateLimitedError, 4),
    ],
)
def test_code_of(kind: type[DigisellerError], code: int) -> None:
    """Each error of the package has its documented exit code."""
    assert code_of(kind("no")) == code
    assert code in CODES


def test_code_of_an_unwritable_file() -> None:
    """A file that cannot be written has its exit code, and a reason without strerror is told."""
    error = UnwritableError(Path("x"), OSError("odd"))

    assert (code_of(error), str(error)) == (5, "cannot write x: odd")


def test_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """What the service says stays on one line, and cannot move the cursor."""
    complain("error: one\ntwo \x1b[2Jthree\r four — Шаблон")

    assert capsys.readouterr().err == "digiseller: error: one two [2Jthree four — Шаблон\n"


@pytest.mark.parametrize(
    ("calls_per_second", "rate"),
    [
        (10.0, Rate(calls=10, per=1.0)),
        (0.5, Rate(calls=1, per=2.0)),
        (2.5, Rate(calls=1, per=0.4)),
    ],
)
def test_pace(calls_per_second: float, rate: Rate) -> None:
    """Whole calls a second are that rate, and a fraction is one call in so many seconds."""
    assert pace(calls_per_second) == rate


@pytest.mark.parametrize(
    ("limit", "lists", "total"),
    [
        (None, [5, 7], 12),
        (None, [5, None], None),
        (None, [None, 5], None),
        (10, [5, 7], 10),
        (4, [5, None], 4),
        (20, [5, 7], 12),
    ],
)
def test_total(limit: int | None, lists: list[int | None], total: int | None) -> None:
    """The total is what all lists say together, or the limit where it is reached before."""
    one = tally(limit=limit)

    for more in lists[:-1]:
        one.expect(more, is_last=False)
    assert one.total == (limit if limit == 4 else None)
    one.expect(lists[-1], is_last=True)

    assert one.total == total


def test_lines_are_few(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines come a second apart at least, but for the last of a kind, and none comes twice."""
    clock = [0.0]
    one = tally()
    with Lines(lambda: clock[0]) as lines:
        lines.show(one)
        for now in (0.0, 0.4, 0.9, 1.0, 1.5):
            clock[0] = now
            one.add(100)
            lines.show(one)
        one.state = State.COMPLETE
        lines.show(one)
        lines.show(one)

    said = capsys.readouterr().err.splitlines()
    assert said == ["receipts: 100", "receipts: 400", "receipts: 500"]


def test_interrupted_kinds_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """After an interruption each file's lines are told, and those of how many where it is known."""
    one, other = tally(), Tally(kind="offers", path=Path("offers.jsonl"), limit=None)
    one.expect(1_000_000, is_last=True)
    one.add(12_300)
    other.add(5)

    assert conclude([one, other], None, is_interrupted=True) == 130
    assert capsys.readouterr().err == (
        "digiseller: interrupted: 12,300 of 1,000,000 receipts are in receipts.jsonl, "
        "5 offers are in offers.jsonl\n"
    )


def test_nobody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nobody reads stdout any more, what is left to say goes nowhere."""

    def refuse(_text: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(click, "echo", refuse)
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        monkeypatch.setattr(sys, "stdout", out)
        say("summary")
        out.write("the rest")

    assert (tmp_path / "out").read_bytes() == b""


def test_drift_is_told() -> None:
    """Of a list that changed the first sign is told, the number of others, and where to look."""
    one = tally()
    one.drift = [Drift(page=2, what="the total went from 5 to 4"), Drift(page=3, what="odd")]

    assert drift_of(one) == (
        "receipts changed while they were read, so some may be missing or twice: "
        "page 2: the total went from 5 to 4 (and 1 more such signs)"
    )
    assert summary([one], width=None).splitlines()[1].split()[-1] == "2"
