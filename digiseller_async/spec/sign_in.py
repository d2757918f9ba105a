"""The row of the sign-in, which the client calls by itself; from the wire notes ('Signing in')."""

from __future__ import annotations

from ..models.sign_in import SignIn
from .language import Effect, Endpoint, Format, Location, Param, ResponseShape, Token

SIGN_IN = Endpoint(
    group="",
    name="sign_in",
    method="POST",
    path="/api/apilogin",
    effect=Effect.IDEMPOTENT,
    params=(
        Param(
            "seller_id", int, location=Location.BODY, required=True, at_least=1, doc="The seller."
        ),
        Param(
            "timestamp",
            int,
            location=Location.BODY,
            required=True,
            doc="Unix seconds, never reused.",
        ),
        Param("sign", str, location=Location.BODY, required=True, doc="The signature."),
    ),
    returns=SignIn,
    shape=ResponseShape.FLAT,
    formats=(Format.JSON, Format.XML),
    xml_root="apilogin.request",
    token=Token.NEVER,
    docs="wire-notes",
    summary="Exchange an API key's signature for an access token.",
    returns_doc="the access token",
)

ROWS = (SIGN_IN,)
