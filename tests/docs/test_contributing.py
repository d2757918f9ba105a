"""CONTRIBUTING.md and the README name files and sessions that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "digiseller_async"
NOXFILE = (ROOT / "noxfile.py").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
FOLDERS = r"(?:digiseller_async|tests|benchmarks|\.ci)/"
PATHS = sorted(set(re.findall(rf"`({FOLDERS}[^`\s]*|\w+\.md)`", CONTRIBUTING)))
SESSIONS = set(re.findall(r"^@nox\.session.*?^def (\w+)\(", NOXFILE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("path", PATHS)
def test_paths(path: str) -> None:
    """Each path that CONTRIBUTING.md names is there; a pattern fits some."""
    assert list(ROOT.glob(path.rstrip("/")))


def test_number_of_paths() -> None:
    """The paths are found in the text."""
    assert len(PATHS) > 20


@pytest.mark.parametrize("text", [CONTRIBUTING, README], ids=["CONTRIBUTING.md", "README.md"])
def test_sessions(text: str) -> None:
    """Each session of nox that a text names can be run."""
    named = set(re.findall(r"nox -s (\w+)", text))

    assert named
    assert named <= SESSIONS


def test_all_sessions() -> None:
    """CONTRIBUTING.md names each session."""
    assert set(re.findall(r"nox -s (\w+)", CONTRIBUTING)) == SESSIONS


def test_tree() -> None:
    """The README's tree has the folders and modules of the package, and no others."""
    tree = README[README.index("digiseller_async/\n├") :].partition("```")[0]
    names = " ".join(line[4:22] for line in tree.splitlines()[1:])
    parts = [one for one in PACKAGE.iterdir() if not one.name.startswith(("__", "py.typed"))]
    found = {f"{one.name}/" if one.is_dir() else one.name for one in parts}

    assert set(re.findall(r"\w+(?:/|\.py)", names)) == found
