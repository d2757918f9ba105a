"""A seller's state and one call come in; the answer goes out, or a refusal is raised."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from .answers import NO_CONTENT, UNAUTHORIZED, Answer, RefusedError, changed, denied, found, refused
from .arguments import Arguments, read_body
from .balance import balance
from .routes import Route
from .seller import Seller
from .sign_in import FAILED, Asked, failed
from .template_products import TemplateProducts


@dataclass(frozen=True)
class Call:
    """What is asked, apart from HTTP."""

    arguments: Arguments
    names: Mapping[str, str]
    content_type: str
    body: bytes

    @property
    def template_id(self) -> int | None:
        """Return the template's id in the path."""
        return Arguments(self.names.items()).integer("template_id")


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
        asked = read_body(call.body, call.content_type, Asked)
    except RefusedError:
        return Answer(payload=failed(FAILED))
    signed_in = seller.tokens.sign_in(asked)
    return Answer(payload=signed_in, effect=signed_in.retval == 0)


def template_products(seller: Seller, call: Call) -> Answer:
    """List the products of a template."""
    template = seller.templates.find(call.arguments.integer("templateId"))
    percents = seller.templates.percents[template.id]
    rows = TemplateProducts(seller.seed, seller.sizes.template_products, percents)
    return found(rows.page(call.arguments))


def rename_template(seller: Seller, call: Call) -> Answer:
    """Edit a template."""
    named = read_body(call.body, call.content_type, Named)
    return changed(seller.templates.rename(call.template_id, named.name))


def delete_template(seller: Seller, call: Call) -> Answer:
    """Delete a template."""
    seller.templates.delete(call.template_id)
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
    "account.receipts": lambda seller, call: found(seller.receipts.page(call.arguments)),
    "account.external_operations": lambda seller, call: found(seller.external.page(call.arguments)),
    "account.balance": lambda seller, _: found(balance(seller.seed)),
    "offers.list": lambda seller, call: found(seller.offers.page(call.arguments)),
    "templates.list": lambda seller, call: found(seller.templates.page(call.arguments)),
    "templates.create": lambda seller, call: changed(
        seller.templates.create(read_body(call.body, call.content_type, Named).name)
    ),
    "templates.update": rename_template,
    "templates.delete": delete_template,
    "templates.products": template_products,
    "templates.set_products": set_products,
    "templates.apply": apply_template,
}


def answer(seller: Seller, route: Route, call: Call) -> Answer:
    """Return the answer to the *call*: token first, then permission, then the operation."""
    if route.operation != "sign_in" and not seller.tokens.is_valid(call.arguments.text("token")):
        return UNAUTHORIZED
    if route.permission is not None and not seller.may(route.permission):
        return denied(route.permission, seller.denied_status)
    try:
        return HANDLERS[route.operation](seller, call)
    except RefusedError as refusal:
        return refused(refusal)
