"""Type checkers find each mistake in ``fails.py``, and none in programs as users write them."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digiseller_async.spec import rows

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KNOWN = {*sys.stdlib_module_names, "digiseller_async"}

Places = dict[tuple[str, int], str]
"""What was found, by file and line."""


def needs_others(program: str) -> bool:
    """Return whether *program* imports packages of others, whose types are their own."""
    nodes = list(ast.walk(ast.parse(program)))
    names = [alias.name for one in nodes if isinstance(one, ast.Import) for alias in one.names]
    names += [one.module or "" for one in nodes if isinstance(one, ast.ImportFrom)]
    return any(name.partition(".")[0] not in KNOWN for name in names)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the programs, the blocks of the README, the mistakes, and this test."""
    folder = tmp_path_factory.mktemp("typing")
    for path in HERE.rglob("*.py"):
        shutil.copy(path, folder)
    readme = (ROOT / "README.md").read_text("utf-8")
    for number, block in enumerate(re.findall(r"(?ms)^```python\n(.*?)^```", readme)):
        if not needs_others(block) and "# %%" not in block:  # cells of a notebook await outside
            # Whoever copies a block has the checks that an editor makes, and perhaps mypy's.
            (folder / f"readme_{number}.py").write_text(f"# pyright: standard\n{block}", "utf-8")
    return folder


def run(folder: Path, *command: str) -> str:
    """Return what a type checker prints about *folder*."""
    environment = {**os.environ, "MYPYPATH": str(ROOT)}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def mypy(folder: Path) -> Places:
    """Return the errors that ``mypy --strict`` finds, without any setting of this project."""
    printed = run(folder, "mypy", "--strict", "--config-file=", "--cache-dir=.mypy_cache", ".")
    found = re.findall(r"^(.+?):(\d+): error: (.*)$", printed, re.MULTILINE)
    return {(file, int(line)): what for file, line, what in found}


def pyright(folder: Path) -> Places:
    """Return the errors that pyright finds in its strict mode."""
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT)]}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    printed = run(folder, "pyright", "--pythonpath", sys.executable, "--outputjson")
    return {
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1): one["message"]
        for one in json.loads(printed)["generalDiagnostics"]
        if one["severity"] == "error"
    }


def test_each_operation_is_called() -> None:
    """The programs call each operation there is."""
    text = "".join(path.read_text("utf-8") for path in (HERE / "passes").glob("*.py"))

    assert [one.operation for one in rows() if one.group and f".{one.operation}(" not in text] == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("check", [mypy, pyright])
def test_mistakes(check: Callable[[Path], Places], programs: Path) -> None:
    """A checker finds each marked line, and nothing in all the other lines and programs."""
    lines = (HERE / "fails.py").read_text("utf-8").splitlines()
    marked = {("fails.py", at) for at, line in enumerate(lines, 1) if line.endswith("# error")}
    found = check(programs)

    assert len(marked) >= 30
    assert sorted(marked - found.keys()) == []
    assert {place: what for place, what in found.items() if place not in marked} == {}
