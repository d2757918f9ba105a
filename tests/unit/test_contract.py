"""The public names are those of the contract, and table, sandbox and client agree on them."""

from __future__ import annotations

import inspect
import re
from typing import Any

import httpx
import pytest
from attrs import frozen

import digiseller_async
from digiseller_async import Digiseller, Page, Paginator, Rate, Retry, errors
from digiseller_async.sandbox import ROUTES
from digiseller_async.spec import GROUPS, rows
from digiseller_async.spec.language import Effect, Format, ListEndpoint, ResponseShape

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
# operations.md: name, HTTP, effect, formats of the answer, what it gives; then its parameters.
TEXT = """
account.receipts | GET /api/sellers/account/receipts
    reads | J X | P[Receipt]
    *types *currency *code_filter *allow_type *start *finish *page *page_size
account.external_operations | GET /api/sellers/account/receipts/external
    reads | J X | P[ExternalOperation]
    *order *code *aggregator *page *page_size
account.balance | GET /api/sellers/account/balance/info
    reads | J X | Balance
account.permissions | GET /api/token/perms
    reads | J | Permissions
account.currency_rates | GET /api/sellers/currency
    reads | J | list[CurrencyRates]
    *base_currency
account.set_currency_rate | POST /api/sellers/currency
    sets | J X | None
    *base_currency *type_currency *bank *rate *complement
catalog.categories | GET /api/categories
    reads | J X | list[Category]
    *seller_id *category_id *lang
catalog.products | GET /api/shop/products
    reads | J X | P[CatalogProduct]
    category_id *seller_id *order *currency *lang *page *page_size
catalog.search | POST /xml/shop_search.asp
    reads | X | P[FoundProduct]
    query *seller_id *currency *lang *page *page_size
catalog.reviews | GET /api/reviews
    reads | J X | P[Review]
    *seller_id *product_id *type *owner_id *lang *page *page_size
catalog.image | GET /img.ashx
    reads | bytes | Image
    id_d *maxlength *w *h *crop *idp
cataloguer.categories | GET /api/cataloguer/categories
    reads | J | P[CataloguerCategory]
    *root_category_id *page *page_size
cataloguer.attributes | GET /api/cataloguer/{category_id}/attributes
    reads | J | list[CategoryAttribute]
    category_id
cataloguer.add_product | PUT /api/cataloguer/categories/{category_id}/products
    sets | J | None
    category_id *product_id *attributes
chats.list | GET /api/debates/v2/chats
    reads | J | P[Chat]
    *filter_new *email *id_ds *page *page_size
chats.messages | GET /api/debates/v2
    reads | J | list[ChatMessage]
    id_i *hidden *id_from *id_to *old_id *newer *count
chats.send | POST /api/debates/v2
    adds | – | None
    id_i *message *files *is_auto
chats.delete_message | DELETE /api/debates/v2/{message_id}
    deletes | – | None
    message_id *id_i
chats.mark_seen | POST /api/debates/v2/seen
    sets | – | None
    id_i
chats.upload | POST /api/debates/v2/upload-preview
    adds | J | list[ChatFile]
    files *lang
chats.state | GET /api/debates/v2/chat-state
    reads | J | ChatState
    id_i
chats.set_state | POST /api/debates/v2/chat-state
    sets | – | None
    id_i *chat_state
chats.admin_messages | GET /api/messages/v2
    reads | J | list[AdminMessage]
    *date_from *count *id_from *id_to *corr_id *only_unread
marketplaces.categories | GET /api/dictionary/platforms/categories/{platform}
    reads | J | list[PlatformCategory]
    platform
marketplaces.subcategories | GET /api/dictionary/platforms/subcategories/{category_id}
    reads | J X | list[PlatformSubcategory]
    category_id
options.list | GET /api/products/options/list/{product_id}
    reads | J X | list[OptionSummary]
    product_id
options.get | GET /api/products/options/{option_id}
    reads | J X | OptionDetails
    option_id
options.create | POST /api/products/options
    adds | J X | CreatedOption
    *product_id *name *type *comment *separate_content *required *modifier_visible *order
    *variants
options.update | POST /api/products/options/update
    sets | J X | None
    option_id *name *type *comment *separate_content *required *modifier_visible *order
options.delete | GET /api/products/options/{option_id}/delete
    deletes | – | None
    option_id
options.add_variants | POST /api/products/options/{option_id}/variants
    adds | J X | list[int]
    option_id variants
options.update_variant | POST /api/products/options/{option_id}/variants/{variant_id}
    sets | J X | None
    option_id variant_id *name *type *rate *default *visible *order
options.delete_variant | GET /api/products/options/{option_id}/variants/{variant_id}/delete
    deletes | – | None
    option_id variant_id
options.precheck | GET /api/products/options/precheck-settings/{product_id}
    reads | J | PrecheckSettings
    product_id
options.set_precheck | PUT /api/products/options/precheck-settings/{product_id}
    sets | J | None
    product_id *precheck_active *precheck_url *precheck_no_answer
checkout.prepare | POST /api/purchases/options
    sets | J X | int
    product_id *options *unit_cnt *lang *ip
checkout.add_to_cart | POST /xml/shop_cart_add.asp
    adds | J | CartState
    product_id *product_cnt *currency *email *lang *cart_uid *id_po
checkout.cart | POST /xml/shop_cart_lst.asp
    reads | J | CartContents
    cart_uid *currency *lang *product_id *product_cnt
products.by_ids | POST /api/products/list
    reads | J X | list[ProductSummary]
    ids *lang
products.get | GET /api/products/{product_id}/data
    reads | J X | Product
    product_id *seller_id *partner_uid *currency *lang *owner *show_hidden_variants
products.price | GET /api/products/price/calc
    reads | J X | PriceQuote
    product_id *options *currency *amount *unit_cnt *count
products.discount | POST /xml/shop_discount.asp
    reads | X | CustomerDiscount
    product_id *currency *email
products.of_seller | POST /api/seller-goods
    reads | J X | P[SellerProduct]
    *id_seller *order_col *order_dir *currency *lang *show_hidden *owner_id *page *page_size
products.clone | POST /api/product/clone/{product_id}
    adds | J X | list[int]
    product_id *count *categories *notify *discounts *options *comissions *gallery
    *payment_settings
offers.list | GET /api/agents/offer
    reads | J | P[Offer]
    *seller_id *product_name *product_id *only_in_stock *only_individual *owner_id *page
    *page_size
templates.create | POST /api/templates
    adds | J X | CommissionTemplate
    *name
templates.update | POST /api/templates/{template_id}
    sets | J X | CommissionTemplate
    template_id *name
templates.list | GET /api/templates
    reads | J X | P[CommissionTemplate]
    *page *page_size
templates.delete | DELETE /api/templates/{template_id}
    deletes | – | None
    template_id *via_post
templates.products | GET /api/templates/products
    reads | J | P[TemplateProduct]
    template_id *product_id *price_min *price_max *currency *language *name *min_comiss
    *max_comiss *in_affiliate *not_in_affiliate *only_payment *owner_id *page *page_size
templates.set_products | POST /api/templates/products
    sets | – | None
    template_id *products
templates.apply | POST /api/templates/apply
    adds | – | None
    template_id *seller_id
content.add_file | POST /api/product/content/add/file/{product_id}
    adds | J X | list[AddedFile]
    product_id *file
content.add_files | POST /api/product/content/add/files/{product_id}/{count}
    adds | J X | list[AddedFile]
    product_id *archive *count
content.add_text | POST /api/product/content/add/text
    adds | J X | list[AddedText]
    product_id *texts
content.set_code_count | GET /api/product/content/add/code/{product_id}/{count}
    adds | J X | Status
    product_id *count
content.code_count | GET /api/product/content/code/count
    reads | J | CodeCount
    product_id *variant_id
content.update_code_count | PUT /api/product/content/code/count
    sets | J | CodeCount
    product_id *count *variant_id
content.update_file | POST /api/product/content/update/file/v2
    adds | J X | list[UpdatedFile]
    *file *content_id *product_id *update_old
content.update_text | POST /api/product/content/update/text
    adds | J X | UpdatedText
    *value *serial *update_old *content_id *product_id
content.delete | GET /api/product/content/delete
    deletes | – | None
    product_id content_id
content.delete_all | GET /api/product/content/delete/all
    adds | J X | DeletedContent
    product_id *variant_id
content.update_form | POST /api/product/content/update/form
    sets | J X | Status
    product_id *address *encoding *method *options *answer *allow_purchase_multiple_items
    *url_for_quantity
products.edit_unique_fixed | POST /api/product/edit/uniquefixed/{product_id}
    sets | J X | Status
    product_id *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *trial_url
    *verify_code *preorder
products.edit_unique_unfixed | POST /api/product/edit/uniqueunfixed/{product_id}
    sets | J X | Status
    product_id *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *prices
    *verify_code *discounts *limitations
products.edit_book | POST /api/product/edit/book/{product_id}
    sets | J X | Status
    product_id *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *trial_url
products.edit_software | POST /api/product/edit/software/{product_id}
    sets | J X | Status
    product_id *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *trial_url
products.edit_arbitrary | POST /api/product/edit/arbitrary/{product_id}
    sets | J X | Status
    product_id *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *affiliate_program
    *pay_as_you_want
products.edit_base | POST /api/product/edit/base/{product_id}
    sets | J X | Status
    product_id *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax
gallery.add_images | POST /api/product/preview/add/images/{product_id}
    adds | J X | list[AddedImage]
    product_id *images
gallery.add_videos | POST /api/product/preview/add/videos/{product_id}
    adds | J X | list[AddedVideo]
    product_id *urls
gallery.set_options | POST /api/product/preview/options/{type}/{preview_id}
    sets | J X | None
    type preview_id *enabled *index *delete
products.set_status | POST /api/product/edit/V2/status
    sets | J X | Task
    products new_status
purchases.verify_code | GET /api/purchases/unique-code/{unique_code}
    sets | J | VerifiedPurchase
    unique_code
purchases.mark_delivered | PUT /api/purchases/unique-code/{unique_code}/deliver
    sets | – | None
    unique_code
purchases.get | GET /api/purchase/info/{invoice_id}
    reads | J | Purchase
    invoice_id
purchases.cart | GET /api/purchase/cart
    reads | J | CartInfo
    *invoice_id_cart *cart_uid
products.set_prices | POST /api/product/edit/prices
    sets | J | Task
    prices
products.create_unique_fixed | POST /api/product/create/uniquefixed
    adds | J X | int
    *content_type *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *verify_code *preorder
products.create_unique_unfixed | POST /api/product/create/uniqueunfixed
    adds | J X | int
    *content_type *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *prices *verify_code
    *discounts *limitations
products.create_book | POST /api/product/create/book
    adds | J X | int
    *content_type *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *trial_url
products.create_software | POST /api/product/create/software
    adds | J X | int
    *content_type *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *trial_url
products.create_arbitrary | POST /api/product/create/arbitrary
    adds | J X | int
    *content_type *enabled *name *price *comission_partner *categories *bonus *guarantee
    *description *add_info *address_required *instruction *present_product_id *sales_limit
    *online_checkout_name *online_checkout_category *online_checkout_tax *affiliate_program
    *pay_as_you_want
products.add_to_category | GET /api/product/platform/category/add/{product_id}/{category_id}
    sets | J | Status
    product_id category_id
sales.list | POST /api/seller-sells/v2
    reads | J X | P[Sale]
    *product_ids *date_start *date_finish *returned *page *page_size
sales.as_agent | POST /api/agent-sales/v2
    reads | J X | P[Sale]
    *product_ids *date_start *date_finish *returned *page *page_size
sales.latest | GET /api/seller-last-sales
    reads | J X | list[LatestSale]
    *group *top
tasks.status | GET /api/product/edit/UpdateProductsTaskStatus
    reads | J | TaskStatus
    task_id
"""


