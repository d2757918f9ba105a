"""Answer the operations on products."""

from ..._http.call import Handlers
from . import creations, details, edits, lists, price_changes, quotes

HANDLERS: Handlers = {
    **lists.HANDLERS,
    **details.HANDLERS,
    **quotes.HANDLERS,
    **edits.HANDLERS,
    **price_changes.HANDLERS,
    **creations.HANDLERS,
}
