"""Show one product, and the form that sells it with the options that a buyer has."""

from ...._state.products import Item, Option
from ...._state.shop.options import find_variant, options_of
from ...._state.shop.orders import ChosenOption
from ...._state.texts import RefusedError, text_in
from ...call import Arguments
from ..markup import Child, Html, element
from ..parts import badge, card, choice, facts, field, form
from ..visit import View, Visit
from .products import ENGLISH, buyer_fields, price, stock_badge


def show_product(visit: Visit) -> View:
    """Show one product."""
    item = product_in(visit)
    path = f"/shop/products/{item.id}"
    controls = [option_control(visit, one) for one in options_of(item)]
    selling = form(f"{path}/sell", "Sell", *controls, *buyer_fields(visit))
    content = element("div", facts_card(item), card("Sell", selling, id_="sell"), class_="columns")
    return View(title=f"Product {item.id}", content=content)


def product_in(visit: Visit) -> Item:
    """Return the product that the path names, to read it; or refuse."""
    item = visit.seller.stock.get(Arguments(visit.path_params.items()).integer("product_id"))
    if item is None:
        raise RefusedError("product_id", f"There is no product {visit.path_params['product_id']}")
    return item


def facts_card(item: Item) -> Html:
    """Return what is known of the product."""
    pairs: list[tuple[str, Child]] = [
        ("Name", text_in(item.name, ENGLISH)),
        ("Type", item.collection),
        ("Price", price(item)),
        ("Stock", stock_badge(item)),
        ("Status", badge("enabled", "good") if item.enabled else badge("disabled", "bad")),
        ("Options", f"{len(options_of(item))}"),
    ]
    if item.form:
        pairs.append(("Goods come from", element("code", str(item.form["address"]))))
    if item.precheck.get("precheck_active"):
        pairs.append(("Precheck of options", badge("on", "good")))
    return card("What it is", facts(pairs))


def option_control(visit: Visit, option: Option) -> Html:
    """Return the control for one option: a list of its variants, or a line."""
    name, label = f"option_{option.option_id}", text_in(option.name, ENGLISH)
    given = visit.given.text(name)
    if not option.variants:
        return field(label, name, given or "", hint="An option: what the buyer writes.")
    variants = [(str(one.variant_id), text_in(one.name, ENGLISH)) for one in option.variants]
    return choice(label, name, [("", "nothing"), *variants], given or variants[0][0])


def chosen_options(item: Item, given: Arguments) -> tuple[ChosenOption, ...]:
    """Return what a buyer has chosen or written in the form."""
    found: list[ChosenOption] = []
    for option in options_of(item):
        name = f"option_{option.option_id}"
        variant_id = given.integer(name) if option.variants else None
        value = given.text(name)
        if variant_id is not None:
            value = text_in(find_variant([option], variant_id).name, ENGLISH)
        if value is not None:
            label = text_in(option.name, ENGLISH)
            found.append(
                ChosenOption(id=option.option_id, name=label, value=value, variant_id=variant_id)
            )
    return tuple(found)
