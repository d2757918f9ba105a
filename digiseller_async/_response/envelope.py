"""Tell from an answer's envelope whether the service refused the call, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from .._codecs.scalars import read_int
from ..errors import AccessDeniedError, DigisellerError, RejectedError, ServiceMessage
from ..spec.language import Endpoint
from .model_reader import Plain


def rejection(row: Endpoint[Any], envelope: Plain, status: int) -> DigisellerError | None:
    """Return the error that *envelope* means, or ``None`` if it says success."""
    value = envelope.get("retval")
    retval = None if value in (None, "") else read_int(value)
    errors = tuple(_messages(envelope.get("errors")))
    if status == 403 or any(one.code == "auth-0" for one in errors):
        return denied(row, "the API key lacks a permission", status, retval=retval, errors=errors)
    is_refusal = retval or (retval is None and errors)
    if status == 401 or not is_refusal:
        return None
    told = [one.text or one.code for one in errors]
    told += [str(envelope.get(name) or "") for name in ("retdesc", "endesc", "desc")]
    why = f": {said}" if (said := next(filter(None, told), "")) else ""
    return RejectedError(
        f"the service refused the request (retval {retval}){why}",
        status=status,
        retval=retval,
        errors=errors,
    )


def _messages(errors: Any) -> Iterator[ServiceMessage]:
    for one in _several(errors or None):
        if isinstance(one, dict):
            entry = cast("Plain", one)
            yield ServiceMessage(str(entry.get("code") or ""), _by_locale(entry.get("message")))
        else:
            yield ServiceMessage("", {"": str(one)})


def _by_locale(message: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _several(message):
        entry = cast("Plain", one) if isinstance(one, dict) else {"value": one}
        locale, text = str(entry.get("locale") or ""), str(entry.get("value") or "")
        found[locale] = f"{found[locale]}; {text}" if locale in found else text
    return found


def _several(value: object) -> list[object]:
    if value is None:
        return []
    return cast("list[object]", value) if isinstance(value, list) else [value]


def denied(row: Endpoint[Any], why: str, status: int, **facts: Any) -> AccessDeniedError:
    """Return the error of a key that lacks the permission for *row*."""
    needed = f"; this call needs {row.permission}" if row.permission else ""
    return AccessDeniedError(
        why + needed, status=status, permission=row.permission or None, **facts
    )
