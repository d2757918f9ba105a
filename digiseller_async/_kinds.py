"""The table of kinds: each list that is worth keeping, its models, and how it is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from attrs import frozen

from ._client import Digiseller
from .models import (
    Chat,
    CommissionTemplate,
    ExternalOperation,
    Offer,
    Receipt,
    Review,
    Sale,
    SellerProduct,
    TemplateProduct,
)
from .pagination import Paginator

__all__ = ["KINDS", "Kind", "Span", "TimedKind"]


@frozen(kw_only=True)
class Span:
    """A part of a list, from one date or moment to another, both included."""

    start: dt.date | None
    finish: dt.date | None
    page_size: int
    page: int = 1
    """The page to start from."""


@frozen(kw_only=True)
class Kind:
    """A kind of rows that a seller has, such as receipts."""

    name: str
    """Its name, such as ``external-operations``."""
    model: type[Any]
    """The class of its rows."""
    key: str
    """The field that names a row; if *is_per_template*, among those of one template.

    What is but one row needs none.
    """
    open: Callable[[Digiseller, int, int], Paginator[Any]]
    """Returns its list for a client, a page size, and a template."""
    moment: str = ""
    """The path of the field that says when a row was made or last changed, if there is one."""
    is_newest_first: bool = False
    """Whether its list begins with the newest moment."""
    page_size: int = 100
    """How many rows a page has when it is read as a whole."""
    is_per_template: bool = False
    """Whether each commission template has a list of its own."""


@frozen(kw_only=True)
class TimedKind(Kind):
    """A kind whose list can be read by time, newest first."""

    is_newest_first: bool = True
    """Whether its list begins with the newest moment."""
    between: Callable[[Digiseller, Span], Paginator[Any]]
    """Returns a part of its list."""
    step: dt.timedelta = dt.timedelta(milliseconds=1)
    """To what the service compares its moments exactly."""


KINDS: tuple[Kind, ...] = (
    TimedKind(
        name="receipts",
        model=Receipt,
        key="account_operation_id",
        moment="operation.datetime",
        open=lambda ds, size, _: ds.account.receipts(page_size=size),
        between=lambda ds, span: ds.account.receipts(
            start=span.start, finish=span.finish, page=span.page, page_size=span.page_size
        ),
        page_size=1000,
    ),
    Kind(
        name="external-operations",
        model=ExternalOperation,
        key="id",
        moment="date",
        open=lambda ds, size, _: ds.account.external_operations(order="Date DESC", page_size=size),
        is_newest_first=True,
        page_size=1000,
    ),
    TimedKind(
        name="sales",
        model=Sale,
        key="invoice_id",
        moment="date_pay",
        open=lambda ds, size, _: ds.sales.list(page_size=size),
        between=lambda ds, span: ds.sales.list(
            date_start=span.start,
            date_finish=span.finish,
            page=span.page,
            page_size=span.page_size,
        ),
        step=dt.timedelta(seconds=1),
        page_size=1000,
    ),
    Kind(
        name="products",
        model=SellerProduct,
        key="id_goods",
        # By name: the usual order, by sales, changes while the list is read.
        open=lambda ds, size, _: ds.products.of_seller(
            order_col="name", order_dir="asc", show_hidden=1, page_size=size
        ),
        page_size=1000,
    ),
    Kind(
        name="templates",
        model=CommissionTemplate,
        key="id",
        moment="modified",
        open=lambda ds, size, _: ds.templates.list(page_size=size),
    ),
    Kind(
        name="template-products",
        model=TemplateProduct,
        key="id",
        moment="modified",
        open=lambda ds, size, template: ds.templates.products(template, page_size=size),
        is_per_template=True,
    ),
    Kind(
        name="offers",
        model=Offer,
        key="product_id",
        moment="last_change",
        open=lambda ds, size, _: ds.offers.list(page_size=size),
    ),
    Kind(
        name="chats",
        model=Chat,
        key="id_i",
        moment="last_date",
        open=lambda ds, size, _: ds.chats.list(page_size=size),
        page_size=200,
    ),
    Kind(
        name="reviews",
        model=Review,
        key="id",
        moment="date",
        open=lambda ds, size, _: ds.catalog.reviews(page_size=size),
    ),
)
"""All kinds, in the order in which they are read."""
