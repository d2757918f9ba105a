"""The help and the version."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.cli_runner import CliRunner, cli_runner

import digiseller_async
from digiseller_async._cli.export_command.formats import Format
from digiseller_async._cli.export_command.kinds import ALL, KIND_NAMES

cli = pytest.fixture(cli_runner)


@pytest.mark.parametrize(
    "words", [("--version",), ("--help",), (), ("export", "--help"), ("sync", "--help")]
)
def test_help(cli: CliRunner, words: tuple[str, ...]) -> None:
    """It prints its version, and with --help or without a command how to use it."""
    ended = cli.run(*words)

    assert (ended.code, ended.err) == (0, "")
    assert "digiseller" in ended.out
    assert "--version" in words or "130  interrupted" in ended.out


def test_it_runs_as_a_module() -> None:
    """``python -m digiseller_async`` is the program, too."""
    command = (sys.executable, "-m", "digiseller_async", "--version")
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.startswith("digiseller, version ")


def test_the_environment_is_listed(cli: CliRunner) -> None:
    """The help names every variable of the environment that the package reads."""
    sources = Path(digiseller_async.__file__).parent.rglob("*.py")
    text = " ".join(source.read_text("utf-8") for source in sources)
    variables = set(re.findall(r'"(DIGISELLER_[A-Z_]+)"', text))

    shown = cli.run("--help").out

    assert {"DIGISELLER_API_KEY", "DIGISELLER_LOG"} < variables
    assert not {name for name in variables if name not in shown}


def test_the_help_has_no_marks(cli: CliRunner) -> None:
    """What docstrings mark as code, names and parameters is plain text in a terminal."""
    shown = cli.run("call", "account.set_currency_rate", "--help").out

    assert "That rate goes with MR alone" in shown
    assert not {"`", "*"} & set(shown)


def test_no_option_takes_the_key(cli: CliRunner) -> None:
    """There is no option for the key, which a shell's history would keep."""
    assert "key" not in cli.run("export", "--help").out.partition("Options:")[2].split("Exit")[0]


def test_help_of_export(cli: CliRunner) -> None:
    """The help of the export says what each kind and each format is."""
    text = cli.run("export", "--help").out

    for name in (*KIND_NAMES, ALL, *Format):
        assert f"\n    {name}  " in text
