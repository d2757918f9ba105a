"""Nothing comes in; the operations with method, path and permission go out."""

from dataclasses import dataclass

OPERATIONS = "[ Operations ]: View all operations"
VIEW = "[ Comission templates ]: View"
EDIT = "[ Comission templates ]: Edit"
DELETE = "[ Comission templates ]: Delete"


@dataclass(frozen=True)
class Route:
    """Where an operation is, and the permission that its page asks for."""

    operation: str
    method: str
    path: str
    permission: str | None


# A fixed path stands before the one with a placeholder that would match it, too.
ROUTES = (
    Route("sign_in", "POST", "/api/apilogin", None),
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
    Route("offers.list", "GET", "/api/agents/offer", "[ Affiliate program ]: Individual offer"),
    Route("templates.products", "GET", "/api/templates/products", VIEW),
    Route("templates.set_products", "POST", "/api/templates/products", EDIT),
    Route("templates.apply", "POST", "/api/templates/apply", "[ Comission templates ]: Apply"),
    Route("templates.delete", "POST", "/api/templates/delete/{template_id}", DELETE),
    Route("templates.list", "GET", "/api/templates", VIEW),
    Route("templates.create", "POST", "/api/templates", "[ Comission templates ]: Create"),
    Route("templates.update", "POST", "/api/templates/{template_id}", EDIT),
    Route("templates.delete", "DELETE", "/api/templates/{template_id}", DELETE),
)
NAMES = frozenset(route.operation for route in ROUTES)
