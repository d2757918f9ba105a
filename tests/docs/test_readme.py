"""The README is true: its Python runs, its names exist, its commands are the ones that CI types."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from digiseller_async import errors

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
FOUND = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
# `tests/integrations/` runs what needs other people's programs.
OTHERS = ("import dlt", "from aiogram import", "import pandas")
BLOCKS = [block for block in FOUND if not any(one in block for one in OTHERS)]


@pytest.mark.parametrize("block", BLOCKS, ids=[f"block {number}" for number in range(len(BLOCKS))])
def test_each_python_block_runs_as_a_program_of_its_own(block: str, tmp_path: Path) -> None:
    """Whoever pastes a block into a file and runs it sees it work, without a warning."""
    program = tmp_path / "block.py"
    program.write_text(block, "utf-8")

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", str(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_table_of_errors_names_each_error() -> None:
    """No public error is missing from the README's table, and none is invented there."""
    table = README[README.index("| error |") : README.index("All are `DigisellerError`s")]
    named = set(re.findall(r"`(\w+Error)`", table)) - {"ValueError", "TimeoutError"}
    public = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type)
        and issubclass(value, errors.DigisellerError)
        and value.__module__ == errors.__name__
    }

    assert named == public - {"DigisellerError", "ServiceError"}


def test_there_are_two_commands_to_type() -> None:
    """The main job and the tests are one command each."""
    commands = [line for line in README.splitlines() if line.startswith("python -m pip install ")]

    assert commands == [
        'python -m pip install ".[cli,sandbox]" && digiseller export all --sandbox --out export',
        "python -m pip install nox && nox -s tests",
    ]
