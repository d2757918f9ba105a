"""The model of a sign-in's answer."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import min_len

from ._base import Int64, Moment

__all__ = ["SignIn"]


@frozen(kw_only=True)
class SignIn:
    """A fresh access token."""

    token: str = field(repr=False, validator=min_len(1))
    """The token; opaque."""
    seller_id: Int64 | None = None
    """Whose token it is."""
    valid_thru: Moment | None = None
    """Until when it is valid."""
