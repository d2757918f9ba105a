"""Find the docstrings of fields in the source of their module."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from functools import cache


def field_docs(model: type) -> Mapping[str, str]:
    """Return the docstring of each field of *model* that has one; none where there is no source."""
    return _docs_of_module(model.__module__).get(model.__qualname__, {})


@cache
def _docs_of_module(name: str) -> Mapping[str, Mapping[str, str]]:
    try:
        source = inspect.getsource(sys.modules[name])
    except (OSError, TypeError):  # a program that was compiled, or frozen
        return {}
    classes = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    return {node.name: dict(_docs_of_class(node)) for node in classes}


def _docs_of_class(node: ast.ClassDef) -> list[tuple[str, str]]:
    """Return the name of each field, and the text that stands behind it."""
    found: list[tuple[str, str]] = []
    for before, after in zip(node.body, node.body[1:], strict=False):
        match before, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found.append((name, inspect.cleandoc(text)))
            case _:
                pass
    return found
