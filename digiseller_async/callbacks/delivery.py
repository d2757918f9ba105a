"""Read the call that asks for the goods of an order."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ..errors import MalformedCallbackError
from ..models import Language, Model, OptionType
from ._body import read_fields
from ._fields import Fields
from ._signatures import Secret, check, md5, secrets_of, sha256


@frozen(kw_only=True)
class DeliveryOption(Model):
    """What the buyer chose or wrote for one option of the product."""

    id: int
    """The option."""
    type: OptionType | None = None
    """Its form control."""
    user_data: str | None = field(default=None, repr=False)
    """The buyer's text, or the variant."""


@frozen(kw_only=True)
class DeliveryRequest(Model):
    """The service asks for the goods of a paid order.

    It asks again until it is answered, so the same order must get the same goods. Amount and
    options are the buyer's words: check ``purchases.get(inv)`` for the state 3 (paid), the product
    and the quantity before handing over.
    """

    id: int
    """The product."""
    inv: int
    """The order's number; 0 in a test call."""
    amount: Decimal | None = None
    """What was paid; not signed."""
    type_curr: str | None = None
    """The currency of *amount*."""
    lang: Language | None = None
    """The buyer's language."""
    options: tuple[DeliveryOption, ...] = ()
    """What the buyer chose."""
    email: str | None = field(default=None, repr=False)
    """The buyer's e-mail address."""
    unit_cnt: Decimal | None = None
    """How many units, of a product that is priced by the unit."""
    is_xml: bool = field(default=False, repr=False)
    """Whether it came as XML, so that the answer is XML too."""

    @property
    def is_test(self) -> bool:
        """Whether it is the cabinet's test, and no order: hand over nothing of worth."""
        return self.inv == 0


def read_delivery(
    *,
    body: bytes,
    content_type: str = "",
    secret: Secret,
    allow_unsigned_test: bool = False,
) -> DeliveryRequest:
    """Read and check a call for goods; answer with `deliver`, `postpone` or `refuse`.

    Args:
        body: The body: JSON, or XML if the form is set so.
        content_type: The header ``Content-Type``, for the body's encoding.
        secret: The form's password or the API key; or several, which are tried.
        allow_unsigned_test: Whether a test call (`inv` 0) may come without a signature.

    Raises:
        SignatureError: ``sign2``, or without one ``sign``, is missing, wrong, or given twice.
        MalformedCallbackError: It cannot be read, or has no ids.
        ArgumentError: *secret* is empty.

    Documentation: https://my.digiseller.com/inside/api_content.asp
    """
    secrets = secrets_of(secret, "secret")
    fields = read_fields(body=body, content_type=content_type)
    product, inv = fields.id("id"), fields.id("inv")
    if inv.number < 0:
        raise MalformedCallbackError("inv is negative")
    sign, sign2 = fields.signature("sign"), fields.signature("sign2")
    if sign or sign2 or inv.number or not allow_unsigned_test:
        given, digest = (sign, md5) if sign2 is None else (sign2, sha256)
        check(given, f"{product.text}:{inv.text}", secrets, digest)
    return DeliveryRequest(
        id=product.number,
        inv=inv.number,
        amount=fields.decimal("amount"),
        type_curr=fields.text("type_curr"),
        lang=language(fields),
        options=options(fields),
        email=fields.text("email"),
        unit_cnt=fields.decimal("unit_cnt"),
        is_xml=fields.is_xml,
    )


def language(fields: Fields) -> Language | None:
    """Return the buyer's language, if it is told."""
    word = fields.text("lang")
    return None if word is None else Language(word)


def option_type(fields: Fields) -> OptionType | None:
    """Return an option's form control, if it is told."""
    word = fields.text("type")
    return None if word is None else OptionType(word.lower())


def options(fields: Fields) -> tuple[DeliveryOption, ...]:
    """Return what the buyer chose; XML has the choice as an element, or as the option's text."""
    return tuple(
        DeliveryOption(
            id=one.id("id").number,
            type=option_type(one),
            user_data=one.text("user_data", "value"),
        )
        for one in fields.objects("options", "option")
    )
