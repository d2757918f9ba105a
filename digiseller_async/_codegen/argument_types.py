"""Render the types of plain arguments: the words of enums, and the dicts that stand for models."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from textwrap import dedent, indent
from typing import Any

import attrs

from .._request.arguments import params_of_model
from ..models._base import OpenStrEnum
from ..spec.language import Endpoint, Param
from .annotations import (
    annotation_of,
    dict_module,
    dict_name,
    import_of,
    import_of_plain,
    module_of,
    word_name,
)


def argument_kinds(rows: Iterable[Endpoint[Any]]) -> list[type[Any]]:
    """Return the enums and models that the *rows* take, each after those that it has itself."""
    taken = (param.kind for row in rows for param in row.params)
    return list(dict.fromkeys(kind for one in taken for kind in _with_nested(one)))


def _with_nested(kind: Any) -> Iterator[type[Any]]:
    for param in params_of_model(kind) if attrs.has(kind) else ():
        yield from _with_nested(param.kind)
    if module_of(kind):
        yield kind


def words_of(kinds: Iterable[type[Any]]) -> dict[str, type[OpenStrEnum]]:
    """Return each enum of *kinds* by the name of the type of its words."""
    return {word_name(one): one for one in kinds if issubclass(one, OpenStrEnum)}


def dicts_of(kinds: Iterable[type[Any]]) -> dict[str, dict[str, type[Any]]]:
    """Return each model of *kinds* by the name of its dict, by the module that the dict is in."""
    found: dict[str, dict[str, type[Any]]] = {}
    for one in kinds:
        if attrs.has(one):
            found.setdefault(dict_module(one), {})[dict_name(one)] = one
    return found


def render_words(words: dict[str, type[OpenStrEnum]]) -> str:
    """Return the module with the types of these *words*."""
    return _WORDS.format(names=sorted(words)) + "".join(
        f"\n{name}: TypeAlias = Literal[{', '.join(repr(one.value) for one in enum)}]\n"
        f'"""A word of `{enum.__name__}`."""\n'
        for name, enum in sorted(words.items())
    )


_WORDS = '''"""Words that may stand for members of enums in arguments; generated: do not edit."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = {names!r}
'''


def render_dicts(module: str, models: dict[str, type[Any]]) -> str:
    """Return the *module* with the dicts for these *models*."""
    imports = "\n".join(_imports(module, models.values()))
    return _DICTS.format(imports=imports, names=sorted(models)) + "".join(
        _DICT.format(name=name, model=model.__name__, fields="\n".join(_fields(model)))
        for name, model in models.items()
    )


def _imports(module: str, models: Iterable[Any]) -> Iterator[str]:
    params = [param for model in models for param in params_of_model(model)]
    kinds = {param.kind for param in params if module_of(param.kind)}
    for kind in sorted(kinds, key=lambda one: one.__name__):
        yield import_of(kind, "..")
        if issubclass(kind, OpenStrEnum) or dict_module(kind) != module:
            yield import_of_plain(kind, "..")


_DICTS = '''"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NotRequired, TypedDict

{imports}

__all__ = {names!r}
'''
_DICT = '''

class {name}(TypedDict):
    """A dict that may stand for the model `{model}`."""

{fields}
'''


def _fields(model: Any) -> Iterator[str]:
    docs = _field_docs(model)
    for param in params_of_model(model):
        yield f"    {param.name}: {_field(param)}\n{indent(_quoted(docs[param.name]), '    ')}"


def _field(param: Param) -> str:
    kind = annotation_of(param)
    return kind if param.required else f"NotRequired[{kind} | None]"


def _field_docs(model: type[Any]) -> dict[str, str]:
    """Return the docstring of each field of *model*."""
    (tree,) = ast.parse(dedent(inspect.getsource(model))).body
    body: Sequence[ast.stmt] = getattr(tree, "body", [])
    return {
        field.target.id: doc.value.value
        for field, doc in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(doc, ast.Expr)
        and isinstance(doc.value, ast.Constant)
        and isinstance(doc.value.value, str)
    }


def _quoted(text: str) -> str:
    text = inspect.cleandoc(text)
    end = "\n" if "\n" in text else ""
    return f'"""{text}{end}"""'
