"""A product's id and what to copy come in; new products go out."""

from typing import Annotated

from msgspec import Meta, Struct

from .._http.answers import Answer, changed
from .._http.bodies import read_body
from .._http.call import Call
from .._state.seller import Seller


class Asked(Struct, frozen=True):
    """The request; of settings that no operation shows nothing is copied."""

    count: Annotated[int, Meta(ge=1, le=5)] = 1
    categories: bool = False
    notify: bool = False
    discounts: bool = False
    options: bool = False
    comissions: bool = False
    gallery: bool = False
    payment_settings: bool = False


def clone(seller: Seller, call: Call) -> Answer:
    """Copy the product, without its content."""
    item = seller.stock.find(call.id_in_path("product_id"))
    asked = read_body(call.body, call.content_type, Asked)
    made = [
        seller.stock.clone(item, categories=asked.categories, gallery=asked.gallery)
        for _ in range(asked.count)
    ]
    for copy in made:
        for preview in copy.previews:
            preview.preview_id = next(seller.content.preview_ids)
            seller.content.galleries[preview.preview_id] = copy.id
    return changed({"products": [copy.id for copy in made]}, root="result")
