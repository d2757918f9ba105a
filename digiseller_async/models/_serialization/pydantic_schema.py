"""Tell pydantic how models are validated, serialized and documented.

Validation is `from_dict`'s, serialization gives what `to_json` gives. What pydantic makes itself,
from a schema of the fields, are the document and the choice of fields (*include*, *exclude_none*).
"""

from __future__ import annotations

import base64
import datetime as dt
import inspect
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import NoneType
from typing import Any, cast, get_args, get_origin

import attrs
from pydantic import GetJsonSchemaHandler
from pydantic_core import (
    InitErrorDetails,
    PydanticCustomError,
    SchemaSerializer,
    ValidationError,
    core_schema,
)
from pydantic_core.core_schema import CoreSchema

from .._types import Day, Int64, Moment, OpenStrEnum
from .field_docs import field_docs
from .fields import field_kinds, model_of, name_of
from .plain import plain, whole_moment
from .reading import reader
from .scalars import RefusedError

JsonSchema = dict[str, Any]

_CHOOSER = SchemaSerializer(core_schema.any_schema())
"""Chooses parts of plain values: pydantic tells a function what to choose, and leaves it to it."""


def schema_of(kind: Any) -> CoreSchema:
    """Return the schema of a class of models, such as ``Receipt`` or ``Page[Receipt]``."""
    definitions = _Definitions()
    reference = definitions.schema(kind)
    return core_schema.definitions_schema(reference, list(definitions.found.values()))


class _Definitions:
    """The schemas of models and enums, each once: a model may hold others of its kind."""

    def __init__(self) -> None:
        self.found: dict[str, CoreSchema] = {}

    def schema(self, kind: Any) -> CoreSchema:
        """Return the schema of values of this *kind*."""
        if kind in _SCALARS:
            return _SCALARS[kind]
        is_enum = isinstance(kind, type) and issubclass(kind, OpenStrEnum)
        if is_enum or model_of(kind) is not None:
            return self._reference(kind, _enum if is_enum else self._model)
        if get_origin(kind) is tuple:
            return core_schema.tuple_schema([self.schema(get_args(kind)[0])], variadic_item_index=0)
        inner = next(one for one in get_args(kind) if one is not NoneType)
        return core_schema.nullable_schema(self.schema(inner))

    def _reference(self, kind: Any, make: Callable[[Any, str], CoreSchema]) -> CoreSchema:
        name = _reference_name(kind)
        if name not in self.found:
            self.found[name] = core_schema.any_schema()  # until it is made: it may hold itself
            self.found[name] = make(kind, name)
        return core_schema.definition_reference_schema(name)

    def _model(self, kind: Any, name: str) -> CoreSchema:
        model: Any = model_of(kind)
        kinds = field_kinds(kind)
        fields = {
            one.name: (self.schema(kinds[one.name]), one.default) for one in attrs.fields(model)
        }
        return core_schema.no_info_wrap_validator_function(
            _validate_function(kind),
            _document(kind, fields, is_written=False),
            ref=name,
            serialization=core_schema.plain_serializer_function_ser_schema(
                _serialize_function(kinds),
                info_arg=True,
                return_schema=_document(kind, fields, is_written=True),
            ),
        )


def _document(
    kind: Any, fields: Mapping[str, tuple[CoreSchema, Any]], *, is_written: bool
) -> CoreSchema:
    """Return the schema of a dictionary with *fields*: all of them, if it *is_written*.

    What is read is documented by it, and not validated.
    """
    docs = field_docs(cast("type", model_of(kind)))
    found: dict[str, core_schema.TypedDictField] = {}
    for name, (schema, default) in fields.items():
        is_required = is_written or default is attrs.NOTHING
        found[name] = core_schema.typed_dict_field(
            schema if is_required else _with_default(schema, default),
            required=is_required,
            metadata=_documented({"description": docs[name]} if name in docs else {}),
        )
    about = {"title": name_of(kind), "description": inspect.getdoc(model_of(kind))}
    closed = {} if is_written else {"additionalProperties": False}
    return core_schema.typed_dict_schema(found, metadata=_documented({**about, **closed}))


def _with_default(schema: CoreSchema, default: Any) -> CoreSchema:
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # its stub is a function
        return core_schema.with_default_schema(schema, default_factory=default.factory)
    return core_schema.with_default_schema(schema, default=default)


