"""Show the marketplaces' categories, which anybody may read."""

from ..._http.answers import Answer, found
from ..._http.call import Call, Handlers
from ..._state.seller import Seller
from ..._state.shop.marketplaces import SUBCATEGORIES, TREES, PlatformCategory
from ..._state.texts import RefusedError


def shown(category: PlatformCategory) -> dict[str, object]:
    """Return a category with all below it; one without any has null for them."""
    return {
        "id": category.id,
        "level": category.level,
        "parent_id": category.parent_id,
        "name": category.name,
        "children": [shown(one) for one in category.children] or None,
        "can_add": category.can_add,
    }


def categories(_: Seller, call: Call) -> Answer:
    """Return the tree of one marketplace."""
    name = call.path_params["platform"]
    if name not in TREES:
        raise RefusedError("id", f"Platform not found: {name}")
    return found([shown(one) for one in TREES[name]])


def subcategories(_: Seller, call: Call) -> Answer:
    """Return where products of a category can be put."""
    several = SUBCATEGORIES.get(call.id_in_path("category_id") or 0, ())
    return found([{"id": one.id, "title": one.title, "name": one.name} for one in several])


HANDLERS: Handlers = {
    "marketplaces.categories": categories,
    "marketplaces.subcategories": subcategories,
}
