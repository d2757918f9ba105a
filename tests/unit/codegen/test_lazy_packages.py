"""The generated packages load their modules when one of their names is first used."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from digiseller_async import endpoints, models


def public_classes(module: ModuleType) -> set[str]:
    """Return the names of the public classes that *module* defines."""
    return {
        name
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and name[0] != "_"
    }


@pytest.mark.parametrize("package", [endpoints, models])
def test_all_classes(package: ModuleType) -> None:
    """Each class of a public module is a name of the package."""
    paths = Path(package.__path__[0]).glob("*.py")
    names = {path.stem for path in paths if not path.stem.startswith("_")} - {"groups", "sign_in"}
    found = {
        one for name in names for one in public_classes(import_module(f".{name}", package.__name__))
    }

    assert found <= set(package.__all__)
    assert found <= set(dir(package))
    # What is no class stands for the members of one.
    others = {name for name in package.__all__ if not isinstance(getattr(package, name), type)}
    assert {name.removesuffix("Word") for name in others} <= set(package.__all__) - others


@pytest.mark.parametrize("package", [endpoints, models])
def test_unknown_name(package: ModuleType) -> None:
    """Another name is an attribute error, as with any module."""
    with pytest.raises(AttributeError, match=f"'{package.__name__}' has no attribute 'Nothing'"):
        _ = package.Nothing
