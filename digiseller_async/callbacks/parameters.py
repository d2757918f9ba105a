"""Sign the payment page's further parameters, and check them when they come back.

The payment page has no signature: whoever buys can change what ``checkout.url(parameters=…)`` put
into it. Signed parameters come back as they were given, or not at all.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from .._parameters import read_parameters
from ..errors import ArgumentError, SignatureError
from ._body import read_fields
from ._fields import Pair
from ._signatures import Secret, is_one_of, secret_of, secrets_of

_NAME = "ds_sig"


def sign_parameters(parameters: Mapping[str, str], secret: str) -> dict[str, str]:
    """Return *parameters* with a signature ``ds_sig``: an HMAC-SHA256 over the sorted pairs.

    Args:
        parameters: What is to come back with the order, such as the user of your own site.
        secret: A text that only your server knows; not the API key.

    Raises:
        ArgumentError: *secret* is empty, or a parameter is named ``ds_sig``.
    """
    own = secret_of(secret, "secret")
    pairs = {name: str(value) for name, value in parameters.items()}
    if _NAME in pairs:
        raise ArgumentError(f"parameters has {_NAME}, which is the signature's name")
    return {**pairs, _NAME: _signature(pairs.items(), own)}


def check_parameters(
    query_string_or_mapping: str | Mapping[str, str], secret: Secret
) -> dict[str, str]:
    """Return the parameters that `sign_parameters` signed, without the signature.

    Args:
        query_string_or_mapping: A purchase's or a notification's ``query_string`` or ``through``
            (base64), a query as it came, or a mapping such as `CodeRedirect.parameters`.
        secret: The secret that they were signed with; or several, which are tried.

    Raises:
        SignatureError: They are not signed, or were changed; one that was added counts.
        MalformedCallbackError: A query cannot be read.
        ArgumentError: *secret* is empty.
    """
    secrets = secrets_of(secret, "secret")
    pairs = _pairs(query_string_or_mapping)
    given = [value for name, value in pairs if name == _NAME]
    others = [(name, value) for name, value in pairs if name != _NAME]
    if len(given) != 1:
        raise SignatureError(f"the signature {_NAME} is {'given twice' if given else 'missing'}")
    if not is_one_of(given[0], [_signature(others, one) for one in secrets]):
        raise SignatureError(f"the signature {_NAME} is wrong")
    return dict(others)


def _pairs(given: str | Mapping[str, str]) -> list[Pair]:
    if isinstance(given, str) and f"{_NAME}=" in given:
        return read_fields(query=given).pairs
    return list((read_parameters(given) if isinstance(given, str) else given).items())


def _signature(pairs: Iterable[Pair], secret: str) -> str:
    signed = urlencode(sorted(pairs))
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
