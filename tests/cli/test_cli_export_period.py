"""An export of a period: from one day or moment to another."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from support.cli_runner import CliRunner, cli_runner

cli = pytest.fixture(cli_runner)


def moments(path: Path) -> list[dt.datetime]:
    """Return when the sales in a file were paid."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [dt.datetime.fromisoformat(row["date_pay"]) for row in rows]


@pytest.mark.parametrize("is_day", [True, False])
def test_sales_of_a_period(cli: CliRunner, tmp_path: Path, is_day: bool) -> None:  # noqa: FBT001
    """Both ends belong to the period; a date is a day in Moscow."""
    box = cli.box(sales=40)
    words = ("export", "sales", "--out", tmp_path, "--base-url", box.url)
    cli.run(*words)
    every = moments(tmp_path / "sales.jsonl")
    newest, oldest = every[10], every[25]
    since, until = oldest.astimezone(dt.UTC).isoformat(), newest.isoformat()
    wanted = every[10:26]
    if is_day:
        since = until = str(oldest.date())
        wanted = [one for one in every if one.date() == oldest.date()]

    ended = cli.run(*words, "--since", since, "--until", until)

    assert ended.code == 0
    assert moments(tmp_path / "sales.jsonl") == wanted
    assert 0 < len(wanted) < len(every)


def test_kinds_without_a_period(cli: CliRunner, tmp_path: Path) -> None:
    """Beside receipts, a kind that the service has no period for is read as a whole, as is told."""
    box = cli.box(receipts=5, offers=4)

    ended = cli.run(
        *("export", "receipts", "offers", "--since", "2999-01-01"),
        *("--out", tmp_path, "--base-url", box.url),
    )

    assert ended.code == 0
    assert "without a period, so read as a whole: offers\n" in ended.err
    assert (tmp_path / "receipts.jsonl").read_bytes() == b""
    assert (tmp_path / "offers.jsonl").read_bytes().count(b"\n") == 4


def test_no_kind_with_a_period(cli: CliRunner, tmp_path: Path) -> None:
    """A period is refused if none of the named kinds has one."""
    box = cli.box()

    ended = cli.run(
        *("export", "offers", "chats", "--until", "2026-01-31"),
        *("--out", tmp_path, "--base-url", box.url),
    )

    assert ended.code == 2
    assert "--since and --until are for receipts and sales" in ended.err
    assert "no period for offers, chats" in ended.err
    assert not box.requests
