"""Lists that are read a page at a time: `Paginator`, and what it gives."""

from .paginator import Paginator
from .walk import Drift, Page, Report

__all__ = ["Drift", "Page", "Paginator", "Report"]
