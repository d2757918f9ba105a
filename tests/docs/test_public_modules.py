"""The public modules have the public names, and no others."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import Any, Literal, get_origin

import pytest

import digiseller_async
from digiseller_async import endpoints, models

PACKAGES = [
    *("callbacks", "config", "endpoints", "errors", "models", "pagination"),
    *("otel", "sandbox", "sync", "tasks"),
]
CLASSES = [one for name in models.__all__ if isinstance(one := getattr(models, name), type)]
NAMES = [
    *PACKAGES,
    *(f"endpoints.{name.lower()}" for name in endpoints.__all__),
    *sorted({one.__module__.partition(".")[2] for one in CLASSES}),
    "models.words",
]


def star_import(module: str) -> dict[str, Any]:
    """Return what ``from … import *`` gives of a *module* of the package."""
    names: dict[str, Any] = {}
    exec(f"from {digiseller_async.__name__}.{module} import *", names)  # noqa: S102  (our own)
    del names["__builtins__"]
    return names


@pytest.mark.parametrize("module", NAMES)
def test_star_import(module: str) -> None:
    """``from … import *`` gives the public names, each defined in this package, and no others."""
    names = star_import(module)

    assert sorted(names) == sorted(import_module(f"{digiseller_async.__name__}.{module}").__all__)
    assert [name for name in names if name.startswith("_")] == []
    defined = [value for value in names.values() if get_origin(value) is not Literal]
    origins = {getattr(value, "__module__", digiseller_async.__name__) for value in defined}
    assert {origin.partition(".")[0] for origin in origins} <= {digiseller_async.__name__}


def test_modules_of_the_package() -> None:
    """What type checkers take for modules of the package are such before anything is loaded."""
    known = ("callbacks", "config", "errors", "models", "otel", "pagination", "sync", "tasks")
    program = f"""
import sys
for name in {known}:
    import digiseller_async
    print(getattr(digiseller_async, name).__name__)
    for loaded in [one for one in sys.modules if one.startswith("digiseller_async")]:
        del sys.modules[loaded]
"""

    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [f"digiseller_async.{name}" for name in known]


def test_names_of_the_package() -> None:
    """Each name of the package that a public module defines is a public name of that module."""
    for name in dir(digiseller_async):
        origin = getattr(getattr(digiseller_async, name), "__module__", None) or ""
        module, _, inner = origin.partition(".")[2].partition(".")
        is_private = any(one.startswith("_") for one in inner.split("."))
        if module in PACKAGES and not is_private:
            assert name in star_import(module)
