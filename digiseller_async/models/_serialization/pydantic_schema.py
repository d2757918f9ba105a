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
from typing import Any, get_args, get_origin

import attrs
from pydantic import GetJsonSchemaHandler
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError, core_schema
from pydantic_core.core_schema import CoreSchema

from .._types import Day, Int64, Moment, OpenStrEnum
from .field_docs import field_docs
from .fields import field_kinds, model_of, name_of
from .plain import json_moment, plain
from .reading import reader
from .scalars import RefusedError

JsonSchema = dict[str, Any]


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
        kinds, docs = field_kinds(kind), field_docs(model)
        fields = [
            core_schema.dataclass_field(
                one.name,
                _with_default(self.schema(kinds[one.name]), one.default),
                metadata=_documented({"description": docs[one.name]} if one.name in docs else {}),
            )
            for one in attrs.fields(model)
        ]
        title = name_of(kind)
        arguments = core_schema.dataclass_args_schema(title, fields)
        schema = core_schema.dataclass_schema(model, arguments, list(kinds), slots=True)
        about = {"title": title, "description": inspect.getdoc(model)}
        return core_schema.no_info_wrap_validator_function(
            _validate_function(kind), _of_class(schema, about), ref=name
        )


def _with_default(schema: CoreSchema, default: Any) -> CoreSchema:
    if default is attrs.NOTHING:
        return schema
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # its stub is a function
        return core_schema.with_default_schema(schema, default_factory=default.factory)
    return core_schema.with_default_schema(schema, default=default)


def _of_class(schema: CoreSchema, about: JsonSchema) -> CoreSchema:
    """Return the *schema* of a dataclass for a class that is none: a union goes by the class."""

    def describe(_: Any, handler: GetJsonSchemaHandler) -> JsonSchema:
        found = {**handler(schema), **about}
        if handler.mode == "validation":
            return {**found, "additionalProperties": False}
        # All fields are written, also those that may be missing in what is read.
        for one in found["properties"].values():
            one.pop("default", None)
        return {**found, "required": list(found["properties"])}

    metadata = {"pydantic_js_annotation_functions": [describe]}
    return core_schema.union_schema([schema, core_schema.none_schema()], metadata=metadata)


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
_MOMENT = _written(core_schema.datetime_schema, json_moment, _AT)
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
    Moment: _MOMENT,
    dt.datetime: _MOMENT,
    Day: _written(core_schema.any_schema, json_moment, _DAY),
    bytes: _written(
        core_schema.bytes_schema, _base64, {"type": "string", "contentEncoding": "base64"}
    ),
}
