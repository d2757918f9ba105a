"""Render packages that load each of their modules when one of its names is first used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def render_lazy_package(doc: str, modules: Mapping[str, Iterable[str]]) -> str:
    """Return the ``__init__`` of a package whose *modules* have these public names."""
    names = {module: sorted(names) for module, names in modules.items()}
    imports = "\n".join(
        f"    from .{module} import {', '.join(found)}" for module, found in names.items()
    )
    table = "\n".join(f"    {module!r}: {tuple(found)!r}," for module, found in names.items())
    public = sorted(name for found in names.values() for name in found)
    return _PACKAGE.format(doc=doc, imports=imports, public=public, table=table)


_PACKAGE = '''"""{doc}; generated: do not edit.

Each name loads its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
{imports}

__all__ = {public!r}

_NAMES = {{
{table}
}}
_MODULE_OF = {{name: module for module, names in _NAMES.items() for name in names}}


if not TYPE_CHECKING:  # or type checkers would take any misspelt name for one of these

    def __getattr__(name: str) -> Any:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
        value = getattr(import_module(f".{{_MODULE_OF[name]}}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({{*globals(), *_MODULE_OF}})
'''