@frozen
class Line:
    """What the contract says of one operation."""

    http: str
    effect: str
    formats: str
    gives: str
    parameters: set[str]


def read(text: str) -> dict[str, Line]:
    """Return the contract by operation."""
    found: dict[str, Line] = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        first, second, *rest = entry.splitlines()
        operation, http = first.split(" | ")
        effect, formats, gives = second.strip().split(" | ")
        found[operation] = Line(http, effect, formats, gives, set(" ".join(rest).split()))
    return found


CONTRACT = read(TEXT)
EFFECTS = {
    "reads": Effect.SAFE,
    "sets": Effect.IDEMPOTENT,
    "deletes": Effect.DELETES,
    "adds": Effect.NOT_IDEMPOTENT,
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
    """A row is what the contract says of it: method, path, effect, formats, what it gives."""
    row, line = TABLE[operation], CONTRACT[operation]
    model = "None" if row.returns is type(None) else row.returns.__name__
    gives = f"P[{model}]" if isinstance(row, ListEndpoint) else model
    gives = f"list[{model}]" if row.many else "Task" if row.starts_task else gives
    formats = {"J": Format.JSON, "X": Format.XML}

    assert (f"{row.method} {row.path}", row.effect) == (line.http, EFFECTS[line.effect])
    assert gives == line.gives
    if set(line.formats) & set(formats):
        assert row.formats == tuple(formats[letter] for letter in line.formats.split())
    else:
        assert row.shape is (
            ResponseShape.BINARY if line.formats == "bytes" else ResponseShape.EMPTY
        )


@pytest.mark.parametrize("operation", CONTRACT)
def test_methods(client: Digiseller, operation: str) -> None:
    """A client's method takes the contract's keywords, and by position only what it names."""
    group, name = operation.split(".")
    parameters = inspect.signature(getattr(getattr(client, group), name)).parameters.values()
    shown = {
        ("*" if one.kind is inspect.Parameter.KEYWORD_ONLY else "") + one.name for one in parameters
    }

    assert shown == CONTRACT[operation].parameters


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
        client.catalog.products(0),
        client.catalog.search("key"),
        client.catalog.reviews(),
        client.products.of_seller(),
        client.account.receipts(),
        client.account.external_operations(),
        client.offers.list(),
        client.chats.list(),
        client.cataloguer.categories(),
        client.sales.list(),
        client.sales.as_agent(),
        client.templates.list(),
        client.templates.products(1),
    ]

    assert {type(one) for one in lists} == {Paginator}
    assert {one.report.pages for one in lists} == {0}


