"""Models of the buyers' side: options that a buyer has chosen, and carts."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from attrs import field, frozen

from ._base import Int64, Model, wire

__all__ = ["CartContents", "CartProduct", "CartState", "ChosenOption"]


@frozen(kw_only=True)
class ChosenOption(Model):
    """What a buyer chose for one option of a product: a variant, or a text."""

    ONE_OF: ClassVar[tuple[str, ...]] = ("variant_id", "text")
    """One of these must be given, and only one."""

    id: Int64 = field(metadata=wire(at_least=1))
    """The option."""
    variant_id: Int64 | None = field(default=None, metadata=wire("value/id", at_least=1))
    """The variant that was chosen."""
    text: str | None = field(default=None, metadata=wire("value/text"))
    """The text that was entered."""


@frozen(kw_only=True)
class CartState(Model):
    """A cart to which a product was added."""

    cart_uid: str | None = field(default=None, metadata=wire(expected=True))
    """The cart's id; None only if an answer does not say it."""
    cart_cnt: Int64 | None = None
    """How many products it has."""


@frozen(kw_only=True)
class CartProduct(Model):
    """A product in a cart."""

    id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """The product; None only if an answer does not say it."""
    name: str | None = None
    """Its name."""
    cnt_item: Int64 | None = None
    """How many of it are in the cart."""
    price: Decimal | None = None
    """The price, in the cart's currency."""


@frozen(kw_only=True)
class CartContents(Model):
    """What is in a cart; an empty one may have no *products* at all."""

    cart_cnt: Int64 | None = None
    """How many products it has."""
    amount: Decimal | None = None
    """What they cost in all, in *currency*."""
    currency: str | None = None
    """The currency."""
    products: tuple[CartProduct, ...] = ()
    """The products."""
