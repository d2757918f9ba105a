"""Keep a database up to date with what a seller has: ``await sync(ds, Store("shop.db"))``.

It needs the extra ``[sync]``, and for PostgreSQL ``psycopg``. This module can be called like the
function in it, so that ``from digiseller_async import sync`` gives something to call, too.
"""

from __future__ import annotations

import sys
from types import ModuleType

from ._kinds import KINDS, Kind
from ._sync.flat_rows import columns_of, flatten
from ._sync.report import KindReport, SyncReport
from ._sync.run import ALL, sync
from ._sync.store import Store

__all__ = [
    "ALL",
    "KINDS",
    "Kind",
    "KindReport",
    "Store",
    "SyncReport",
    "columns_of",
    "flatten",
    "sync",
]


class _CallableModule(ModuleType):
    """A module that is called like its function."""

    __call__ = staticmethod(sync)


sys.modules[__name__].__class__ = _CallableModule