def test_client() -> None:
    """The client takes the settings of the contract, under these names."""
    keywords = "token base_url format timeout queue_timeout retry rate transport proxy verify"
    more = ("max_connections", "token_store", "rate_store")
    wanted = ["seller_id", "api_key", *(f"*{one}" for one in (*keywords.split(), *more))]
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


@pytest.mark.parametrize("name", ["timeout", "queue_timeout", "retry", "format"])
def test_views(name: str) -> None:
    """A view takes other settings by keyword."""
    found = inspect.signature(Digiseller.with_options).parameters[name]

    assert (found.kind, found.default) == (inspect.Parameter.KEYWORD_ONLY, None)


def test_drift(client: Digiseller) -> None:
    """What is unknown in answers can be inspected; so far there is nothing."""
    assert (len(client.drift), dict(client.drift)) == (0, {})


def test_pages_and_paginators() -> None:
    """Pages and paginators have the names of the contract."""
    page = {"items", "number", "size", "total_items", "total_pages", "has_next", "about"}
    walks = "pages first first_page all limit total checkpoint resume prefetch __aiter__"

    assert page == set(inspect.signature(Page).parameters)
    assert [name for name in walks.split() if not hasattr(Paginator, name)] == []


def test_errors_are_public() -> None:
    """Each error can be caught by the package's own name for it."""
    names = [name for name in dir(errors) if name.endswith("Error")]

    assert [name for name in names if not hasattr(digiseller_async, name)] == []
    assert getattr(digiseller_async, "RejectedError") is errors.RejectedError  # noqa: B009


