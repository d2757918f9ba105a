"""Answer the operations of the pages on correspondence, with buyers and the administration."""

from ..._http.call import Handlers
from . import admin_messages, reading, writing

HANDLERS: Handlers = {**reading.HANDLERS, **writing.HANDLERS, **admin_messages.HANDLERS}
