"""Arguments that cannot be sent are refused by name, before anything is sent."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest

from digiseller_async import ArgumentError
from digiseller_async._request.build import build
from digiseller_async._request.encode import encode
from digiseller_async.models import ReceiptType, TemplateProductPercent
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
TOKYO = dt.timezone(dt.timedelta(hours=9))
NIGHT = dt.datetime(2021, 12, 1, 3, 4, tzinfo=TOKYO)

EDIT_NAMES = "give at least one of enabled, name, price, comission_partner, categories"
REQUIRED = {
    "templates.products": {"template_id": 1},
    "templates.set_products": {"template_id": 1},
    "offers.list": {"seller_id": 1},
}


def refused(operation: str, **arguments: Any) -> ArgumentError:
    """Return the error that a call of *operation* raises."""
    row = TABLE[operation]
    with pytest.raises(ArgumentError) as caught:
        encode(build(row, arguments, seller_id=None))
    named = str(caught.value).partition(" ")[0]
    assert re.sub(r"\[\d+\]", "", named) == caught.value.parameter
    return caught.value


EUROS = {"base_currency": "EUR", "type_currency": "USD"}
REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("account.set_currency_rate", {**EUROS, "bank": "MR"}, "rate", "is required if bank is 'MR'"),
    (
        "account.set_currency_rate",
        {**EUROS, "bank": "CBR", "rate": 1},
        "rate",
        "must not be given unless bank is 'MR'; leave it out",
    ),
    (
        "account.set_currency_rate",
        {**EUROS, "bank": "ECB"},
        "bank",
        "must be one of MR, CBR, NBU, BTC, LTC, not 'ECB'",
    ),
    # arguments that are not valid together
    (
        "chats.messages",
        {"id_i": 1, "old_id": 5, "id_to": 9},
        "old_id",
        "must not be given together with id_to; leave one of them out",
    ),
    ("chats.messages", {"id_i": 1, "count": 5, "id_from": 9}, "count", "together with id_from"),
    (
        "chats.messages",
        {"id_i": 1, "count": 5, "old_id": 1, "newer": True},
        "count",
        "together with newer",
    ),
    ("chats.messages", {"id_i": 1, "newer": True}, "newer", "needs old_id: without it, the"),
    ("chats.messages", {"id_i": 1, "id_from": 2, "id_to": 1}, "id_to", "must be at least id_from"),
    ("chats.admin_messages", {"count": 5, "id_to": 9}, "count", "must not be given together with"),
    ("chats.admin_messages", {"corr_id": -2}, "corr_id", "must be at least -1, not -2"),
    ("chats.list", {"filter_new": 1}, "filter_new", "must be True or False, not 1"),
    ("chats.list", {"id_ds": [0]}, "id_ds", "must be at least 1, not 0"),
    ("chats.set_state", {"id_i": 1, "chat_state": 2}, "chat_state", "must be one of 0, 1, not 2"),
    # objects of which not all is sent
    ("chats.send", {"id_i": 1, "message": "\u200b"}, "message", "at least one visible character"),
    ("chats.send", {"id_i": 1, "files": []}, "files", "is empty; give at least one file"),
    (
        "chats.send",
        {"id_i": 1, "files": [{"newid": "a", "name": "b"}]},
        "files.type",
        "is required",
    ),
    (
        "chats.send",
        {"id_i": 1, "files": [{"newid": "a", "name": "b", "type": "c", "sizes": 1}]},
        "files",
        "has no field 'sizes'; its fields are newid, name, type",
    ),
    (
        "sales.latest",
        {},
        "seller_id",
        "is required, because the client has no seller_id of its own",
    ),
    ("sales.list", {"product_ids": []}, "product_ids", "is empty; give at least one product_id"),
    ("sales.list", {"returned": 3}, "returned", "must be one of 0, 1, 2, not 3"),
    ("sales.list", {"date_start": NIGHT.replace(tzinfo=None)}, "date_start", "with a time zone"),
    (
        "sales.list",
        {"date_start": dt.date(2021, 12, 2), "date_finish": dt.date(2021, 12, 1)},
        "date_finish",
        "must not be before date_start (2021-12-02), as 2021-12-01 is",
    ),
    # one of two fields of an object
    ("products.set_prices", {"prices": []}, "prices", "is empty; give at least one price"),
    (
        "products.set_prices",
        {"prices": [{"product_id": 5}]},
        "prices.price",
        "is required, unless variants is given",
    ),
    (
        "products.set_prices",
        {"prices": [{"product_id": 0, "price": 1}]},
        "prices.product_id",
        "must be at least 1, not 0",
    ),
    (
        "products.edit_base",
        {"product_id": 1, "categories": [{"owner": 1}]},
        "categories.category_id",
        "is required, unless cataloguer_category_id is given",
    ),
    # ints
    ("templates.delete", {}, "template_id", "is required"),
    ("templates.delete", {"template_id": None}, "template_id", "is required"),
    ("templates.delete", {"template_id": 0}, "template_id", "must be at least 1, not "),
    ("templates.delete", {"template_id": -5}, "template_id", "must be at least 1, not "),
    ("templates.delete", {"template_id": True}, "template_id", "must be an int, not True"),
    ("templates.delete", {"template_id": "5"}, "template_id", "must be an int, not '5'"),
    ("templates.delete", {"template_id": 5.0}, "template_id", "must be an int, not 5.0"),
    ("templates.delete", {"template_id": Decimal(5)}, "template_id", "must be an int"),
    ("templates.delete", {"template_id": [5]}, "template_id", "must be an int"),
    ("templates.delete", {"template_id": 2**63}, "template_id", "must fit into 64 bits"),
    ("templates.delete", {"template_id": 10**5000}, "template_id", "must fit into 64 bits"),
    ("offers.list", {"owner_id": -1}, "owner_id", "must be at least 0, not "),
    ("offers.list", {"seller_id": 0}, "seller_id", "must be at least 1, not "),
    # flags
    ("offers.list", {"only_in_stock": 1}, "only_in_stock", "must be True or False, not 1"),
    ("offers.list", {"only_in_stock": "true"}, "only_in_stock", "must be True or False"),
    ("templates.delete", {"template_id": 5, "via_post": 1}, "via_post", "must be True or False"),
    # texts
    ("templates.create", {"name": None}, "name", "is required"),
    ("templates.create", {"name": 5}, "name", "must be a str, not 5"),
    ("templates.create", {"name": b"x"}, "name", "must be a str, not b'x'"),
    ("templates.create", {"name": "a\0b"}, "name", r"must not contain '\x00' (at index 1)"),
    ("templates.create", {"name": "a\x1b[31m"}, "name", "control characters and lone"),
    ("templates.create", {"name": "a\ud800"}, "name", r"must not contain '\ud800' (at index 1)"),
    ("offers.list", {"product_name": "\x08"}, "product_name", r"must not contain '\x08'"),
    # money
    ("templates.products", {"price_min": 1.5}, "price_min", "not 1.5 (a float is not exact)"),
    ("templates.products", {"price_min": float("nan")}, "price_min", "must be a Decimal"),
    ("templates.products", {"price_min": float("inf")}, "price_min", "must be a Decimal"),
    ("templates.products", {"price_min": Decimal("NaN")}, "price_min", "must be a finite number"),
    ("templates.products", {"price_min": Decimal("sNaN")}, "price_min", "must be a finite number"),
    ("templates.products", {"price_min": "Infinity"}, "price_min", "must be a number such as"),
    ("templates.products", {"price_min": "-inf"}, "price_min", "must be a number such as"),
    (
        "templates.products",
        {"price_min": ""},
        "price_min",
        "must be a number such as '33.50', not ''",
    ),
    ("templates.products", {"price_min": "1,5"}, "price_min", "such as '33.50', not '1,5'"),
    ("templates.products", {"price_min": "much"}, "price_min", "must be a number such as"),
    ("templates.products", {"price_min": True}, "price_min", "must be a Decimal"),
    ("templates.products", {"price_min": -1}, "price_min", "must be at least 0, not "),
    ("templates.products", {"max_comiss": "-0.01"}, "max_comiss", "must be at least 0, not "),
    ("templates.products", {"price_min": "1E+2000000"}, "price_min", "at most 40 digits"),
    ("templates.products", {"price_min": "1E-2000000"}, "price_min", "at most 40 digits"),
    ("templates.products", {"price_min": 10**5000}, "price_min", "at most 40 digits"),
    # moments
    ("account.receipts", {"start": dt.datetime(2021, 12, 1)}, "start", "must be a date, or a"),  # noqa: DTZ001
    ("account.receipts", {"finish": "2021-12-01"}, "finish", "must be a date, or a datetime with"),
    ("account.receipts", {"finish": 1638306000}, "finish", "must be a date, or a datetime with"),
    ("account.receipts", {"finish": dt.time(1)}, "finish", "must be a date, or a datetime with"),
    (
        "account.receipts",
        {"finish": dt.datetime.max.replace(tzinfo=dt.UTC)},
        "finish",
        "must be within the years 1 to 9999",
    ),
    # enums
    (
        "account.receipts",
        {"currency": "RUB"},
        "currency",
        "must be one of WMR, WMZ, WME, not 'RUB'",
    ),
    ("account.receipts", {"currency": "wmz"}, "currency", "must be one of"),
    ("account.receipts", {"currency": ""}, "currency", "must be one of"),
    ("account.receipts", {"currency": 5}, "currency", "must be one of"),
    ("account.receipts", {"currency": b"WMZ"}, "currency", "must be one of"),
    ("account.receipts", {"types": ["product_sale"]}, "types", "must be one of"),
    ("account.receipts", {"types": ["refund", None]}, "types", "must be one of"),
    ("account.receipts", {"code_filter": "only"}, "code_filter", "must be one of"),
    ("account.external_operations", {"aggregator": "bank"}, "aggregator", "must be one of yandex"),
    ("account.external_operations", {"order": "Amount ASC"}, "order", "must be one of"),
    ("templates.products", {"currency": "RUR"}, "currency", "must be one of RUB"),
    ("templates.products", {"language": "ru"}, "language", "must be one of ru-RU, en-US, not 'ru'"),
    # lists
    ("account.receipts", {"types": "refund"}, "types", "must be a list, not "),
    ("account.receipts", {"types": b"refund"}, "types", "must be a list, not "),
    ("account.receipts", {"types": 5}, "types", "must be a list, not "),
    ("account.receipts", {"types": {"refund": 1}}, "types", "must be a list, not "),
    ("templates.set_products", {}, "products", "is required"),
    ("templates.set_products", {"products": []}, "products", "is empty; give at least one product"),
    (
        "templates.set_products",
        {"products": iter(())},
        "products",
        "is empty; give at least one product",
    ),
    (
        "templates.set_products",
        {"products": {"product_id": 1, "percent": 2}},
        "products",
        "must be a list, not ",
    ),
    # models
    (
        "templates.set_products",
        {"products": [5]},
        "products",
        "must be a TemplateProductPercent, or a dict with its fields, not 5",
    ),
    ("templates.set_products", {"products": [None]}, "products", "must be a TemplateProduct"),
    (
        "templates.set_products",
        {"products": [{"product_id": 1}]},
        "products.percent",
        "is required",
    ),
    (
        "templates.set_products",
        {"products": [{"product_id": 1, "percent": None}]},
        "products.percent",
        "is required",
    ),
    (
        "templates.set_products",
        {"products": [{"product_id": True, "percent": 2}]},
        "products.product_id",
        "must be an int",
    ),
    (
        "templates.set_products",
        {"products": [TemplateProductPercent(product_id=0, percent=2)]},
        "products.product_id",
        "must be at least 1, not ",
    ),
    (
        "templates.set_products",
        {"products": [{"product_id": 1, "percent": 2, "prozent": 3, 5: 6}]},
        "products",
        "has no field '5'; its fields are product_id, percent",
    ),
]


@pytest.mark.parametrize(
    ("operation", "arguments", "parameter", "why"),
    REFUSED,
    ids=[f"{index:02} {one[2]} {one[3][:24]!r}" for index, one in enumerate(REFUSED)],
)
def test_refused(operation: str, arguments: dict[str, Any], parameter: str, why: str) -> None:
    """A wrong argument is refused with its name, what is allowed, and what was given."""
    error = refused(operation, **{**REQUIRED.get(operation, {}), **arguments})

    assert error.parameter == parameter
    assert why in str(error)


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("templates.create", "name"),
        ("account.receipts", "currency"),
        ("account.receipts", "start"),
        ("offers.list", "only_in_stock"),
    ],
)
def test_huge_ints_of_another_kind(operation: str, name: str) -> None:
    """An int that is too long to be printed is refused like any other value of the wrong kind."""
    assert refused(operation, **REQUIRED.get(operation, {}), **{name: 10**5000}).parameter == name


@pytest.mark.parametrize("word", ["\ud800", "a\0b"])
def test_wrapped_words_that_cannot_be_sent(word: str) -> None:
    """An enum member may be a word that is not listed, but it must be text that can be sent."""
    assert refused("account.receipts", types=[ReceiptType(word)]).parameter == "types"


@pytest.mark.parametrize("digits", ["1_000", "\u0663", "\uff11"])
def test_numeric_text_that_only_python_reads(digits: str) -> None:
    """A numeric text is plain ASCII digits: 1_000 is more likely a mistake than an amount."""
    assert refused("templates.products", template_id=1, price_min=digits).parameter == "price_min"


def test_index_of_an_item() -> None:
    """The error for one item of a list has its index."""
    products = [{"product_id": one, "percent": 1} for one in (5, 6, 0, 8)]

    assert "products[2].product_id must be" in str(
        refused("templates.set_products", template_id=1, products=products)
    )


def test_long_values_are_cut() -> None:
    """An error shows only the start of a long value."""
    assert len(str(refused("account.receipts", currency="x" * 10_000))) < 120


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        (
            "content.add_text",
            {"product_id": 1, "texts": []},
            "texts is empty; give at least one text",
        ),
        (
            "account.receipts",
            {"types": []},
            "types is empty; give at least one type, or leave it out to get all",
        ),
        (
            "products.edit_base",
            {"product_id": 1, "categories": []},
            "categories is empty; give at least one category, or leave it out",
        ),
        (
            "products.edit_base",
            {"product_id": 1, "name": []},
            "name is empty; give at least one item, or leave it out",
        ),
        (
            "products.edit_base",
            {"product_id": 1, "sales_limit": 2},
            "sales_limit must be one of -1, 1, 10, 50, 100, 1000, '', not 2",
        ),
        (
            "content.add_text",
            {"product_id": 1, "texts": [5]},
            "texts[0] must be a str, a TextItem, or a dict with its fields, not 5",
        ),
    ],
)
def test_messages(operation: str, arguments: dict[str, Any], message: str) -> None:
    """An error says what to do; leaving a parameter out is advised only where that works."""
    assert str(refused(operation, **arguments)) == message


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        ("products.edit_base", {"product_id": 1}, f"{EDIT_NAMES} and 11 more (see its docstring)"),
        ("catalog.image", {}, "give at least one of id_d, idp"),
        ("chats.send", {"id_i": 1, "is_auto": True}, "give at least one of message, files"),
    ],
)
def test_at_least_one_of(operation: str, arguments: dict[str, Any], message: str) -> None:
    """A call that needs one of several parameters names them, but not a long list."""
    with pytest.raises(ArgumentError) as caught:
        build(TABLE[operation], arguments)

    assert str(caught.value) == message


def test_order_is_explained() -> None:
    """Two arguments in the wrong order are both shown."""
    start, finish = dt.date(2021, 12, 2), dt.date(2021, 12, 1)

    dates = refused("account.receipts", start=start, finish=finish)
    amounts = refused("templates.products", template_id=1, price_min=2, price_max="1.50")

    assert str(dates) == "finish must not be before start (2021-12-02), as 2021-12-01 is"
    assert str(amounts) == "price_max must be at least price_min (2), not '1.50'"
