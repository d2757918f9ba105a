"""What is published can be installed by a stranger, and has nothing in it that only we need."""

from __future__ import annotations

import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str | Path) -> str:
    """Return what *command* prints, or fail with what it complains about."""
    done = subprocess.run(  # noqa: S603
        [str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build what a release consists of: the source distribution, and the wheel made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT)
    return folder


def wheel_in(folder: Path) -> Path:
    """Return the path of the only wheel there."""
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_package_index_takes_it(published: Path) -> None:
    """Its metadata is valid, and the README renders."""
    assert "FAILED" not in run(
        sys.executable, "-m", "twine", "check", "--strict", *published.iterdir()
    )


def test_what_the_wheel_holds(published: Path) -> None:
    """It has the package with its types, and neither tests nor the generator."""
    with zipfile.ZipFile(wheel_in(published)) as archive:
        names = archive.namelist()

    folders = {name.split("/")[0] for name in names}
    assert {name.partition("-")[0] for name in folders} == {"digiseller_async"}
    assert "digiseller_async/py.typed" in names
    assert not [name for name in names if "_codegen" in name or "/test" in name]


def test_a_clean_environment_runs_the_first_program(published: Path, tmp_path: Path) -> None:
    """Whoever installs the wheel, and pastes the README's first program, sees it work."""
    readme = (ROOT / "README.md").read_text("utf-8")
    first = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)[0]
    program = tmp_path / "first.py"
    program.write_text(first, "utf-8")
    venv.create(tmp_path / "clean", with_pip=True)
    python = tmp_path / "clean" / "bin" / "python"

    run(python, "-m", "pip", "install", "--quiet", f"{wheel_in(published)}[sandbox]")

    assert run(python, "-I", "-W", "error", program)
