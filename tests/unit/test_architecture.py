"""The house stands: imports point backwards through the rooms, and using nothing costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import digiseller_async

PACKAGE = Path(digiseller_async.__file__).parent
NAME = PACKAGE.name
# The rooms of design/architecture.md; in a room a module imports those before it.
ROOMS: tuple[tuple[str, ...], ...] = (
    ("_hidden", "errors", "config", "_wire", "_clock", "models"),
    ("spec",),
    ("_scalars", "_kinds", "_arguments", "_request", "_codecs"),
    (
        *(
            "_lenient",
            "_shapes",
            "_spots",
            "_plans",
            "_documents",
            "_structure",
            "_odd",
            "_shadow",
            "_fast",
            "_complaints",
            "_verdict",
            "_drift",
        ),
        *("_pages", "_ahead", "pagination"),
    ),
    ("_tasks", "_turns", "_rate", "_auth", "_retry"),
    (
        "_inflating",
        "_foreign",
        "_outgoing",
        "_transport",
        "_home",
        "_sources",
        "_archives",
        "_uploads",
        "_call",
        "_pipeline",
        "_view",
    ),
    ("_settings", "_bulk", "endpoints", "_client", "__init__"),
    ("sandbox", "_cli", "_tools"),
)
ORDER = [module for room in ROOMS for module in room]
EDGES = ROOMS[-1]
EXTRAS = {
    "msgspec": {"_codecs._json", "_structure", "_shadow", "_fast", "models._base"},
    "cattrs": {"_lenient"},
    "httpx": {"_outgoing", "_transport"},
    "click": {"_cli"},
    "rich": {"_cli"},
    "starlette": {"sandbox"},
    "uvicorn": {"sandbox"},
    "trio": {"_tasks"},
}


def modules() -> dict[str, Path]:
    """Return each module's name below the package, and its file."""
    found: dict[str, Path] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        is_inner = parts[-1] == "__init__" and len(parts) > 1
        found[".".join(parts[:-1] if is_inner else parts)] = path
    return found


MODULES = modules()


def typing_only(tree: ast.Module) -> set[ast.AST]:
    """Return what only type checkers read."""
    guarded = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    return {inner for node in guarded for one in node.body for inner in ast.walk(one)}


