"""XML is written by an XML writer, and read with bare ``&`` repaired and no document type."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.decoding import parse_document

from digiseller_async._codecs.xml import dumps, loads, looks_like_xml, to_plain
from digiseller_async._request.build import build
from digiseller_async._request.encode import encode
from digiseller_async.errors import ArgumentError
from digiseller_async.spec import rows
from digiseller_async.spec.language import Format

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AWKWARD = "R&D <games> \"x\" 'y' ]]> <![CDATA[ &amp; &#13; <!-- <?pi?> \u0085\u2028 цена 🎮"


def sent(operation: str, form: Format, **arguments: Any) -> bytes:
    """Return the body of a call."""
    row = TABLE[operation]
    request = build(row, {"seller_id": 1, **arguments}, seller_id=1)
    body = encode(request, form).body
    assert isinstance(body, bytes)
    return body


def searched(query: str) -> str | None:
    """Return what a search for *query* asks for, as an XML parser reads it."""
    root = ET.fromstring(sent("catalog.search", Format.XML, query=query))  # noqa: S314 (our own)
    return root.findtext("products/search")


@pytest.mark.parametrize(
    "query", [AWKWARD, "a\rb\r\nc\n\td", " \t padded \n ", "\x7f\x80\x9f\ufdd0", "\U0010ffff"]
)
def test_awkward_texts(query: str) -> None:
    """A text with markup, quotes, ends of CDATA, white space or rare characters arrives intact."""
    assert searched(query) == query


@pytest.mark.parametrize("query", ["a\x00", "\x08", "x\x0by", "\x1f", "\ufffe", "\uffff", "\ud800"])
@pytest.mark.parametrize("form", Format)
def test_texts_that_cannot_be_sent(query: str, form: Format) -> None:
    """A text that XML cannot carry is refused by the argument's name, in both formats alike."""
    with pytest.raises(ArgumentError) as caught:
        sent("content.add_text", form, product_id=1, texts=[{"value": query}])
    assert caught.value.parameter == "texts.value"
    with pytest.raises(ArgumentError) as caught:
        searched(query)
    assert caught.value.parameter == "query"


@given(st.text(st.characters(codec="utf-8", exclude_categories=())))
def test_any_text(query: str) -> None:
    """Any text is sent exactly, or refused by name."""
    try:
        found = searched(query)
    except ArgumentError as error:
        assert error.parameter == "query"  # noqa: PT017 (either outcome is fine)
        assert NEVER_IN_XML.search(query)
    else:
        assert (found or "") == query


@pytest.mark.parametrize(
    ("operation", "arguments", "named"),
    [
        ("products.get", {"product_id": "../x"}, "product_id"),
        ("gallery.set_options", {"type": "../image", "preview_id": 1}, "type"),
        ("products.price", {"product_id": 1, "options": ["1:2&x=3"]}, "options"),
        ("products.price", {"product_id": 1, "currency": "W<Z"}, "currency"),
    ],
)
def test_injection(operation: str, arguments: dict[str, Any], named: str) -> None:
    """An argument that would break out of a path or a query is refused by name."""
    row = TABLE[operation]
    with pytest.raises(ArgumentError) as caught:
        build(row, arguments, seller_id=1)
    assert caught.value.parameter == named


def test_dumps() -> None:
    """Fields are written at their paths, lists as repeated elements, objects as nested ones."""
    fields = {
        "a/x": 1,
        "a/y": Decimal("1E+2"),
        "list/id": [1, 2],
        "objects": [{"name": "A & B", "on": True}, {}],
        "empty": "",
    }
    root = ET.fromstring(dumps("request", fields))  # noqa: S314 (our own)

    assert to_plain(root) == {
        "a": {"x": "1", "y": "100"},
        "list": {"id": ["1", "2"]},
        "objects": [{"name": "A & B", "on": "true"}, ""],
        "empty": "",
    }


