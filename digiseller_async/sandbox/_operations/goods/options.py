"""List, add, change and delete options of products and their variants."""

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct, to_builtins

from ..._http.answers import Answer, changed, found
from ..._http.bodies import read_body
from ..._http.call import Call, Handlers
from ..._state.products import Item, Option, Variant
from ..._state.seller import Seller
from ..._state.shop.options import PERCENT, find_variant, options_of, set_rate
from ..._state.texts import RefusedError, Text
from ..content import SUCCESS
from ..products.edit_schemas import Local
from ..products.price_changes import Modifier

WITH_VARIANTS = {"checkbox", "radio", "select"}
OptionType = Literal["textarea", "checkbox", "text", "radio", "select"]
Texts = Annotated[tuple[Local, ...], Meta(min_length=1)]
Order = Annotated[int, Meta(ge=1)]


class NewVariant(Struct, frozen=True):
    """A variant that is to be added."""

    name: Texts
    type: Modifier
    rate: Decimal
    default: bool | None = None
    order: Order | None = None


class NewVariants(Struct, frozen=True):
    """Variants that are to be added."""

    variants: Annotated[tuple[NewVariant, ...], Meta(min_length=1)]


class OptionParts(Struct, frozen=True):
    """What is given of an option."""

    name: Texts | None = None
    type: OptionType | None = None
    comment: Texts | None = None
    separate_content: bool | None = None
    required: bool | None = None
    modifier_visible: bool | None = None
    order: Order | None = None


class NewOption(OptionParts, frozen=True, kw_only=True):
    """An option that is to be added."""

    product_id: int
    variants: tuple[NewVariant, ...] | None = None


class OptionChange(OptionParts, frozen=True, kw_only=True):
    """What is to be changed of an option."""

    option_id: int


class VariantChange(Struct, frozen=True):
    """What is to be changed of a variant."""

    name: Texts | None = None
    type: Modifier | None = None
    rate: Decimal | None = None
    default: bool | None = None
    visible: bool | None = None
    order: Order | None = None


class Precheck(Struct, frozen=True):
    """How the seller's server is asked about options before payment."""

    precheck_active: bool | None = None
    precheck_url: str | None = None
    precheck_no_answer: str | None = None


def texts(given: tuple[Local, ...]) -> tuple[Text, ...]:
    """Return texts as they are kept."""
    return tuple(Text(one.locale, one.value) for one in given)


def summary(option: Option) -> dict[str, object]:
    """Return what the list says of an option; without a comment it has none."""
    return {
        "id": option.option_id,
        "type": option.type,
        "order": option.order,
        "name": option.name,
        "comment": option.comment or None,
    }


def variant_details(one: Variant) -> dict[str, object]:
    """Return all that is known of a variant."""
    kind = "percent" if one.unit == PERCENT else "price"
    return {
        "variant_id": one.variant_id,
        "name": one.name,
        "type": f"{kind}{'minus' if one.amount < 0 else 'plus'}",
        "rate": abs(one.amount),
        "default": one.default,
        "visible": one.visible,
        "order": one.order,
    }


def list_options(seller: Seller, call: Call) -> Answer:
    """Return the options of a product."""
    product_id = call.id_in_path("product_id")
    item = seller.stock.get(product_id)
    if item is None:
        raise RefusedError("product_id", f"Product not found: {product_id}")
    return found([summary(one) for one in options_of(item)])


def get_option(seller: Seller, call: Call) -> Answer:
    """Return one option with its variants."""
    item, option = seller.options.get(call.id_in_path("option_id"))
    details = {
        **summary(option),
        "separate_content": option.separate_content,
        "required": option.required,
        "modifier_visible": option.modifier_visible,
        "product_id": item.id,
        "variants": [variant_details(one) for one in option.variants],
    }
    return found(details)


def new_variants(seller: Seller, item: Item, option: Option, given: tuple[NewVariant, ...]) -> None:
    """Add variants to the *option*."""
    if given and option.type not in WITH_VARIANTS:
        raise RefusedError("variants", f"{option.type} has no variants")
    for one in given:
        variant = Variant(
            variant_id=next(seller.options.variant_ids),
            name=texts(one.name),
            amount=Decimal(0),
            unit=PERCENT,
            default=bool(one.default),
            order=one.order or len(option.variants) + 1,
        )
        set_rate(variant, one.type, one.rate, item.currency)
        option.variants.append(variant)


