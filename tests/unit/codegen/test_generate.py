"""The generator writes what the table says, and names each file that differs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import digiseller_async
from digiseller_async._codegen import generate
from digiseller_async.spec import GROUPS, rows

PACKAGE = Path(digiseller_async.__file__).parent


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Give a copy of the package that a test may change."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=ignored)
    shutil.copy(PACKAGE.parent / "pyproject.toml", tmp_path)
    return tmp_path / PACKAGE.name


def run(tree: Path, *arguments: str, seed: str = "0") -> tuple[int, list[str]]:
    """Run the generator of *tree*; return its exit code and the lines that it prints."""
    environment = {**os.environ, "PYTHONPATH": str(tree.parent), "PYTHONHASHSEED": seed}
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "digiseller_async._codegen.generate", *arguments],
        cwd=tree.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def contents(tree: Path) -> dict[str, bytes]:
    """Return the sources under *tree*."""
    return {str(path.relative_to(tree)): path.read_bytes() for path in tree.rglob("*.py")}


def change_files(tree: Path) -> list[str]:
    """Change one generated file, delete another, add a third; return what the generator prints."""
    with (tree / "endpoints" / "offers.py").open("a", encoding="utf-8") as file:
        file.write("# by hand\n")
    (tree / "endpoints" / "account.py").unlink()
    (tree / "endpoints" / "old_group.py").write_text('"""Left over."""\n', "utf-8")
    (tree / "models" / "words.py").unlink()
    (tree / "models" / "__init__.py").write_text('"""Changed."""\n', "utf-8")
    (tree / "models" / "dicts" / "old_models.py").write_text('"""Left over."""\n', "utf-8")
    return [
        "missing: endpoints/account.py",
        "changed: endpoints/offers.py",
        "missing: models/words.py",
        "changed: models/__init__.py",
        "orphan: endpoints/old_group.py",
        "orphan: models/dicts/old_models.py",
    ]


def test_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """The generated modules that are checked in are just what the table gives."""
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().out == "generated files are up to date\n"


def test_differences(tree: Path) -> None:
    """A changed, a missing and an orphaned file are each named."""
    wanted = generate.render_all(tree)
    clean = list(generate.differences(wanted, tree))
    printed = change_files(tree)

    assert clean == []
    assert list(generate.differences(wanted, tree)) == printed


def test_check_writes_nothing(tree: Path) -> None:
    """With --check it writes nothing and fails if files differ; without it, it writes them."""
    before = contents(tree)
    (tree / "endpoints" / "old_group.py").write_text('"""Left over."""\n', "utf-8")
    (tree / "endpoints" / "offers.py").write_text('"""Changed."""\n', "utf-8")
    changed = contents(tree)
    printed = ["changed: endpoints/offers.py", "orphan: endpoints/old_group.py"]

    assert run(tree, "--check") == (1, printed)
    assert contents(tree) == changed
    assert run(tree) == (0, printed)
    assert contents(tree) == before
    assert run(tree) == (0, ["nothing to do"])
    assert run(tree, "--check") == (0, ["generated files are up to date"])


def test_deterministic(tree: Path) -> None:
    """The generator writes the same bytes whatever the order of Python's sets."""
    for seed in ("1", "2"):
        assert run(tree, "--check", seed=seed) == (0, ["generated files are up to date"])


def test_unlisted_rows(tree: Path) -> None:
    """A row that no group lists is named."""
    rows = '"""Rows."""\n\nfrom attrs import evolve\n\nfrom .account import BALANCE\n\n'
    (tree / "spec" / "forgotten.py").write_text(rows + "OTHER = evolve(BALANCE)\n", "utf-8")

    assert run(tree, "--check") == (1, ["rows that no group lists: spec/forgotten.py"])


def test_unlisted_rows_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each module with such a row is named, and no other."""
    listed = rows(*(GROUPS.keys() - {"offers", "tasks"}), "sign_in")
    monkeypatch.setattr(generate, "rows", lambda: listed)
    named = [line for line in generate.differences({}) if line.startswith("rows that")]

    assert named == [f"rows that no group lists: spec/{name}.py" for name in ("offers", "tasks")]


def test_command(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command writes the files of its own package, and prints their names."""
    wanted = {
        tree / path.relative_to(PACKAGE): text
        for path, text in generate.render_all().items()
        if PACKAGE in path.parents
    }
    monkeypatch.setattr(generate, "_PACKAGE", tree)
    monkeypatch.setattr(generate, "render_all", lambda: wanted)
    monkeypatch.setattr(generate.differences, "__defaults__", (tree,))
    printed = change_files(tree)

    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    assert generate.main([]) == 0
    assert capsys.readouterr().out.splitlines() == [*printed, *printed, "nothing to do"]


def test_program() -> None:
    """Run as a program, the generator finds the files of this package up to date."""
    assert run(PACKAGE, "--check") == (0, ["generated files are up to date"])