TYPE = '<!DOCTYPE r [<!ENTITY a "1">]>'
REST = "<r><a>&a;</a></r>"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "before",
    [
        *("", " \r\n\t", "<!-- c -->", "<!-- > -- >", "<?p i?>", '<?xml version="1.0"?>', "\ufeff"),
        *("<?xml version='1.0'?><!--<a>--> <?p <?x ?>\n", "<!-->-->", "<?x?><!---->"),
    ],
)
def test_document_types(before: str, encoding: str) -> None:
    """A document type is refused wherever XML allows one, in each encoding that can be read."""
    with pytest.raises(ValueError):  # noqa: PT011 (the words are the parser's if it is broken)
        loads((before + TYPE + REST).encode(encoding))


HIDDEN = {
    "utf-7": "+ADw-!DOCTYPE r [+ADw-!ENTITY a +ACI-1+ACI->]>",
    "unicode_escape": "\\x3c!DOCTYPE r [\\x3c!ENTITY a '1'>]>",
    "raw_unicode_escape": "\\u003c!DOCTYPE r [\\u003c!ENTITY a '1'>]>",
    "hz": TYPE.replace("<", "<~\n"),
    "cp037": TYPE,
    "punycode": "!DOCTYPE r-",
}


@pytest.mark.parametrize("encoding", HIDDEN)
def test_hidden_document_types(encoding: str) -> None:
    """A document type that only the declared encoding shows is refused as well."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    with pytest.raises(ValueError):  # noqa: PT011 (the words are the parser's if it is broken)
        loads((head + HIDDEN[encoding] + REST).encode())
    with pytest.raises(ValueError):  # noqa: PT011 (likewise)
        loads((head + TYPE + REST).encode("cp037"))


def test_utf16_within_utf16() -> None:
    """A document type is refused in a document that is encoded in UTF-16 twice."""
    inner = (TYPE + REST).encode("utf-16-le").decode("latin-1")
    for packed in (inner.encode("utf-16"), inner.encode("utf-16-be"), inner.encode()):
        with pytest.raises(ValueError, match=r"NUL|document type"):
            loads(packed)


def test_billion_laughs() -> None:
    """A document whose entities multiply is refused before one is expanded."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]><response>&l9;</response>'
    with pytest.raises(ValueError, match="document type"):
        loads(document.encode())


@pytest.mark.parametrize(
    "text",
    [
        *("<![CDATA[<!DOCTYPE html>]]>", "<!-- <!DOCTYPE x> -->", "&lt;!DOCTYPE x>"),
        "<?p <!DOCTYPE x> ?>",
    ],
)
def test_document_types_as_texts(text: str) -> None:
    """Text that only looks like a document type is read."""
    assert loads(f"<r><a>x{text}</a></r>".encode())[0].tag == "a"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        *(("windows-1251", "windows-1251"), ("windows-1251", "Windows-1251"), ("cp866", "cp866")),
        *(("koi8-r", "KOI8-R"), ("iso-8859-5", "iso-8859-5"), ("utf-8", "utf8"), ("utf-8", "")),
        *(("windows-1251", ""), ("utf-8", "windows-9999"), ("windows-1251", "utf-8")),
        *(("utf-8", "utf-7"), ("utf-8", "utf-16"), ("utf-8", "zlib"), ("utf-8", "cp037")),
        *(("utf-16", "utf-16"), ("utf-16-le", "utf-16"), ("utf-16-be", "utf-8"), ("utf-16", "")),
        *(("utf-8-sig", "utf-8"), ("utf-8-sig", "")),
    ],
)
@pytest.mark.parametrize("bare", ["&amp;", "&"])
def test_encodings(encoding: str, declared: str, bare: str) -> None:
    """A document is read in its declared or its real encoding, with & bare or escaped."""
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    document = f"{head}<r><a>Ключи {bare} игры</a></r>".encode(encoding)

    assert looks_like_xml(document)
    assert loads(document).findtext("a") == "Ключи & игры"


