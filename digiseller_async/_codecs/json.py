"""Read and write JSON; numbers keep the digits that were sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

_BOM = b"\xef\xbb\xbf"
_encoder = msgspec.json.Encoder(decimal_format="number")
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)


def dumps(value: Any) -> bytes:
    """Write *value*; a `Decimal` becomes a number with exactly its digits."""
    return _encoder.encode(value)


def loads(body: bytes) -> Any:
    """Read *body*; a fraction becomes a `Decimal`. Broken JSON, or NaN, is a `ValueError`."""
    try:
        return _decoder.decode(body.removeprefix(_BOM))
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
