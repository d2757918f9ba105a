"""Read the query with which a buyer's browser comes back after paying."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from attrs import field, frozen

from ..errors import MalformedCallbackError
from ..models import Model
from ._body import read_fields

_NAME = "uniquecode"
_CODE = re.compile(
    r"[0-9A-Za-z]{16}|[0-9A-Za-z]{8}(?:-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}", re.ASCII
)


@frozen(kw_only=True)
class CodeRedirect(Model):
    """A buyer comes with the unique code of an order.

    The code is all the proof there is: verify it with ``purchases.verify_code(unique_code)`` before
    anything is shown, and look by the order's number whether it was handled before.
    """

    unique_code: str = field(repr=False)
    """The code."""
    parameters: Mapping[str, str] = field(factory=lambda: MappingProxyType({}), repr=False)
    """What else the query has, the first of each name; the buyer can change it."""


def read_redirect(query: str) -> CodeRedirect:
    """Read the query of the page that the product's "code verification" leads to.

    Args:
        query: The URL's query, as it came.

    Raises:
        MalformedCallbackError: There is no unique code, or what is there can be none.

    Documentation: https://my.digiseller.com/inside/api_general.asp
    """
    pairs = read_fields(query=query).pairs
    codes = [value for name, value in pairs if name.lower() == _NAME]
    if not codes or not _CODE.fullmatch(codes[0].strip()):
        raise MalformedCallbackError("uniquecode is missing, or is not 16 letters or a UUID")
    others = {name: value for name, value in reversed(pairs) if name.lower() != _NAME}
    return CodeRedirect(unique_code=codes[0].strip(), parameters=MappingProxyType(others))
