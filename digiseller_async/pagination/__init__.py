"""Lists that are read a page at a time: `Paginator`, and what it gives."""

from .page import Page
from .paginator import Paginator
from .prefetch import Prefetch
from .walk import Drift, Report

__all__ = ["Drift", "Page", "Paginator", "Prefetch", "Report"]
