"""The package's structure: imports point down the tree, and using nothing costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import digiseller_async

PACKAGE = Path(digiseller_async.__file__).parent
NAME = PACKAGE.name
# From the ground up. Folders of one level do not know each other.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("_redaction", "_clock", "_file_lock", "_parameters"),
    ("errors",),
    ("config", "models", "_wire", "_isolation", "_logging"),
    ("spec", "_token_record"),
    ("stores", "_redis"),
    ("redis",),
    ("_codecs",),
    ("_request", "_transport", "_response"),
    ("_runtime", "pagination"),
    ("tasks", "watching", "otel"),
    ("endpoints", "callbacks"),
    ("_bulk", "_client"),
    ("_fleet", "_kinds"),
    ("_sync",),
    ("sync",),
    ("__init__",),
    ("_cli", "sandbox", "_codegen"),
    ("__main__", "pytest_plugin"),
)
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
DEPENDENCIES = {
    "msgspec": {
        *("_codecs", "_response", "models", "sandbox", "_cli", "_sync"),
        *("_token_record", "stores", "_redis"),
    },
    "cattrs": {"_response"},
    "httpx": {"_transport", "_client", "_fleet", "sandbox", "pytest_plugin"},
    "redis": {"_redis"},
    "pydantic": {"models"},
    "pydantic_core": {"models"},
    "click": {"_cli"},
    "rich": {"_cli"},
    "starlette": {"sandbox"},
    "uvicorn": {"sandbox"},
    "trio": {"_isolation"},
    "pytest": {"pytest_plugin"},
    "sqlalchemy": {"_sync"},
    "opentelemetry": {"otel"},
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


def folder(module: str) -> str:
    """Return the folder, or the module, right below the package that *module* is in."""
    return module.partition(".")[0]


def inside(module: str) -> set[str]:
    """Return the modules of the package that *module* imports."""
    found: set[str] = set()
    for name in imported(module):
        top, _, rest = name.partition(".")
        while top == NAME and rest and rest not in MODULES:
            rest = rest.rpartition(".")[0]
        if top == NAME:
            found.add(rest or "__init__")
    return found - {module}


def folders_inside(module: str) -> set[str]:
    """Return the folders of the package that *module* imports from, without its own."""
    return {folder(one) for one in inside(module)} - {folder(module)}


def outside(module: str, *, run_time: bool = False) -> set[str]:
    """Return the packages of others that *module* imports."""
    tops = {name.partition(".")[0] for name in imported(module, run_time=run_time)}
    return tops - {NAME} - set(sys.stdlib_module_names)


def test_levels() -> None:
    """Each folder has its level, and each level its folders."""
    assert {folder(module) for module in MODULES} == set(LEVEL)


@pytest.mark.parametrize("module", MODULES)
def test_direction(module: str) -> None:
    """A module imports from lower levels only, for type checkers too; the edges use the package."""
    own = LEVEL[folder(module)]
    edges = {"sandbox"} if folder(module) == "_cli" else set[str]()

    assert {one for one in folders_inside(module) - edges if LEVEL[one] >= own} == set()


def test_no_cycles() -> None:
    """No module imports itself by way of others, in its own folder or elsewhere."""
    graph = {module: inside(module) & set(MODULES) for module in MODULES}

    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("module", [one for one in MODULES if folder(one) == "sandbox"])
def test_sandbox_knows_no_sdk(module: str) -> None:
    """The sandbox is a second party: it imports nothing of the SDK, so the two can disagree."""
    assert folders_inside(module) == set()


SERIALIZATION = "models._serialization"


@pytest.mark.parametrize("module", [one for one in MODULES if folder(one) == "models"])
def test_models_have_no_rules(module: str) -> None:
    """A model imports attrs, what bounds a number, what unpacks a text, and other models.

    What writes, reads and describes them raises errors, too, and names pydantic's schemas.
    """
    is_model = not module.startswith(SERIALIZATION)
    pydantic = set[str]() if is_model else {"pydantic", "pydantic_core"}
    assert outside(module, run_time=True) <= {"attrs", "msgspec"} | pydantic
    assert folders_inside(module) <= ({"_parameters"} if is_model else {"errors"})


@pytest.mark.parametrize("module", MODULES)
def test_one_folder_for_each_dependency(module: str) -> None:
    """A dependency is used at run time in the folders that it belongs to, and nowhere else."""
    for name in outside(module, run_time=True) & set(DEPENDENCIES):
        assert folder(module) in DEPENDENCIES[name], f"{module} imports {name}"


PURE = {"_redaction", "errors", "config", "models", "spec", "_codecs", "_response"}


@pytest.mark.parametrize("module", [one for one in MODULES if folder(one) in PURE])
def test_pure_folders_never_wait(module: str) -> None:
    """What decides never waits: data, the table, codecs and responses await nothing."""
    nodes = ast.walk(ast.parse(MODULES[module].read_text("utf-8")))

    assert not [node.lineno for node in nodes if isinstance(node, ast.Await)]


@pytest.mark.parametrize("module", MODULES)
def test_modules_say_what_they_are(module: str) -> None:
    """Each module begins with a docstring whose first line is a sentence."""
    doc = ast.get_docstring(ast.parse(MODULES[module].read_text("utf-8")))

    assert doc
    assert doc.partition("\n\n")[0].endswith((".", ":"))


@pytest.mark.parametrize("name", sorted(set(LEVEL) - {"models", "spec", "endpoints"}))
def test_folders_can_be_taken_in(name: str) -> None:
    """A folder holds about a dozen modules, so that it can be taken in at a glance."""
    own = [PACKAGE / name, *(PACKAGE / name).rglob("*/")]
    for one in own:
        assert len([path for path in one.glob("*.py") if path.stem != "__init__"]) <= 14


COSTLY = (
    *(
        f"{NAME}.endpoints.",
        f"{NAME}.models.",
        f"{NAME}.spec",
        f"{NAME}._bulk",
        f"{NAME}._codecs",
        f"{NAME}._request",
        f"{NAME}._response",
        f"{NAME}._transport",
        f"{NAME}._runtime",
        f"{NAME}._sync",
        f"{NAME}.callbacks",
        f"{NAME}.otel",
        f"{NAME}.sandbox",
    ),
    *(f"{NAME}._client", "httpx", "msgspec", "cattrs"),
    *("attrs", "anyio", "asyncio", "trio", "click", "rich", "starlette", "uvicorn", "sqlalchemy"),
    "opentelemetry",
    *("pydantic", "pydantic_core"),
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


def test_the_plugin_loads_nothing() -> None:
    """Every run of pytest loads the plugin, and that loads the package's empty shell only."""
    without = loaded("import pytest")

    assert loaded(f"import pytest, {NAME}.pytest_plugin") - without == {
        NAME,
        f"{NAME}.pytest_plugin",
    }


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
    missing = "nothing"  # not in the code, where type checkers would find it
    with pytest.raises(
        AttributeError, match=r"^module 'digiseller_async' has no attribute 'nothing'$"
    ):
        getattr(digiseller_async, missing)


def test_star_import() -> None:
    """``from digiseller_async import *`` gives the public names, and nothing else."""
    found: dict[str, object] = {}
    exec(f"from {NAME} import *", found)  # noqa: S102  (our own line)

    assert found.keys() - {"__builtins__"} == set(digiseller_async.__all__)
