"""A seller's state and one call come in; the answer goes out, or a refusal is raised."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec

from .._http.answers import (
    NO_CONTENT,
    UNAUTHORIZED,
    Answer,
    RefusedError,
    UnauthorizedError,
    changed,
    denied,
    found,
    listed,
    refused,
)
from .._http.bodies import read_body
from .._http.call import Call
from .._http.route import Access, Route
from .._state.balance import balance
from .._state.seller import Seller
from .._state.tokens import FAILED, Asked, failed
from .catalog_handlers import CATALOG_HANDLERS
from .content_handlers import CONTENT_HANDLERS
from .template_products import TemplateProducts


class Named(msgspec.Struct, frozen=True):
    """The body of a new template or a new name."""

    name: str | None = None


class Percent(msgspec.Struct, frozen=True):
    """One product's percent."""

    product_id: int
    percent: int


class Percents(msgspec.Struct, frozen=True):
    """The body that sets percents."""

    template_id: int
    products: tuple[Percent, ...]


class Application(msgspec.Struct, frozen=True):
    """The body that applies a template."""

    template_id: int
    seller_id: int


def sign_in(seller: Seller, call: Call) -> Answer:
    """Give out a token."""
    try:
        asked = read_body(call.body, call.content_type, Asked, root="apilogin.request")
    except RefusedError:
        return Answer(payload=failed(FAILED), root="apilogin.response")
    signed_in = seller.tokens.sign_in(asked)
    effect = signed_in.retval == 0
    return Answer(payload=signed_in, effect=effect, root="apilogin.response")


def template_products(seller: Seller, call: Call) -> Answer:
    """List the products of a template."""
    template = seller.templates.find(call.arguments.integer("templateId"))
    percents = seller.templates.percents[template.id]
    rows = TemplateProducts(seller.seed, seller.sizes.template_products, percents, seller.stock)
    return listed(rows.page(call.arguments))


def rename_template(seller: Seller, call: Call) -> Answer:
    """Edit a template."""
    named = read_body(call.body, call.content_type, Named)
    return changed(seller.templates.rename(call.id_in_path("template_id"), named.name))


def delete_template(seller: Seller, call: Call) -> Answer:
    """Delete a template."""
    seller.templates.delete(call.id_in_path("template_id"))
    return NO_CONTENT


def set_products(seller: Seller, call: Call) -> Answer:
    """Set the percents of products in a template."""
    asked = read_body(call.body, call.content_type, Percents)
    percents = {one.product_id: one.percent for one in asked.products}
    seller.templates.set_percents(asked.template_id, percents)
    return NO_CONTENT


def apply_template(seller: Seller, call: Call) -> Answer:
    """Make the percents of a template those of a seller's offers."""
    asked = read_body(call.body, call.content_type, Application)
    template = seller.templates.find(asked.template_id)
    edits = seller.templates.percents[template.id]
    seller.offers.set_percents(
        asked.seller_id, {product_id: percent for product_id, (percent, _) in edits.items()}
    )
    return NO_CONTENT


HANDLERS: Mapping[str, Callable[[Seller, Call], Answer]] = {
    "sign_in": sign_in,
    "account.receipts": lambda seller, call: listed(seller.receipts.page(call.arguments)),
    "account.external_operations": lambda seller, call: listed(
        seller.external.page(call.arguments)
    ),
    "account.balance": lambda seller, _: found(balance(seller.seed)),
    "offers.list": lambda seller, call: listed(seller.offers.page(call.arguments)),
    "templates.list": lambda seller, call: listed(seller.templates.page(call.arguments)),
    "templates.create": lambda seller, call: changed(
        seller.templates.create(read_body(call.body, call.content_type, Named).name)
    ),
    "templates.update": rename_template,
    "templates.delete": delete_template,
    "templates.products": template_products,
    "templates.set_products": set_products,
    "templates.apply": apply_template,
    **CATALOG_HANDLERS,
    **CONTENT_HANDLERS,
}


def answer(seller: Seller, route: Route, call: Call) -> Answer:
    """Return the answer to the *call*: token first, then permission, then the operation."""
    token = call.arguments.text("token")
    is_owner = seller.tokens.is_valid(token)
    if route.access is Access.TOKEN or (route.access is Access.OPTIONAL and token):
        if not is_owner:
            return UNAUTHORIZED
        if not seller.may(route.permission):
            return denied(str(route.permission), seller.denied_status)
    call = replace(call, is_owner=is_owner)
    try:
        return HANDLERS[route.operation](seller, call)
    except RefusedError as refusal:
        return refused(refusal)
    except UnauthorizedError:
        return UNAUTHORIZED
