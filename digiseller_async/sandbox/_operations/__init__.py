"""What each call does to the seller, and what answers it; grouped as the service's pages are."""

from .._http.call import Handlers
from . import (
    account,
    catalog,
    chats,
    checkout,
    content,
    gallery,
    goods,
    offers,
    products,
    purchases,
    sales,
    settings,
    sign_in,
    tasks,
    templates,
)

HANDLERS: Handlers = {
    **sign_in.HANDLERS,
    **account.HANDLERS,
    **settings.HANDLERS,
    **catalog.HANDLERS,
    **products.HANDLERS,
    **purchases.HANDLERS,
    **offers.HANDLERS,
    **templates.HANDLERS,
    **content.HANDLERS,
    **gallery.HANDLERS,
    **tasks.HANDLERS,
    **sales.HANDLERS,
    **chats.HANDLERS,
    **checkout.HANDLERS,
    **goods.HANDLERS,
}