def test_unknown_encodings() -> None:
    """What is no character in any known encoding is U+FFFD."""
    document = b'<?xml version="1.0" encoding="us-ascii"?><r>\x98</r>'
    assert loads(document).text == "\ufffd"
    half = "<r>".encode("utf-16-le") + b"\x00\xd8" + "</r>".encode("utf-16-le")
    assert "\ufffd" in (loads(half).text or "")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"a&#1;b", "a\ufffdb"),
        (b"a&#0;b", "a\ufffdb"),
        (b"a&#xD800;b", "a\ufffdb"),
        (b"a&#xFFFE;b & c", "a\ufffdb & c"),
        (b"a&#xFFFFFF;b", "a\ufffdb"),
        (b"a\x01b\x1f", "a\ufffdb\ufffd"),
        (b"&#128293; &#x1F525;&#1;", "\U0001f525 \U0001f525\ufffd"),
        (b"<![CDATA[&#1;]]>\x02", "&#1;\ufffd"),
    ],
)
def test_impossible_characters(written: bytes, read: str) -> None:
    """What no document may hold, as itself or as a reference, is U+FFFD; all else is as it was."""
    assert loads(b"<r><a>" + written + b"</a><b>&amp;</b></r>").findtext("a") == read


@pytest.mark.parametrize(
    ("head", "text", "read"),
    [
        ("<?xml version='1.0' encoding='utf-8'?>", b"keys \xf0\x9f\x94", "keys \ufffd"),
        ("", "\u043a\u043b\u044e\u0447 ".encode() + b"\xf0\x9f", "\u043a\u043b\u044e\u0447 \ufffd"),
        ("", "\u043a\u043b\u044e\u0447".encode("cp1251"), "\u043a\u043b\u044e\u0447"),
    ],
)
def test_bytes_that_are_no_utf8(head: str, text: bytes, read: str) -> None:
    """Among text in UTF-8 a cut character is U+FFFD, and does not make it windows-1251."""
    assert loads(head.encode() + b"<r>" + text + b"</r>").text == read


@pytest.mark.parametrize("place", [0, 1, 2])
def test_depth_is_counted(place: int) -> None:
    """A document that is too deep is refused, whichever of the children it is deep in."""
    children = [b"<a/>"] * 3
    children[place] = b"<a>" * 200 + b"</a>" * 200
    with pytest.raises(ValueError, match="too deeply"):
        loads(b"<r>" + b"".join(children) + b"</r>")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://x/?a=1&b=2", "http://x/?a=1&b=2"),
        ("a & b &amp; c &lt; &gt; &quot; &apos;", "a & b & c < > \" '"),
        ("a & b &#1078; &#x436; &#; &#x; &", "a & b ж ж &#; &#x; &"),
        ("&nbsp;&copy;&unknown;", "&nbsp;&copy;&unknown;"),
        ("& <![CDATA[a & b &amp; c]]>", "& a & b &amp; c"),
        ("& <!-- a & b -->x<?p a & b?>", "& x"),
        ("&&amp;&", "&&&"),
        ("&#99999999;", "&#99999999;"),
    ],
)
def test_bare_ampersands(written: str, read: str) -> None:
    """A bare & is read as &; XML's references keep their meaning; CDATA and comments are left."""
    assert loads(f"<r><a>{written}</a></r>".encode()).findtext("a") == read
    if "<" not in written:
        assert loads(f'<r a="{written}"/>'.encode()).get("a") == read


@pytest.mark.parametrize(
    "body",
    [
        *(b"<r>", b"<r></s>", b"<r/><r/>", b"<r>\x00</r>"),
        *(b"<r a=1/>", b"<r a='1' a='2'/>", b"<>", b"<!--", b"<?xml", b"<![CDATA[", b"< r/>"),
        *(b"<a:r/>", b"<r>]]></r>"),
    ],
)
def test_broken(body: bytes) -> None:
    """A document that cannot be repaired is a `ValueError`."""
    with pytest.raises(ValueError):  # noqa: PT011 (the parser's own words differ)
        loads(body)


