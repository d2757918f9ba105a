"""Answer the operations on options of products, on marketplaces, and on the cataloguer."""

from ..._http.call import Handlers
from . import cataloguer, marketplaces, options

HANDLERS: Handlers = {
    **options.HANDLERS,
    **marketplaces.HANDLERS,
    **cataloguer.HANDLERS,
}
