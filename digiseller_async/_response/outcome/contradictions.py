"""Find what in the answer to a change contradicts its success: a fault beside a ``retval`` of 0.

Only changes are looked at so closely. What is read cannot be lost by a word beside it, and a
payload that is there is the answer.
"""

from __future__ import annotations

import json as standard_json
import re
from typing import Any

import attrs

from ..._redaction import cut
from ...spec.language import Endpoint, ResponseShape
from ..payload import Document

_FAULTS = frozenset(
    {"errors", "error", "modelstate", "exception", "exceptionmessage", "errormessage", "fault"}
)
"""Fields that say what went wrong; the envelope's own ``errors`` are told in another way."""
_STATES = frozenset({"status", "state", "result", "success", "issuccess", "ok"})
"""Fields that say how it went."""
FAILED = re.compile(r"error|fail|denied|reject|refus|invalid|unsuccess|not |ошибк", re.IGNORECASE)
"""Words that say that nothing was done; what another one says nobody knows."""
_NO = frozenset({"false", "0", "no"})
_LONGEST_SHOWN = 100
_RETVAL = b'"retval"'
_LONGEST_REREAD = 64 * 1024


def contradiction(row: Endpoint[Any], body: bytes, document: Document) -> str:
    """Return what in an answer that says success speaks against it, or ``""``."""
    if body.count(_RETVAL) > 1 and _has_two_retvals(body):
        return "it has more than one retval"
    documented = _documented(row)
    has_own_place = row.shape is ResponseShape.ENVELOPE
    for name, value, is_inside in document.named(_FAULTS | _STATES):
        is_documented = name in documented and is_inside is has_own_place
        is_errors = name == "errors" and not is_inside  # which are told in another way
        if not (is_documented or is_errors) and _speaks_against(name.lower(), value):
            return f"it has {name} {cut(repr(value), _LONGEST_SHOWN)} beside a retval of 0"
    return ""


def _speaks_against(name: str, value: object) -> bool:
    if name in _FAULTS:
        return bool(value) and value not in ("0", "false")
    if isinstance(value, str):
        word = value.strip().lower()
        return FAILED.match(word) is not None or (name != "state" and word in _NO)
    return value is False


def _documented(row: Endpoint[Any]) -> frozenset[str]:
    """Return the names that the payload's own fields have on the wire."""
    kind: Any = row.returns
    if not attrs.has(kind):
        return frozenset()
    return frozenset(one.metadata.get("wire", one.name) for one in attrs.fields(kind))


def _has_two_retvals(body: bytes) -> bool:
    """Return whether the outermost object has more than one ``retval``: parsers take the last."""
    if len(body) > _LONGEST_REREAD:
        return True  # no change has so long an answer with that word in it twice
    found: list[list[str]] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        found.append([name for name, _ in pairs])

    standard_json.loads(body.decode("utf-8-sig", "replace"), object_pairs_hook=note, strict=False)
    return found[-1].count("retval") > 1
