"""Plain values in, XML out; bytes in, an element out: no DTD, no entities, and what is bare mended.

The parser is the standard library's, on expat: it opens no file and no address. What expands or
reads entities needs a document type, and a document that has one is refused.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from .scalars import write_scalar

Element = ET.Element
_BOM = b"\xef\xbb\xbf"
_WIDE = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?><\?.*?\?>|<!--.*?-->)\s*+)*+<!DOCTYPE", re.DOTALL
)
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_START = 16 * 1024
_DEEPEST = 100
# A codec in which a letter may be more than itself would let a document type in unseen.
_CODECS = re.compile(r"(?i)utf-?8|us-ascii|iso-8859-\d+|(windows-|cp)125\d|koi8-[ru]|(ibm|cp)866")
_BEFORE_CDATA = (b" <![CDATA[", b"\n<![CDATA[", b"\t<![CDATA[")
_LAYOUT = (*_BEFORE_CDATA, b"]]> ", b"]]>\n", b"]]>\t", b"]]>\r")
# What looks like layout inside CDATA is text; an end that is missing is sought only once.
_AROUND_CDATA = re.compile(
    rb"(?<=>)\s+(?=<!\[CDATA\[)|(<!\[CDATA\[.*?(?:\]\]>|\Z))(?:\s+(?=</))?", re.DOTALL
)
# A `&` that begins none of XML's own references; HTML's &nbsp; is text here, not an entity.
_BARE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|(?P<bare>&)(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)",
    re.DOTALL,
)


def dumps(root: str, fields: Mapping[str, Any]) -> bytes:
    """Write *fields*, each at its path below *root*; a list is a repeated element."""
    document = ET.Element(root)
    for path, value in fields.items():
        *outer, name = path.split("/")
        parent = document
        for step in outer:
            found = parent.find(step)
            parent = ET.SubElement(parent, step) if found is None else found
        _add(parent, name, value)
    # A parser would take a raw carriage return for a line feed; there is none but in texts.
    written: bytes = ET.tostring(document, "utf-8", xml_declaration=True)
    return written.replace(b"\r", b"&#13;")


def _add(parent: Element, name: str, value: Any) -> None:
    if isinstance(value, list):
        for one in cast("list[object]", value):
            _add(parent, name, one)
    elif isinstance(value, Mapping):
        element = ET.SubElement(parent, name)
        for key, one in cast("Mapping[str, Any]", value).items():
            _add(element, key, one)
    else:
        ET.SubElement(parent, name).text = write_scalar(value)


def loads(body: bytes) -> Element:
    """Read *body*; raise `ValueError` if it is broken, or has a document type."""
    narrow = _narrowed(body)
    # expat would take a NUL beside the first < for UTF-16, and see what could not be seen here.
    if b"\0" in narrow:
        raise ValueError("it has a NUL")
    if _DOCTYPE.match(narrow):
        raise ValueError("it has a document type, and so perhaps entities: refused")
    # White space around CDATA is layout, of a whole document, so its start shows it.
    start = narrow[:_START]
    if any(one in start for one in _LAYOUT):
        narrow = _AROUND_CDATA.sub(lambda found: found[1] or b"", narrow)
    try:
        # expat asks Python for any codec that is declared, so only usual ones get there.
        root = ET.fromstring(narrow) if _is_usual(narrow) else _mended(narrow)  # noqa: S314
    except (ET.ParseError, ValueError, LookupError):
        root = _mended(narrow)
    _refuse_deep(root)
    return _without_namespaces(root) if b"xmlns" in start else root


def _refuse_deep(root: Element) -> None:
    """Refuse what is nested without end; nothing here follows a chain further than its model."""
    for place in (0, -1):
        element, depth = root, 0
        while len(element):
            element, depth = element[place], depth + 1
            if depth > _DEEPEST:
                raise ValueError("it is too deep")


def _narrowed(body: bytes) -> bytes:
    """Return *body* in an encoding in which a document type can be seen."""
    if body.startswith(_BOM):
        return body.removeprefix(_BOM)
    for start, encoding in _WIDE.items():
        if body.startswith(start):
            return _utf8(body.decode(encoding))
    return body


def _utf8(document: str) -> bytes:
    return re.sub(r"^\s*<\?xml.*?\?>", "", document, count=1, flags=re.DOTALL).encode()


def _mended(body: bytes) -> Element:
    document = _decoded(body)
    mended = _BARE.sub(lambda found: "&amp;" if found["bare"] else found[0], document)
    try:
        return ET.fromstring(_utf8(mended))  # noqa: S314  (likewise)
    except ET.ParseError as error:
        raise ValueError(str(error)) from None


def _is_usual(body: bytes) -> bool:
    declared = _ENCODING.match(body)
    return declared is None or _CODECS.fullmatch(declared[1].decode()) is not None


def _decoded(body: bytes) -> str:
    """Return the document in the encoding that it declares, or in the one that it really has."""
    declared = _ENCODING.match(body) if _is_usual(body) else None
    for encoding in (declared[1].decode() if declared else "utf-8", "utf-8", "windows-1251"):
        with suppress(UnicodeDecodeError, LookupError):
            return body.decode(encoding)
    raise ValueError("its encoding is unknown")


def _without_namespaces(root: Element) -> Element:
    """Let a tag be its name, and an element that is nil be none."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for child in list(element):
            if any(name.endswith("}nil") and value == "true" for name, value in child.items()):
                element.remove(child)
    return root


def looks_like_xml(body: bytes) -> bool:
    """Return whether *body* begins as XML does."""
    return body[:64].removeprefix(_BOM).lstrip().startswith(b"<") or body.startswith(tuple(_WIDE))


def plain(element: Element) -> Any:
    """Return *element* as plain values: text, or a dict in which what is repeated is a list."""
    if not len(element):
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        add(found, child.tag, plain(child))
    return found


def add(found: dict[str, Any], name: str, value: Any) -> None:
    """Put *value* under *name*; a second one makes a list of them."""
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]
