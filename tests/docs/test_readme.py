"""The README is true: its Python runs, its names exist, its commands are the ones that CI types."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.installed_plugin import OPTIONS, install_plugin
from support.readme import BLOCKS, README

from digiseller_async import errors

# `tests/integrations/` runs what needs other people's programs, and `test_recipes.py` what needs a
# proxy.
OTHERS = (
    "import dlt",
    "from aiogram import",
    "from arq import",
    "from fastapi import",
    "import pandas",
    "# %%",
    "/run/secrets",
)
TESTS = [block for block in BLOCKS if "def test_" in block]
OWN = [block for block in BLOCKS if block not in TESTS and not any(one in block for one in OTHERS)]


@pytest.mark.parametrize("block", OWN, ids=[f"block {number}" for number in range(len(OWN))])
def test_each_python_block_runs_as_a_program_of_its_own(block: str, tmp_path: Path) -> None:
    """Whoever pastes a block into a file and runs it sees it work, without a warning."""
    program = tmp_path / "block.py"
    program.write_text(block, "utf-8")

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", str(program)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("block", TESTS)
def test_each_block_of_tests_passes(block: str, tmp_path: Path) -> None:
    """Whoever pastes a block of tests into a file and runs pytest sees it pass."""
    install_plugin(tmp_path)
    (tmp_path / "test_block.py").write_text(block, "utf-8")
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pytest", "-q", *OPTIONS, "test_block.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert f"{block.count('def test_')} passed" in done.stdout


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


def anchors(text: str) -> list[str]:
    """Return what a link to each heading of *text* has after its ``#``."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings]


def links(text: str) -> list[str]:
    """Return where the links in *text* lead that stay in the README."""
    return re.findall(r"\]\(#([^)]+)\)", text)


def test_links() -> None:
    """Each link within the README leads to one of its headings."""
    assert len(links(README)) > 20
    assert set(links(README)) - set(anchors(README)) == set()


def test_contents() -> None:
    """The list of sections has each that comes after it, in order, but for the last one."""
    _, contents = README.split("## Where to find what\n")
    listed, sections = contents[: contents.index("## ")], contents[contents.index("## ") :]
    headings = "\n".join(re.findall(r"^## .+$", sections, re.MULTILINE))

    assert links(listed) == anchors(headings)[:-1]
