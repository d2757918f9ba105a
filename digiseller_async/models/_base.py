"""Define what models have in common: their base, field metadata, localized texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ._model import AnyModel
from ._types import AnyOpenEnum, Moment
from ._types import Int64 as Int64  # noqa: PLC0414  (so that type checkers let others import it)

__all__ = ["Language", "Localized", "Model", "Moment", "OpenStrEnum"]

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, SchemaSerializer


class Model(AnyModel):
    """A frozen value of this package: `to_dict` and `to_json` take it, `from_dict` gives it back.

    It is a field, a body or a response model of pydantic and FastAPI as it is.
    """

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls,
        source: Any,
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        """Return what pydantic validates, serializes and documents *source* by."""
        # It imports pydantic, which is there, as it is pydantic that asks.
        from ._serialization.pydantic_schema import schema_of  # noqa: PLC0415

        return schema_of(source)

    @property
    def __pydantic_serializer__(self) -> SchemaSerializer:
        """What pydantic serializes this by where it is told nothing of it, as in ``list[Any]``."""
        from ._serialization.pydantic_schema import serializer_of  # noqa: PLC0415  (as above)

        kind: Any = type(self)
        return serializer_of(kind)


class OpenStrEnum(AnyOpenEnum):
    """An enum that may grow: a value that it does not list becomes a member-like ``str``."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls,
        source: Any,
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        """Return what pydantic reads and documents a word by: it may be one that is new."""
        from ._serialization.pydantic_schema import schema_of_words  # noqa: PLC0415  (as above)

        return schema_of_words(source)


def wire(
    name: str = "",
    *,
    xml: str = "",
    aliases: tuple[str, ...] = (),
    shorthand: bool = False,
    empty_is_object: bool = False,
    expected: bool = False,
    utc: bool = False,
    at_least: int | None = None,
    choices: tuple[int, ...] = (),
    not_blank: bool = False,
    answer_only: bool = False,
    instead_of: str = "",
    id_keys: tuple[str, ...] = (),
) -> Mapping[str, Any]:
    """Return a field's metadata: where documents have it, and which values may be sent.

    Args:
        name: Its key in JSON, if not the field's name.
        xml: Its path in XML, if not its key in JSON: a path of ElementTree's, with ``@name`` at
            the end for an attribute; ``.`` is the text of the element itself.
        aliases: Other keys that it has in some JSON answers.
        shorthand: Whether the value of this field may stand for the whole object.
        empty_is_object: Whether an empty XML element is an object without values, and not None.
        expected: Whether every answer should have a value here, so that none is a deviation; what
            is sent must have one.
        utc: Whether a moment without a zone is in UTC here, and not in Moscow time.
        at_least: The smallest number that may be sent.
        choices: The only numbers that may be sent.
        not_blank: Whether a text without a visible character is refused.
        answer_only: Whether it is never sent, although its model is an argument.
        id_keys: Keys of which the first stands for an object where this is an id.
        instead_of: Another field: of the two, at least one must be sent.
    """
    given = {
        "wire": name,
        "xml": xml,
        "aliases": aliases,
        "shorthand": shorthand,
        "empty_is_object": empty_is_object,
        "not_blank": not_blank,
        "answer_only": answer_only,
        "instead_of": instead_of,
        "id_keys": id_keys,
        "expected": expected,
        "utc": utc,
    }
    found: dict[str, Any] = {key: value for key, value in given.items() if value}
    if choices:
        found["choices"] = choices
    return found if at_least is None else {**found, "at_least": at_least}


class Language(OpenStrEnum):
    """A language in which the service shows information."""

    RU = "ru-RU"
    """Russian."""
    EN = "en-US"
    """English."""


@frozen(kw_only=True)
class Localized(Model):
    """A text in one language."""

    locale: Language | None = field(default=None, metadata=wire(expected=True))
    """The language of *value*; None only if an answer does not say it."""
    value: str | None = field(default=None, metadata=wire(expected=True))
    """The text; None only if an answer does not say it."""
