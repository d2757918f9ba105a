"""What the modules of the sandbox import."""

import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from digiseller_async import sandbox

FOLDER = Path(sandbox.__file__).parent
MODULES = sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.py"))
OTHERS = {*sys.stdlib_module_names, "starlette", "uvicorn", "msgspec", "anyio", "httpx"}
# A folder imports those after it.
ORDER = ("sandbox", "_operations", "_http", "_state")


def imported(module: Path) -> Iterator[tuple[str, ...]]:
    """Yield what the *module* imports: a module of the sandbox by its parts, or a package."""
    for node in ast.walk(ast.parse((FOLDER / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0],) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield ((node.module or "").partition(".")[0],)
        elif isinstance(node, ast.ImportFrom):
            above = (".", *module.parts)[: -node.level]
            yield (*above, *(node.module or "").split("."))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_nothing_of_the_sdk(module: Path) -> None:
    """The sandbox imports the standard library, five packages, and itself."""
    assert all(parts[0] == "." or parts[0] in OTHERS for parts in imported(module))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_one_direction(module: Path) -> None:
    """Imports point from operations to HTTP, and from HTTP to state."""
    own = module.parts[0].removesuffix(".py")
    allowed = ORDER if own == "__init__" else ORDER[ORDER.index(own) :]

    assert {parts[1] for parts in imported(module) if parts[0] == "."} <= set(allowed)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("starlette", r'^the sandbox needs an extra: pip install "digiseller-async\[sandbox\]"$'),
        ("uvicorn", r'^the sandbox needs an extra: pip install "digiseller-async\[sandbox\]"$'),
        ("digiseller_async.sandbox._http.faults", "_http.faults"),
    ],
)
def test_without_its_extra(missing: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without starlette or uvicorn its import says what to install, and hides no other mistake."""
    for name in list(sys.modules):
        if name.startswith((missing, sandbox.__name__)):
            monkeypatch.delitem(sys.modules, name)
    none: Any = None  # is how the import system marks a module that is not there
    monkeypatch.setitem(sys.modules, missing, none)

    with pytest.raises(ModuleNotFoundError, match=words):
        import_module(sandbox.__name__)
