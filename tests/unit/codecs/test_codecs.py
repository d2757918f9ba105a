"""Requests are encoded as the service expects them, and JSON is read to its last digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.decoding import parse_document

from digiseller_async._codecs import json as json_codec
from digiseller_async._codecs import json_limits, json_repair
from digiseller_async._request.build import Request, build
from digiseller_async._request.encode import encode
from digiseller_async._wire import WireRequest
from digiseller_async.models import ReceiptType
from digiseller_async.spec import rows
from digiseller_async.spec.language import Format, Location, ResponseShape
from digiseller_async.spec.offers import LIST
from digiseller_async.spec.templates import CREATE, DELETE

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
FINITE = st.decimals(allow_nan=False, allow_infinity=False)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | FINITE | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=12,
)


def encoded(row: Any, **arguments: Any) -> WireRequest:
    """Return the encoded request of *row*."""
    return encode(build(row, arguments, seller_id=None))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)
@pytest.mark.parametrize("form", Format)
def test_headers(row: Any, form: Format) -> None:
    """A request asks for the preferred format if there is one, and declares that of its body."""
    in_body = [one for one in row.params if one.location is Location.BODY]
    lists: dict[str, Any] = {one.wire: [] for one in in_body if one.is_body}
    body = {"name": "n", **lists} if in_body else None
    request = encode(Request(row=row, method=row.method, path=row.path, body=body), form)

    types = {Format.JSON: "application/json", Format.XML: row.xml_media_type}
    answer = types[form if form in row.formats else row.formats[0]]
    assert request.headers["Accept"] == ("image/*" if row.shape is ResponseShape.BINARY else answer)
    assert request.headers["User-Agent"] == "digiseller-async"
    sent = types[form if form in row.body_formats else row.body_formats[0]]
    assert request.headers.get("Content-Type") == (sent if body else None)
    assert (request.method, request.host) == (row.method, row.host.value)
    assert (request.body is not None) is (body is not None)


@given(TEXTS)
def test_texts_in_a_query(name: str) -> None:
    """Any text in a query is read back as it was, and adds no other parameter."""
    target = encoded(LIST, seller_id=5, product_name=name).target

    assert target.isascii()
    pairs = parse_qsl(urlsplit(target).query, keep_blank_values=True)
    assert pairs == [("sellerId", "5"), ("productName", name)]


@given(TEXTS)
def test_texts_in_a_body(name: str) -> None:
    """Any text in a JSON body is read back as it was."""
    body = encoded(CREATE, name=name).body

    assert isinstance(body, bytes)
    assert json.loads(body) == {"name": name}


@given(template_id=st.integers(1, 2**63 - 1), via_post=st.booleans())
def test_ids_in_a_path(template_id: int, *, via_post: bool) -> None:
    """An id in a path is just its digits, and a request without a query has no question mark."""
    request = encoded(DELETE, template_id=template_id, via_post=via_post)
    start = "/api/templates/delete/" if via_post else "/api/templates/"

    assert request.target == f"{start}{template_id}"
    assert (request.method, request.body) == ("POST" if via_post else "DELETE", None)


@given(DOCUMENTS)
def test_documents_there_and_back(document: Any) -> None:
    """JSON that is written and read again is the same, to the last digit of each number."""
    assert repr(json_codec.loads(json_codec.dumps([document]))) == repr([plain(document)])


def plain(document: Any) -> Any:
    """Return *document* with each whole `Decimal` as the int that JSON makes of it."""
    if isinstance(document, dict):
        return {name: plain(one) for name, one in cast("dict[str, object]", document).items()}
    if isinstance(document, list):
        return [plain(one) for one in cast("list[object]", document)]
    if isinstance(document, Decimal) and str(document).lstrip("-").isdigit():
        return int(document)
    return document


@given(FINITE)
def test_numbers_in_a_body(value: Decimal) -> None:
    """An amount in a body is a JSON number with exactly the caller's digits."""
    written = json_codec.dumps({"n": value}).decode()

    assert written == f'{{"n":{value}}}'


@pytest.mark.parametrize("word", ["a", "b" * 99])
def test_words_in_a_body(word: str) -> None:
    """A member of an open enum is written as its word in a body, too."""
    assert encoded(CREATE, name=ReceiptType(word)).body == f'{{"name":"{word}"}}'.encode()


class Markup(str):
    """Text of some other library, such as markupsafe's."""

    __slots__ = ()


