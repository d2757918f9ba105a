"""Models of the personal account: receipts, payments through aggregators, the balance."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ._base import Int64, Localized, Model, Moment, OpenStrEnum, wire

__all__ = [
    "AccountCurrency",
    "Aggregator",
    "AllowType",
    "Balance",
    "CodeFilter",
    "ExternalCode",
    "ExternalItem",
    "ExternalOperation",
    "ExternalOrder",
    "FreeDescription",
    "Operation",
    "OperationType",
    "Receipt",
    "ReceiptCurrency",
    "ReceiptProduct",
    "ReceiptResponse",
    "ReceiptType",
    "ResponseType",
    "SaleCurrency",
]


class AccountCurrency(OpenStrEnum):
    """A currency of the personal account."""

    WMZ = "WMZ"
    """US dollars."""
    WMR = "WMR"
    """Roubles."""
    WME = "WME"
    """Euros."""
    WMX = "WMX"
    """Thousandths of a bitcoin."""
    WMT = "WMT"
    """Tethers."""
    WML = "WML"
    """Litecoins."""


class ReceiptCurrency(OpenStrEnum):
    """A currency by which receipts can be filtered."""

    WMR = "WMR"
    """Roubles."""
    WMZ = "WMZ"
    """US dollars."""
    WME = "WME"
    """Euros."""


class ReceiptType(OpenStrEnum):
    """A kind of operation, as the filter of receipts spells it; answers use `OperationType`."""

    AGENT_ACCURALS = "agent_accurals"
    """Agent accruals (the service spells it so)."""
    PRODUCT_SALES = "product_sales"
    """Product sales."""
    ADD_FUNDS = "add_funds"
    """Personal account replenishment."""
    EXCHANGE_RESPONSE = "exchange_response"
    """Return from exchange."""
    EXCHANGE_REQUEST = "exchange_request"
    """Transfer for exchange."""
    REFUND = "refund"
    """Returns."""
    ADV_GOODS = "adv_goods"
    """Advertising."""
    EXTERNAL_COMMISSIONS = "external_commissions"
    """Payment of commissions at payment through aggregators."""
    HARD_DISK_RENT = "hard_disk_rent"
    """Payment for hard disk space."""
    EXTRA_PARTNER_SPACE = "extra_partner_space"
    """Increase in the number of items in the agent store."""
    GIFT_CERTIFICATES = "gift_certificates"
    """Issuing of a gift certificate."""
    TRANSFER_TO_WALLET = "transfer_to_wallet"
    """Withdrawal of funds to the purse."""


class OperationType(OpenStrEnum):
    """A kind of operation, as answers spell it; the filter uses `ReceiptType`."""

    EXTERNAL_COMMISSION = "external_commission"
    """Commission for payment through integrators."""
    TRANSFER_TO_WALLET = "transfer_to_wallet"
    """Withdrawal of funds to a wallet."""
    ERROR_TRANSFER_TO_WALLET = "error_transfer_to_wallet"
    """Withdrawal of funds to the wallet (error)."""
    ISSUE_GIFT_CERTIFICATE = "issue_gift_certificate"
    """Issue of a gift card."""
    HARD_DISK_RENT = "hard_disk_rent"
    """Rent of additional space."""
    REFUND = "refund"
    """Refund."""
    CHARGEBACK = "chargeback"
    """Refund forced by the payer's bank."""
    BANK_REFUND = "bank_refund"
    """Refund by the bank."""
    PARTIAL_REFUND = "partial_refund"
    """Partial refund."""
    AGENT_ACCRUALS = "agent_accruals"
    """Agent charges."""
    PRODUCT_SALE = "product_sale"
    """Sale of goods."""
    ADD_FUNDS_TO_ACCOUNT = "add_funds_to_account"
    """Personal account funding."""
    ADD_FUNDS_TO_ACCOUNT_WITH_LIMITS = "add_funds_to_account_with_limits"
    """Personal account funding, with limits."""
    RECOMMENDED_PRODUCT = "recommended_product"
    """Advertising."""
    EXTRA_AGENT_PRODUCT_RENT = "extra_agent_product_rent"
    """Increase in the number of items in the agent store."""
    SMS_PACKAGES = "sms_packages"
    """Purchase of an SMS package for notifications."""
    HARD_DISK_RENT_EMPTY = "hard_disk_rent_empty"
    """Increase of hard disk space."""
    EXCHANGE_REQUEST = "exchange_request"
    """Transfer to exchange."""
    EXCHANGE_RESPONSE = "exchange_response"
    """Money from exchange."""


