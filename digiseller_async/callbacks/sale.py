"""Read the notification of a sale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from attrs import field, frozen

from .._parameters import read_parameters
from ..errors import SignatureError
from ..models import Model
from ._body import read_fields
from ._signatures import is_one_of, secret_of, sha256


@frozen(kw_only=True)
class SaleNotification(Model):
    """Somebody bought something.

    The signature covers the two ids only: believe the amount, and that it is paid, from
    ``purchases.get(id_i)``. The service repeats the call until it is answered, so look by `id_i`
    whether it was handled before.
    """

    id_i: int
    """The order's number."""
    id_d: int
    """The product."""
    amount: Decimal | None = None
    """What was paid, in *currency*; not signed."""
    currency: str | None = None
    """The currency of *amount*."""
    email: str | None = field(default=None, repr=False)
    """The buyer's e-mail address."""
    date: dt.datetime | None = None
    """When it was paid."""
    through: str | None = field(default=None, repr=False)
    """The payment page's further parameters, in base64; `parameters` has them readable."""
    ip: str | None = field(default=None, repr=False)
    """The buyer's address."""
    agent: str | None = None
    """The partner who sold it."""
    cart_uid: str | None = field(default=None, repr=False)
    """The cart that it was bought in."""
    is_my_product: bool | None = None
    """Whether the product is the seller's own."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """The payment page's further parameters; none if they cannot be read.

        The buyer can change them: see `check_parameters`.
        """
        return read_parameters(self.through)


def read_sale(
    *, query: str = "", body: bytes = b"", content_type: str = "", password: str
) -> SaleNotification:
    """Read and check the notification of a sale; answer any 200, and a 5xx to get it again.

    Args:
        query: The URL's query, as it came: the service calls by GET if so set.
        body: The body: JSON or a form.
        content_type: The header ``Content-Type``, for the body's encoding.
        password: The one that is set beside the URL in the cabinet.

    Raises:
        SignatureError: ``SHA256`` is missing, wrong, or given twice.
        MalformedCallbackError: It cannot be read, or has no ids.
        ArgumentError: *password* is empty.

    Documentation: https://my.digiseller.com/inside/api_general.asp
    """
    password = secret_of(password, "password")
    fields = read_fields(query=query, body=body, content_type=content_type)
    id_i, id_d = fields.id("id_i"), fields.id("id_d")
    given = fields.signature("sha256")
    if not given:
        raise SignatureError("the signature SHA256 is missing")
    if not is_one_of(given, (sha256(f"{password.lower()};{id_i.text};{id_d.text}"),)):
        raise SignatureError("the signature SHA256 is wrong")
    return SaleNotification(
        id_i=id_i.number,
        id_d=id_d.number,
        amount=fields.decimal("amount"),
        currency=fields.text("currency", "curr"),
        email=fields.text("email"),
        date=fields.moment("date"),
        through=fields.text("through"),
        ip=fields.text("ip"),
        agent=fields.text("agent"),
        cart_uid=fields.text("cartuid", "cart_uid"),
        is_my_product=fields.flag("ismyproduct", "is_my_product"),
    )