def create_option(seller: Seller, call: Call) -> Answer:
    """Add an option to a product."""
    request = read_body(call.body, call.content_type, NewOption)
    if request.name is None or request.type is None:
        raise RefusedError("body", "name and type are required")
    item = seller.stock.find(request.product_id)
    option = Option(
        option_id=next(seller.options.option_ids),
        type=request.type,
        name=texts(request.name),
        order=len(options_of(item)) + 1,
    )
    new_variants(seller, item, option, request.variants or ())
    set_parts(option, request)
    seller.options.add(item, option)
    ids = [one.variant_id for one in option.variants]
    return changed({"option_id": option.option_id, "variants": ids})


def set_parts(option: Option, given: OptionParts) -> None:
    """Change what is given of an *option*."""
    option.name = texts(given.name) if given.name else option.name
    option.comment = texts(given.comment) if given.comment else option.comment
    option.type = given.type or option.type
    option.order = given.order or option.order
    for name in ("separate_content", "required", "modifier_visible"):
        if getattr(given, name) is not None:
            setattr(option, name, getattr(given, name))


def update_option(seller: Seller, call: Call) -> Answer:
    """Change an option."""
    request = read_body(call.body, call.content_type, OptionChange)
    _, option = seller.options.find(request.option_id)
    set_parts(option, request)
    return changed(SUCCESS)


def delete_option(seller: Seller, call: Call) -> Answer:
    """Delete an option, and answer with an envelope."""
    item, option = seller.options.find(call.id_in_path("option_id"))
    item.options = [one for one in options_of(item) if one is not option]
    return changed(SUCCESS)


def add_variants(seller: Seller, call: Call) -> Answer:
    """Add variants to an option."""
    request = read_body(call.body, call.content_type, NewVariants)
    item, option = seller.options.find(call.id_in_path("option_id"))
    new_variants(seller, item, option, request.variants)
    added = option.variants[-len(request.variants) :]
    return changed([{"variant_id": one.variant_id} for one in added])


def variant_in_path(seller: Seller, call: Call) -> tuple[Item, Option, Variant]:
    """Return the variant that is to be changed, its option and its product; or refuse."""
    item, option = seller.options.find(call.id_in_path("option_id"))
    return item, option, find_variant([option], call.id_in_path("variant_id") or 0)


def update_variant(seller: Seller, call: Call) -> Answer:
    """Change a variant."""
    request = read_body(call.body, call.content_type, VariantChange)
    item, _, variant = variant_in_path(seller, call)
    before = variant_details(variant)
    if request.type is not None or request.rate is not None:
        modifier = request.type or str(before["type"])
        rate = abs(variant.amount) if request.rate is None else request.rate
        set_rate(variant, modifier, rate, item.currency)
    variant.name = texts(request.name) if request.name else variant.name
    variant.default = variant.default if request.default is None else request.default
    variant.visible = variant.visible if request.visible is None else request.visible
    variant.order = request.order or variant.order
    return changed(SUCCESS)


def delete_variant(seller: Seller, call: Call) -> Answer:
    """Delete a variant, and answer nothing."""
    _, option, variant = variant_in_path(seller, call)
    option.variants.remove(variant)
    return Answer(effect=True)


def precheck(seller: Seller, call: Call) -> Answer:
    """Return how the seller's server is asked."""
    item = seller.stock.find(call.id_in_path("product_id"))
    usual = {"precheck_active": False, "precheck_url": None, "precheck_no_answer": None}
    return found({"product_id": item.id, **usual, **item.precheck})


def set_precheck(seller: Seller, call: Call) -> Answer:
    """Set how the seller's server is asked."""
    request = read_body(call.body, call.content_type, Precheck)
    item = seller.stock.find(call.id_in_path("product_id"))
    given = {name: one for name, one in to_builtins(request).items() if one is not None}
    item.precheck = {**item.precheck, **given}
    return changed(SUCCESS)


HANDLERS: Handlers = {
    "options.list": list_options,
    "options.get": get_option,
    "options.create": create_option,
    "options.update": update_option,
    "options.delete": delete_option,
    "options.add_variants": add_variants,
    "options.update_variant": update_variant,
    "options.delete_variant": delete_variant,
    "options.precheck": precheck,
    "options.set_precheck": set_precheck,
}
