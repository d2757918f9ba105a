"""A tree of plain values comes in; an XML document in the service's manner goes out.

In a mapping ``@name`` is an attribute and ``#`` the element's own text; None is left out, and
a list is a repeated element.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast
from xml.sax.saxutils import escape, quoteattr

import msgspec

# What the pages mark as CDATA; it is written so when it holds markup.
MARKED = frozenset({"name", "info", "add_info", "name_goods", "info_goods", "comment", "text"})
LINKS = frozenset({"url", "preview", "img_small", "img_real", "card_url"})
UNITS = "prices_unit"  # the one place where the page itself has decimal commas
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Style:
    """How the documents look."""

    encoding: str = "utf-8"
    decimal_comma: bool = False
    bare_ampersand: bool = False


def document(root: str, tree: object, style: Style) -> bytes:
    """Return the *tree* as a document."""
    builtins = msgspec.to_builtins(tree, builtin_types=(Decimal,))
    head = f'<?xml version="1.0" encoding="{style.encoding}"?>\n'
    body = "".join(Writer(style).element(root, builtins, ""))
    return (head + body).encode(style.encoding, "xmlcharrefreplace")


class Writer:
    """Elements in one style."""

    def __init__(self, style: Style) -> None:
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
            comma = self._style.decimal_comma or parent == UNITS
            return f"{value:f}".replace(".", ",") if comma else f"{value:f}"
        return FORBIDDEN.sub("", str(value))

    def _text(self, name: str, value: object, parent: str) -> str:
        """Return a value as the text of the element with this *name*."""
        text = self._plain(value, parent)
        if name in LINKS and self._style.bare_ampersand:
            return escape(text).replace("&amp;", "&")
        if name in MARKED and self._may_be_marked(text):
            return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
        # A parser would read a bare carriage return as a new line.
        return escape(text, {"\r": "&#13;"})

    def _may_be_marked(self, text: str) -> bool:
        """Tell if the *text* needs CDATA, in which nothing can be written as a reference."""
        if "\r" in text or not any(mark in text for mark in "<>&"):
            return False
        return text.encode(self._style.encoding, "replace").decode(self._style.encoding) == text
