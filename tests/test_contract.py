"""The public names are those of the contract, and table, sandbox and client agree on them."""

from __future__ import annotations

import inspect
import re
from typing import Any

import httpx
import pytest

import digiseller_async
from digiseller_async import Digiseller, Page, Paginator, Rate, Retry, errors
from digiseller_async.sandbox import ROUTES
from digiseller_async.spec import GROUPS, rows
from digiseller_async.spec.language import Effect, Format, ListEndpoint

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
# operations.md, as far as it is built: name, HTTP, effect, what it gives, its parameters.
CONTRACT: dict[str, tuple[str, Effect, str, str]] = {
    "account.receipts": (
        "GET /api/sellers/account/receipts",
        Effect.READS,
        "P[Receipt]",
        "*types *currency *code_filter *allow_type *start *finish *page *page_size",
    ),
    "account.external_operations": (
        "GET /api/sellers/account/receipts/external",
        Effect.READS,
        "P[ExternalOperation]",
        "*order *code *aggregator *page *page_size",
    ),
    "account.balance": ("GET /api/sellers/account/balance/info", Effect.READS, "Balance", ""),
    "offers.list": (
        "GET /api/agents/offer",
        Effect.READS,
        "P[Offer]",
        """*seller_id *product_name *product_id *only_in_stock *only_individual *owner_id
        *page *page_size""",
    ),
    "templates.create": ("POST /api/templates", Effect.ADDS, "CommissionTemplate", "*name"),
    "templates.update": (
        "POST /api/templates/{template_id}",
        Effect.SETS,
        "CommissionTemplate",
        "template_id *name",
    ),
    "templates.list": (
        "GET /api/templates",
        Effect.READS,
        "P[CommissionTemplate]",
        "*page *page_size",
    ),
    "templates.delete": (
        "DELETE /api/templates/{template_id}",
        Effect.DELETES,
        "None",
        "template_id *via_post",
    ),
    "templates.products": (
        "GET /api/templates/products",
        Effect.READS,
        "P[TemplateProduct]",
        """template_id *product_id *price_min *price_max *currency *language *name *min_comiss
        *max_comiss *in_affiliate *not_in_affiliate *only_payment *owner_id *page *page_size""",
    ),
    "templates.set_products": (
        "POST /api/templates/products",
        Effect.SETS,
        "None",
        "template_id *products",
    ),
    "templates.apply": (
        "POST /api/templates/apply",
        Effect.ADDS,
        "None",
        "template_id *seller_id",
    ),
}


@pytest.fixture
def client() -> Digiseller:
    """Give a client that never opens a connection."""
    transport = httpx.MockTransport(lambda request: pytest.fail(f"sent {request.url.path}"))
    return Digiseller(12126, token="t", transport=transport)


def test_table() -> None:
    """The table has the rows of the contract and the sign-in, and each in one group."""
    assert set(TABLE) == {*CONTRACT, "sign_in"}
    assert {row.group for row in rows()} == {*GROUPS, ""}
    assert {row.operation for group in GROUPS for row in rows(group)} == set(CONTRACT)


@pytest.mark.parametrize("operation", CONTRACT)
def test_rows(operation: str) -> None:
    """A row is what the contract says of it: method, path, effect, and what it gives."""
    row = TABLE[operation]
    http, effect, gives, _ = CONTRACT[operation]
    model = "None" if row.returns is type(None) else row.returns.__name__

    assert (f"{row.method} {row.path}", row.effect) == (http, effect)
    assert gives == (f"P[{model}]" if isinstance(row, ListEndpoint) else model)
    assert Format.JSON in row.formats


@pytest.mark.parametrize("operation", CONTRACT)
def test_methods(client: Digiseller, operation: str) -> None:
    """A client's method takes the contract's keywords, and by position only what it names."""
    group, name = operation.split(".")
    parameters = inspect.signature(getattr(getattr(client, group), name)).parameters.values()
    shown = {
        ("*" if one.kind is inspect.Parameter.KEYWORD_ONLY else "") + one.name for one in parameters
    }

    assert shown == set(CONTRACT[operation][3].split())


