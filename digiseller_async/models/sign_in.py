"""The model of the response to a sign-in."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import min_len

from ._base import Int64, Moment

__all__ = ["SignIn"]


@frozen(kw_only=True)
class SignIn:
    """A fresh access token."""

    token: str = field(repr=False, validator=min_len(1))
    """The access token."""
    seller_id: Int64 | None = None
    """The seller that it belongs to."""
    valid_thru: Moment | None = None
    """When it expires."""
