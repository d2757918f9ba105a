"""Rows of the group ``account`` (documented in 'Operations on Digiseller personal account').

The rows about its settings are in `account_settings`.
"""

from __future__ import annotations

import datetime as dt

from ..models.account import (
    Aggregator,
    AllowType,
    Balance,
    CodeFilter,
    ExternalCode,
    ExternalOperation,
    ExternalOrder,
    Receipt,
    ReceiptCurrency,
    ReceiptType,
)
from .account_settings import CURRENCY_RATES, PERMISSIONS, SET_CURRENCY_RATE
from .language import Effect, Endpoint, Format, ListEndpoint, Param, Window

_DOCS = "account-operations"

RECEIPTS = ListEndpoint(
    group="account",
    name="receipts",
    method="GET",
    path="/api/sellers/account/receipts",
    effect=Effect.SAFE,
    params=(
        Param("types", ReceiptType, wire="type", many=True, doc="Only these kinds of operation."),
        Param("currency", ReceiptCurrency, doc="Only operations in this currency."),
        Param(
            "code_filter",
            CodeFilter,
            wire="codeFilter",
            doc="Operations that await code verification: only them, or none of them.",
        ),
        Param(
            "allow_type",
            AllowType,
            wire="allowType",
            doc="Operations not available for withdrawal: only them, or none of them.",
        ),
        Param("start", dt.datetime, doc="Not before this date or moment."),
        Param(
            "finish",
            dt.datetime,
            is_end=True,
            doc="Not after this moment; a date means the whole day.",
        ),
    ),
    ascending=(("start", "finish"),),
    returns=Receipt,
    row_key=("account_operation_id",),
    window=Window(start="start", finish="finish", moment="operation.datetime"),
    formats=(Format.JSON, Format.XML),
    permission="[ Operations ]: View all operations",
    docs=_DOCS,
    summary="List the operations on the personal account.",
    returns_doc="the operations, newest first",
    notes="The documentation names no limit for the page size.",
)

EXTERNAL_OPERATIONS = ListEndpoint(
    group="account",
    name="external_operations",
    method="GET",
    path="/api/sellers/account/receipts/external",
    effect=Effect.SAFE,
    params=(
        Param("order", ExternalOrder, doc="The order of the list."),
        Param(
            "code",
            ExternalCode,
            doc="Operations that await code verification: only them, or none of them.",
        ),
        Param("aggregator", Aggregator, doc="Only payments through this aggregator."),
    ),
    returns=ExternalOperation,
    row_key=("id",),
    formats=(Format.JSON, Format.XML),
    permission="[ Operations ]: View all operations",
    docs=_DOCS,
    summary="List the payments that came through external aggregators.",
    returns_doc="the payments, in the requested order",
    notes="The documentation names no limit for the page size.",
)

BALANCE = Endpoint(
    group="account",
    name="balance",
    method="GET",
    path="/api/sellers/account/balance/info",
    effect=Effect.SAFE,
    returns=Balance,
    formats=(Format.JSON, Format.XML),
    permission="[ Operations ]: Getting balance",
    docs=_DOCS,
    summary="Read the personal account's balance.",
    returns_doc="the amounts, free, locked and limited, by currency",
)

__all__ = [
    "BALANCE",
    "CURRENCY_RATES",
    "EXTERNAL_OPERATIONS",
    "PERMISSIONS",
    "RECEIPTS",
    "ROWS",
    "SET_CURRENCY_RATE",
]

ROWS = (
    RECEIPTS,
    EXTERNAL_OPERATIONS,
    BALANCE,
    PERMISSIONS,
    CURRENCY_RATES,
    SET_CURRENCY_RATE,
)
