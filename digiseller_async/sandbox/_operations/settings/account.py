"""Answer what the API key may do, and the exchange rates."""

from decimal import Decimal

from msgspec import Struct

from ..._http import routes
from ..._http.answers import Answer, changed, found
from ..._http.bodies import read_body
from ..._http.call import Call, Handlers
from ..._state.seller import Seller
from ..._state.shop.currency_rates import BASES, ChosenRate
from ..prices import RATES

MILLIONTH = Decimal("0.000001")
TEMPLATES = "[ Comission templates ]"
OPTIONS = "[ Parameters ]"
# What the flags of a key are called on the pages.
FLAGS = {
    "description_create": "[ Products ]: Create",
    "description_edit": routes.EDIT_PRODUCTS,
    "description_view": routes.VIEW_PRODUCTS,
    "content_upload": routes.ADD_CONTENT,
    "content_change": routes.EDIT_CONTENT,
    "content_delete": routes.DELETE_CONTENT,
    "gallery_add": routes.ADD_TO_GALLERY,
    "gallery_change": "[ Gallery ]: Edit",
    "option_read": f"{OPTIONS}: View",
    "option_add": f"{OPTIONS}: Adding",
    "option_edit": f"{OPTIONS}: Edit",
    "option_delete": f"{OPTIONS}: Delete",
    "view_operations": routes.VIEW_OPERATIONS,
    "view_invoice": "view_invoice",
    "sales_statistics_view": routes.SALES_STATISTICS,
    "agent_sales_statistics_view": "[ Statistics ]",
    "view_personal_offer": "[ Affiliate program ]: Individual offer",
    "read_commission_template": routes.VIEW_TEMPLATES,
    "create_commission_template": f"{TEMPLATES}: Create",
    "edit_commission_template": routes.EDIT_TEMPLATES,
    "delete_commission_template": routes.DELETE_TEMPLATES,
    "apply_commission_template": f"{TEMPLATES}: Apply",
    "debates_read": routes.VIEW_CHATS,
    "debates_write": routes.WRITE_CHATS,
    "debates_delete": "[ Correspondence with buyers ]: debates_delete",
    "token_get_perms": "token_get_perms",
}


class SetRateRequest(Struct, frozen=True):
    """The body that sets a rate."""

    base_currency: str
    type_currency: str
    bank: str
    rate: Decimal | None = None
    complement: Decimal | None = None


def permissions(seller: Seller, _: Call) -> Answer:
    """Return the flags of the key, without an envelope."""
    return Answer(payload={flag: seller.may(needed) for flag, needed in FLAGS.items()})


def currency_rates(seller: Seller, call: Call) -> Answer:
    """Return the rates of one currency, or of each."""
    asked = call.arguments.word("base_currency", BASES)
    return found([rates_of(seller, base) for base in BASES if asked in (None, base)])


def rates_of(seller: Seller, base: str) -> dict[str, object]:
    """Return the rates of one currency."""
    rows: list[dict[str, object]] = []
    for target, chosen in seller.currency_rates.of(base):
        official = (RATES[base] / RATES[target]).quantize(MILLIONTH)
        row = {
            "currency": target,
            "rate": official if chosen.rate is None else chosen.rate,
            "bank": chosen.bank,
            "complement": chosen.complement,
            "official_rate": official,
        }
        rows.append(row)
    return {"base_currency": base, "currencies": rows}


def set_currency_rate(seller: Seller, call: Call) -> Answer:
    """Choose a rate."""
    request = read_body(call.body, call.content_type, SetRateRequest)
    chosen = ChosenRate(request.bank, request.rate, request.complement or Decimal("0.00"))
    seller.currency_rates.choose(request.base_currency, request.type_currency, chosen)
    return changed(None)


HANDLERS: Handlers = {
    "account.permissions": permissions,
    "account.currency_rates": currency_rates,
    "account.set_currency_rate": set_currency_rate,
}
