"""Models of the account's settings: what its API key may do, and its exchange rates."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from attrs import field, frozen

from ._base import Model, OpenStrEnum, wire

__all__ = [
    "BaseCurrency",
    "CurrencyRate",
    "CurrencyRates",
    "Permissions",
    "RateCurrency",
    "RateSource",
]


@frozen(kw_only=True)
class Permissions(Model):
    """What an API key may do; what an answer does not name, it may not."""

    NEEDS_A_FIELD: ClassVar[bool] = True
    """An answer that names none of these is no list of permissions."""

    description_create: bool = False
    """Create products."""
    description_edit: bool = False
    """Edit products."""
    description_view: bool = False
    """See products as their owner does."""
    content_upload: bool = False
    """Add content."""
    content_change: bool = False
    """Replace content."""
    content_delete: bool = False
    """Delete content."""
    gallery_add: bool = False
    """Add to galleries."""
    gallery_change: bool = False
    """Change what is in galleries."""
    option_read: bool = False
    """Read the options of products."""
    option_add: bool = False
    """Add options to products."""
    option_edit: bool = False
    """Edit the options of products."""
    option_delete: bool = False
    """Delete the options of products."""
    view_operations: bool = False
    """Read the operations on the account."""
    view_invoice: bool = False
    """Read orders."""
    sales_statistics_view: bool = False
    """List the seller's sales."""
    agent_sales_statistics_view: bool = False
    """List the sales as others' partner."""
    view_personal_offer: bool = False
    """Read individual offers to agents."""
    read_commission_template: bool = False
    """Read commission templates."""
    create_commission_template: bool = False
    """Create commission templates."""
    edit_commission_template: bool = False
    """Edit commission templates."""
    delete_commission_template: bool = False
    """Delete commission templates."""
    apply_commission_template: bool = False
    """Apply commission templates to agents."""
    debates_read: bool = False
    """Read the correspondence with buyers."""
    debates_write: bool = False
    """Write to buyers."""
    debates_delete: bool = False
    """Delete messages to buyers."""
    token_get_perms: bool = False
    """Read this list."""


class BaseCurrency(OpenStrEnum):
    """A currency of prices, whose rate is set."""

    USD = "USD"
    """US dollars."""
    RUB = "RUB"
    """Roubles."""
    EUR = "EUR"
    """Euros."""
    UAH = "UAH"
    """Hryvnias."""


class RateCurrency(OpenStrEnum):
    """A currency into which prices are converted."""

    USD = "USD"
    """US dollars."""
    RUB = "RUB"
    """Roubles."""
    EUR = "EUR"
    """Euros."""
    MBTC = "mBTC"
    """Thousandths of a bitcoin."""
    MLTC = "mLTC"
    """Thousandths of a litecoin."""


class RateSource(OpenStrEnum):
    """Where a rate is from."""

    MR = "MR"
    """The seller's own rate."""
    CBR = "CBR"
    """The Central Bank of Russia."""
    NBU = "NBU"
    """The National Bank of Ukraine."""
    BTC = "BTC"
    """The average rate of bitcoins."""
    LTC = "LTC"
    """The average rate of litecoins."""


@frozen(kw_only=True)
class CurrencyRate(Model):
    """What one unit of the base currency is in another one."""

    currency: RateCurrency | None = field(default=None, metadata=wire(expected=True))
    """The other currency; None only if an answer does not say it."""
    rate: Decimal | None = None
    """The rate that counts."""
    bank: RateSource | None = None
    """Where the rate is from."""
    complement: Decimal | None = None
    """What is added to the rate, in percent."""
    official_rate: Decimal | None = None
    """The official rate."""


@frozen(kw_only=True)
class CurrencyRates(Model):
    """The rates of one currency of prices."""

    base_currency: BaseCurrency | None = field(default=None, metadata=wire(expected=True))
    """The currency; None only if an answer does not say it."""
    currencies: tuple[CurrencyRate, ...] = ()
    """Its rates in other currencies."""
