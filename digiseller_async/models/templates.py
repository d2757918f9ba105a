"""Models of commission templates."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ._base import Int64, Model, Moment, OpenStrEnum, wire
from .account import SaleCurrency

__all__ = ["CommissionTemplate", "TemplateCurrency", "TemplateProduct", "TemplateProductPercent"]


class TemplateCurrency(OpenStrEnum):
    """A currency by which a template's products can be filtered."""

    RUB = "RUB"
    """Roubles."""
    USD = "USD"
    """US dollars."""
    UAH = "UAH"
    """Hryvnias."""
    EUR = "EUR"
    """Euros."""


@frozen(kw_only=True)
class CommissionTemplate(Model):
    """A named set of commissions that can be applied to an agent."""

    id: Int64
    """Template id."""
    name: str | None = None
    """Template name."""
    seller_id: Int64 | None = None
    """The seller that the template belongs to."""
    created: Moment | None = None
    """When it was created."""
    modified: Moment | None = None
    """When it was last changed."""


@frozen(kw_only=True)
class TemplateProduct(Model):
    """A product in a commission template."""

    id: Int64
    """Product id."""
    name: str | None = None
    """Product name."""
    price: Decimal | None = None
    """Price, in *currency*."""
    currency: SaleCurrency | None = None
    """Currency of the price."""
    added_in_affiliate: bool | None = None
    """Whether the product is part of an affiliate program."""
    percent: Int64 | None = None
    """Deduction in the template, in percent; None if the template sets none."""
    global_percent: Int64 | None = None
    """Deduction in the product's own settings, in percent."""
    modified: Moment | None = None
    """When it was last changed."""


@frozen(kw_only=True)
class TemplateProductPercent(Model):
    """The deduction for one product."""

    product_id: Int64 = field(metadata=wire(at_least=1))
    """Product id."""
    percent: Int64
    """Deduction, in percent."""
