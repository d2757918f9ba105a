"""Read and write XML, safely: a document type is refused, and single wrong characters are repaired.

The parser is the standard library's, on expat; it opens no file and no URL. Entities need a
document type, so without one there are none that could expand or read anything.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Generator, Mapping
from contextlib import suppress
from typing import Any, cast

from .json_limits import MOST_LEVELS, count_at_most
from .json_repair import MOST_REPAIRED
from .scalars import write_scalar

Element = ET.Element
_BOM = b"\xef\xbb\xbf"
_UTF16_STARTS = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?><\?.*?\?>|<!--.*?-->)\s*+)*+<!DOCTYPE", re.DOTALL
)
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_HEAD = 16 * 1024
_MAX_MARKS = 250_000
_BESIDE_MARKS = bytes(one for one in range(256) if one not in b"<&=")
"""An element takes twenty times the bytes of the shortest tag."""
_SLICE = 64 * 1024
# In other codecs (UTF-7, punycode …) a document type could be spelled without its letters.
_SAFE_CODECS = re.compile(
    r"(?i)utf-?8|us-ascii|iso-8859-\d+|(windows-|cp)125\d|koi8-[ru]|(ibm|cp)866"
)
_BEFORE_CDATA = (b" <![CDATA[", b"\n<![CDATA[", b"\t<![CDATA[")
_CDATA_LAYOUT = (*_BEFORE_CDATA, b"]]> ", b"]]>\n", b"]]>\t", b"]]>\r")
# White space inside CDATA is text. A missing end is searched for only once.
_AROUND_CDATA = re.compile(
    rb"(?<=>)\s+(?=<!\[CDATA\[)|(<!\[CDATA\[.*?(?:\]\]>|\Z))(?:\s+(?=</))?", re.DOTALL
)
# A reference to a character, or a `&` that starts none of XML's own references; an HTML entity such
# as &nbsp; stays text.
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|&#(?:(?P<decimal>[0-9]{1,7})|x(?P<hex>[0-9a-fA-F]{1,6}));"
    r"|(?P<bare>&)(?!(?:amp|lt|gt|quot|apos);)",
    re.DOTALL,
)
_IMPOSSIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no document may hold, not even as a reference."""
_NOT_ASCII = re.compile(r"[^\0-\x7f]+")
_MOST_GUESSED = 2
"""So many bytes that are no UTF-8 do not speak against a declared UTF-8."""


def dumps(root: str, fields: Mapping[str, Any]) -> bytes:
    """Write *fields*, each at its path below *root*; a list becomes a repeated element."""
    document = ET.Element(root)
    for path, value in fields.items():
        *outer, name = path.split("/")
        parent = document
        for step in outer:
            found = parent.find(step)
            parent = ET.SubElement(parent, step) if found is None else found
        _append(parent, name, value)
    # A parser reads a raw carriage return as a line feed; only texts have one.
    written: bytes = ET.tostring(document, "utf-8", xml_declaration=True)
    return written.replace(b"\r", b"&#13;")


def _append(parent: Element, name: str, value: Any) -> None:
    if isinstance(value, list):
        for one in cast("list[object]", value):
            _append(parent, name, one)
    elif isinstance(value, Mapping):
        element = ET.SubElement(parent, name)
        for key, one in cast("Mapping[str, Any]", value).items():
            _append(element, key, one)
    else:
        ET.SubElement(parent, name).text = write_scalar(value)


def loads(body: bytes) -> Element:
    """Read *body*; raise `ValueError` if it is broken, or has a document type."""
    steps = loads_in_steps(body)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("Element", end.value)


def loads_in_steps(body: bytes) -> Generator[None, None, Element]:
    """Do as `loads`, and pause where a long document should let others have their turn."""
    body = _without_utf16(body)
    # expat takes a NUL beside the first < for UTF-16, in which _DOCTYPE would not match.
    if b"\0" in body:
        raise ValueError("it has a NUL byte")
    if len(body) > _MAX_MARKS and count_at_most(body, _BESIDE_MARKS, _MAX_MARKS) > _MAX_MARKS:
        raise ValueError(f"it has more than {_MAX_MARKS:,} tags, attributes and references")
    if _DOCTYPE.match(body):
        raise ValueError("it has a document type, which may define entities")
    # A document that has white space around CDATA has it from its start.
    head = body[:_HEAD]
    if any(one in head for one in _CDATA_LAYOUT):
        body = _AROUND_CDATA.sub(lambda found: found[1] or b"", body)
    try:
        # expat asks Python for whatever codec is declared, so only safe ones reach it.
        root = yield from (_parsed(body) if _has_safe_codec(body) else _repaired(body))
    except (ET.ParseError, ValueError, LookupError):
        root = yield from _repaired(body)
    _refuse_deep(root)
    return _without_namespaces(root) if b"xmlns" in head else root


