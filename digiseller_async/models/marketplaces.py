"""Models of the marketplaces' categories, and of the cataloguer's."""

from __future__ import annotations

from attrs import frozen

from ._base import Int64, Localized, Model, OpenStrEnum

__all__ = [
    "AttributeValue",
    "CataloguerCategory",
    "CategoryAttribute",
    "Platform",
    "PlatformCategory",
    "PlatformSubcategory",
]


class Platform(OpenStrEnum):
    """A marketplace."""

    PLATI = "plati"
    """Plati.Market."""
    WMCENTRE = "wmcentre"
    """WMCENTRE."""
    GGSEL = "ggsel"
    """GGSell."""


@frozen(kw_only=True)
class PlatformCategory(Model):
    """A category of a marketplace."""

    id: Int64
    """The category."""
    level: Int64 | None = None
    """How deep it is in the tree."""
    parent_id: Int64 | None = None
    """The category above it."""
    name: tuple[Localized, ...] = ()
    """Its name, by language."""
    children: tuple[PlatformCategory, ...] = ()
    """The categories below it."""
    can_add: bool | None = None
    """Whether products can be added to it."""


@frozen(kw_only=True)
class PlatformSubcategory(Model):
    """A subcategory of a marketplace, which products are added to."""

    id: Int64
    """The subcategory."""
    title: str | None = None
    """Its title."""
    name: tuple[Localized, ...] = ()
    """Its name, by language."""


@frozen(kw_only=True)
class CataloguerCategory(Model):
    """A category of the cataloguer."""

    category_id: Int64
    """The category."""
    name: tuple[Localized, ...] = ()
    """Its name, by language."""


@frozen(kw_only=True)
class AttributeValue(Model):
    """A value that an attribute can have."""

    attribute_value_id: Int64
    """The value."""
    name: tuple[Localized, ...] = ()
    """Its name, by language."""


@frozen(kw_only=True)
class CategoryAttribute(Model):
    """An attribute of the products in a category of the cataloguer."""

    attribute_id: Int64
    """The attribute; it belongs to the category."""
    name: tuple[Localized, ...] = ()
    """Its name, by language."""
    values: tuple[AttributeValue, ...] = ()
    """What can be chosen."""
