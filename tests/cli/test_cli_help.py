"""The help and the version."""

from __future__ import annotations

import runpy
import sys

import pytest
from support.cli_process import Stage, staged

stage = pytest.fixture(staged)


@pytest.mark.parametrize("words", [("--version",), ("--help",), (), ("export", "--help")])
def test_help(stage: Stage, words: tuple[str, ...]) -> None:
    """It prints its version, and with --help or without a command how to use it."""
    ended = stage.run(*words)

    assert (ended.code, ended.err) == (0, "")
    assert "digiseller" in ended.out
    assert "--version" in words or "130  interrupted" in ended.out


def test_it_runs_as_a_module(stage: Stage) -> None:
    """``python -m digiseller_async._cli`` is the program, too."""
    stage.patch.setattr(sys, "argv", ["", "--version"])

    with pytest.raises(SystemExit):
        runpy.run_module("digiseller_async._cli", run_name="__main__")

    assert stage.capsys.readouterr().out.startswith("digiseller, version ")


def test_no_option_takes_the_key(stage: Stage) -> None:
    """There is no option for the key, which a shell's history would keep."""
    assert "key" not in stage.run("export", "--help").out.partition("Options:")[2].split("Exit")[0]
