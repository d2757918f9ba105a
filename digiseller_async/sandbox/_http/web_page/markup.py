"""Build HTML in which every text is escaped."""

from collections.abc import Iterable
from html import escape

VOID = frozenset({"input", "link", "meta", "wbr"})


class Html(str):
    """A text that is markup already."""

    __slots__ = ()


# A plain text is escaped; None is left out.
Child = str | int | None | Iterable[Html]
Attribute = str | int | bool | None


def markup_of(child: Child) -> str:
    """Return a child as markup."""
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, (str, int)):
        return escape(str(child))
    return "".join(child)


def element(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """Return an element.

    Attributes are written with hyphens for underscores, so that ``class_`` is ``class`` and
    ``aria_label`` is ``aria-label``; one that is None or False is left out.
    """
    start = name + "".join(
        attribute(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return Html(f"<{start}>")
    return Html(f"<{start}>{''.join(map(markup_of, children))}</{name}>")


def attribute(name: str, value: str | int) -> str:
    """Return an attribute with the space before it; True has no value."""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def joined(*children: Child) -> Html:
    """Return the children beside each other."""
    return Html("".join(map(markup_of, children)))
