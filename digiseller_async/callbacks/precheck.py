"""Read the call that asks whether the options that a buyer chose are good."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ..models import Language, Model, OptionType
from ._body import read_fields
from .delivery import language, option_type


@frozen(kw_only=True)
class PrecheckOption(Model):
    """What the buyer chose or wrote for one option of the product."""

    id: int
    """The option."""
    type: OptionType | None = None
    """Its form control."""
    value: str | None = field(default=None, repr=False)
    """The buyer's text; the variant's id for a select, a checkbox and a radio."""


@frozen(kw_only=True)
class PrecheckRequest(Model):
    """The service asks whether what a buyer chose is good, before the buyer pays."""

    product_id: int
    """The product."""
    cnt: Decimal | None = None
    """How many of it."""
    lang: Language | None = None
    """The buyer's language, in which a refusal is to be written."""
    options: tuple[PrecheckOption, ...] = ()
    """What the buyer chose."""
    is_xml: bool = field(default=False, repr=False)
    """Whether it came as XML, so that the answer is XML too."""


def read_precheck(*, body: bytes, content_type: str = "") -> PrecheckRequest:
    """Read a question for the options, which is unsigned; answer with `accept` or `refuse`.

    Answer within 5 s: without an answer the product's setting ``precheck_no_answer`` decides.

    Args:
        body: The body: JSON if the URL contains ``format=json``, else XML.
        content_type: The header ``Content-Type``, for the body's encoding.

    Raises:
        MalformedCallbackError: It cannot be read, or names no product.

    Documentation: https://my.digiseller.com/inside/api_parameters.asp
    """
    fields = read_fields(body=body, content_type=content_type)
    product = fields.child("product") or fields
    options = (product if product.has("options") else fields).objects("options", "option")
    return PrecheckRequest(
        product_id=product.id("id").number,
        cnt=(product if product.has("cnt") else fields).decimal("cnt"),
        lang=language(product) or language(fields),
        options=tuple(
            PrecheckOption(
                id=one.id("id").number,
                type=option_type(one),
                value=one.text("value"),
            )
            for one in options
        ),
        is_xml=fields.is_xml,
    )
