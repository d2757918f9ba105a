"""Models of purchases: what a unique code proves, and what is known of an order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import IntEnum
from typing import ClassVar

from attrs import field, frozen

from .._parameters import read_parameters
from ._base import Int64, Language, Model, Moment, OpenStrEnum, wire
from .account import AccountCurrency

__all__ = [
    "BuyerInfo",
    "CartInfo",
    "CartItem",
    "CodeOption",
    "CodeState",
    "Feedback",
    "FeedbackType",
    "InvoiceState",
    "LockState",
    "Purchase",
    "UniqueCodeState",
    "UserOption",
    "VerifiedPurchase",
]


class CodeState(IntEnum):
    """What the number in a unique code's state means."""

    NOT_VERIFIED = 1
    """Nobody has verified it."""
    DELIVERED = 2
    """The goods were delivered; the buyer has neither confirmed nor refuted it."""
    CONFIRMED = 3
    """The buyer has confirmed the delivery."""
    REFUTED = 4
    """The buyer has refuted the delivery."""
    VERIFIED = 5
    """It was verified, and the goods are not delivered yet."""


class InvoiceState(IntEnum):
    """What the number in an order's state means."""

    AWAITING_PAYMENT = 1
    """It awaits payment."""
    DECLINED = 2
    """The payment was declined."""
    PAID = 3
    """It is paid: the only state in which the goods may be handed over."""
    EXPIRED = 4
    """It was not paid in time."""
    REFUNDED = 5
    """The money was given back."""
    REFUND_NOT_COMPLETED = 35
    """The money is to be given back, and the buyer has not completed that."""


class FeedbackType(OpenStrEnum):
    """Whether a review is good or bad."""

    POSITIVE = "positive"
    """Good."""
    NEGATIVE = "negative"
    """Bad."""


class LockState(OpenStrEnum):
    """Whether the money of an order can be withdrawn."""

    FREE = "free"
    """It can."""
    LOCKED = "locked"
    """Not yet."""


@frozen(kw_only=True)
class UniqueCodeState(Model):
    """The state of a unique code, and when it came to that."""

    IGNORED: ClassVar[frozenset[str]] = frozenset({"options"})
    """Fields that are sent, and mean nothing that is known."""

    state: Int64 | None = field(default=None, metadata=wire(expected=True))
    """A `CodeState`; None only if an answer does not say it. A new number is no error."""
    date_check: Moment | None = None
    """When it was verified."""
    date_delivery: Moment | None = None
    """When the goods were delivered."""
    date_confirmed: Moment | None = None
    """When the buyer confirmed the delivery."""
    date_refuted: Moment | None = None
    """When the buyer refuted the delivery."""


@frozen(kw_only=True)
class CodeOption(Model):
    """What the buyer chose or wrote for an option of the product."""

    id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Option id; None only if an answer has nothing readable there."""
    name: str | None = None
    """The option's name."""
    value: str | None = field(default=None, repr=False)
    """What was chosen or written."""
    variant_id: Int64 | None = None
    """The variant that was chosen, of options with variants."""


@frozen(kw_only=True)
class VerifiedPurchase(Model):
    """The order that a unique code belongs to.

    Nothing else proves who the buyer is: see whether *inv* was dealt with before, and compare
    *id_goods* and *amount*.
    """

    inv: Int64
    """The order's number."""
    id_goods: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Product id."""
    amount: Decimal | None = field(default=None, metadata=wire(expected=True))
    """The amount that was credited, in *type_curr*."""
    type_curr: AccountCurrency | None = None
    """The currency of the credit, which need not be that of the payment."""
    profit: Decimal | None = None
    """What of the amount is the seller's."""
    amount_usd: Decimal | None = None
    """The amount in US dollars."""
    date_pay: Moment | None = None
    """When it was paid."""
    email: str | None = field(default=None, repr=False)
    """The buyer's e-mail address."""
    method: str | None = None
    """Payment method."""
    name_invoice: str | None = None
    """Product name."""
    lang: Language | None = None
    """The buyer's language."""
    agent_id: Int64 | None = None
    """The partner through whom it was sold."""
    agent_percent: Decimal | None = None
    """The partner's part, in percent."""
    query_string: str | None = field(default=None, repr=False)
    """The further parameters of the payment page, in base64: see *parameters*."""
    unit_goods: Int64 | None = None
    """The unit that is paid for, only of products with a price for units."""
    cnt_goods: Decimal | None = None
    """How many units were paid for, only of products with a price for units."""
    promo_code: str | None = None
    """The promo code that the buyer used."""
    bonus_code: str | None = None
    """The promo code that the buyer got."""
    cart_uid: str | None = None
    """The cart that it was bought in."""
    unique_code_state: UniqueCodeState | None = None
    """The state of the code."""
    options: tuple[CodeOption, ...] = ()
    """What the buyer chose or wrote."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """The further parameters of the payment page; empty if there are none to be read.

        The buyer can change them: `callbacks.check_parameters` tells if they are the seller's.
        """
        return read_parameters(self.query_string)


@frozen(kw_only=True)
class Feedback(Model):
    """The review of an order."""

    deleted: bool | None = None
    """Whether it was deleted."""
    feedback: str | None = None
    """What the buyer wrote."""
    feedback_type: FeedbackType | None = None
    """Whether it is good or bad."""
    comment: str | None = None
    """What the seller answered."""


@frozen(kw_only=True)
class UserOption(Model):
    """What the buyer chose or wrote for an option of the product."""

    id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Option id; None only if an answer has nothing readable there."""
    name: str | None = None
    """The option's name."""
    user_data: str | None = field(default=None, repr=False)
    """What was chosen or written."""
    user_data_id: Int64 | None = None
    """The variant that was chosen, of options with variants."""


