"""The groups of operations of a client; generated from `spec`: do not edit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .. import endpoints

if TYPE_CHECKING:
    from .._runtime.bound_client import BoundClient

__all__ = ["Groups"]


class Groups:
    """The groups of operations of one client; each loads its module when it is first used."""

    if TYPE_CHECKING:
        _view: BoundClient

    @cached_property
    def account(self) -> endpoints.Account:
        """The personal account: receipts, payments through aggregators, balance, settings."""
        return endpoints.Account(self._view)

    @cached_property
    def catalog(self) -> endpoints.Catalog:
        """What buyers see: categories, products, search, reviews, images."""
        return endpoints.Catalog(self._view)

    @cached_property
    def cataloguer(self) -> endpoints.Cataloguer:
        """The cataloguer: categories with attributes, which marketplaces show."""
        return endpoints.Cataloguer(self._view)

    @cached_property
    def chats(self) -> endpoints.Chats:
        """Correspondence with buyers, and with the administration."""
        return endpoints.Chats(self._view)

    @cached_property
    def checkout(self) -> endpoints.Checkout:
        """The buyers' side: options that were chosen, carts, the payment page."""
        return endpoints.Checkout(self._view)

    @cached_property
    def content(self) -> endpoints.Content:
        """What is sold: texts, files, codes, forms."""
        return endpoints.Content(self._view)

    @cached_property
    def gallery(self) -> endpoints.Gallery:
        """Images and videos of products."""
        return endpoints.Gallery(self._view)

    @cached_property
    def marketplaces(self) -> endpoints.Marketplaces:
        """Categories of the marketplaces."""
        return endpoints.Marketplaces(self._view)

    @cached_property
    def offers(self) -> endpoints.Offers:
        """Individual offers to agents."""
        return endpoints.Offers(self._view)

    @cached_property
    def options(self) -> endpoints.Options:
        """What buyers of a product can choose or write, and what that costs."""
        return endpoints.Options(self._view)

    @cached_property
    def products(self) -> endpoints.Products:
        """Products: read, priced, created, cloned, edited, shown and hidden."""
        return endpoints.Products(self._view)

    @cached_property
    def purchases(self) -> endpoints.Purchases:
        """Orders: what a unique code proves, delivery, what was bought by whom."""
        return endpoints.Purchases(self._view)

    @cached_property
    def sales(self) -> endpoints.Sales:
        """What was sold: the seller's own, and as others' partner."""
        return endpoints.Sales(self._view)

    @cached_property
    def tasks(self) -> endpoints.Tasks:
        """Bulk changes under way."""
        return endpoints.Tasks(self._view)

    @cached_property
    def templates(self) -> endpoints.Templates:
        """Commission templates."""
        return endpoints.Templates(self._view)
