"""Check the signatures of callbacks, in a time that tells nothing about the right one."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, cast

from ..errors import ArgumentError, ConfigurationError, SignatureError, with_context

T = TypeVar("T")
Secret = str | Sequence[str]
"""One secret, or several that are tried: while one is replaced by another, both are good."""


def secrets_of(secret: Secret, parameter: str) -> tuple[str, ...]:
    """Return the secrets that are tried."""
    return _checked(_all_of(secret), parameter)


def secret_of(secret: str, parameter: str) -> str:
    """Return the only secret."""
    return _checked((secret,), parameter)[0]


def _all_of(secret: object) -> tuple[object, ...]:
    if isinstance(secret, str | bytes | bytearray) or not isinstance(secret, Sequence):
        return (secret,)
    return tuple(cast("Sequence[object]", secret))


def _checked(found: tuple[object, ...], parameter: str) -> tuple[str, ...]:
    """Return the secrets that were *found*; an empty one, or a byte, would let anybody sign."""
    if not found or "" in found:
        raise _error(parameter, "is empty; give what is set beside the URL")
    for one in found:
        if not isinstance(one, str):
            raise _error(parameter, f"must be text, not {type(one).__name__}")
    return cast("tuple[str, ...]", found)


def configured(read: Callable[[Any, str], T], secret: object, parameter: str, needed: str) -> T:
    """Return what *read* makes of the secret; its refusal becomes a `ConfigurationError`."""
    try:
        return read("" if secret is None else secret, parameter)
    except ArgumentError as error:
        raise ConfigurationError(f"{needed}: {error}") from None


def _error(parameter: str, what: str) -> ArgumentError:
    return with_context(ArgumentError(f"{parameter} {what}"), parameter=parameter)


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
