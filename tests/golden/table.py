"""All golden cases, and the formats that each is made in."""

from __future__ import annotations

from typing import Any

from digiseller_async.spec import rows
from digiseller_async.spec.language import Format, Location

from . import (
    Case,
    account,
    catalog,
    chats,
    checkout,
    content,
    edits,
    gallery,
    goods,
    marketplaces,
    offers,
    options,
    products,
    purchases,
    sales,
    sign_in,
    tasks,
    templates,
)

GROUPS = (
    account,
    catalog,
    chats,
    checkout,
    content,
    edits,
    gallery,
    goods,
    marketplaces,
    offers,
    options,
    products,
    purchases,
    sales,
    sign_in,
    tasks,
    templates,
)
CASES: tuple[Case, ...] = tuple(case for group in GROUPS for case in group.CASES)
TABLE: dict[str, Any] = {row.operation: row for row in rows()}
XML_ONLY = {**catalog.XML_ONLY, **products.XML_ONLY}
"""What XML returns, where it differs from JSON in fields that are not compared."""
DRIFT = {("products.get", Format.JSON): {"file.trial": 1}}
"""Where a sample differs from its own documentation: it has a 1 for a URL."""


def request_formats(row: Any) -> tuple[Format, ...]:
    """Return the formats that a call of *row* can be made in: those of its answer and its body."""
    has_body = any(param.location is Location.BODY for param in row.params)
    return tuple(dict.fromkeys((*row.formats, *row.body_formats))) if has_body else row.formats


ALL = [(case, form) for case in CASES for form in request_formats(TABLE[case.operation])]
