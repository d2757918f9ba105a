"""Choose the format of an answer by the Accept header, and encode it in JSON or XML.

In the tree of an XML document ``@name`` is an attribute and ``#`` the element's own text; None is
left out, and a list is a repeated element.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast
from xml.sax.saxutils import escape, quoteattr

import msgspec

from .answers import Answer
from .routes import Formats

# Amounts are JSON numbers with exactly the digits of the Decimal: 33.50, 0.00.
JSON = msgspec.json.Encoder(decimal_format="number").encode
JSON_TYPES = {
    "application/json": "application/json",
    "text/json": "text/json",
    "*/*": "application/json",
}
XML_TYPES = {"text/xml": "text/xml", "application/xml": "application/xml"}
DEFAULTS = {Formats.XML: "text/xml", Formats.XML_FIRST: "text/xml"}
# What the pages mark as CDATA; it is written so when it holds markup.
CDATA_NAMES = frozenset({"name", "info", "add_info", "name_goods", "info_goods", "comment", "text"})
LINK_NAMES = frozenset({"url", "preview", "img_small", "img_real", "card_url"})
COMMA_PARENT = "prices_unit"  # the one place where the page itself has decimal commas
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class XmlStyle:
    """How the documents look."""

    encoding: str = "utf-8"
    decimal_comma: bool = False
    bare_ampersand: bool = False


def document(root: str, tree: object, style: XmlStyle) -> bytes:
    """Return the *tree* as a document."""
    builtins = msgspec.to_builtins(tree, builtin_types=(Decimal,))
    head = f'<?xml version="1.0" encoding="{style.encoding}"?>\n'
    body = "".join(XmlWriter(style).element(root, builtins, ""))
    return (head + body).encode(style.encoding, "xmlcharrefreplace")


class XmlWriter:
    """Elements in one style."""

    def __init__(self, style: XmlStyle) -> None:
        """Keep the *style*."""
        self._style = style

    def element(self, name: str, value: object, parent: str) -> Iterator[str]:
        """Yield the pieces of an element, of several, or of none."""
        if value is None:
            return
        if isinstance(value, (list, tuple)):
            for one in cast("list[object]", value):
                yield from self.element(name, one, parent)
        elif isinstance(value, Mapping):
            yield from self._branch(name, cast("Mapping[str, object]", value))
        else:
            text = self._text(name, value, parent)
            yield f"<{name}>{text}</{name}>" if text else f"<{name}/>"

    def _branch(self, name: str, values: Mapping[str, object]) -> Iterator[str]:
        """Yield an element with attributes and children."""
        attributes = "".join(
            f" {key[1:]}={quoteattr(self._plain(one, name))}"
            for key, one in values.items()
            if key.startswith("@") and one is not None
        )
        yield f"<{name}{attributes}>"
        for key, one in values.items():
            if key == "#":
                yield self._text(name, one, name)
            elif not key.startswith("@"):
                yield from self.element(key, one, name)
        yield f"</{name}>"

    def _plain(self, value: object, parent: str) -> str:
        """Return a value as text."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Decimal):
            comma = self._style.decimal_comma or parent == COMMA_PARENT
            return f"{value:f}".replace(".", ",") if comma else f"{value:f}"
        return FORBIDDEN.sub("", str(value))

    def _text(self, name: str, value: object, parent: str) -> str:
        """Return a value as the text of the element with this *name*."""
        text = self._plain(value, parent)
        if name in LINK_NAMES and self._style.bare_ampersand:
            return escape(text).replace("&amp;", "&")
        if name in CDATA_NAMES and self._may_be_marked(text):
            return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
        # A parser would read a bare carriage return as a new line.
        return escape(text, {"\r": "&#13;"})

    def _may_be_marked(self, text: str) -> bool:
        """Tell if the *text* needs CDATA, in which nothing can be written as a reference."""
        if "\r" in text or not any(mark in text for mark in "<>&"):
            return False
        return text.encode(self._style.encoding, "replace").decode(self._style.encoding) == text


@dataclass(frozen=True)
class Encoder:
    """One way to write an answer."""

    media_type: str
    encode: Callable[[Answer], bytes]


def encode_json(answer: Answer) -> bytes:
    """Return the answer in JSON."""
    return JSON(answer.payload)


def encode_xml(answer: Answer, style: XmlStyle) -> bytes:
    """Return the answer in XML."""
    tree = answer.payload if answer.xml is None else answer.xml()
    return document(answer.root, tree, style)


def encoder_for(media_type: str, style: XmlStyle) -> Encoder:
    """Return the encoder for a *media_type* without parameters."""
    if media_type in XML_TYPES:
        return Encoder(
            f"{media_type}; charset={style.encoding}", lambda answer: encode_xml(answer, style)
        )
    return Encoder(f"{media_type}; charset=utf-8", encode_json)


def negotiate(accept: str, formats: Formats, style: XmlStyle) -> Encoder | None:
    """Return the first encoder that the ``Accept`` header names and the operation has, or None.

    An operation that has only one format answers in that one, whatever is asked for.
    """
    default = encoder_for(DEFAULTS.get(formats, "application/json"), style)
    if not accept or formats is Formats.FILE:
        return default
    known = {**JSON_TYPES, **XML_TYPES}
    for part in accept.split(","):
        media_type = known.get(part.partition(";")[0].strip().lower())
        if media_type is None:
            continue
        has_only = {Formats.XML: XML_TYPES, Formats.JSON: JSON_TYPES}.get(formats, known)
        return encoder_for(media_type, style) if media_type in has_only else default
    return default if formats in {Formats.XML, Formats.JSON} else None