def test_subclasses_of_str_in_a_body() -> None:
    """Text of a subclass of str is written like any other."""
    assert encoded(CREATE, name=Markup("x")).body == b'{"name":"x"}'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"[33.50]", [Decimal("33.50")]),
        (b"[0.10, 1e2, -0.0]", [Decimal("0.10"), Decimal("1E+2"), Decimal("-0.0")]),
        (b"[12345678901234567890123456789]", [12345678901234567890123456789]),
        (b"\xef\xbb\xbf{}", {}),
        (b' {"a": 1, "a": 2}\r\n', {"a": 2}),
        ('["цена"]'.encode(), ["цена"]),
    ],
)
def test_documents_of_the_wire(body: bytes, found: object) -> None:
    """JSON is read with exact numbers, with a BOM or white space around it."""
    assert repr(parse_document(body)) == repr(found)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b" ", b"\xef\xbb\xbf", b"{", b'{"a":', b"[1,]", b"{'a':1}", b"[NaN]", b"[Infinity]"),
        *(b'{"a":1}{"b":2}', b"<response>", b"<html></htm>"),
        *(
            b"7f2c9a0e-0000-0000-0000-000000000000",
            "{]".encode("utf-16"),
        ),
        *(b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000),
    ],
    ids=lambda body: repr(body[:16]),
)
def test_broken_documents(body: bytes) -> None:
    """A document that is broken, or nested too deeply, is a `ValueError`, never a crash."""
    with pytest.raises(ValueError):  # noqa: PT011  (the parser's own words differ)
        parse_document(body)


@given(st.binary())
def test_any_bytes(body: bytes) -> None:
    """Any bytes are a document or a `ValueError`."""
    try:
        found = parse_document(body)
    except ValueError:
        return
    assert isinstance(found, dict | list | str | int | Decimal | None)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'["a \\ud83d", "\\udd25 b"]', ["a \ufffd", "\ufffd b"]),
        (b'["\\ud83d\\udd25 \\ud83d"]', ["\U0001f525 \ufffd"]),
        (b'["\\\\ud83d", "\\ud83d"]', ["\\ud83d", "\ufffd"]),
        (b'["a\x01b", "c\nd\te", "\\n"]', ["a\x01b", "c\nd\te", "\n"]),
        (b'{\n\t"a" :\r\n"b\x02"\n}', {"a": "b\x02"}),
        (b'["\xf0\x9f\x94 x"]', ["\ufffd x"]),
        (b"[" + b"9" * 5000 + b', "' + b"9" * 5000 + b'"]', ["9" * 5000] * 2),
        (b"[1e99999999999999999999, 1e400]", ["1e99999999999999999999", Decimal("1e400")]),
        ('{"a": "\u0436"}'.encode("utf-16"), {"a": "\u0436"}),
        ('["\u0436"]'.encode("utf-16-le"), ["\u0436"]),
        ('["\u0436"]'.encode("utf-16-be"), ["\u0436"]),
    ],
    ids=lambda one: repr(one)[:24],
)
def test_repaired_documents(body: bytes, found: object) -> None:
    """A document with single wrong characters is repaired, and each text can be encoded again."""
    assert json_codec.loads(body) == found
    assert json_codec.dumps(json_codec.loads(body))