NOT_COUNTED = ("content.add_files", "POST", "/api/product/content/add/files/{product_id}")


def test_routes() -> None:
    """The sandbox serves each row at its method and path, for its permission, and hardly more."""
    wanted = {(row.operation, row.method, row.path, row.permission or None) for row in rows()} | {
        (row.operation, row.alternative.method, row.alternative.path, row.permission)
        for row in rows()
        if row.alternative
    }

    routes = {(one.operation, one.method, one.path, one.permission) for one in ROUTES}
    # Beside the table: the page's GET, and an archive whose files are not counted.
    beside = {("products.by_ids", "GET", "/api/products/list"), NOT_COUNTED}
    assert wanted <= routes
    assert {(operation, method, path) for operation, method, path, _ in routes - wanted} == beside


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)
def test_names_of_the_wire(row: Any) -> None:
    """A parameter is its JSON name in snake_case, but for the contract's exceptions."""
    exceptions = {"types": "type", "texts": "content", "options": "options[]"}
    exceptions |= {"query": "search", "archive": "file", "images": "file", "files": "files[]"}
    # The page spells these in small letters throughout.
    exceptions |= {"product_id": "productid", "content_id": "contentid"}
    currencies = {"typecurr", "cart_curr"} if row.group == "checkout" else set()
    for param in row.params:
        if param.name == "currency" and param.wire in currencies:
            continue
        snake = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", param.wire)
        assert param.name == snake or exceptions.get(param.name) == param.wire


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)
def test_placeholders(row: Any) -> None:
    """What a path leaves open is filled by a parameter; only the last part may be left out."""
    paths = [row.path] + ([row.alternative.path] if row.alternative else [])
    in_path = {param.name for param in row.params if param.location.value == "path"}

    assert all(set(re.findall(r"{(\w+)}", path)) == in_path for path in paths)
    last = re.search(r"{(\w+)}$", row.path)
    optional = {param.name for param in row.params if param.name in in_path and not param.required}
    assert optional <= {last[1] if last else ""}