@pytest.mark.parametrize("opening", ["<![CDATA[", "<!--", "<?p ", "&", "<", "<a>", "&#", "<?xml "])
def test_openings_without_an_end(opening: str) -> None:
    """A document of nothing but opening tokens is refused in linear time."""
    # In quadratic time it would take half an hour.
    with pytest.raises(ValueError):  # noqa: PT011 (the parser's own words differ)
        loads(b"<r>" + opening.encode() * 200_000)


@pytest.mark.parametrize("sibling", ["", "<b/>"])
def test_deep_nesting(sibling: str) -> None:
    """A document that is nested deeper than any answer is refused, whatever stands beside it."""
    ends = "</a>" * 101
    with pytest.raises(ValueError, match="nested too deeply"):
        loads(f"<r>{sibling}{'<a>' * 101}{ends}</r>".encode())

    assert loads(f"<r>{sibling}{'<a>' * 99}{'</a>' * 99}</r>".encode()).tag == "r"


SPACES = ["", " ", "\n  ", "\t", "\r\n"]


@pytest.mark.parametrize("before", SPACES)
@pytest.mark.parametrize("after", SPACES)
def test_white_space_around_cdata(before: str, after: str) -> None:
    """White space around CDATA is ignored; what is inside is text to its last character."""
    document = f"<r><a>{before}<![CDATA[ <b> a </b>\n]]>{after}</a>{before}<b>1</b></r>"
    assert loads(document.encode()).findtext("a") == " <b> a </b>\n"


def test_namespaces() -> None:
    """Namespaces are ignored, and an element that is nil is removed."""
    root = loads(
        b'<r xmlns="urn:x" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        b'<a i:nil="true"/><b i:nil="false">1</b><c><d i:nil="true"/></c></r>'
    )
    assert to_plain(root) == {"b": "1", "c": ""}


@pytest.mark.parametrize(
    ("body", "is_so"),
    [
        *((b"<r/>", True), (b"\xef\xbb\xbf \r\n<r/>", True), (b" <", True), (b"", False)),
        *((b"{}", False), (b"[1]", False), (b"\xff\xfe<\x00", True), (b"\x00<", True)),
        *((b"x<r/>", False), (b" " * 64 + b"<r/>", False)),
    ],
)
def test_looks_like_xml(body: bytes, *, is_so: bool) -> None:
    """A document is taken for XML by its first character."""
    assert looks_like_xml(body) is is_so


def test_to_plain() -> None:
    """Repeated elements become a list."""
    root = loads(b"<r><a>1</a><b/><a>2</a><a><c>3</c></a></r>")
    assert to_plain(root) == {"a": ["1", "2", {"c": "3"}], "b": ""}
    assert parse_document(b" [1]") == [1]
    assert parse_document(b"\n<r/>").tag == "r"


@given(st.binary(max_size=80).map(lambda tail: b"<" + tail))
def test_any_bytes(body: bytes) -> None:
    """Any bytes are a document or a `ValueError`."""
    try:
        root = loads(body)
    except ValueError:
        return
    assert isinstance(root.tag, str)


def test_too_long_to_be_repaired() -> None:
    """A document that is broken is not repaired if it is longer than an ordinary answer."""
    with pytest.raises(ValueError, match="too long to be repaired: 2,097,160 bytes"):
        loads(b"<a>&" + b" " * 2**21 + b"</a>")


@pytest.mark.parametrize("mark", [b"<a/>", b"&lt;", b"="])
def test_too_many_marks(mark: bytes) -> None:
    """A document of a quarter of a million tags, attributes and references is not parsed."""
    with pytest.raises(ValueError, match="more than 250,000 tags, attributes and references"):
        loads(b"<a>" + mark * 250_001 + b"</a>")
