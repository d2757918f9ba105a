"""Answer the operations on products."""

from ..._http.call import Handlers
from . import details, edits, lists, quotes

HANDLERS: Handlers = {
    **lists.HANDLERS,
    **details.HANDLERS,
    **quotes.HANDLERS,
    **edits.HANDLERS,
}
