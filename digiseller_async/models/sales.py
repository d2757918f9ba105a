"""Models of sales: the seller's own, those of a partner, and the latest ones."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ._base import Int64, Language, Model, Moment, wire
from .account import AccountCurrency

__all__ = ["LatestSale", "LatestSaleProduct", "Sale"]


@frozen(kw_only=True)
class Sale(Model):
    """One order that was paid.

    What was sold and who bought it do not show in its repr, so that they get into no log.
    """

    invoice_id: Int64
    """Order id."""
    product_id: Int64 | None = None
    """Product id."""
    product_name: str | None = None
    """Product name."""
    product_entry_id: Int64 | None = None
    """Id of the piece of content that was sold."""
    product_entry: str | None = field(default=None, repr=False)
    """The content that was sold; the service may mask it (``****``)."""
    date_put: Moment | None = None
    """When the content was added."""
    date_pay: Moment | None = None
    """When it was sold."""
    email: str | None = field(default=None, repr=False)
    """The buyer's e-mail address."""
    wmid: str | None = field(default=None, repr=False)
    """The buyer's WebMoney id."""
    ip: str | None = field(default=None, repr=False)
    """The buyer's IP address."""
    amount_in: Decimal | None = None
    """How much was paid, in *amount_currency*."""
    amount_out: Decimal | None = None
    """How much was credited, in *amount_currency*."""
    amount_currency: AccountCurrency | None = None
    """Currency of the amounts."""
    amount_in_usd: Decimal | None = None
    """How much was paid, in US dollars."""
    method_pay: str | None = None
    """Payment method."""
    aggregator_pay: str | None = None
    """Payment aggregator."""
    partner_id: Int64 | None = None
    """The partner through whom it was sold; 0 for none."""
    partner_percent: Decimal | None = None
    """The partner's part, in percent."""
    partner_amount: Decimal | None = None
    """The partner's part, in *amount_currency*."""
    lang: Language | None = None
    """The buyer's language."""
    returned: bool | None = None
    """Whether the money was given back."""
    referer: str | None = None
    """The page from which the buyer came."""
    owner: Int64 | None = None
    """Marketplace code."""
    id_seller: Int64 | None = None
    """Whose product it was; only `sales.as_agent` gives it."""


@frozen(kw_only=True)
class LatestSaleProduct(Model):
    """The product of one of the latest sales, with its price in each currency."""

    id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Product id; None only if an answer has nothing readable there."""
    name: str | None = None
    """Product name."""
    price_rub: Decimal | None = None
    """Price in roubles."""
    price_usd: Decimal | None = None
    """Price in US dollars."""
    price_eur: Decimal | None = None
    """Price in euros."""
    price_uah: Decimal | None = None
    """Price in hryvnias."""


@frozen(kw_only=True)
class LatestSale(Model):
    """One of the latest sales, in short."""

    invoice_id: Int64
    """Order id."""
    date: Moment | None = None
    """When it was sold."""
    product: LatestSaleProduct | None = field(default=None, metadata=wire(expected=True))
    """The product; None only if an answer has nothing readable there."""
