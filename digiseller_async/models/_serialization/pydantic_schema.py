"""Tell pydantic how models are validated, serialized and documented.

Validation is `from_dict`'s. A model is serialized as nested dictionaries, of which pydantic makes
what `to_json` gives, by a schema of their fields. That schema is also the document.
"""

from __future__ import annotations

import base64
import datetime as dt
import inspect
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin

import attrs
from pydantic import GetJsonSchemaHandler
from pydantic_core import (
    InitErrorDetails,
    PydanticCustomError,
    PydanticSerializationUnexpectedValue,
    SchemaSerializer,
    ValidationError,
    core_schema,
)
from pydantic_core.core_schema import CoreSchema

from .._types import AnyOpenEnum, Day, Int64, Moment
from .field_docs import field_docs
from .fields import field_kinds, inner_of, model_of, name_of
from .reading import read
from .scalars import RefusedError
from .values import values_function

JsonSchema = dict[str, Any]

_CHOOSER = SchemaSerializer(core_schema.any_schema())
"""Chooses parts of plain values: pydantic tells a function what to choose, and leaves it to it."""


def schema_of(kind: Any) -> CoreSchema:
    """Return the schema of a class of models, such as ``Receipt`` or ``Page[Receipt]``."""
    return _schema(
        kind,
        lambda document: core_schema.plain_serializer_function_ser_schema(
            _serialize_function(kind), info_arg=True, return_schema=document
        ),
    )


def schema_of_words(kind: type[AnyOpenEnum]) -> CoreSchema:
    """Return the schema of an open enum."""
    return _schema(kind, lambda _document: None)


@cache
def serializer_of(kind: Any) -> SchemaSerializer:
    """Return the serializer of a class of models."""
    return SchemaSerializer(schema_of(kind))


def _schema(kind: Any, serialization: Callable[[CoreSchema], Any]) -> CoreSchema:
    definitions = _Definitions()
    document = definitions.schema(kind)
    schema = core_schema.no_info_wrap_validator_function(
        _validate_function(kind),
        document,  # it does not validate
        serialization=serialization(document),
    )
    return core_schema.definitions_schema(schema, list(definitions.found.values()))


class _Definitions:
    """The schemas of models, as dictionaries, and of enums: each once, as it may hold itself."""

    def __init__(self) -> None:
        self.found: dict[str, CoreSchema] = {}

    def schema(self, kind: Any) -> CoreSchema:
        """Return the schema of values of this *kind*."""
        if kind in _SCALARS:
            return _SCALARS[kind]
        is_enum = isinstance(kind, type) and issubclass(kind, AnyOpenEnum)
        if is_enum or model_of(kind) is not None:
            return self._reference(kind, _enum if is_enum else self._model)
        if get_origin(kind) is tuple:
            return core_schema.tuple_schema([self.schema(get_args(kind)[0])], variadic_item_index=0)
        if get_origin(kind) is list:
            return core_schema.list_schema(self.schema(get_args(kind)[0]))
        return core_schema.nullable_schema(self.schema(inner_of(kind)))

    def _reference(self, kind: Any, make: Callable[[Any, str], CoreSchema]) -> CoreSchema:
        name = _reference_name(kind)
        if name not in self.found:
            self.found[name] = core_schema.any_schema()  # until it is made: it may hold itself
            self.found[name] = make(kind, name)
        return core_schema.definition_reference_schema(name)

    def _model(self, kind: Any, name: str) -> CoreSchema:
        model: Any = model_of(kind)
        kinds, docs = field_kinds(kind), field_docs(model)
        found: dict[str, core_schema.TypedDictField] = {}
        for one in attrs.fields(model):
            schema = self.schema(kinds[one.name])
            is_required = one.default is attrs.NOTHING
            about: JsonSchema = {"description": docs[one.name]} if one.name in docs else {}
            found[one.name] = core_schema.typed_dict_field(
                schema if is_required else _with_default(schema, one.default),
                required=is_required,
                metadata=_documented(about),
            )
        about = {"title": name_of(kind), "description": inspect.getdoc(model)}
        return core_schema.typed_dict_schema(found, ref=name, metadata=_documented_model(about))


def _with_default(schema: CoreSchema, default: Any) -> CoreSchema:
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # its stub is a function
        return core_schema.with_default_schema(schema, default_factory=default.factory)
    return core_schema.with_default_schema(schema, default=default)


def _serialize_function(kind: Any) -> Callable[[Any, core_schema.SerializationInfo], Any]:
    """Return what gives all fields of a model, or those that *include* and *exclude* choose."""
    model: Any = model_of(kind)
    values = values_function(kind)

    def serialize(value: Any, info: core_schema.SerializationInfo) -> Any:
        if not isinstance(value, model):
            what = f"Expected `{model.__name__}`, but got `{type(value).__name__}`"
            raise PydanticSerializationUnexpectedValue(what)
        include: Any = info.include  # its two types for the same differ
        exclude: Any = info.exclude
        if include is exclude is None:
            return values(value)
        return _CHOOSER.to_python(values(value), include=include, exclude=exclude)

    return serialize


def _reference_name(kind: Any) -> str:
    """Return a unique name, out of which pydantic makes ``Receipt`` or ``Page_Receipt_``.

    Without its end it were pydantic's own for the model, of which it is the fields only.
    """
    origin = get_origin(kind) or kind
    own = f"{origin.__module__}.{getattr(origin, '__qualname__', origin)}:{id(origin)}-fields"
    inner = ",".join(map(_reference_name, get_args(kind)))
    return f"{own}[{inner}]" if inner else own


def _validate_function(kind: Any) -> Callable[[Any, Any], Any]:
    name = name_of(kind)

    def validate(value: Any, _handler: Any) -> Any:
        try:
            return read(kind, value)
        except RefusedError as error:
            # Its type asks for a template, with which no value is mixed; this has none.
            what = PydanticCustomError("digiseller_model", error.what)  # pyright: ignore[reportArgumentType]
            details = InitErrorDetails(type=what, loc=tuple(error.path), input=error.value)
            raise ValidationError.from_exception_data(name, [details]) from None

    validate.__name__ = name  # in the place of an error in a union
    return validate


def _enum(kind: type[AnyOpenEnum], name: str) -> CoreSchema:
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


def _documented_model(about: JsonSchema) -> dict[str, Any]:
    """Return the metadata of a model: all its fields are written, and no others are read."""

    def describe(schema: Any, handler: GetJsonSchemaHandler) -> JsonSchema:
        found: JsonSchema = {**handler.resolve_ref_schema(handler(schema)), **about}
        if handler.mode == "validation":
            return {**found, "additionalProperties": False}
        fields: Mapping[str, JsonSchema] = found["properties"]
        written = {
            name: {key: value for key, value in one.items() if key != "default"}
            for name, one in fields.items()
        }
        return {**found, "properties": written, "required": list(written)}

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
    Any: core_schema.any_schema(),
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