def imported(module: str, *, run_time: bool = False) -> Iterator[str]:
    """Name all that *module* imports, absolutely: modules, and names that may be modules."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    skipped: set[ast.AST] = typing_only(tree) if run_time else set()
    depth = len(MODULES[module].relative_to(PACKAGE.parent).parts) - 1
    here = (NAME, *module.split("."))[:depth]
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: depth - node.level + 1]) if node.level else ""
            start = ".".join(part for part in (base, node.module or "") if part)
            yield from (f"{start}.{alias.name}" for alias in node.names)


def inside(module: str) -> set[str]:
    """Return the modules or packages right below the package that *module* imports."""
    parts = (name.split(".") for name in imported(module))
    return {two[1] if two[1] in ORDER else "__init__" for two in parts if two[0] == NAME}


def outside(module: str, *, run_time: bool = False) -> set[str]:
    """Return the packages of others that *module* imports."""
    tops = {name.partition(".")[0] for name in imported(module, run_time=run_time)}
    return tops - {NAME} - set(sys.stdlib_module_names)


def test_rooms() -> None:
    """Each module has its place in a room, and each place its module."""
    assert {module.partition(".")[0] for module in MODULES} == set(ORDER)


@pytest.mark.parametrize("module", MODULES)
def test_direction(module: str) -> None:
    """A module imports from rooms before its own, and what stands before it in its own room."""
    own = module.partition(".")[0]
    if own in EDGES:
        assert inside(module) & set(EDGES) <= {own, "sandbox"}
        return
    allowed = {*ORDER[: ORDER.index(own)], own}
    # The package's own names, which load lazily, are for type checkers only.
    allowed |= set(ROOMS[6]) if own == "__init__" else set()

    assert sorted(inside(module) - allowed) == []


@pytest.mark.parametrize("module", [one for one in MODULES if one.partition(".")[0] not in EDGES])
def test_edges(module: str) -> None:
    """Nobody imports the sandbox, the command line or the tools."""
    assert inside(module) & set(EDGES) == set()


@pytest.mark.parametrize("module", [one for one in MODULES if one.startswith("sandbox")])
def test_sandbox_knows_no_sdk(module: str) -> None:
    """The sandbox is a second party: it imports nothing of the SDK, so the two can disagree."""
    assert inside(module) <= {"sandbox"}


@pytest.mark.parametrize("module", [one for one in MODULES if one.startswith("models")])
def test_models_have_no_rules(module: str) -> None:
    """A model imports attrs, what bounds a number, and other models."""
    assert outside(module) <= {"attrs", "msgspec"}
    assert inside(module) <= {"models"}


@pytest.mark.parametrize("module", MODULES)
def test_one_room_for_each_dependency(module: str) -> None:
    """A dependency is used at run time in the room that it belongs to, and nowhere else."""
    own = module.partition(".")[0]
    for name in outside(module, run_time=True) & set(EXTRAS):
        at_home = EXTRAS[name] & {own, module}
        # The edges are programs of their own: the sandbox reads JSON as well.
        may = own in EDGES and name != "httpx"
        assert at_home or may, f"{module} imports {name}"


def test_pure_rooms_never_wait() -> None:
    """Who decides never waits: the first four rooms await nothing, but for pages and the clock."""
    waiting = {
        module
        for module, path in MODULES.items()
        if module.partition(".")[0] in {one for room in ROOMS[:4] for one in room}
        and any(
            isinstance(node, ast.Await) for node in ast.walk(ast.parse(path.read_text("utf-8")))
        )
    }

    assert waiting <= {"_clock", "_ahead", "pagination"}


@pytest.mark.parametrize("module", MODULES)
def test_modules_say_what_they_are(module: str) -> None:
    """Each module begins with a docstring whose first line is a sentence."""
    doc = ast.get_docstring(ast.parse(MODULES[module].read_text("utf-8")))

    assert doc
    assert doc.partition("\n\n")[0].endswith((".", ":"))


COSTLY = (
    *(
        f"{NAME}.endpoints.",
        f"{NAME}.models.",
        f"{NAME}.spec",
        f"{NAME}._codecs",
        f"{NAME}.sandbox",
    ),
    *(f"{NAME}._structure", f"{NAME}._client", f"{NAME}._pipeline", "httpx", "msgspec", "cattrs"),
    *("attrs", "anyio", "asyncio", "trio", "click", "rich", "starlette", "uvicorn"),
)


def loaded(program: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after *program*."""
    program += "\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-W", "error", "-c", program],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_import_loads_nothing() -> None:
    """Importing the package loads no endpoint, model, codec or converter, and nobody's library."""
    found = loaded(f"import {NAME}\ndir({NAME})")

    assert [name for name in sorted(found) if name.startswith(COSTLY)] == []


def test_a_group_loads_only_itself() -> None:
    """Using one group does not load the others."""
    found = loaded(f"import {NAME}\nds = {NAME}.Digiseller(1, token='t')\nds.offers.list()")

    assert f"{NAME}.endpoints.offers" in found
    others = {f"{NAME}.endpoints.account", f"{NAME}.endpoints.templates", f"{NAME}.spec.templates"}
    assert found & others == set()


def test_every_public_name_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each name that the package offers can be had, when it is first used, and no other can."""
    for name in ("models", "Digiseller"):
        monkeypatch.delattr(digiseller_async, name, raising=False)
    for name in dir(digiseller_async):
        assert getattr(digiseller_async, name) is not None
    with pytest.raises(
        AttributeError, match=r"^module 'digiseller_async' has no attribute 'nothing'$"
    ):
        _ = digiseller_async.nothing
