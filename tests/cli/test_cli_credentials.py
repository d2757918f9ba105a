"""Where the command line reads its credentials."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from support.cli_runner import PROCESS_TIMEOUT, CliRunner, cli_runner

from digiseller_async._cli.credentials import Credentials, read_credentials

cli = pytest.fixture(cli_runner)


class Terminal(io.StringIO):
    """A terminal at which somebody has typed already."""

    def isatty(self) -> bool:
        """Claim to be a terminal."""
        return True


def typed(_prompt: str) -> str:
    """Answer the prompt for the key."""
    return "typed"


def test_no_terminal(cli: CliRunner, tmp_path: Path) -> None:
    """Without credentials and without a terminal the program says what to set, and ends with 2."""
    ended = cli.run("export", "--out", tmp_path / "out")

    assert (ended.code, ended.out) == (2, "")
    assert "DIGISELLER_SELLER_ID and DIGISELLER_API_KEY" in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "credentials"),
    [
        ({}, Credentials(seller_id=7, api_key="typed")),
        ({"DIGISELLER_SELLER_ID": "9"}, Credentials(api_key="typed")),
        ({"DIGISELLER_API_KEY": "K"}, Credentials(seller_id=7)),
        ({"DIGISELLER_SELLER_ID": "9", "DIGISELLER_API_KEY": "K"}, Credentials()),
        ({"DIGISELLER_TOKEN": "T"}, Credentials()),
        ({"DIGISELLER_TOKEN": ""}, Credentials(seller_id=7, api_key="typed")),
    ],
)
def test_asks_for_what_is_missing(
    cli: CliRunner, given: dict[str, str], credentials: Credentials
) -> None:
    """In a terminal the program asks for what the environment lacks, and for nothing else."""
    cli.patch.setattr(sys, "stdin", Terminal("nonsense\n0\n7\n"))
    cli.patch.setattr("getpass.getpass", typed)
    for name, value in given.items():
        cli.patch.setenv(name, value)

    assert read_credentials() == credentials
    assert not cli.capsys.readouterr().out.strip()
    assert "typed" not in repr(credentials)


def test_interrupted_prompt(cli: CliRunner, tmp_path: Path) -> None:
    """Ctrl-C at the prompt for the key ends with 130."""

    def interrupt(_prompt: str) -> str:
        raise KeyboardInterrupt

    cli.patch.setattr(sys, "stdin", Terminal())
    cli.patch.setattr("getpass.getpass", interrupt)
    cli.patch.setenv("DIGISELLER_SELLER_ID", "7")

    ended = cli.run("export", "--out", tmp_path)

    assert ended.code == 130
    assert ended.err.endswith("digiseller: interrupted: nothing was sent\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_typed_key_is_not_shown(cli: CliRunner, tmp_path: Path) -> None:
    """In a real terminal a typed key signs in, and is not echoed."""
    import pty  # noqa: PLC0415  (Windows does not have it)

    box = cli.box(receipts=3)
    cli.patch.delenv("DIGISELLER_API_KEY")
    ours, theirs = pty.openpty()
    words = ("export", "receipts", "--out", tmp_path, "--base-url", box.url)
    process = cli.start(*words, stdin=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    while b"API key (not shown): " not in shown:
        shown += os.read(ours, 1024)

    os.write(ours, f"{box.api_key}\n".encode())
    while b"3 of 3" not in shown:
        shown += os.read(ours, 1024)
    os.close(ours)

    assert process.wait(PROCESS_TIMEOUT) == 0
    assert box.api_key.encode() not in shown
