"""Turn the details of a product from their JSON form into their XML form."""

from collections.abc import Callable, Mapping
from typing import Any

from ..catalog.categories import nested_path

# What only clients have seen, and only in JSON; the path is elsewhere in XML.
JSON_ONLY = frozenset(
    {"owner", "section_id", "no_cart", "type_good", "card_url", "breadcrumbs", "category_id"}
)
Shape = Callable[[Any], object]


def as_element(product: Mapping[str, Any]) -> dict[str, object]:
    """Return the product as an element."""
    shaped = {
        name: SHAPES[name](value) if name in SHAPES and value is not None else value
        for name, value in product.items()
        if name not in JSON_ONLY
    }
    links = (
        {"@cnt": one["products_cnt"], "id": one["id"], "name": one["name"]}
        for one in product["breadcrumbs"]
    )
    return {
        "@icon": product["label"],
        **shaped,
        "in_stock": product["is_available"],
        "categories": {"category": nested_path(links)},
    }


def wrapped(name: str) -> Shape:
    """Return what puts a list of elements of this *name* into one."""
    return lambda values: {name: values}


def amounts(kinds: Mapping[str, Mapping[str, Any]]) -> object:
    """Return amounts by currency, each one with its currency beside it."""
    return {
        kind: {"price": [{"currency": name, "price": one} for name, one in prices.items()]}
        for kind, prices in kinds.items()
    }


def methods(values: list[dict[str, Any]]) -> object:
    """Return methods of payment, without what only JSON has."""
    return {
        "payment_method": [
            {
                "name": one["name"],
                "currencies": {"currency": list(map(currency, one["currencies"]))},
            }
            for one in values
        ]
    }


def currency(value: Mapping[str, Any]) -> dict[str, object]:
    """Return one currency of a method of payment."""
    return {name: value[name] for name in ("currency", "code", "price")}


def images(values: list[dict[str, Any]]) -> object:
    """Return pictures, each one in two sizes."""
    return {"@cnt": len(values), "preview_img": list(map(image, values))}


def image(value: Mapping[str, Any]) -> dict[str, object]:
    """Return one picture."""
    url, width, height = value["url"], value["width"], value["height"]
    small = {"@height": height // 4, "@width": width // 4, "#": f"{url}&crop=false"}
    real = {"@height": height, "@width": width, "#": url}
    return {"@id": value["id"], "img_small": small, "img_real": real}


def videos(values: list[dict[str, Any]]) -> object:
    """Return videos with their number."""
    return {"@cnt": len(values), "preview_video": values}


def in_units(value: Mapping[str, Any]) -> object:
    """Return the price of a unit, its numbers of units in elements of one name."""
    return {**value, "unit_fixed": {"unit_fixed": value["unit_fixed"]}}


def by_volume(value: Mapping[str, Any]) -> object:
    """Return the units, each discount in an element."""
    return {**value, "discounts": {"discount": value["discounts"]}}


def selectable(values: list[dict[str, Any]]) -> object:
    """Return options and their variants, without what only JSON has."""
    return {"option": list(map(option, values))}


def option(value: Mapping[str, Any]) -> dict[str, object]:
    """Return one option."""
    variants = [
        {name: one for name, one in variant.items() if name != "visible"}
        for variant in value["variants"]
    ]
    rest = {name: one for name, one in value.items() if name != "id"}
    return {**rest, "variants": {"variant": variants}}


SHAPES: Mapping[str, Shape] = {
    "prices": amounts,
    "payment_methods": methods,
    "prices_unit": in_units,
    "preview_imgs": images,
    "preview_videos": videos,
    "discounts": wrapped("discount"),
    "units": by_volume,
    "options": selectable,
}
