"""List the operations with their method, path, permission and formats."""

from dataclasses import dataclass
from enum import Enum

ADD_CONTENT = "[ Content ]: Adding"
EDIT_CONTENT = "[ Content ]: Edit"
DELETE_CONTENT = "[ Content ]: Delete"
EDIT_PRODUCTS = "[ Products ]: Edit"
ADD_TO_GALLERY = "[ Gallery ]: Adding"
CONTENT = "/api/product/content"
EDIT = "/api/product/edit"
PREVIEW = "/api/product/preview"
VIEW_OPERATIONS = "[ Operations ]: View all operations"
VIEW_TEMPLATES = "[ Comission templates ]: View"
EDIT_TEMPLATES = "[ Comission templates ]: Edit"
DELETE_TEMPLATES = "[ Comission templates ]: Delete"
WRITE_CHATS = "[ Correspondence with buyers ]: debates_write"
SALES_STATISTICS = "[ Statistics ]: Sales statistics"
VIEW_CHATS = "[ Correspondence with buyers ]: View"
VIEW_PRODUCTS = "[ Products ]: View"


class Access(Enum):
    """Whether an operation asks for a token."""

    TOKEN = "token"  # noqa: S105 (a word, and no secret)
    OPTIONAL = "optional"
    PUBLIC = "public"


class Formats(Enum):
    """What an operation answers in."""

    BOTH = "JSON unless XML is asked for"
    XML_FIRST = "XML unless JSON is asked for"
    JSON = "JSON only"
    XML = "XML only"
    FILE = "a file"


@dataclass(frozen=True)
class Route:
    """Where an operation is, and the permission that its page asks for."""

    operation: str
    method: str
    path: str
    permission: str | None
    access: Access = Access.TOKEN
    formats: Formats = Formats.BOTH


CONTENT_ROUTES = (
    Route("content.add_file", "POST", f"{CONTENT}/add/file/{{product_id}}", ADD_CONTENT),
    Route(
        "content.add_files", "POST", f"{CONTENT}/add/files/{{product_id}}/{{count}}", ADD_CONTENT
    ),
    Route("content.add_files", "POST", f"{CONTENT}/add/files/{{product_id}}", ADD_CONTENT),
    Route("content.add_text", "POST", f"{CONTENT}/add/text", ADD_CONTENT),
    Route(
        "content.set_code_count", "GET", f"{CONTENT}/add/code/{{product_id}}/{{count}}", ADD_CONTENT
    ),
    Route(
        "content.code_count", "GET", f"{CONTENT}/code/count", "[ Content ]", formats=Formats.JSON
    ),
    Route(
        "content.update_code_count",
        "PUT",
        f"{CONTENT}/code/count",
        "[ Content ]",
        formats=Formats.JSON,
    ),
    Route("content.update_file", "POST", f"{CONTENT}/update/file/v2", EDIT_CONTENT),
    Route("content.update_text", "POST", f"{CONTENT}/update/text", EDIT_CONTENT),
    Route("content.delete", "GET", f"{CONTENT}/delete", DELETE_CONTENT, formats=Formats.JSON),
    Route("content.delete_all", "GET", f"{CONTENT}/delete/all", DELETE_CONTENT),
    Route("content.update_form", "POST", f"{CONTENT}/update/form", EDIT_CONTENT),
    Route(
        "products.edit_unique_fixed", "POST", f"{EDIT}/uniquefixed/{{product_id}}", EDIT_PRODUCTS
    ),
    Route(
        "products.edit_unique_unfixed",
        "POST",
        f"{EDIT}/uniqueunfixed/{{product_id}}",
        EDIT_PRODUCTS,
    ),
    Route("products.edit_book", "POST", f"{EDIT}/book/{{product_id}}", EDIT_PRODUCTS),
    Route("products.edit_software", "POST", f"{EDIT}/software/{{product_id}}", EDIT_PRODUCTS),
    Route("products.edit_arbitrary", "POST", f"{EDIT}/arbitrary/{{product_id}}", EDIT_PRODUCTS),
    Route("products.edit_base", "POST", f"{EDIT}/base/{{product_id}}", EDIT_PRODUCTS),
    Route("gallery.add_images", "POST", f"{PREVIEW}/add/images/{{product_id}}", ADD_TO_GALLERY),
    Route("gallery.add_videos", "POST", f"{PREVIEW}/add/videos/{{product_id}}", ADD_TO_GALLERY),
    # Their pages name no permission.
    Route("gallery.set_options", "POST", f"{PREVIEW}/options/{{type}}/{{preview_id}}", None),
    Route("products.set_status", "POST", f"{EDIT}/V2/status", EDIT_PRODUCTS),
    Route("tasks.status", "GET", f"{EDIT}/UpdateProductsTaskStatus", None, formats=Formats.JSON),
)

