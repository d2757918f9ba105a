"""The row that the client calls by itself, from the wire notes ('Signing in')."""

from __future__ import annotations

from ..models.sign_in import SignIn
from .language import Answer, Effect, Endpoint, Format, Param, Place, Token

SIGN_IN = Endpoint(
    group="",
    name="sign_in",
    method="POST",
    path="/api/apilogin",
    effect=Effect.IDEMPOTENT,
    params=(
        Param("seller_id", int, place=Place.BODY, required=True, at_least=1, doc="The seller."),
        Param("timestamp", int, place=Place.BODY, required=True, doc="Unix seconds, never reused."),
        Param("sign", str, place=Place.BODY, required=True, doc="The signature."),
    ),
    returns=SignIn,
    answer=Answer.FLAT,
    formats=(Format.JSON, Format.XML),
    root="apilogin.request",
    token=Token.NEVER,
    page="wire-notes",
    summary="Exchange an API key's signature for an access token.",
    gives="the token",
)

ROWS = (SIGN_IN,)
