"""Check the signatures of callbacks, in a time that tells nothing about the right one."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence

from ..errors import ArgumentError, SignatureError, with_context

Secret = str | Sequence[str]
"""One secret, or several that are tried: while one is replaced by another, both are good."""


def secrets_of(secret: Secret, parameter: str) -> tuple[str, ...]:
    """Return the secrets that are tried; an empty one would let anybody sign."""
    found = (secret,) if isinstance(secret, str) else tuple(secret)
    if not found or not all(found):
        error = ArgumentError(f"{parameter} is empty; give what is set beside the URL")
        raise with_context(error, parameter=parameter)
    return found


def is_one_of(given: str, digests: Iterable[str]) -> bool:
    """Return whether *given* is one of the hex *digests*, in any case."""
    own = given.strip().lower().encode("utf-8", "replace")
    # All are compared, so that the time does not tell which one it was.
    return True in [hmac.compare_digest(own, digest.encode()) for digest in digests]


def sha256(text: str) -> str:
    """Return the SHA-256 of *text* in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def md5(text: str) -> str:
    """Return the MD5 of *text* in hex: the service's older signature."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def check(
    given: str | None, signed: str, secrets: tuple[str, ...], digest: Callable[[str], str] = sha256
) -> None:
    """Raise `SignatureError` unless *given* is the digest of *signed* with one of the secrets."""
    if not given:
        raise SignatureError("the signature is missing")
    if not is_one_of(given, (digest(f"{signed}:{secret}") for secret in secrets)):
        raise SignatureError("the signature is wrong")
