"""Read the call that asks how many pieces of a product there are."""

from __future__ import annotations

from attrs import field, frozen

from ..errors import ArgumentError, SignatureError
from ..models import Model
from ._body import read_fields
from ._fields import Fields
from ._signatures import Secret, is_one_of, secrets_of, sha256
from .delivery import DeliveryOption, options


@frozen(kw_only=True)
class QuantityRequest(Model):
    """The service asks whether there are enough of a product, before somebody pays."""

    product_id: int
    """The product."""
    count: int | None = None
    """How many the buyer wants."""
    options: tuple[DeliveryOption, ...] = ()
    """What the buyer chose."""
    is_test: bool = False
    """Whether it is the cabinet's test."""
    signature_is_valid: bool | None = None
    """Whether the signature is the expected one; None without a secret or a signature.

    How it is made is documented by one project that could not confirm it, so False may well be a
    genuine call.
    """
    is_xml: bool = field(default=False, repr=False)
    """Whether it came as XML, so that the answer is XML too."""


def read_quantity(
    *, body: bytes, content_type: str = "", secret: Secret | None = None, strict: bool = False
) -> QuantityRequest:
    """Read a question for the quantity; answer with `state_quantity` or `refuse`.

    Args:
        body: The body: JSON.
        content_type: The header ``Content-Type``, for the body's encoding.
        secret: The secret that it is signed with; or several, which are tried.
        strict: Whether a missing or other signature is an error, instead of told in
            `signature_is_valid`; it needs *secret*.

    Raises:
        SignatureError: The signature is given twice; or *strict*, and it is missing or wrong.
        MalformedCallbackError: It cannot be read, or names no product.
        ArgumentError: *secret* is empty, or missing although *strict*.

    Documentation: https://my.digiseller.com/inside/api_content.asp
    """
    secrets = None if secret is None else secrets_of(secret, "secret")
    if strict and secrets is None:
        raise ArgumentError("strict needs a secret to check the signature with")
    outer = read_fields(body=body, content_type=content_type)
    forwarded = outer.child("forward")
    fields = forwarded or outer
    product = fields.id("product_id")
    is_valid = _is_valid(fields, product.text, secrets)
    if strict and not is_valid:
        raise SignatureError(f"the signature is {'missing' if is_valid is None else 'wrong'}")
    return QuantityRequest(
        product_id=product.number,
        count=fields.integer("count"),
        options=options(fields),
        is_test=forwarded is not None,
        signature_is_valid=is_valid,
        is_xml=outer.is_xml,
    )


def _is_valid(fields: Fields, product: str, secrets: tuple[str, ...] | None) -> bool | None:
    given = fields.signature("sign")
    if not given or secrets is None:
        return None
    signed = f"{product}:{(fields.text('count') or '').strip()}"
    return is_one_of(given, (sha256(f"{signed}:{secret}") for secret in secrets))
