"""Write the generated files, or check that they are up to date.

``python -m digiseller_async._codegen.generate`` writes the modules of `endpoints`, the types of
their arguments and the list of names in `models`, and the README's table of operations. With
``--check`` it writes nothing; it names each file that is changed, missing, or left over from what
is no more, and fails if there is one.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from ..spec import GROUPS, rows
from ..spec.language import Endpoint
from .argument_types import argument_kinds, dicts_of, render_dicts, render_words, words_of
from .endpoint_modules import render_group, render_groups
from .lazy_packages import render_lazy_package
from .readme_table import with_operations

_PACKAGE = Path(__file__).resolve().parent.parent
# Two are generated, `_base` exports what two of them have, and nobody but the client signs in.
_UNLISTED = ("__init__", "words", "_model", "_types", "sign_in")


def render_all(package: Path = _PACKAGE) -> dict[Path, str]:
    """Return the path of each generated file of *package*, and what it should hold."""
    sources = {package / path: source for path, source in _sources()}
    files = {path: formatted(source) for path, source in sources.items()}
    readme = package.parent / "README.md"
    if readme.exists():
        files[readme] = with_operations(readme.read_text("utf-8"), rows(*GROUPS))
    return files


def _sources() -> Iterator[tuple[str, str]]:
    """Return the path in the package of each generated module, and its source."""
    for group, doc in GROUPS.items():
        yield f"endpoints/{group}.py", render_group(group, doc, rows(group))
    yield "endpoints/groups.py", render_groups(GROUPS)
    yield (
        "endpoints/__init__.py",
        render_lazy_package(
            "The operations of the service, a class for each group",
            {group: [group.title()] for group in GROUPS},
        ),
    )
    yield from _argument_types()


def _argument_types() -> Iterator[tuple[str, str]]:
    kinds = argument_kinds(rows(*GROUPS))
    words, dicts = words_of(kinds), dicts_of(kinds)
    yield "models/words.py", render_words(words)
    yield "models/dicts/__init__.py", _DICTS_PACKAGE
    for module, models in dicts.items():
        yield f"models/dicts/{module}.py", render_dicts(module, models)
    names = {f"dicts.{module}": list(models) for module, models in dicts.items()}
    yield (
        "models/__init__.py",
        render_lazy_package(
            "The frozen models of what the service sends and takes",
            {**_written_models(), **names, "words": list(words)},
        ),
    )


_DICTS_PACKAGE = '"""Dicts that may stand for models in arguments; generated: do not edit."""'


def _written_models() -> dict[str, list[str]]:
    modules = sorted(path.stem for path in (_PACKAGE / "models").glob("*.py"))
    return {
        name: import_module(f"digiseller_async.models.{name}").__all__
        for name in modules
        if name not in _UNLISTED
    }


def differences(wanted: Mapping[Path, str], package: Path = _PACKAGE) -> Iterator[str]:
    """Name each file of *package* that differs from the *wanted* ones, and each forgotten row."""
    for path, text in wanted.items():
        shown = path.relative_to(package) if package in path.parents else path.name
        if not path.exists():
            yield f"missing: {shown}"
        elif path.read_text("utf-8") != text:
            yield f"changed: {shown}"
    yield from _unlisted_rows(package)
    for folder in ("endpoints", "models/dicts"):
        for path in sorted((package / folder).glob("*.py")):
            if path not in wanted and not path.name.startswith("_"):
                yield f"orphan: {path.relative_to(package)}"


def _unlisted_rows(package: Path) -> Iterator[str]:
    listed = {id(row) for row in rows()}
    for path in sorted((package / "spec").glob("[a-z]*.py")):
        values = vars(import_module(f"digiseller_async.spec.{path.stem}")).values()
        found = [id(cast("object", one)) for one in values if isinstance(one, Endpoint)]
        if not listed.issuperset(found):
            yield f"rows that no group lists: spec/{path.name}"


def formatted(source: str) -> str:
    """Return *source* without unused imports, in the project's format."""
    options = ("--no-cache", "--config", str(_PACKAGE.parent / "pyproject.toml"))
    imports = _ruff(source, "check", *options, "--select", "I,F401", "--fix", "--quiet")
    return _ruff(imports, "format", *options)


def _ruff(source: str, *arguments: str) -> str:
    command = (sys.executable, "-m", "ruff", *arguments, "--stdin-filename", "generated.py", "-")
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or check them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m digiseller_async._codegen.generate")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if files differ")
    is_check = parser.parse_args(arguments).check
    wanted = render_all()
    found = list(differences(wanted))
    if is_check:
        print("\n".join(found or ["generated files are up to date"]))
        return 1 if found else 0
    for path, text in wanted.items():
        path.write_text(text, "utf-8")
    for line in found:
        if line.startswith("orphan: "):
            (_PACKAGE / line.removeprefix("orphan: ")).unlink()
    print("\n".join(found or ["nothing to do"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