def _serialize_function(
    kinds: Mapping[str, Any],
) -> Callable[[Any, core_schema.SerializationInfo], Any]:
    """Return what gives all fields of a model, or those that *include* and *exclude* choose.

    It is generated, as it is called so often.
    """
    pairs = (f"{name!r}: {_value_expression(name, kind)}" for name, kind in kinds.items())
    lines = (
        "def serialize(model, info):",
        "    if info.include is info.exclude is None and type(model) is not dict:",
        f"        return {{{', '.join(pairs)}}}",
        "    return choose(model, info)",
    )
    names: dict[str, Any] = {"choose": _choose, "whole": whole_moment}
    exec("\n".join(lines), names)  # noqa: S102  (names of our own fields, as attrs does it)
    made: Callable[[Any, core_schema.SerializationInfo], Any] = names["serialize"]
    return made


def _value_expression(name: str, kind: Any) -> str:
    """Return Python for the value of a field as pydantic is to write it."""
    kinds = (kind, *get_args(kind))
    if Day in kinds:
        return f"None if (v := model.{name}) is None else whole(v)"
    if not {Moment, dt.datetime}.intersection(kinds):
        return f"model.{name}"
    is_whole = "(o := v.utcoffset()) is not None and not (o.seconds % 60 or o.microseconds)"
    return f"v if (v := model.{name}) is None or {is_whole} else whole(v)"


def _choose(value: Any, info: core_schema.SerializationInfo) -> dict[str, Any]:
    """Return the fields of a model that were chosen, and of the models in it."""
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)  # it was chosen with the model around it
    include: Any = info.include  # its two types for the same differ
    exclude: Any = info.exclude
    found: dict[str, Any] = _CHOOSER.to_python(
        attrs.asdict(value), include=include, exclude=exclude
    )
    return found


def _reference_name(kind: Any) -> str:
    """Return a unique name, out of which pydantic makes ``Receipt`` or ``Page_Receipt_``."""
    origin = get_origin(kind) or kind
    own = f"{origin.__module__}.{origin.__qualname__}:{id(origin)}"
    inner = ",".join(map(_reference_name, get_args(kind)))
    return f"{own}[{inner}]" if inner else own


def _validate_function(kind: Any) -> Callable[[Any, Any], Any]:
    read, name = reader(kind), name_of(kind)

    def validate(value: Any, _handler: Any) -> Any:
        try:
            return read(value)
        except RefusedError as error:
            # Its type asks for a template, with which no value is mixed; this has none.
            what = PydanticCustomError("digiseller_model", error.what)  # pyright: ignore[reportArgumentType]
            details = InitErrorDetails(type=what, loc=tuple(error.path), input=error.value)
            raise ValidationError.from_exception_data(name, [details]) from None

    return validate


def _enum(kind: type[OpenStrEnum], name: str) -> CoreSchema:
    words: JsonSchema = {"type": "string", "enum": [one.value for one in kind]}
    return core_schema.str_schema(
        ref=name,
        metadata=_described_as(
            {
                "title": kind.__name__,
                "description": inspect.getdoc(kind),
                "anyOf": [words, {"type": "string", "description": "A word that is new."}],
            }
        ),
    )


def _documented(about: JsonSchema) -> dict[str, Any]:
    """Return the metadata that add *about* to a JSON schema."""

    def describe(schema: Any, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {**handler(schema), **about}

    return {"pydantic_js_annotation_functions": [describe]}


def _described_as(about: JsonSchema) -> dict[str, Any]:
    """Return the metadata that put *about* in the place of a JSON schema."""

    def describe(_schema: Any, _handler: Any) -> JsonSchema:
        return dict(about)

    return {"pydantic_js_annotation_functions": [describe]}


def _written(
    make: Callable[..., CoreSchema], write: Callable[[Any], Any], about: JsonSchema
) -> CoreSchema:
    """Return a schema of scalars for which *write* gives what JSON has."""
    serialization = core_schema.plain_serializer_function_ser_schema(write, when_used="json")
    return make(metadata=_described_as(about), serialization=serialization)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


_AT: JsonSchema = {"type": "string", "format": "date-time"}
_DAY: JsonSchema = {"anyOf": [_AT, {"type": "string", "format": "date"}]}
_SCALARS: Mapping[Any, CoreSchema] = {
    Any: core_schema.any_schema(
        serialization=core_schema.plain_serializer_function_ser_schema(plain)
    ),
    int: core_schema.int_schema(),
    Int64: core_schema.int_schema(metadata=_described_as({"type": "integer", "format": "int64"})),
    bool: core_schema.bool_schema(),
    str: core_schema.str_schema(),
    Decimal: core_schema.decimal_schema(
        metadata=_described_as({"type": "string", "format": "decimal"})
    ),
    Moment: core_schema.datetime_schema(metadata=_described_as(_AT)),
    dt.datetime: core_schema.datetime_schema(metadata=_described_as(_AT)),
    Day: core_schema.any_schema(metadata=_described_as(_DAY)),
    bytes: _written(
        core_schema.bytes_schema, _base64, {"type": "string", "contentEncoding": "base64"}
    ),
}
