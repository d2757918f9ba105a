"""Describe every operation in a table: one row each, one module a group, loaded when needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .language import Endpoint

GROUPS = {
    "account": "The personal account: receipts, payments through aggregators, balance, settings.",
    "catalog": "What buyers see: categories, products, search, reviews, images.",
    "cataloguer": "The cataloguer: categories with attributes, which marketplaces show.",
    "chats": "Correspondence with buyers, and with the administration.",
    "checkout": "The buyers' side: options that were chosen, carts, the payment page.",
    "content": "What is sold: texts, files, codes, forms.",
    "gallery": "Images and videos of products.",
    "marketplaces": "Categories of the marketplaces.",
    "offers": "Individual offers to agents.",
    "options": "What buyers of a product can choose or write, and what that costs.",
    "products": "Products: read, priced, created, cloned, edited, shown and hidden.",
    "purchases": "Orders: what a unique code proves, delivery, what was bought by whom.",
    "sales": "What was sold: the seller's own, and as others' partner.",
    "tasks": "Bulk changes under way.",
    "templates": "Commission templates.",
}
"""The groups of operations, each with its docstring; each has a module of rows."""


def rows(*groups: str) -> tuple[Endpoint[Any], ...]:
    """Return the rows of *groups*, or of the whole table, sign-in included."""
    names = groups or (*GROUPS, "sign_in")
    return tuple(row for name in names for row in import_module(f".{name}", __name__).ROWS)
