"""Rows of the group ``sales`` (documented in 'Statistics')."""

from __future__ import annotations

import datetime as dt

from ..models.sales import LatestSale, Sale
from .language import (
    Effect,
    Endpoint,
    Format,
    ListEndpoint,
    Location,
    PageLayout,
    Param,
    ResponseShape,
    ScalarStyle,
    Window,
)

_DOCS = "statistics"
_BOTH = (Format.JSON, Format.XML)
_SALES_STATISTICS = "[ Statistics ]: Sales statistics"
_MOMENT = "%Y-%m-%d %H:%M:%S"
_REFUSALS = (
    "A `RejectedError` names the argument by its *retval*: 2 *page*, 3 *page_size*, 9 *returned*, "
    "11 *date_start*, 12 *date_finish*. Over a long time the service is slow: expect time-outs, "
    "which are safe to repeat, or read it in `Paginator.shards`. The service's default page size "
    "is 10, its maximum 5000; its documentation says 1000."
)

LIST = ListEndpoint(
    group="sales",
    name="list",
    method="POST",
    path="/api/seller-sells/v2",
    effect=Effect.SAFE,  # a POST, and yet it only reads
    params=(
        Param(
            "product_ids",
            int,
            xml="product_ids/id",
            location=Location.BODY,
            many=True,
            at_least=1,
            doc="Only sales of these products.",
        ),
        Param(
            "date_start",
            dt.datetime,
            location=Location.BODY,
            moment_format=_MOMENT,
            doc="Not before this date or moment.",
        ),
        Param(
            "date_finish",
            dt.datetime,
            location=Location.BODY,
            is_end=True,
            moment_format=_MOMENT,
            doc="Not after this moment; a date means the whole day.",
        ),
        Param(
            "returned",
            int,
            location=Location.BODY,
            choices=(0, 1, 2),
            doc="Sales whose money was given back: 0 with them, 1 without, 2 only them.",
        ),
    ),
    ascending=(("date_start", "date_finish"),),
    page_param=Param(
        "page", int, location=Location.BODY, at_least=1, doc="The page to start from."
    ),
    size_param=Param(
        "page_size", int, wire="rows", location=Location.BODY, at_least=1, doc="Items a page."
    ),
    max_page_size=5000,
    layout=PageLayout(
        items="rows",
        page="page",
        count="",
        has_next_page="",
        total_count="total_rows",
        total_pages="pages",
    ),
    xml_layout=PageLayout(
        items="rows/row",
        page="page",
        count="",
        has_next_page="",
        total_count="total_rows",
        total_pages="pages",
    ),
    returns=Sale,
    row_key=("invoice_id",),
    window=Window(
        start="date_start",
        finish="date_finish",
        moment="date_pay",
        step=dt.timedelta(seconds=1),
    ),
    shape=ResponseShape.FLAT,
    scalars=ScalarStyle.STRINGS,
    formats=_BOTH,
    xml_root="digiseller.request",
    permission=_SALES_STATISTICS,
    docs=_DOCS,
    summary="List the seller's sales.",
    returns_doc="the sales",
    notes=_REFUSALS,
)

AS_AGENT = ListEndpoint(
    group="sales",
    name="as_agent",
    method="POST",
    path="/api/agent-sales/v2",
    effect=Effect.SAFE,  # a POST, and yet it only reads
    params=LIST.params,
    ascending=LIST.ascending,
    page_param=LIST.page_param,
    size_param=LIST.size_param,
    max_page_size=LIST.max_page_size,
    layout=LIST.layout,
    xml_layout=LIST.xml_layout,
    returns=Sale,
    row_key=LIST.row_key,
    window=LIST.window,
    shape=LIST.shape,
    scalars=LIST.scalars,
    formats=LIST.formats,
    xml_root=LIST.xml_root,
    permission="[ Statistics ]",
    docs=_DOCS,
    summary="List the sales of others' products that the seller made as their partner.",
    returns_doc="the sales; each has *id_seller*, and the partner's part",
    notes=(
        "`account.permissions` calls the permission *agent_sales_statistics_view*. The *sign* in "
        f"the service's Swagger belongs to an older operation, and is not sent. {_REFUSALS}"
    ),
)

LATEST = Endpoint(
    group="sales",
    name="latest",
    method="GET",
    path="/api/seller-last-sales",
    effect=Effect.SAFE,
    params=(
        Param(
            "seller_id",
            int,
            implicit=True,
            defaults_to_own_seller=True,
            at_least=1,
            doc="Whose sales.",
        ),
        Param(
            "group",
            bool,
            doc="Whether each product is there once, with its last sale (the service's default).",
        ),
        Param("top", int, at_least=1, doc="How many sales at most (the service's default: 1000)."),
    ),
    returns=LatestSale,
    many=True,
    payload="sales",
    xml="sales/sale",
    scalars=ScalarStyle.STRINGS,
    formats=_BOTH,
    xml_media_type="application/xml",
    permission=_SALES_STATISTICS,
    docs=_DOCS,
    summary="Read the latest sales in short.",
    returns_doc="the sales, newest first",
    notes=(
        "It is always about the client's own seller. The documentation has this operation, but "
        "the service's Swagger does not."
    ),
)

ROWS = (LIST, AS_AGENT, LATEST)
