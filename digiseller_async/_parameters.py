"""Read the further parameters of the payment page, which come back in base64."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl

_MOST = 1000


def read_parameters(text: str | None) -> Mapping[str, str]:
    """Return the parameters in *text*, the first of each name; none if it cannot be read."""
    try:
        packed = (text or "").strip().replace("-", "+").replace("_", "/").rstrip("=")
        query = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode()
        pairs = parse_qsl(query.lstrip("?&"), keep_blank_values=True, max_num_fields=_MOST)
    except (binascii.Error, ValueError):
        return MappingProxyType({})
    return MappingProxyType(dict(reversed(pairs)))