@pytest.mark.parametrize("piece", [rb"\"", b"7" * 990 + b" ", b"-", b"\\"])
def test_repair_looks_once(piece: bytes) -> None:
    """A repair takes time in proportion to the document: this one would take hours otherwise."""
    body = b'{"a":"' + piece * (2_000_000 // len(piece))

    for broken in (body, body.replace(b'"a":"', b'"a":')):
        with pytest.raises(ValueError, match=r"JSON|truncated|too odd to be repaired"):
            json_codec.loads(broken)


def test_too_much_to_repair() -> None:
    """What is longer, or odder, than an answer can be by mistake is not repaired."""
    odd = b'["' + b"\x01" * 25_000 + b'"]'
    assert json_codec.loads(odd) == ["\x01" * 25_000]
    with pytest.raises(ValueError, match="too odd to be repaired: 25,000 signs"):
        json_codec.loads(b'["\x01", ' + odd + b"]")
    with pytest.raises(ValueError, match="too long to be repaired: 2,097,160 bytes"):
        json_codec.loads(b'["\xff' + b" " * 2**21 + b'", 1]')


def count(body: bytes) -> None:
    """Check how many values there are in a document."""
    for _ in json_limits.check_count_in_steps(body):
        pass


@pytest.mark.parametrize(
    "piece", [b"1,", b"[],", b'"",', b'{"a":1},', b'"a":1,', b'","', b',"', b'"[' * 5]
)
def test_too_many_values(piece: bytes) -> None:
    """A document of a quarter of a million values is refused before any is made."""
    with pytest.raises(ValueError, match="it has more than 250,000 values"):
        count(b'{"a":[' + piece * 600_000)


def test_signs_in_texts() -> None:
    """Signs in texts are no values, however many there are."""
    text = rb'"a,[{\",\\"'
    count(b"[" + b",".join([text * 1] * 70_000) + b"]")
    count(b'["' + b"[," * 400_000 + b'",1,[],{}]')
    with pytest.raises(ValueError, match="it has more than 250,000 values"):
        count(b'["' + b"[," * 400_000 + b'",' + b"1," * 250_000 + b"1]")


@given(st.lists(TEXTS | st.sampled_from(["\n", "\x01", '"\\'])))
def test_repair_changes_nothing_that_is_right(value: object) -> None:
    """A document that is right is its own repair."""
    for body in (json_codec.dumps(value), json.dumps(value).encode()):
        assert json_codec.loads(json_repair.repair(body)) == json_codec.loads(body)


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


@given(value=values, size=st.integers(0, 200), is_ascii=st.booleans())
def test_start_of_a_document(value: Any, size: int, *, is_ascii: bool) -> None:
    """The start of a document is a document with the start of what is in it, or nothing."""
    body = json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    start = json_codec.start_of(body, size)

    assert len(start) <= size + 210
    if start:
        assert begins(json.loads(start.decode("utf-8", "replace")), json.loads(body))


def begins(start: Any, whole: Any) -> bool:
    """Return whether *start* has nothing that is not in *whole*."""
    if isinstance(whole, dict):
        return all(begins(one, cast("Any", whole)[name]) for name, one in start.items())
    if isinstance(whole, list):
        return all(
            begins(one, other) for one, other in zip(start, cast("Any", whole), strict=False)
        )
    if isinstance(whole, str):
        return whole.encode("utf-16", "surrogatepass").startswith(
            start.encode("utf-16", "surrogatepass")
        )
    return bool(start == whole)


def test_start_of_a_deep_document() -> None:
    """What is deeper than an answer may be is left out of the start of a document."""
    start = json_codec.start_of(b"[" * 5000, 4000)

    assert json.loads(start.replace(b"[]", b"[1]")) != []
    assert start.count(b"[") == start.count(b"]") == 101


@pytest.mark.parametrize("levels", [1, 99, 100])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"b":[', "]}]")])
def test_levels_are_counted(opening: str, closing: str, levels: int) -> None:
    """A document may have a hundred levels, wherever they are, and no more."""
    depth = levels // opening.count("[") if "{" not in opening else levels
    depth = levels // 3 if opening.count("[") == 2 else depth
    body = f'{opening * depth}"[{{\\"[["{closing * depth}'
    assert json_codec.loads(body.encode()) is not None
    wide = f"[{','.join([body] * 3)}]" if depth < 33 else body
    assert json_codec.loads(wide.encode()) is not None

    deeper = f'["{"x" * 300_000}",{opening * 101}1{closing * 101}]'
    with pytest.raises(ValueError, match="nested too deeply: it has more than 100 levels"):
        json_codec.loads(deeper.encode())


def test_levels_of_what_is_no_json() -> None:
    """What is broken has no levels to count, however many brackets it has."""
    for body in (b"[" * 200 + b"1", b"]" * 200 + b"[" * 150, b"[}" * 200):
        json_limits.check_depth(body)


@pytest.mark.parametrize("before", ["[", "[1,", '{"a":', "[-", "[ ", "[0.", ""])
def test_numbers_that_are_too_long(before: str) -> None:
    """A number of 128 KiB is refused before it is read."""
    with pytest.raises(ValueError, match="it has a number of more than 65,536 digits"):
        json_limits.check_numbers(before.encode() + b"9" * 300_000 + b"]" + b" " * 70_000)


@pytest.mark.parametrize("before", ["", "a", "x: y", "1" * 70_000 + "z"])
def test_texts_of_digits(before: str) -> None:
    """A text of digits is no number."""
    text = f'["{before}{"9" * 300_000}"]'.encode()
    json_limits.check_numbers(text)
    json_limits.check_numbers(b'["' + b"x" * 200_000 + b'", 5]')