CATALOG_ROUTES = (
    Route("catalog.categories", "GET", "/api/categories", None, Access.PUBLIC),
    Route("catalog.products", "GET", "/api/shop/products", None, Access.PUBLIC, Formats.XML_FIRST),
    Route("catalog.reviews", "GET", "/api/reviews", None, Access.PUBLIC),
    Route("catalog.search", "POST", "/xml/shop_search.asp", None, Access.PUBLIC, Formats.XML),
    Route("catalog.image", "GET", "/img.ashx", None, Access.PUBLIC, Formats.FILE),
    Route("products.by_ids", "POST", "/api/products/list", VIEW_PRODUCTS, Access.OPTIONAL),
    Route("products.by_ids", "GET", "/api/products/list", VIEW_PRODUCTS, Access.OPTIONAL),
    Route("products.price", "GET", "/api/products/price/calc", None, Access.PUBLIC),
    Route("products.get", "GET", "/api/products/{product_id}/data", VIEW_PRODUCTS, Access.OPTIONAL),
    Route("products.discount", "POST", "/xml/shop_discount.asp", None, Access.PUBLIC, Formats.XML),
    Route("products.of_seller", "POST", "/api/seller-goods", VIEW_PRODUCTS, Access.OPTIONAL),
    Route("checkout.prepare", "POST", "/api/purchases/options", None, Access.PUBLIC),
    Route(
        "checkout.add_to_cart",
        "POST",
        "/xml/shop_cart_add.asp",
        None,
        Access.PUBLIC,
        Formats.JSON,
    ),
    Route("checkout.cart", "POST", "/xml/shop_cart_lst.asp", None, Access.PUBLIC, Formats.JSON),
    Route("products.clone", "POST", "/api/product/clone/{product_id}", "[ Products ]: Create"),
)

CREATE = "/api/product/create"
CREATE_PRODUCTS = "[ Products ]: Create"
GOODS_ROUTES = (
    Route("products.set_prices", "POST", f"{EDIT}/prices", EDIT_PRODUCTS, formats=Formats.JSON),
    Route("products.create_unique_fixed", "POST", f"{CREATE}/uniquefixed", CREATE_PRODUCTS),
    Route("products.create_unique_unfixed", "POST", f"{CREATE}/uniqueunfixed", CREATE_PRODUCTS),
    Route("products.create_book", "POST", f"{CREATE}/book", CREATE_PRODUCTS),
    Route("products.create_software", "POST", f"{CREATE}/software", CREATE_PRODUCTS),
    Route("products.create_arbitrary", "POST", f"{CREATE}/arbitrary", CREATE_PRODUCTS),
    # Its page names no permission.
    Route(
        "products.add_to_category",
        "GET",
        "/api/product/platform/category/add/{product_id}/{category_id}",
        None,
        formats=Formats.JSON,
    ),
)

OPTIONS = "/api/products/options"
VARIANT = f"{OPTIONS}/{{option_id}}/variants"
PRECHECK = f"{OPTIONS}/precheck-settings/{{product_id}}"
VIEW_OPTIONS = "[ Parameters ]: View"
ADD_OPTIONS = "[ Parameters ]: Adding"
EDIT_OPTIONS = "[ Parameters ]: Edit"
DELETE_OPTIONS = "[ Parameters ]: Delete"
OPTION_ROUTES = (
    Route("options.list", "GET", f"{OPTIONS}/list/{{product_id}}", VIEW_OPTIONS),
    Route("options.precheck", "GET", PRECHECK, VIEW_OPTIONS, formats=Formats.JSON),
    Route("options.set_precheck", "PUT", PRECHECK, EDIT_OPTIONS, formats=Formats.JSON),
    Route("options.create", "POST", OPTIONS, ADD_OPTIONS),
    Route("options.update", "POST", f"{OPTIONS}/update", EDIT_OPTIONS),
    Route("options.get", "GET", f"{OPTIONS}/{{option_id}}", VIEW_OPTIONS),
    Route("options.delete", "GET", f"{OPTIONS}/{{option_id}}/delete", DELETE_OPTIONS),
    Route("options.add_variants", "POST", VARIANT, ADD_OPTIONS),
    Route("options.update_variant", "POST", f"{VARIANT}/{{variant_id}}", EDIT_OPTIONS),
    Route("options.delete_variant", "GET", f"{VARIANT}/{{variant_id}}/delete", DELETE_OPTIONS),
)

PLATFORMS = "/api/dictionary/platforms"
CATALOGUER = "/api/cataloguer"
# No page names permissions for the cataloguer.
MARKETPLACE_ROUTES = (
    Route(
        "marketplaces.categories",
        "GET",
        f"{PLATFORMS}/categories/{{platform}}",
        None,
        Access.PUBLIC,
        Formats.JSON,
    ),
    Route(
        "marketplaces.subcategories",
        "GET",
        f"{PLATFORMS}/subcategories/{{category_id}}",
        None,
        Access.PUBLIC,
    ),
    Route("cataloguer.categories", "GET", f"{CATALOGUER}/categories", None, formats=Formats.JSON),
    Route(
        "cataloguer.add_product",
        "PUT",
        f"{CATALOGUER}/categories/{{category_id}}/products",
        None,
        formats=Formats.JSON,
    ),
    Route(
        "cataloguer.attributes",
        "GET",
        f"{CATALOGUER}/{{category_id}}/attributes",
        None,
        formats=Formats.JSON,
    ),
)

