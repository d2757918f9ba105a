"""Nothing comes in; the operations with method, path and permission go out."""

from .content_routes import CONTENT_ROUTES
from .route import Access, Formats, Route

__all__ = ["NAMES", "ROUTES", "Route"]

OPERATIONS = "[ Operations ]: View all operations"
VIEW = "[ Comission templates ]: View"
EDIT = "[ Comission templates ]: Edit"
DELETE = "[ Comission templates ]: Delete"
PRODUCTS = "[ Products ]: View"


CATALOG_ROUTES = (
    Route("catalog.categories", "GET", "/api/categories", None, Access.PUBLIC),
    Route("catalog.products", "GET", "/api/shop/products", None, Access.PUBLIC, Formats.XML_FIRST),
    Route("catalog.reviews", "GET", "/api/reviews", None, Access.PUBLIC),
    Route("catalog.search", "POST", "/xml/shop_search.asp", None, Access.PUBLIC, Formats.XML),
    Route("catalog.image", "GET", "/img.ashx", None, Access.PUBLIC, Formats.FILE),
    Route("products.by_ids", "POST", "/api/products/list", PRODUCTS, Access.OPTIONAL),
    Route("products.by_ids", "GET", "/api/products/list", PRODUCTS, Access.OPTIONAL),
    Route("products.price", "GET", "/api/products/price/calc", None, Access.PUBLIC),
    Route("products.get", "GET", "/api/products/{product_id}/data", PRODUCTS, Access.OPTIONAL),
    Route("products.discount", "POST", "/xml/shop_discount.asp", None, Access.PUBLIC, Formats.XML),
    Route("products.of_seller", "POST", "/api/seller-goods", PRODUCTS, Access.OPTIONAL),
    Route("products.clone", "POST", "/api/product/clone/{product_id}", "[ Products ]: Create"),
)
# A fixed path stands before the one with a placeholder that would match it, too.
ROUTES = (
    Route("sign_in", "POST", "/api/apilogin", None, Access.PUBLIC),
    Route("account.receipts", "GET", "/api/sellers/account/receipts", OPERATIONS),
    Route(
        "account.external_operations", "GET", "/api/sellers/account/receipts/external", OPERATIONS
    ),
    Route(
        "account.balance",
        "GET",
        "/api/sellers/account/balance/info",
        "[ Operations ]: Getting balance",
    ),
    *CATALOG_ROUTES,
    Route(
        "offers.list",
        "GET",
        "/api/agents/offer",
        "[ Affiliate program ]: Individual offer",
        formats=Formats.JSON,
    ),
    Route("templates.products", "GET", "/api/templates/products", VIEW, formats=Formats.JSON),
    Route("templates.set_products", "POST", "/api/templates/products", EDIT),
    Route("templates.apply", "POST", "/api/templates/apply", "[ Comission templates ]: Apply"),
    Route("templates.delete", "POST", "/api/templates/delete/{template_id}", DELETE),
    Route("templates.list", "GET", "/api/templates", VIEW),
    Route("templates.create", "POST", "/api/templates", "[ Comission templates ]: Create"),
    Route("templates.update", "POST", "/api/templates/{template_id}", EDIT),
    Route("templates.delete", "DELETE", "/api/templates/{template_id}", DELETE),
    *CONTENT_ROUTES,
)
NAMES = frozenset(route.operation for route in ROUTES)