def _parsed(body: bytes) -> Generator[None, None, Element]:
    """Parse *body* in slices: in one go, expat's time grows with the square of the depth."""
    tree = ET.TreeBuilder()
    parser = ET.XMLParser(target=tree)  # noqa: S314  (without a document type)
    for start in range(0, len(body), _SLICE):
        parser.feed(body[start : start + _SLICE])
        _refuse_deep_branch(cast("Element | None", tree.close()))  # it goes on all the same
        yield
    return parser.close()


def _refuse_deep_branch(root: Element | None) -> None:
    """Refuse a document whose last element is on a very deep level."""
    last = root
    for _ in range(MOST_LEVELS + 1):
        if last is None or not len(last):
            return
        last = last[-1]
    raise _too_deep()


def _too_deep() -> ValueError:
    return ValueError("it is nested too deeply")


def _refuse_deep(root: Element) -> None:
    """Refuse a document of very many levels, wherever it is so deep."""
    level: list[Element] = [root]
    for _ in range(MOST_LEVELS + 1):
        level = [child for element in level if len(element) for child in element]
        if not level:
            return
    raise _too_deep()


def _without_utf16(body: bytes) -> bytes:
    """Return *body* in an encoding in which `_DOCTYPE` finds a document type."""
    if body.startswith(_BOM):
        return body.removeprefix(_BOM)
    for start, encoding in _UTF16_STARTS.items():
        if body.startswith(start):
            return _to_utf8(body.decode(encoding, "replace"))
    return body


def _to_utf8(document: str) -> bytes:
    """Encode *document* without its declaration, which may name another encoding."""
    return re.sub(r"^\s*<\?xml.*?\?>", "", document, count=1, flags=re.DOTALL).encode()


def _repaired(body: bytes) -> Generator[None, None, Element]:
    """Parse *body* once more, its encoding guessed, each bare ``&`` escaped.

    What can be no character is replaced.
    """
    if len(body) > MOST_REPAIRED:
        raise ValueError(f"it is broken, and too long to be repaired: {len(body):,} bytes")
    document = _IMPOSSIBLE.sub("\ufffd", _decode(body))
    repaired = _AMPERSAND.sub(_reference, document)
    try:
        return (yield from _parsed(_to_utf8(repaired)))
    except ET.ParseError as error:
        raise ValueError(str(error)) from None


def _reference(found: re.Match[str]) -> str:
    """Return how a `&` and what follows it is written in XML."""
    if found["bare"]:
        return "&amp;"
    if not (found["decimal"] or found["hex"]):
        return found[0]
    code = int(found["decimal"] or "0") or int(found["hex"] or "0", 16)
    is_possible = code <= sys.maxunicode and not _IMPOSSIBLE.match(chr(code))
    return found[0] if is_possible else "\ufffd"


def _has_safe_codec(body: bytes) -> bool:
    declared = _ENCODING.match(body)
    return declared is None or _SAFE_CODECS.fullmatch(declared[1].decode()) is not None


def _decode(body: bytes) -> str:
    """Decode *body* as it declares; else as UTF-8, else as windows-1251.

    What then is no character becomes U+FFFD.
    """
    declared = _ENCODING.match(body) if _has_safe_codec(body) else None
    encoding = declared[1].decode().lower() if declared else "utf-8"
    for one in (encoding, "utf-8"):
        with suppress(UnicodeDecodeError, LookupError):
            return body.decode(one)
    # Of text in another encoding hardly a character is UTF-8.
    found = body.decode("utf-8", "replace")
    wrong = found.count("\ufffd")
    right = sum(map(len, _NOT_ASCII.findall(found))) - wrong
    is_utf8 = wrong <= max(right, _MOST_GUESSED if declared and encoding == "utf-8" else 0)
    return found if is_utf8 else body.decode("windows-1251", "replace")


def _without_namespaces(root: Element) -> Element:
    """Strip the namespaces from tags, and remove elements that are ``xsi:nil``."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for child in list(element):
            if any(name.endswith("}nil") and value == "true" for name, value in child.items()):
                element.remove(child)
    return root


def looks_like_xml(body: bytes) -> bool:
    """Return whether *body* starts like XML."""
    return body[:64].removeprefix(_BOM).lstrip().startswith(b"<") or body.startswith(
        tuple(_UTF16_STARTS)
    )


def to_plain(element: Element) -> Any:
    """Return *element* as its text, or as a dict in which repeated elements are a list."""
    if not len(element):
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        add_value(found, child.tag, to_plain(child))
    return found


def add_value(found: dict[str, Any], name: str, value: Any) -> None:
    """Store *value* under *name*; from the second one on, they are a list."""
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]
