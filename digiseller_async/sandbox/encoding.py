"""An answer and the ``Accept`` header come in; bytes and their media type go out.

Only JSON for now; XML would be one more row of ``ENCODERS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

Encode = Callable[[object], bytes]

# Amounts are JSON numbers with exactly the digits of the Decimal: 33.50, 0.00.
JSON: Encode = msgspec.json.Encoder(decimal_format="number").encode


@dataclass(frozen=True)
class Encoder:
    """One way to write an answer."""

    media_type: str
    encode: Encode


ENCODERS: Mapping[str, Encoder] = {
    "application/json": Encoder("application/json; charset=utf-8", JSON),
    "text/json": Encoder("text/json; charset=utf-8", JSON),
    "*/*": Encoder("application/json; charset=utf-8", JSON),
}


def choose(accept: str) -> Encoder | None:
    """Return the first encoder that the ``Accept`` header names, or None.

    The real service answers some operations in XML without the header; the sandbox cannot yet.
    """
    for part in accept.split(","):
        encoder = ENCODERS.get(part.partition(";")[0].strip().lower())
        if encoder is not None:
            return encoder
    return None