DEBATES = "/api/debates/v2"
CHAT_ROUTES = (
    Route("chats.list", "GET", f"{DEBATES}/chats", VIEW_CHATS, formats=Formats.JSON),
    Route("chats.messages", "GET", DEBATES, VIEW_CHATS, formats=Formats.JSON),
    Route("chats.send", "POST", DEBATES, WRITE_CHATS, formats=Formats.JSON),
    Route("chats.mark_seen", "POST", f"{DEBATES}/seen", WRITE_CHATS, formats=Formats.JSON),
    Route("chats.upload", "POST", f"{DEBATES}/upload-preview", WRITE_CHATS, formats=Formats.JSON),
    Route("chats.state", "GET", f"{DEBATES}/chat-state", VIEW_CHATS, formats=Formats.JSON),
    Route("chats.set_state", "POST", f"{DEBATES}/chat-state", WRITE_CHATS, formats=Formats.JSON),
    Route(
        "chats.delete_message",
        "DELETE",
        f"{DEBATES}/{{message_id}}",
        "[ Correspondence with buyers ]: debates_delete",
        formats=Formats.JSON,
    ),
    Route(
        "chats.admin_messages",
        "GET",
        "/api/messages/v2",
        "[ Correspondence with the administration ]: View",
        formats=Formats.JSON,
    ),
)

SALES_ROUTES = (
    Route("sales.list", "POST", "/api/seller-sells/v2", SALES_STATISTICS),
    Route("sales.as_agent", "POST", "/api/agent-sales/v2", "[ Statistics ]"),
    Route("sales.latest", "GET", "/api/seller-last-sales", SALES_STATISTICS),
)

PURCHASE_ROUTES = (
    Route(
        "purchases.verify_code",
        "GET",
        "/api/purchases/unique-code/{unique_code}",
        None,
        formats=Formats.JSON,
    ),
    Route(
        "purchases.mark_delivered",
        "PUT",
        "/api/purchases/unique-code/{unique_code}/deliver",
        None,
        formats=Formats.JSON,
    ),
    Route(
        "purchases.get",
        "GET",
        "/api/purchase/info/{invoice_id}",
        "view_invoice",
        formats=Formats.JSON,
    ),
    Route("purchases.cart", "GET", "/api/purchase/cart", None, formats=Formats.JSON),
)

CURRENCY = "/api/sellers/currency"
SETTINGS_ROUTES = (
    Route(
        "account.permissions", "GET", "/api/token/perms", "token_get_perms", formats=Formats.JSON
    ),
    Route(
        "account.currency_rates", "GET", CURRENCY, "[ Exchange rates ]: View", formats=Formats.JSON
    ),
    Route("account.set_currency_rate", "POST", CURRENCY, None),
)

# A fixed path stands before the one with a placeholder that would match it, too.
ROUTES = (
    Route("sign_in", "POST", "/api/apilogin", None, Access.PUBLIC),
    Route("account.receipts", "GET", "/api/sellers/account/receipts", VIEW_OPERATIONS),
    Route(
        "account.external_operations",
        "GET",
        "/api/sellers/account/receipts/external",
        VIEW_OPERATIONS,
    ),
    Route(
        "account.balance",
        "GET",
        "/api/sellers/account/balance/info",
        "[ Operations ]: Getting balance",
    ),
    *SETTINGS_ROUTES,
    *CATALOG_ROUTES,
    Route(
        "offers.list",
        "GET",
        "/api/agents/offer",
        "[ Affiliate program ]: Individual offer",
        formats=Formats.JSON,
    ),
    Route(
        "templates.products", "GET", "/api/templates/products", VIEW_TEMPLATES, formats=Formats.JSON
    ),
    Route("templates.set_products", "POST", "/api/templates/products", EDIT_TEMPLATES),
    Route("templates.apply", "POST", "/api/templates/apply", "[ Comission templates ]: Apply"),
    Route("templates.delete", "POST", "/api/templates/delete/{template_id}", DELETE_TEMPLATES),
    Route("templates.list", "GET", "/api/templates", VIEW_TEMPLATES),
    Route("templates.create", "POST", "/api/templates", "[ Comission templates ]: Create"),
    Route("templates.update", "POST", "/api/templates/{template_id}", EDIT_TEMPLATES),
    Route("templates.delete", "DELETE", "/api/templates/{template_id}", DELETE_TEMPLATES),
    *CONTENT_ROUTES,
    *GOODS_ROUTES,
    *OPTION_ROUTES,
    *MARKETPLACE_ROUTES,
    *CHAT_ROUTES,
    *SALES_ROUTES,
    *PURCHASE_ROUTES,
)

OPERATIONS = frozenset(route.operation for route in ROUTES)
