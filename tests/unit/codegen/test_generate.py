"""The generated modules are what the table says, and the generator tells when they are not."""

from __future__ import annotations

import datetime as dt
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest

import digiseller_async
from digiseller_async._codegen import generate
from digiseller_async.endpoints.catalog import Catalog
from digiseller_async.models import TextItem
from digiseller_async.spec import GROUPS, rows
from digiseller_async.spec.language import Archive, Effect, File, ListEndpoint

PACKAGE = Path(digiseller_async.__file__).parent
ROWS = [row for group in GROUPS for row in rows(group)]
NAMES = [row.operation for row in ROWS]
each_row = pytest.mark.parametrize("row", ROWS, ids=NAMES)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Give a copy of the package that a test may spoil."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=ignored)
    shutil.copy(PACKAGE.parent / "pyproject.toml", tmp_path)
    return tmp_path / PACKAGE.name


def run(tree: Path, *arguments: str, seed: str = "0") -> tuple[int, list[str]]:
    """Run the generator of *tree*; return its exit code and what it says."""
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


def spoil(tree: Path) -> list[str]:
    """Change one generated file, lose another, add a third; return what is to be said of it."""
    with (tree / "endpoints" / "offers.py").open("a", encoding="utf-8") as file:
        file.write("# by hand\n")
    (tree / "endpoints" / "account.py").unlink()
    (tree / "endpoints" / "old_group.py").write_text('"""Left over."""\n', "utf-8")
    (tree / "models" / "__init__.py").write_text('"""Changed."""\n', "utf-8")
    return [
        "missing: endpoints/account.py",
        "changed: endpoints/offers.py",
        "changed: models/__init__.py",
        "orphan: endpoints/old_group.py",
    ]


def test_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """The generated modules that are checked in are just what the table gives."""
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().out == "generated files are up to date\n"


def test_differences(tree: Path) -> None:
    """A changed, a missing and an orphaned file are each named."""
    wanted = generate.render_all(tree)
    clean = list(generate.differences(wanted, tree))
    said = spoil(tree)

    assert clean == []
    assert list(generate.differences(wanted, tree)) == said


def test_check_and_mend(tree: Path) -> None:
    """With --check nothing is written and files that differ fail it; without, all are mended."""
    before = contents(tree)
    (tree / "endpoints" / "old_group.py").write_text('"""Left over."""\n', "utf-8")
    (tree / "endpoints" / "offers.py").write_text('"""Changed."""\n', "utf-8")
    spoilt = contents(tree)
    said = ["changed: endpoints/offers.py", "orphan: endpoints/old_group.py"]

    assert run(tree, "--check") == (1, said)
    assert contents(tree) == spoilt
    assert run(tree) == (0, said)
    assert contents(tree) == before
    assert run(tree) == (0, ["nothing to do"])
    assert run(tree, "--check") == (0, ["generated files are up to date"])


def test_deterministic(tree: Path) -> None:
    """The generator writes the same bytes whatever the order of Python's sets."""
    for seed in ("1", "2"):
        assert run(tree, "--check", seed=seed) == (0, ["generated files are up to date"])


def test_forgotten_group(tree: Path) -> None:
    """A row that is in the list of no group is told of."""
    rows = '"""Rows."""\n\nfrom attrs import evolve\n\nfrom .account import BALANCE\n\n'
    (tree / "spec" / "forgotten.py").write_text(rows + "OTHER = evolve(BALANCE)\n", "utf-8")

    assert run(tree, "--check") == (1, ["rows that nobody lists: spec/forgotten.py"])


