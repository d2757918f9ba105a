"""The operations of the service, a class for each group; generated: do not edit.

Each name loads its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .account import Account
    from .catalog import Catalog
    from .cataloguer import Cataloguer
    from .chats import Chats
    from .checkout import Checkout
    from .content import Content
    from .gallery import Gallery
    from .marketplaces import Marketplaces
    from .offers import Offers
    from .options import Options
    from .products import Products
    from .purchases import Purchases
    from .sales import Sales
    from .tasks import Tasks
    from .templates import Templates

__all__ = [
    "Account",
    "Catalog",
    "Cataloguer",
    "Chats",
    "Checkout",
    "Content",
    "Gallery",
    "Marketplaces",
    "Offers",
    "Options",
    "Products",
    "Purchases",
    "Sales",
    "Tasks",
    "Templates",
]

_NAMES = {
    "account": ("Account",),
    "catalog": ("Catalog",),
    "cataloguer": ("Cataloguer",),
    "chats": ("Chats",),
    "checkout": ("Checkout",),
    "content": ("Content",),
    "gallery": ("Gallery",),
    "marketplaces": ("Marketplaces",),
    "offers": ("Offers",),
    "options": ("Options",),
    "products": ("Products",),
    "purchases": ("Purchases",),
    "sales": ("Sales",),
    "tasks": ("Tasks",),
    "templates": ("Templates",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}


if not TYPE_CHECKING:  # or type checkers would take any misspelt name for one of these

    def __getattr__(name: str) -> Any:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULE_OF})
