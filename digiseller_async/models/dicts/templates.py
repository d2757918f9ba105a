"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
from typing import TypedDict

__all__ = ["TemplateProductPercentDict"]


class TemplateProductPercentDict(TypedDict):
    """A dict that may stand for the model `TemplateProductPercent`."""

    product_id: int
    """Product id."""
    percent: int
    """Deduction, in percent."""
