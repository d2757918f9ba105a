"""All golden calls, and in which formats each is made."""

from __future__ import annotations

from typing import Any

from digiseller_async.spec import rows
from digiseller_async.spec.language import Format, Location

from . import (
    Case,
    account,
    catalog,
    content,
    edits,
    gallery,
    offers,
    products,
    sign_in,
    tasks,
    templates,
)

GROUPS = (account, catalog, content, edits, gallery, offers, products, sign_in, tasks, templates)
CASES: tuple[Case, ...] = tuple(case for group in GROUPS for case in group.CASES)
TABLE: dict[str, Any] = {row.operation: row for row in rows()}
XML_ONLY = {**catalog.XML_ONLY, **products.XML_ONLY}
"""What XML gives, where that differs from JSON in fields that are not compared."""
STRANGE = {("products.get", Format.JSON): {"file.trial": 1}}
"""Where a sample is not what its own page says: a 1 stands for an address."""


def request_forms(row: Any) -> tuple[Format, ...]:
    """Return the formats in which a call of *row* can be made: of its body, or of its answer."""
    has_body = any(param.location is Location.BODY for param in row.params)
    return tuple(dict.fromkeys((*row.formats, *row.body_formats))) if has_body else row.formats


ALL = [(case, form) for case in CASES for form in request_forms(TABLE[case.operation])]
