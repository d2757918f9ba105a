"""An async client for the Digiseller seller API, on asyncio and trio.

``async with Digiseller(seller_id=…, api_key=…) as ds:`` opens a client; its operations are in the
groups `ds.account`, `ds.catalog`, `ds.cataloguer`, `ds.chats`, `ds.checkout`, `ds.content`,
`ds.gallery`, `ds.marketplaces`, `ds.offers`, `ds.options`, `ds.products`, `ds.purchases`,
`ds.sales`, `ds.tasks` and `ds.templates`. Importing this package loads nothing but itself: each
name loads its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import callbacks as callbacks
    from . import config as config
    from . import errors as errors
    from . import models as models
    from . import otel as otel
    from . import pagination as pagination
    from . import tasks as tasks
    from ._bulk.bulk import bulk as bulk
    from ._bulk.outcome import BulkCounts as BulkCounts
    from ._bulk.outcome import BulkOutcome as BulkOutcome
    from ._bulk.plan import Plan as Plan
    from ._bulk.plan import bulk_plan as bulk_plan
    from ._bulk.run import BulkRun as BulkRun
    from ._client import Digiseller as Digiseller
    from ._fleet import ClientSettings as ClientSettings
    from ._fleet import Fleet as Fleet
    from ._response.drift import Deviation as Deviation
    from ._response.drift import DriftLog as DriftLog
    from ._response.outcome.raw import Response as Response
    from ._runtime.call import Outcome as Outcome
    from ._runtime.observation.attempt import Attempt as Attempt
    from .config import PausingRateStore as PausingRateStore
    from .config import Rate as Rate
    from .config import RateStore as RateStore
    from .config import RenewingTokenStore as RenewingTokenStore
    from .config import Retry as Retry
    from .config import Token as Token
    from .config import TokenStore as TokenStore
    from .errors import AccessDeniedError as AccessDeniedError
    from .errors import ArgumentError as ArgumentError
    from .errors import AuthenticationError as AuthenticationError
    from .errors import CallbackError as CallbackError
    from .errors import ClosedError as ClosedError
    from .errors import ConfigurationError as ConfigurationError
    from .errors import DeadlineError as DeadlineError
    from .errors import DigisellerError as DigisellerError
    from .errors import MalformedCallbackError as MalformedCallbackError
    from .errors import NotFoundError as NotFoundError
    from .errors import NotSentError as NotSentError
    from .errors import OutcomeUnknownError as OutcomeUnknownError
    from .errors import PaginationError as PaginationError
    from .errors import PartialSuccessError as PartialSuccessError
    from .errors import RateLimitedError as RateLimitedError
    from .errors import RejectedError as RejectedError
    from .errors import ServiceError as ServiceError
    from .errors import ServiceMessage as ServiceMessage
    from .errors import SignatureError as SignatureError
    from .errors import StoreError as StoreError
    from .errors import UnavailableError as UnavailableError
    from .errors import UnexpectedReplyError as UnexpectedReplyError
    from .models._serialization.flat import records as records
    from .models._serialization.plain import to_dict as to_dict
    from .models._serialization.plain import to_json as to_json
    from .models._serialization.reading import from_dict as from_dict
    from .models._serialization.reading import from_json as from_json
    from .pagination.page import Page as Page
    from .pagination.paginator import Paginator as Paginator
    from .pagination.paginator import Shard as Shard
    from .pagination.report import Drift as Drift
    from .pagination.report import Report as Report
    from .sync import Store as Store
    from .sync import SyncReport as SyncReport
    from .sync import sync as sync
    from .tasks import Task as Task

_MODULES = {
    "_bulk.outcome": ("BulkCounts", "BulkOutcome"),
    "_bulk.plan": ("Plan", "bulk_plan"),
    "_bulk.bulk": ("bulk",),
    "_bulk.run": ("BulkRun",),
    "_runtime.call": ("Outcome",),
    "_runtime.observation.attempt": ("Attempt",),
    "tasks": ("Task",),
    "_response.drift": ("Deviation", "DriftLog"),
    "_response.outcome.raw": ("Response",),
    "_client": ("Digiseller",),
    "_fleet": ("ClientSettings", "Fleet"),
    "models._serialization.flat": ("records",),
    "models._serialization.plain": ("to_dict", "to_json"),
    "models._serialization.reading": ("from_dict", "from_json"),
    "pagination.page": ("Page",),
    "pagination.report": ("Drift", "Report"),
    "config": (
        "PausingRateStore",
        "Rate",
        "RateStore",
        "RenewingTokenStore",
        "Retry",
        "Token",
        "TokenStore",
    ),
    "errors": (
        "AccessDeniedError",
        "ArgumentError",
        "AuthenticationError",
        "CallbackError",
        "ClosedError",
        "ConfigurationError",
        "DeadlineError",
        "DigisellerError",
        "MalformedCallbackError",
        "NotFoundError",
        "NotSentError",
        "OutcomeUnknownError",
        "PaginationError",
        "PartialSuccessError",
        "RateLimitedError",
        "RejectedError",
        "ServiceError",
        "ServiceMessage",
        "SignatureError",
        "StoreError",
        "UnavailableError",
        "UnexpectedReplyError",
    ),
    "pagination.paginator": ("Paginator", "Shard"),
    "sync": ("Store", "SyncReport"),
}
_PUBLIC_MODULES = (
    *("callbacks", "config", "errors", "models"),
    *("otel", "pagination", "sync", "tasks"),
)
"""Those that the imports above make attributes of the package for type checkers."""
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "AccessDeniedError",
    "ArgumentError",
    "Attempt",
    "AuthenticationError",
    "BulkCounts",
    "BulkOutcome",
    "BulkRun",
    "CallbackError",
    "ClientSettings",
    "ClosedError",
    "ConfigurationError",
    "DeadlineError",
    "Deviation",
    "Digiseller",
    "DigisellerError",
    "Drift",
    "DriftLog",
    "Fleet",
    "MalformedCallbackError",
    "NotFoundError",
    "NotSentError",
    "Outcome",
    "OutcomeUnknownError",
    "Page",
    "PaginationError",
    "Paginator",
    "PartialSuccessError",
    "PausingRateStore",
    "Plan",
    "Rate",
    "RateLimitedError",
    "RateStore",
    "RejectedError",
    "RenewingTokenStore",
    "Report",
    "Response",
    "Retry",
    "ServiceError",
    "ServiceMessage",
    "Shard",
    "SignatureError",
    "Store",
    "StoreError",
    "SyncReport",
    "Task",
    "Token",
    "TokenStore",
    "UnavailableError",
    "UnexpectedReplyError",
    "bulk",
    "bulk_plan",
    "callbacks",
    "from_dict",
    "from_json",
    "models",
    "records",
    "sync",
    "to_dict",
    "to_json",
]
__version__ = "0.1.0"


if not TYPE_CHECKING:  # or type checkers would take any misspelt name for one of these

    def __getattr__(name: str) -> Any:
        if name in _PUBLIC_MODULES:
            return import_module(f"{__name__}.{name}")
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
