"""The table in, the generated modules and the README's list of operations out.

``python -m digiseller_async._tools.generate`` writes them. With ``--check`` it writes nothing, and
fails if files are changed, missing, or left over from a group that is no more; it names them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import cast

import attrs

from ..spec import GROUPS, rows
from ..spec.language import Endpoint
from .readme_table import with_operations
from .render import render, render_groups

_PACKAGE = Path(__file__).resolve().parent.parent


def render_all(package: Path = _PACKAGE) -> dict[Path, str]:
    """Return each generated file's path under *package*, and what it should hold."""
    found = {
        package / "endpoints" / f"{group}.py": formatted(render(group, rows(group)))
        for group in GROUPS
    }
    found[package / "endpoints" / "groups.py"] = formatted(render_groups(GROUPS))
    found[package / "models" / "__init__.py"] = formatted(_models())
    readme = package.parent / "README.md"
    if readme.exists():
        found[readme] = with_operations(readme.read_text("utf-8"), rows(*GROUPS))
    return found


def differences(wanted: Mapping[Path, str], package: Path = _PACKAGE) -> Iterator[str]:
    """Name each file under *package* that is changed, missing, or an orphan."""
    for path, text in wanted.items():
        shown = path.relative_to(package) if package in path.parents else path.name
        if not path.exists():
            yield f"missing: {shown}"
        elif path.read_text("utf-8") != text:
            yield f"changed: {shown}"
    listed = {id(row) for row in rows()}
    for path in sorted((package / "spec").glob("[a-z]*.py")):
        names = vars(import_module(f"digiseller_async.spec.{path.stem}")).values()
        found = [id(cast("object", one)) for one in names if isinstance(one, Endpoint)]
        if not listed.issuperset(found):
            yield f"rows that nobody lists: spec/{path.name}"
    by_hand = {package / "endpoints" / name for name in ("__init__.py", "_base.py")}
    for path in sorted((package / "endpoints").glob("*.py")):
        if path not in wanted and path not in by_hand:
            yield f"orphan: {path.relative_to(package)}"


def formatted(source: str) -> str:
    """Return *source* as the project's formatter writes it."""
    options = ("--no-cache", "--config", str(_PACKAGE.parent / "pyproject.toml"))
    sorted_source = _ruff(source, "check", *options, "--select", "I", "--fix", "--quiet")
    return _ruff(sorted_source, "format", *options)


def _ruff(source: str, *arguments: str) -> str:
    command = (sys.executable, "-m", "ruff", *arguments, "--stdin-filename", "generated.py", "-")
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def _models() -> str:
    modules = sorted(path.stem for path in (_PACKAGE / "models").glob("*.py"))
    homes = {name: _public(name) for name in modules if name not in ("__init__", "sign_in")}
    typed = "\n".join(
        f"    from .{home} import {name} as {name}"
        for home, names in homes.items()
        for name in names
    )
    table = "\n".join(f"    {home!r}: {tuple(names)!r}," for home, names in homes.items())
    return _MODELS.format(typed=typed, table=table)


def _public(name: str) -> list[str]:
    module = import_module(f"digiseller_async.models.{name}")
    return sorted(
        name
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and _is_shown(value)
    )


def _is_shown(value: type) -> bool:
    is_model = attrs.has(value) or issubclass(value, Enum) or value.__name__ == "Moment"
    return is_model and not value.__name__.startswith("_")


_MODELS = '''"""The frozen models of what the service sends and takes; generated, so never edit it.

Each loads its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
{typed}

_HOMES = {{
{table}
}}
_HOME = {{name: module for module, names in _HOMES.items() for name in names}}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    value = getattr(import_module(f".{{_HOME[name]}}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({{*globals(), *_HOME}})
'''


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or check them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m digiseller_async._tools.generate")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if files differ")
    wanted = render_all()
    found = list(differences(wanted))
    if parser.parse_args(arguments).check:
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
