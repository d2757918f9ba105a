"""Lists that are read a page at a time: `Paginator`, and what it gives."""

from .iteration import ItemIterator, PageIterator
from .page import Page
from .paginator import Paginator, Shard
from .prefetch import Prefetch
from .report import Drift, Report

__all__ = [
    "Drift",
    "ItemIterator",
    "Page",
    "PageIterator",
    "Paginator",
    "Prefetch",
    "Report",
    "Shard",
]