class CodeFilter(OpenStrEnum):
    """Whether receipts that await the check of a secret code are shown."""

    ONLY_WAITING_CHECK_CODE = "only_waiting_check_code"
    """Only those that await code verification."""
    HIDE_WAITING_CODE_CHECK = "hide_waiting_code_check"
    """Without those that await code verification."""


class AllowType(OpenStrEnum):
    """Whether receipts that cannot be withdrawn yet are shown."""

    EXCLUDE = "exclude"
    """Without those unavailable for withdrawal."""
    ONLY = "only"
    """Only those unavailable for withdrawal."""


class FreeDescription(OpenStrEnum):
    """Why an amount is not available yet."""

    WAIT_CHECK_CODE = "wait_check_code"
    """The buyer's unique code is to be checked."""
    WAIT_DELIVERY = "wait_delivery"
    """The buyer is to confirm the delivery."""


class ResponseType(OpenStrEnum):
    """Whether a buyer's review is good or bad."""

    POSITIVE = "positive"
    """A good review."""
    NEGATIVE = "negative"
    """A bad review."""


@frozen(kw_only=True)
class Operation(Model):
    """An operation on the personal account, as it was booked.

    *id*, *type*, *datetime* and *on_account* are None only if an answer has nothing readable there.
    """

    id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Operation id."""
    type: OperationType | None = field(default=None, metadata=wire(expected=True))
    """Kind of operation."""
    datetime: Moment | None = field(default=None, metadata=wire(aliases=("date",), expected=True))
    """When it was booked."""
    percent: Decimal | None = None
    """Commission, in percent."""
    price: Decimal | None = None
    """Operation price, in *currency*."""
    currency: AccountCurrency | None = None
    """Currency of the amounts."""
    on_account: Decimal | None = field(default=None, metadata=wire(expected=True))
    """How the balance changed, in *currency*; negative if money left the account."""


@frozen(kw_only=True)
class ReceiptProduct(Model):
    """The product that was sold."""

    id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Product id; None only if an answer has nothing readable there."""
    name: tuple[Localized, ...] = ()
    """Product name by language."""
    deleted: bool | None = None
    """Whether the product is deleted."""


@frozen(kw_only=True)
class ReceiptResponse(Model):
    """A buyer's review; an answer may have just the word of its *type* instead."""

    id: Int64 | None = None
    """Review id."""
    type: ResponseType | None = field(default=None, metadata=wire(shorthand=True))
    """Good or bad."""
    viewed: bool | None = None
    """Whether the seller has seen it."""


@frozen(kw_only=True)
class Receipt(Model):
    """One operation on the personal account."""

    account_operation_id: Int64
    """Account operation id (64 bits)."""
    operation: Operation = field(factory=Operation, metadata=wire(expected=True))
    """The operation; all its fields are None if an answer has nothing readable there."""
    owner_id: Int64 | None = None
    """Marketplace code."""
    product: ReceiptProduct | None = None
    """The product, if one was sold."""
    response: ReceiptResponse | None = None
    """The buyer's review, if there is one."""
    condition: Int64 | None = None
    """Condition code."""
    code_check_datetime: Moment | None = None
    """When the secret code was verified."""
    date_free: Moment | None = None
    """When the amount becomes available."""
    free_description: FreeDescription | None = None
    """Why the amount is not available yet."""


class ExternalOrder(OpenStrEnum):
    """The order of operations through aggregators."""

    PRODUCT_ID_DESC = "ProductId DESC"
    """Product id, descending."""
    PRODUCT_ID = "ProductId"
    """Product id, ascending."""
    DATE_DESC = "Date DESC"
    """Date of sale, newest first."""
    DATE = "Date"
    """Date of sale, oldest first."""
    AMOUNT_DESC = "Amount DESC"
    """Amount, descending."""
    AMOUNT = "Amount"
    """Amount, ascending (misprinted as ``Amount DESC`` in the documentation)."""


