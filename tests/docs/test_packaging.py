"""The source distribution has all that the repository has, and the repository nothing else."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no clone")
def test_files_of_the_repository() -> None:
    """Each file is one that is published on purpose: none was left by a command and committed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    published = project["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    git = shutil.which("git")
    assert git is not None

    command = (git, "ls-files")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603

    tops = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert tops == {*published, "pyproject.toml", ".gitignore"}
