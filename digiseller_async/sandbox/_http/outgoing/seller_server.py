"""Say where the seller's own server is, and what it was asked."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["sale", "message", "delivery", "quantity", "precheck"]
SaleFormat = Literal["query", "json", "form"]


@dataclass(frozen=True, kw_only=True)
class SellerCall:
    """One call to the seller's server.

    Attributes:
        kind: ``sale``, ``message``, ``delivery``, ``quantity`` or ``precheck``.
        invoice_id: The order that it was about; None if it was asked before there was one.
        url: Where it went.
        status: What the server answered; None if it did not answer.
        answer: The body of the answer.
    """

    kind: Kind
    invoice_id: int | None
    url: str
    status: int | None
    answer: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SellerServer:
    """Where the seller's own server is, and how calls to it are signed.

    Attributes:
        sale_url: Is told of each sale.
        sale_password: The password that is set beside that URL.
        sale_format: How it is told: in the query of a GET, or in a POST as JSON or as a form.
        message_url: Is told of each message of a buyer.
        quantity_url: Is asked before a payment how many there are of a product whose goods this
            server hands over, unless its form has a ``url_for_quantity``.
        precheck_url: Is asked before a payment whether the buyer's options are good, for products
            whose precheck is on (`options.set_precheck`), unless its settings have a URL.
        secret: Signs the calls for quantities and for goods, of which the latter go to the address
            of a product's form; None for the API key.
        delays: Seconds before each repetition of a call that was not answered with 200, or whose
            answer has no goods yet; after the last of them it is not made again.
    """

    sale_url: str | None = None
    sale_password: str = field(default="", repr=False)
    sale_format: SaleFormat = "json"
    message_url: str | None = None
    quantity_url: str | None = None
    precheck_url: str | None = None
    secret: str | None = field(default=None, repr=False)
    delays: tuple[float, ...] = (0.1, 0.5, 2.0)