class ExternalCode(OpenStrEnum):
    """Whether operations that await the check of a secret code are shown."""

    ONLY = "only"
    """Only those that await code verification."""
    EXCLUDE = "exclude"
    """Without those that await code verification."""


class Aggregator(OpenStrEnum):
    """A payment aggregator."""

    YANDEX = "yandex"
    """YooMoney."""
    ENOT = "enot"
    """Enot.io."""
    ROBOKASSA = "robokassa"
    """Robokassa."""
    PAYPAL = "paypal"
    """PayPal."""
    PAYMASTER = "paymaster"
    """PayMaster."""
    INTERKASSA = "interkassa"
    """InterKassa."""
    UNITPAY = "unitpay"
    """UnitPay."""
    API = "api"
    """API."""
    FREEKASSA = "freekassa"
    """FreeKassa (seen in answers, not documented)."""


class SaleCurrency(OpenStrEnum):
    """A currency of product prices."""

    RUB = "RUB"
    """Roubles."""
    RUR = "RUR"
    """Roubles, as some answers spell them."""
    USD = "USD"
    """US dollars."""
    UAH = "UAH"
    """Hryvnias."""
    EUR = "EUR"
    """Euros."""


@frozen(kw_only=True)
class ExternalItem(Model):
    """One product in an operation through an aggregator."""

    operation_id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Operation id; None only if an answer has nothing readable there."""
    product_id: Int64 | None = None
    """Product id."""
    product_name: str | None = None
    """Product name."""
    operation_date: Moment | None = None
    """Date of sale."""
    options_id: Int64 | None = None
    """Id of the selected set of option values."""
    ds_set: Decimal | None = None
    """Sum of all fees, in *currency_ds*."""
    currency_ds: AccountCurrency | None = None
    """Currency of the fees."""
    warning_fee: Decimal | None = None
    """Outstanding fee; 0 if paid."""


@frozen(kw_only=True)
class ExternalOperation(Model):
    """A payment that came through an external aggregator."""

    id: Int64
    """Order id."""
    date: Moment | None = None
    """Date of sale."""
    name: str | None = None
    """Invoice name."""
    cart_id: Int64 | None = None
    """Cart id; None if it was no cart."""
    is_cart: bool | None = None
    """Whether it was a cart."""
    amount: Decimal | None = None
    """Amount, in *currency_code*."""
    currency_code: SaleCurrency | None = None
    """Currency of the amount."""
    payment_status: str | None = None
    """Payment status, such as ``success``."""
    ds_set: Decimal | None = None
    """Sum of all fees, in *currency_ds*; None for a cart, whose items have it."""
    currency_ds: AccountCurrency | None = None
    """Currency of the fees."""
    transaction_id: str | None = None
    """The id of the transaction at PayPal; None for other aggregators."""
    warning_fee: Decimal | None = None
    """Outstanding fee; 0 if paid."""
    items: tuple[ExternalItem, ...] = ()
    """The products."""


@frozen(kw_only=True)
class Balance(Model):
    """The balance by currency: what is free to use, what is locked, what has limits on its use."""

    amount_z_free: Decimal | None = None
    """Free WMZ."""
    amount_z_lock: Decimal | None = None
    """Locked WMZ."""
    amount_z_plus: Decimal | None = None
    """WMZ that was topped up with limits on its use."""
    amount_t_free: Decimal | None = None
    """Free WMT."""
    amount_t_lock: Decimal | None = None
    """Locked WMT."""
    amount_t_plus: Decimal | None = None
    """WMT that was topped up with limits on its use."""
    amount_e_free: Decimal | None = None
    """Free WME."""
    amount_e_lock: Decimal | None = None
    """Locked WME."""
    amount_e_plus: Decimal | None = None
    """WME that was topped up with limits on its use."""
    amount_x_free: Decimal | None = None
    """Free WMX."""
    amount_x_lock: Decimal | None = None
    """Locked WMX."""
    amount_x_plus: Decimal | None = None
    """WMX that was topped up with limits on its use."""
    amount_l_free: Decimal | None = None
    """Free WML."""
    amount_l_lock: Decimal | None = None
    """Locked WML."""
    amount_l_plus: Decimal | None = None
    """WML that was topped up with limits on its use."""
