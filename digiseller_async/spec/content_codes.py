"""Rows of the group ``content`` about the codes that the service generates."""

from __future__ import annotations

from ..models.content import CodeCount
from .language import Effect, Endpoint, Location, Param

_DOCS = "product-content"
_PRODUCT = Param("product_id", int, required=True, positional=True, at_least=1, doc="The product.")
_VARIANT = Param(
    "variant_id", int, at_least=0, doc="The variant; 0, or none, is the product itself."
)
_SOURCE = (
    "It takes the place of `set_code_count`, which the service's Swagger no longer has; the "
    "documentation names no permission, so this is that of the page's other calls."
)

CODE_COUNT = Endpoint(
    group="content",
    name="code_count",
    method="GET",
    path="/api/product/content/code/count",
    effect=Effect.SAFE,
    params=(_PRODUCT, _VARIANT),
    returns=CodeCount,
    permission="[ Content ]",
    docs=_DOCS,
    summary="Read how many codes Digiseller generates for a product.",
    returns_doc="the number; -1 is unlimited",
    notes=_SOURCE,
)

UPDATE_CODE_COUNT = Endpoint(
    group="content",
    name="update_code_count",
    method="PUT",
    path="/api/product/content/code/count",
    effect=Effect.IDEMPOTENT,
    params=(
        _PRODUCT,
        _VARIANT,
        Param(
            "count",
            int,
            location=Location.BODY,
            required=True,
            at_least=-1,
            doc="The number of generated codes; -1 is unlimited.",
        ),
    ),
    returns=CodeCount,
    permission="[ Content ]",
    docs=_DOCS,
    summary="Set how many codes Digiseller generates for a product.",
    returns_doc="the number as it is now; -1 is unlimited",
    notes=f"The number is set, and not raised. {_SOURCE}",
)
