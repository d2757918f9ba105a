"""Issue a token to a seller who signs in."""

import msgspec

from .._http.answers import Answer
from .._http.bodies import read_body
from .._http.call import Call, Handlers
from .._state.moments import with_offset
from .._state.seller import Seller
from .._state.texts import RefusedError
from .._state.tokens import Tokens

WRONG = -1
FAILED = -3
NOT_UNIQUE = -4
TEXTS = {
    WRONG: ("Неверный seller_id или подпись", "Wrong seller_id or sign"),
    FAILED: ("Ошибка выполнения", "Execution error"),
    NOT_UNIQUE: ("Timestamp не уникален", "Timestamp is not unique"),
}


class SignInRequest(msgspec.Struct, frozen=True):
    """The body of a sign-in."""

    seller_id: int
    timestamp: int
    sign: str


class SignedIn(msgspec.Struct, frozen=True):
    """The answer to a sign-in, which has no envelope."""

    retval: int = 0
    desc: str | None = None
    endesc: str | None = None
    token: str | None = None
    seller_id: int = 0
    valid_thru: str | None = None


def failed(retval: int) -> SignedIn:
    """Return the answer that refuses a sign-in."""
    russian, english = TEXTS[retval]
    return SignedIn(retval=retval, desc=russian, endesc=english)


def sign_in(seller: Seller, call: Call) -> Answer:
    """Issue a token."""
    try:
        request = read_body(call.body, call.content_type, SignInRequest, root="apilogin.request")
    except RefusedError:
        return Answer(payload=failed(FAILED), root="apilogin.response")
    payload = signed_in(seller.tokens, request)
    return Answer(payload=payload, effect=payload.retval == 0, root="apilogin.response")


def signed_in(tokens: Tokens, request: SignInRequest) -> SignedIn:
    """Return a new token if the signature is right and the timestamp is new."""
    if not tokens.is_signed(request.seller_id, request.timestamp, request.sign):
        return failed(WRONG)
    if not tokens.is_new(request.timestamp):
        return failed(NOT_UNIQUE)
    token, until = tokens.issue(request.timestamp)
    return SignedIn(token=token, seller_id=tokens.seller_id, valid_thru=with_offset(until))


HANDLERS: Handlers = {"sign_in": sign_in}
