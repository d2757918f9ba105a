"""Answer what is set: the key's permissions, the exchange rates, the number of codes."""

from ..._http.call import Handlers
from . import account, codes

HANDLERS: Handlers = {**account.HANDLERS, **codes.HANDLERS}