@frozen(kw_only=True)
class BuyerInfo(Model):
    """The buyer of an order; nothing of it shows in a repr or in an error."""

    payment_method: str | None = field(default=None, repr=False)
    """Payment method."""
    account: str | None = field(default=None, repr=False)
    """The account that was paid from."""
    email: str | None = field(default=None, repr=False)
    """E-mail address."""
    phone: str | None = field(default=None, repr=False)
    """Phone number."""
    skype: str | None = field(default=None, repr=False)
    """Skype name."""
    whatsapp: str | None = field(default=None, repr=False)
    """WhatsApp number."""
    info: str | None = field(default=None, repr=False)
    """Anything else."""
    ip_address: str | None = field(default=None, repr=False)
    """IP address."""
    payment_aggregator: str | None = field(default=None, repr=False)
    """Payment aggregator."""
    payment_aggregator_id: str | None = field(default=None, repr=False)
    """The payment's id there."""


@frozen(kw_only=True)
class Purchase(Model):
    """An order."""

    item_id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Product id."""
    content_id: Int64 | None = None
    """Id of the piece of content that was sold."""
    cart_uid: str | None = None
    """The cart that it was bought in."""
    name: str | None = None
    """Product name."""
    amount: Decimal | None = None
    """The amount that was paid, in *currency_type*."""
    currency_type: AccountCurrency | None = None
    """The currency of the amount."""
    amount_usd: Decimal | None = None
    """The amount in US dollars; None while it is not settled."""
    invoice_state: Int64 | None = field(default=None, metadata=wire(expected=True))
    """An `InvoiceState`: only 3 is paid. A new number is no error."""
    purchase_date: Moment | None = None
    """When it was ordered."""
    date_pay: Moment | None = None
    """When the payment was confirmed."""
    agent_id: Int64 | None = None
    """The partner through whom it was sold."""
    agent_percent: Decimal | None = None
    """The partner's part, in percent."""
    agent_fee: Decimal | None = None
    """The partner's part."""
    profit: Decimal | None = None
    """What was credited to the account."""
    query_string: str | None = field(default=None, repr=False)
    """The further parameters of the payment page, in base64: see *parameters*."""
    unit_goods: Int64 | None = None
    """The unit that is paid for, only of products with a price for units."""
    cnt_goods: Decimal | None = None
    """How many units were paid for; None means one."""
    promo_code: str | None = None
    """The promo code that the buyer used."""
    bonus_code: str | None = None
    """The promo code that the buyer got."""
    feedback: Feedback | None = None
    """The buyer's review."""
    unique_code_state: UniqueCodeState | None = None
    """The state of the unique code."""
    options: tuple[UserOption, ...] = ()
    """What the buyer chose or wrote."""
    buyer_info: BuyerInfo | None = None
    """Who bought it."""
    referer: str | None = None
    """The page from which the buyer came."""
    owner: Int64 | None = None
    """Marketplace code."""
    day_lock: Int64 | None = None
    """Days from the purchase until the amount can be withdrawn."""
    lock_state: LockState | None = None
    """Whether the amount can be withdrawn."""
    external_order_id: str | None = None
    """The order's number with an external payment integrator."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """The further parameters of the payment page; empty if there are none to be read.

        The buyer can change them: `callbacks.check_parameters` tells if they are the seller's.
        """
        return read_parameters(self.query_string)


@frozen(kw_only=True)
class CartItem(Model):
    """One order of a cart."""

    invoice_id: Int64
    """The order's number."""
    item_id: Int64 | None = None
    """Product id."""
    amount: Decimal | None = None
    """The amount, in *currency*."""
    currency: str | None = None
    """The currency of the amount."""


@frozen(kw_only=True)
class CartInfo(Model):
    """A cart that was ordered, with its orders."""

    invoice_id_cart: Int64 | None = field(default=None, metadata=wire(expected=True))
    """The cart's own number."""
    cart_uid: str | None = None
    """The cart's id in the shop."""
    total_amount: Decimal | None = None
    """The amount of all its orders, in *currency*."""
    currency: str | None = None
    """The currency of the amounts."""
    items: tuple[CartItem, ...] = ()
    """Its orders."""
