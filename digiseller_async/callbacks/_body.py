"""Read the query and the body of a callback into fields: JSON, XML without a DTD, or a form.

What comes from the network is bounded before it is read: 1 MiB, 100 levels, 10,000 objects or
tags, 1,000 fields of a form. The encoding is the declared one, UTF-8 or windows-1251, and UTF-8 if
none is declared.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from .._codecs import xml
from .._codecs.json import read_number
from .._codecs.json_limits import check_depth
from .._codecs.json_repair import repair
from ..errors import CallbackError, MalformedCallbackError
from ._fields import Fields, Pair

MOST_BYTES = 2**20
"""How long a query or a body may be."""
_MOST_FIELDS = 1000
_MOST_OBJECTS = 10_000
_BOM = b"\xef\xbb\xbf"
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii"), "utf-8"),
    **dict.fromkeys(("windows-1251", "cp1251", "win-1251"), "windows-1251"),
}
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"'>]*)["']""")
_XML_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?\?>")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def read_fields(*, query: str = "", body: bytes = b"", content_type: str = "") -> Fields:
    """Return what the query and the body hold; `MalformedCallbackError` if they cannot be read."""
    if len(query) > MOST_BYTES or len(body) > MOST_BYTES:
        raise MalformedCallbackError(f"it is longer than {MOST_BYTES:,} bytes")
    try:
        found = _read_body(body, content_type)
        if query:
            found = Fields([*read_form(query.removeprefix("?")), *found.pairs], is_xml=found.is_xml)
    except CallbackError:
        raise
    except (ValueError, RecursionError):
        # The texts of these errors may quote what was sent.
        raise MalformedCallbackError("it is not well-formed") from None
    return found


def read_form(text: str, codec: str = "utf-8") -> list[Pair]:
    """Return the pairs of a form; raise `ValueError` if they are no text, or very many."""
    return list(
        parse_qsl(
            text,
            keep_blank_values=True,
            encoding=codec,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    )


def _read_body(body: bytes, content_type: str) -> Fields:
    if b"\0" in body:
        raise MalformedCallbackError("it has a NUL byte: only UTF-8 and windows-1251 are read")
    codec = _codec(body, content_type)
    text = body.removeprefix(_BOM).decode(codec).lstrip()
    if text.startswith(("{", "[", "<")) and text.count("{") + text.count("<") > _MOST_OBJECTS:
        raise MalformedCallbackError(f"it has more than {_MOST_OBJECTS:,} objects or tags")
    if text.startswith(("{", "[")):
        return _read_json(text)
    if text.startswith("<"):
        return _read_xml(text)
    if text and any(one in content_type.lower() for one in ("json", "xml", "multipart")):
        raise MalformedCallbackError("its body is not what its content type says, or multipart")
    return Fields(read_form(text, codec))


def _codec(body: bytes, content_type: str) -> str:
    if body.startswith(_BOM):
        return "utf-8"
    declared = _CHARSET.search(content_type)
    in_document = None if declared else _XML_ENCODING.match(body)
    name = declared[1] if declared else in_document[1].decode("latin-1") if in_document else "utf-8"
    if name.lower() not in _CODECS:
        raise MalformedCallbackError("its encoding is neither UTF-8 nor windows-1251")
    return _CODECS[name.lower()]


def _refuse_constant(_: str) -> NoReturn:
    raise MalformedCallbackError("it has a number that is none, such as NaN")


# Not the decoder of answers: only this one tells that a name is given twice.
_json_decoder = json.JSONDecoder(
    object_pairs_hook=Fields,
    parse_float=read_number,
    parse_constant=_refuse_constant,
    strict=False,
)


def _read_json(text: str) -> Fields:
    body = text.encode()
    check_depth(body)
    if _HALF.search(text):  # halves of characters, which no text may have
        text = repair(body).decode()
    found: Any = _json_decoder.decode(text)
    if not isinstance(found, Fields):
        raise MalformedCallbackError("it is no JSON object")
    return found


def _read_xml(text: str) -> Fields:
    root = xml.loads(_XML_DECLARATION.sub("", text, count=1).encode())
    return Fields(_pairs(root), is_xml=True)


def _pairs(element: xml.Element) -> list[Pair]:
    """Return attributes and elements alike; the text beside attributes is named ``value``."""
    pairs: list[Pair] = list(element.items())
    for child in element:
        is_text = not (len(child) or child.attrib)
        pairs.append((child.tag, (child.text or "") if is_text else Fields(_pairs(child))))
    if not len(element) and element.text and not element.text.isspace():
        pairs.append(("value", element.text))
    return pairs