def test_command(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command mends the package that it is part of, and says what it did."""
    wanted = {
        tree / path.relative_to(PACKAGE): text
        for path, text in generate.render_all().items()
        if PACKAGE in path.parents
    }
    monkeypatch.setattr(generate, "_PACKAGE", tree)
    monkeypatch.setattr(generate, "render_all", lambda: wanted)
    monkeypatch.setattr(generate.differences, "__defaults__", (tree,))
    said = spoil(tree)

    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    assert generate.main([]) == 0
    assert capsys.readouterr().out.splitlines() == [*said, *said, "nothing to do"]


def method(row: Any) -> Any:
    """Return the generated method of *row*."""
    module = import_module(f"digiseller_async.endpoints.{row.group}")
    return getattr(getattr(module, row.group.title()), row.name)


@each_row
def test_signatures(row: Any) -> None:
    """A method takes what its row names: an id by position, what is needed without a default."""
    parameters = dict(inspect.signature(method(row)).parameters)
    del parameters["self"]
    is_list = isinstance(row, ListEndpoint)
    extra: dict[str, Any] = {row.alternative.flag: False} if row.alternative else {}
    extra |= {"page": 1, "page_size": row.default_page_size} if is_list else {}

    assert set(parameters) == {param.name for param in row.params} | set(extra)
    for param in row.params:
        found = parameters.pop(param.name)
        by_position = found.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert by_position is param.positional
        assert found.default == (
            inspect.Parameter.empty if param.required else param.all_value or None
        )
    assert {name: found.default for name, found in parameters.items()} == extra
    assert all(found.kind is inspect.Parameter.KEYWORD_ONLY for found in parameters.values())
    assert inspect.iscoroutinefunction(method(row)) is not is_list


KINDS: dict[Any, str] = {
    int: "int",
    str: "str",
    bool: "bool",
    Decimal: "Decimal | int | str",
    dt.datetime: "dt.date",
    File: "FileLike",
    Archive: "FileLike",
    TextItem: "TextItem | Mapping[str, Any] | str",
}


def taken(param: Any) -> str:
    """Return how an argument is annotated."""
    also = "Mapping[str, Any]" if attrs.has(param.kind) else "str"
    one = KINDS.get(param.kind, f"{param.kind.__name__} | {also}")
    one += ' | Literal[""]' if param.allow_empty else ""
    kind = f"Iterable[{one}]" if param.many else one
    if param.all_value:
        return f'{kind} | Literal["{param.all_value}"]'
    return kind if param.required else f"{kind} | None"


@each_row
def test_annotations(row: Any) -> None:
    """A method is annotated with what it takes, and with what it gives."""
    found = inspect.get_annotations(method(row))
    result = "None" if row.returns is type(None) else row.returns.__name__
    gives = f"list[{result}]" if row.many else "Task" if row.starts_task else result

    assert found["return"] == (f"Paginator[{result}]" if isinstance(row, ListEndpoint) else gives)
    for param in row.params:
        assert found[param.name].replace("'", '"') == taken(param)


def test_an_address_without_a_request() -> None:
    """What gives bytes has a twin that gives its address at once, with the same arguments."""
    image, url = Catalog.image, Catalog.image_url
    both = [dict(inspect.signature(one).parameters) for one in (image, url)]

    assert both[0] == both[1]
    assert not inspect.iscoroutinefunction(url)


def told(row: Any) -> str:
    """Return the docstring of the row's method, in one line."""
    return " ".join(inspect.getdoc(method(row)).split())  # type: ignore[union-attr]  # it has one


@each_row
def test_docstrings_tell_all(row: Any) -> None:
    """A docstring says what, what again, which errors, the permission, and where it is written."""
    doc = told(row)

    assert doc.startswith(row.summary)
    parts = ["Returns:", "Raises:", "Page: '"]
    parts += [f"Permission: ``{row.permission}``."] if row.permission else []
    assert [part for part in parts if part not in doc] == []
    assert f"(``{row.method} {row.path}``)." in doc
    assert ("OutcomeUnknownError" in doc) is (row.effect is not Effect.SAFE)
    assert ("PaginationError" in doc) is isinstance(row, ListEndpoint)
    assert " ".join(row.notes.split()) in doc


@each_row
def test_docstrings_tell_each_argument(row: Any) -> None:
    """A docstring explains each parameter with its limits, whichever way the row gives them."""
    doc = told(row)
    entries: Iterable[Any] = row.params
    if isinstance(row, ListEndpoint):
        entries = (*row.params, row.page_param, row.size_param)
    for param in entries:
        start = doc.index(f" {param.name}: {param.doc}")
        entry = re.split(r" (?:\w+: [A-Z]|Returns:)", doc[start + len(param.name) + 3 :])[0]
        limits = {"at least": param.at_least, "at most": param.at_most}
        for word, limit in limits.items():
            assert (f"{word} {limit}" in entry.lower()) is (limit is not None)
        assert ("Moscow time" in entry) is (param.kind is dt.datetime)
    if row.alternative:
        assert f" {row.alternative.flag}: {row.alternative.doc}" in doc


@each_row
def test_docstrings_tell_each_error(row: Any) -> None:
    """A docstring names each error that a call can end with, refusals and 429 included."""
    expected = ["RejectedError", "RateLimitedError", "NotSentError", "ClosedError"]

    assert [name for name in expected if name not in told(row)] == []


def test_docstring_of_a_call_without_arguments() -> None:
    """A call that takes no argument does not say that it refuses one."""
    (balance,) = (row for row in ROWS if row.operation == "account.balance")

    assert "ArgumentError" not in told(balance)


def test_models_of_the_package() -> None:
    """Each public model is found in `models`, loads when asked for, and others are not there."""
    models = import_module("digiseller_async.models")
    homes = [path.stem for path in (PACKAGE / "models").glob("*.py")]
    homes = [home for home in homes if home not in ("__init__", "sign_in")]
    modules = [import_module(f"digiseller_async.models.{home}") for home in homes]
    wanted = {
        name
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and name[0] != "_"
    }

    assert wanted <= set(dir(models))
    assert all(isinstance(getattr(models, name), type) for name in wanted)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = models.Nothing
