"""The frozen models of what the service sends and takes; generated, so never edit it.

Each loads its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._base import Language as Language
    from ._base import Localized as Localized
    from ._base import Moment as Moment
    from ._base import OpenStrEnum as OpenStrEnum
    from .account import AccountCurrency as AccountCurrency
    from .account import Aggregator as Aggregator
    from .account import AllowType as AllowType
    from .account import Balance as Balance
    from .account import CodeFilter as CodeFilter
    from .account import ExternalCode as ExternalCode
    from .account import ExternalItem as ExternalItem
    from .account import ExternalOperation as ExternalOperation
    from .account import ExternalOrder as ExternalOrder
    from .account import FreeDescription as FreeDescription
    from .account import Operation as Operation
    from .account import OperationType as OperationType
    from .account import Receipt as Receipt
    from .account import ReceiptCurrency as ReceiptCurrency
    from .account import ReceiptProduct as ReceiptProduct
    from .account import ReceiptResponse as ReceiptResponse
    from .account import ReceiptType as ReceiptType
    from .account import ResponseType as ResponseType
    from .account import SaleCurrency as SaleCurrency
    from .offers import Offer as Offer
    from .templates import CommissionTemplate as CommissionTemplate
    from .templates import TemplateCurrency as TemplateCurrency
    from .templates import TemplateProduct as TemplateProduct
    from .templates import TemplateProductPercent as TemplateProductPercent

_HOMES = {
    "_base": ("Language", "Localized", "Moment", "OpenStrEnum"),
    "account": (
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
    ),
    "offers": ("Offer",),
    "templates": (
        "CommissionTemplate",
        "TemplateCurrency",
        "TemplateProduct",
        "TemplateProductPercent",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
