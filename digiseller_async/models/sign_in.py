"""The model of a sign-in's answer."""

from __future__ import annotations

from attrs import field, frozen

from ._base import Moment


@frozen(kw_only=True)
class SignIn:
    """A fresh access token."""

    token: str = field(repr=False)
    """The token; opaque."""
    seller_id: int | None = None
    """Whose token it is."""
    valid_thru: Moment | None = None
    """Until when it is valid."""
