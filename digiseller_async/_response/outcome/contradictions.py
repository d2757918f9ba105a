"""Find what in the answer to a change contradicts its success: a fault beside a ``retval`` of 0.

Only changes are looked at so closely. What is read cannot be lost by a word beside it, and a
payload that is there is the answer.
"""

from __future__ import annotations

import json as standard_json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, cast

import attrs

from ..._codecs import json, xml
from ..._redaction import cut
from ...spec.language import Endpoint, ResponseShape

_FAULTS = frozenset(
    {"errors", "error", "modelstate", "exception", "exceptionmessage", "errormessage", "fault"}
)
"""Fields that say what went wrong; the envelope's own ``errors`` are told in another way."""
_STATES = frozenset({"status", "state", "result", "success", "issuccess", "ok"})
"""Fields that say how it went."""
_TEXTS = frozenset({"message", "retdesc", "desc", "endesc", "description"})
"""Fields that say it in words."""
FAILED = re.compile(r"error|fail|denied|reject|refus|invalid|unsuccess|not |ошибк", re.IGNORECASE)
"""Words at the start that say that nothing was done; what another one says nobody knows."""
_PLAINLY_FAILED = re.compile(
    r"error (?:has|occurred)|access (?:is )?denied|exception|произошла ошибка|доступ запрещ",
    re.IGNORECASE,
)
_NO = frozenset({"false", "no"})
_LONGEST_SHOWN = 100
_LONGEST_READ = 64 * 1024
_MOST_ITEMS = 1000


class _Object(list[tuple[str, Any]]):
    """An object as its names and values, also those that come twice: parsers keep the last."""


def contradiction(row: Endpoint[Any], body: bytes) -> str:
    """Return what in an answer that says success speaks against it, or ``""``."""
    outer = _object_of(body)
    names = Counter(_plain(name) for name, _ in outer)
    doubled = next((one for one in ("retval", *_FAULTS) if names[one] > 1), "")
    if doubled:
        return f"it has more than one {doubled}"
    place = row.payload.partition("/")[0]
    for owner, is_inside in (*((one, True) for one in _inside(outer, place)), (outer, False)):
        documented = _documented(row) if is_inside is _has_own_place(row) else frozenset[str]()
        for name, value in owner:
            is_errors = name == "errors" and not is_inside  # which are told in another way
            if name in documented or is_errors or not _speaks_against(_plain(name), value):
                continue
            return f"it has {name} {cut(repr(value), _LONGEST_SHOWN)} beside a retval of 0"
    return ""


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


def _has_own_place(row: Endpoint[Any]) -> bool:
    return row.shape is ResponseShape.ENVELOPE


def _inside(outer: _Object, place: str) -> Iterator[_Object]:
    """Yield the objects in the payload's place, and a word there as if it were a status."""
    for name, value in outer:
        if name != place:
            continue
        several: list[Any] = [value] if isinstance(value, _Object) else [*_several(value)]
        for one in several:
            if isinstance(one, _Object):
                yield one
            elif isinstance(one, str):
                yield _Object([("status", one)])


def _several(value: object) -> Iterator[Any]:
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    return islice(values, _MOST_ITEMS)


def _speaks_against(name: str, value: object) -> bool:
    if name in _FAULTS:
        return bool(value) and value not in ("0", "false")
    if name == "retval":
        return str(value).strip() not in ("0", "0.0", "None", "")
    if isinstance(value, str):
        word = value.strip().lower()
        is_told = name in _TEXTS and _PLAINLY_FAILED.search(word) is not None
        is_state = name in _STATES and (FAILED.match(word) is not None or word in _NO)
        return is_told or is_state
    return name in _STATES and value is False


def _documented(row: Endpoint[Any]) -> frozenset[str]:
    """Return the names that the payload's own fields have on the wire."""
    kind: Any = row.returns
    if not attrs.has(kind):
        return frozenset()
    return frozenset(one.metadata.get("wire", one.name) for one in attrs.fields(kind))


def _object_of(body: bytes) -> _Object:
    """Return the outermost object of an answer; an empty one if there is none."""
    if xml.looks_like_xml(body):
        return _of_element(xml.loads(body)) if len(body) <= _LONGEST_READ else _Object()
    text = json.start_of(json.in_utf8(body), _LONGEST_READ).decode("utf-8", "replace")
    try:
        found = standard_json.loads(text, object_pairs_hook=_Object, strict=False)
    except ValueError:  # a part of it had to be repaired
        found = None
    return found if isinstance(found, _Object) else _Object()


def _of_element(element: xml.Element) -> _Object:
    children = [
        (one.tag, _of_element(one) if len(one) or one.attrib else one.text or "") for one in element
    ]
    found = _Object([*element.attrib.items(), *children])
    text = (element.text or "").strip()
    return _Object([*found, ("status", text)]) if text else found
