"""The golden sign-in: the client calls it by itself.

Of its XML the wire notes name the roots only; the elements inside are JSON's keys.
"""

from __future__ import annotations

import datetime as dt

from digiseller_async import Token
from digiseller_async._codecs.scalars import MOSCOW

from . import Case

TOKEN = Token(
    value="…",
    valid_until=dt.datetime(2026, 3, 19, 23, 21, 58, 435511, MOSCOW),
    seller_id=12126,
    origin="https://api.digiseller.com",
)
"""The token as a client of seller 12126 has it; the answer itself names another seller."""
CASES = (Case("sign_in", lambda ds: ds.sign_in(), None),)