def test_groups(client: Digiseller) -> None:
    """Each group of the table is an attribute of the client, of a view as well, made once."""
    view = client.with_options(timeout=1.0)

    for group in GROUPS:
        assert getattr(client, group) is getattr(client, group)
        assert type(getattr(view, group)) is type(getattr(client, group))
        assert getattr(view, group) is not getattr(client, group)


def test_lists_return_at_once(client: Digiseller) -> None:
    """A list gives its paginator at once, and has read nothing."""
    lists: list[Paginator[Any]] = [
        client.account.receipts(),
        client.account.external_operations(),
        client.offers.list(),
        client.templates.list(),
        client.templates.products(1),
    ]

    assert {type(one) for one in lists} == {Paginator}
    assert {one.report.pages for one in lists} == {0}


def test_client() -> None:
    """The client takes the settings of the contract, under these names."""
    keywords = "token base_url format timeout retry rate transport max_connections token_store"
    wanted = ["seller_id", "api_key", *(f"*{one}" for one in (*keywords.split(), "rate_store"))]
    parameters = inspect.signature(Digiseller).parameters.values()
    shown = [
        ("*" if one.kind is inspect.Parameter.KEYWORD_ONLY else "") + one.name for one in parameters
    ]

    assert shown[: len(wanted)] == wanted
    defaults = {one.name: one.default for one in parameters}
    assert (defaults["format"], defaults["timeout"], defaults["max_connections"]) == (
        "json",
        60.0,
        16,
    )
    assert (defaults["retry"], defaults["rate"]) == (Retry(), Rate())


@pytest.mark.parametrize("name", ["timeout", "retry", "format"])
def test_views(name: str) -> None:
    """A view takes other settings by keyword."""
    found = inspect.signature(Digiseller.with_options).parameters[name]

    assert (found.kind, found.default) == (inspect.Parameter.KEYWORD_ONLY, None)


@pytest.mark.xfail(strict=True, reason="ds.drift belongs to a later issue")
def test_names_to_come(client: Digiseller) -> None:
    """What is unknown in answers can be inspected."""
    assert "drift" in dir(client)


def test_pages_and_paginators() -> None:
    """Pages and paginators have the names of the contract."""
    page = {"items", "number", "size", "total_items", "total_pages", "has_next"}
    walks = "pages first first_page all limit total checkpoint resume prefetch __aiter__"

    assert page == set(inspect.signature(Page).parameters)
    assert [name for name in walks.split() if not hasattr(Paginator, name)] == []


def test_errors_are_public() -> None:
    """Each error can be caught by the package's own name for it."""
    names = [name for name in dir(errors) if name.endswith("Error")]

    assert [name for name in names if not hasattr(digiseller_async, name)] == []
    assert getattr(digiseller_async, "RejectedError") is errors.RejectedError  # noqa: B009


def test_routes() -> None:
    """The sandbox serves each row at its method and path, for its permission, and nothing else."""
    wanted = {(row.operation, row.method, row.path, row.permission or None) for row in rows()} | {
        (row.operation, row.alternative.method, row.alternative.path, row.permission)
        for row in rows()
        if row.alternative
    }

    assert {(one.operation, one.method, one.path, one.permission) for one in ROUTES} == wanted


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)
def test_names_of_the_wire(row: Any) -> None:
    """A parameter is its JSON name in snake_case, but for the contract's exceptions."""
    exceptions = {"types": "type"}
    for param in row.params:
        snake = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", param.wire)
        assert param.name == snake or exceptions.get(param.name) == param.wire


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)
def test_placeholders(row: Any) -> None:
    """What a path leaves open is filled by a parameter that has to be given."""
    paths = [row.path] + ([row.alternative.path] if row.alternative else [])
    in_path = {param.name for param in row.params if param.place.value == "path"}

    assert all(set(re.findall(r"{(\w+)}", path)) == in_path for path in paths)
    assert all(param.required for param in row.params if param.name in in_path)
