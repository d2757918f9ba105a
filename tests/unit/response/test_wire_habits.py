"""The wire as it is: each habit of the service is read rightly wherever it can occur.

A habit is a row of a table: what it does to the golden answer of an operation, and what becomes of
that. Where it can occur follows from the row of the operation and from its golden answer; a habit
that changes nothing in an answer cannot occur there.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints
from xml.sax.saxutils import escape

import attrs
import pytest
from attrs import frozen

from digiseller_async._response import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.errors import (
    AccessDeniedError,
    DigisellerError,
    RejectedError,
    ServiceMessage,
    UnavailableError,
)
from digiseller_async.models import OpenStrEnum
from digiseller_async.models._base import Moment
from digiseller_async.spec import rows
from digiseller_async.spec.language import Format, ListEndpoint, ResponseShape

GOLD = Path(__file__).parents[2] / "golden" / "answers"
TABLE: dict[str, Any] = {row.operation: row for row in rows()}
JSON, XML = Format.JSON, Format.XML
Spell = Callable[[Any, set[Any], Any], Any]


class Digits(str):
    """A JSON number, as it is written."""

    __slots__ = ()


# What an answer consists of, by the names of its parts: an account of the models' metadata.


def inner(hint: Any) -> tuple[Any, bool]:
    """Return what a field's type is about, and whether it is about several."""
    args = [one for one in get_args(hint) if one is not NoneType]
    return (args[0], get_origin(hint) is tuple) if args else (hint, False)


def kinds_of(row: Any) -> dict[str, set[Any]]:
    """Return the kinds of what is called by each name in an answer; `tuple` if it is a list."""
    found: defaultdict[str, set[Any]] = defaultdict(set)
    seen: set[Any] = set()

    def note(kind: Any, names: set[str], *, several: bool) -> None:
        for name in names:
            found[name] |= {kind, tuple} if several else {kind}
        if attrs.has(kind) and kind not in seen:
            seen.add(kind)
            hints = get_type_hints(kind)
            for one in attrs.fields(kind):
                meta, (inside, many) = one.metadata, inner(hints[one.name])
                own = meta.get("wire", one.name)
                path = re.sub(r"\[.*?\]", "", meta.get("xml", own))
                names = {own, *meta.get("aliases", ()), path.rpartition("/")[2]}
                note(inside, names, several=many)

    note(row.returns, {row.payload.rpartition("/")[2]}, several=row.many)
    if is_list(row):
        items = {*row.layout.items.split("|"), row.xml_layout.items.rpartition("/")[2]}
        note(row.returns, items, several=True)
        for name in ("page", "count", "total_count", "total_pages"):
            note(int, {getattr(row.layout, name), getattr(row.xml_layout, name)}, several=False)
        if row.page_extras is not None:
            note(row.page_extras, set(), several=False)
    return found


def is_list(row: Any) -> bool:
    """Return whether an answer of a row is a page."""
    return isinstance(row, ListEndpoint)


def spelt(node: Any, kinds: dict[str, set[Any]], spell: Spell, name: str = "") -> Any:
    """Return a JSON document with each scalar, and each list, as *spell* spells it."""
    if isinstance(node, dict):
        fields = cast("dict[str, object]", node)
        return {key: spelt(one, kinds, spell, key) for key, one in fields.items()}
    if isinstance(node, list):
        ones = [spelt(one, kinds, spell, name) for one in cast("list[object]", node)]
        return spell(ones, kinds.get(name, set()) | {tuple}, name)
    return spell(node, kinds.get(name, set()), name)


def as_json(node: Any) -> str:
    """Write a document, its numbers with their own digits."""
    if isinstance(node, dict):
        fields = cast("dict[str, object]", node)
        return f"{{{', '.join(f'{json.dumps(k)}: {as_json(v)}' for k, v in fields.items())}}}"
    if isinstance(node, list):
        return f"[{', '.join(as_json(one) for one in cast('list[object]', node))}]"
    return str(node) if isinstance(node, Digits) else json.dumps(node, ensure_ascii=False)


def as_xml(element: ET.Element, write: Callable[[str, str], str]) -> str:
    """Write a document; *write* is asked for the text of each element that has no others."""
    attributes = "".join(f' {k}="{escape(v)}"' for k, v in element.attrib.items())
    inside = "".join(as_xml(child, write) for child in element)
    inside = inside or write(element.tag, element.text or "")
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


@frozen
class Sample:
    """The golden answer of an operation."""

    row: Any
    form: Format

    @property
    def path(self) -> Path:
        """Where it is."""
        return GOLD / f"{self.row.operation}.{self.form.value}"

    def text(self) -> str:
        """Return it as it is."""
        return self.path.read_text("utf-8")

    def tree(self) -> Any:
        """Return it as a tree."""
        if self.form is XML:
            text = re.sub(
                r">\s+(?=<!\[CDATA\[)|(?<=\]\]>)\s+", lambda one: one[0].strip(), self.text()
            )
            return ET.fromstring(text)  # noqa: S314 (our own)
        return json.loads(self.text(), parse_float=Digits, parse_int=Digits)


def judged(row: Any, body: str | bytes, status: int = 200, kind: str = "") -> Any:
    """Return what an answer gives."""
    raw = body if isinstance(body, bytes) else body.encode()
    headers = {"content-type": kind} if kind else {}
    return interpret.interpret(row, WireResponse(status=status, headers=headers, body=raw), now=0)


SAMPLES = [
    sample
    for row in TABLE.values()
    for form in Format
    if (sample := Sample(row, form)).path.exists() and sample.text().lstrip("\ufeff\n ")[0] in "{[<"
]
Changed = tuple[str | bytes, Any]
"""An answer in a habit, and an ordinary answer (or a value) that means the same."""
Maker = Callable[[Sample], Iterator[Changed]]
HABITS: dict[str, Maker] = {}


def habit(maker: Maker) -> Maker:
    """Put *maker* into the table."""
    HABITS[maker.__name__] = maker
    return maker


def respelt(sample: Sample, *spells: Spell) -> Iterator[Changed]:
    """Yield a JSON answer in each of the spellings."""
    if sample.form is JSON:
        tree, kinds = sample.tree(), kinds_of(sample.row)
        for spell in spells:
            yield as_json(spelt(tree, kinds, spell)), sample.text()


def retold(sample: Sample, *writers: Callable[[set[Any], str], str]) -> Iterator[Changed]:
    """Yield an XML answer with its texts as each of the writers has them."""
    if sample.form is XML:
        tree, kinds = sample.tree(), kinds_of(sample.row)
        for write in writers:
            yield as_xml(tree, partial(in_place, write, kinds)), sample.text()


def in_place(
    write: Callable[[set[Any], str], str], kinds: dict[str, set[Any]], tag: str, text: str
) -> str:
    """Return the text of an element as *write* has it for its kinds."""
    return write(kinds.get(tag, set()), text)


def only(kinds: set[Any], *wanted: Any) -> bool:
    """Return whether something is surely of one of the *wanted* kinds."""
    alone = kinds - {tuple}
    return bool(alone) and alone <= set(wanted)


def is_word(kinds: set[Any]) -> bool:
    """Return whether something is a word of an open list."""
    return bool(kinds) and all(issubclass(one, OpenStrEnum) for one in kinds)


# JSON's habits


@habit
def numbers_as_texts(sample: Sample) -> Iterator[Changed]:
    """Numbers are texts, with a decimal comma even, or texts are numbers."""
    yield from respelt(
        sample,
        # What is not documented arrives as it is.
        lambda one, kinds, _: str(one) if isinstance(one, Digits) and Any not in kinds else one,
        lambda one, kinds, _: (
            f" {one} ".replace(".", ",")
            if isinstance(one, Digits) and only(kinds, int, Decimal)
            else one
        ),
        lambda one, kinds, _: (
            Digits(one)
            if only(kinds, int, Decimal) and re.fullmatch(r"\d+(\.\d+)?", str(one))
            else one
        ),
    )


@habit
def counts_with_a_fraction(sample: Sample) -> Iterator[Changed]:
    """Counts and ids are written as 1.00."""
    yield from respelt(
        sample,
        lambda one, kinds, _: Digits(f"{one}.00") if is_count(one, kinds) else one,
        lambda one, kinds, _: f"{one}.00" if is_count(one, kinds) else one,
        lambda one, kinds, _: f"{one},0" if is_count(one, kinds) else one,
    )


def is_count(one: Any, kinds: set[Any]) -> bool:
    """Return whether *one* is a whole number of a field for such."""
    return only(kinds, int) and re.fullmatch(r"-?\d+", str(one)) is not None


@habit
def empty_texts_for_none(sample: Sample) -> Iterator[Changed]:
    """What is none is an empty text in fields of numbers, dates and words, or is left out."""

    def emptied(one: Any, kinds: set[Any], _: Any) -> Any:
        return "" if one is None and kinds and str not in kinds else one

    yield from respelt(sample, emptied)
    if sample.form is JSON:
        kinds = kinds_of(sample.row)
        yield as_json(without_none(sample.tree(), kinds)), sample.text()


def without_none(node: Any, kinds: dict[str, set[Any]]) -> Any:
    """Return a document without the fields that are null."""
    if isinstance(node, dict):
        fields = cast("dict[str, object]", node)
        return {k: without_none(one, kinds) for k, one in fields.items() if one is not None}
    if isinstance(node, list):
        return [without_none(one, kinds) for one in cast("list[object]", node)]
    return node


@habit
def flags(sample: Sample) -> Iterator[Changed]:
    """Flags are 0 and 1, as numbers or as texts, or true and false."""

    def flagged(spellings: dict[bool, Any]) -> Spell:
        def spell(one: Any, kinds: set[Any], _: Any) -> Any:
            if not only(kinds, bool) or one in (None, ""):
                return one
            return spellings[str(one).lower() in ("true", "1")]

        return spell

    yield from respelt(
        sample,
        flagged({True: True, False: False}),
        flagged({True: Digits("1"), False: Digits("0")}),
        flagged({True: "1", False: "0"}),
        flagged({True: "True", False: "false"}),
    )


def dated(text: str) -> dt.datetime | None:
    """Return the moment that a text spells in any of the golden ways."""
    text = re.sub(r"(\.\d{6})\d", r"\1", text)
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        pattern = "%d.%m.%Y %H:%M:%S"
        return dt.datetime.strptime(text, pattern).replace(tzinfo=None)  # noqa: DTZ007


def datings(text: str) -> list[str]:
    """Return the spellings of the moment that *text* spells."""
    moment = dated(text) if text else None
    if moment is None:
        return [text] * 8
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.timezone(dt.timedelta(hours=3))).replace(tzinfo=None)
    fraction = f"{moment.microsecond:06}".rstrip("0")
    day, clock = f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}"
    wide = [f"{day}T{clock}.{fraction:0<{size}}" for size in (3, 6, 7) if len(fraction) <= size]
    exact = [
        *wide,
        wide[-1] + "+03:00",
        f"{day} {clock}.{fraction}".rstrip("."),
        wide[-1] + "+0300",
    ]
    utc = f"{moment - dt.timedelta(hours=3):%Y-%m-%dT%H:%M:%S}.{fraction:0<7}Z"
    exact += [utc, f"{day}T{clock}.{fraction}".rstrip(".")]
    if not fraction:
        exact += [f"{moment:%d.%m.%Y} {moment.hour}:{moment:%M:%S}", f"{moment:%d.%m.%Y %H:%M:%S}"]
    return exact + exact[: 8 - len(exact)]


@habit
def dates(sample: Sample) -> Iterator[Changed]:
    """Dates have 0 to 7 fractional digits, a T or a space, an offset or none, or points."""
    for place in range(10):

        def spell(one: Any, kinds: set[Any], _: Any, place: int = place) -> Any:
            ways = datings(one) if only(kinds, Moment) and isinstance(one, str) else [one]
            return ways[place % len(ways)]

        def write(kinds: set[Any], text: str, place: int = place) -> str:
            return escape(str(spell(text, kinds, "", place)))

        yield from respelt(sample, spell)
        yield from retold(sample, write)


def first_of(one: Any, kinds: set[Any], _: Any) -> Any:
    """Return a list's first, as a list."""
    return one[:1] if is_several(one, kinds) else one


def alone(one: Any, kinds: set[Any], _: Any) -> Any:
    """Return the first of a list."""
    return one[0] if is_several(one, kinds) and one else one


def is_several(one: Any, kinds: set[Any]) -> bool:
    """Return whether *one* is a list."""
    return tuple in kinds and isinstance(one, list)


@habit
def one_for_a_list(sample: Sample) -> Iterator[Changed]:
    """A list of one is the one itself, and an empty one is null or an empty text."""
    tree, kinds = sample.tree(), kinds_of(sample.row)
    if sample.form is JSON and isinstance(tree, dict):
        short = spelt(tree, kinds, first_of)

        yield as_json(spelt(short, kinds, alone)), as_json(short)
        for none in (None, ""):

            def void(one: Any, _: Any, __: Any, none: str | None = none) -> Any:
                return none if one == [] else one

            yield as_json(spelt(tree, kinds, void)), as_json(tree)


@habit
def beside_the_payload(sample: Sample) -> Iterator[Changed]:
    """The retval is a number, a text, null or missing; errors are null, empty or missing."""
    tree = sample.tree()
    if sample.form is JSON and isinstance(tree, dict) and "retval" in tree:
        fields = cast("dict[str, object]", tree)
        for retval in (Digits("0"), "0", Digits("0.0"), None, "", " 0 "):
            for errors in cast("tuple[object, ...]", (None, [], "")):
                facts: dict[str, object] = {"errors": errors, "retdesc": "", "queryId": "x"}
                yield as_json({**fields, **facts, "retval": retval}), sample.text()
        spare = {k: v for k, v in fields.items() if k not in ("retval", "retdesc", "errors")}
        yield as_json(spare), sample.text()
        yield (
            as_json({"retval": "0", **{k: fields[k] for k in reversed(list(fields))}}),
            sample.text(),
        )


@habit
def around_the_document(sample: Sample) -> Iterator[Changed]:
    """A byte order mark and blanks stand around the document."""
    for around in ("\ufeff{}", " \r\n{}\r\n ", "\ufeff\r\n{}"):
        yield around.replace("{}", sample.text().strip()), sample.text()


# XML's habits


@habit
def decimal_commas(sample: Sample) -> Iterator[Changed]:
    """Decimals have a comma or a point, and blanks around them."""

    def points(kinds: set[Any], text: str) -> str:
        return escape(text.replace(",", ".") if only(kinds, Decimal) else text)

    def commas(kinds: set[Any], text: str) -> str:
        return escape(text.replace(".", ",") if only(kinds, Decimal) else text)

    def apart(kinds: set[Any], text: str) -> str:
        return escape(f"\n {text} " if text and only(kinds, Decimal, int) else text)

    yield from retold(sample, points, commas, apart)


@habit
def cdata(sample: Sample) -> Iterator[Changed]:
    """Each text is in CDATA, and layout around that."""
    for before in ("", " ", "\r\n    "):
        for after in ("", "\n", "\t"):

            def write(_: Any, text: str, around: tuple[str, str] = (before, after)) -> str:
                return f"<![CDATA[{text}]]>".join(around) if text else ""

            yield from retold(sample, write)


def more_text(kinds: set[Any], text: str) -> str:
    """Return a longer text where any text may stand."""
    return f"{text} Ключи & игры: http://x/?a=1&b=2" if text and only(kinds, str) else text


@habit
def bare_ampersands(sample: Sample) -> Iterator[Changed]:
    """A bare & is in texts, under windows-1251, declared or not."""
    if sample.row.confirmations:
        return  # a word with more in it is another word
    for encoding, head in (
        ("windows-1251", '<?xml version="1.0" encoding="windows-1251"?>'),
        ("windows-1251", ""),
        ("utf-8", ""),
    ):
        for (bare, _), (neat, _) in zip(
            retold(sample, lambda k, t: more_text(k, t).replace("<", "&lt;")),
            retold(sample, lambda k, t: escape(more_text(k, t))),
            strict=True,
        ):
            yield (head + cast("str", bare)).encode(encoding, "xmlcharrefreplace"), neat


@habit
def one_element(sample: Sample) -> Iterator[Changed]:
    """A list of one is one element, which looks like an object."""
    row = sample.row
    if sample.form is XML and is_list(row):
        tree = sample.tree()
        base = tree if row.xml == "." else tree.find(row.xml)
        whole = judged(row, sample.text())
        items = base.findall(row.xml_layout.items)
        *outer, _ = row.xml_layout.items.split("/")
        for one in items[1:]:
            (base.find("/".join(outer)) if outer else base).remove(one)
        yield ET.tostring(tree), attrs.evolve(whole, items=whole.items[:1])


# Habits of some operations


@habit
def keys_of_reviews(sample: Sample) -> Iterator[Changed]:
    """Reviews are under review or reviews, or there are none under either."""
    if sample.row.operation == "catalog.reviews" and sample.form is JSON:
        yield sample.text().replace('"review"', '"reviews"'), sample.text()
        tree = sample.tree()
        none = attrs.evolve(judged(sample.row, sample.text()), items=())
        empty: list[dict[str, Any]] = [{}, {"review": None}, {"reviews": None}, {"review": []}]
        for facts in (*empty, {"review": ""}):
            rest = {k: v for k, v in tree.items() if k != "review"}
            yield as_json({**rest, **facts}), none


@habit
def lists_that_are_null(sample: Sample) -> Iterator[Changed]:
    """The rows of a seller's products, a category's products and its categories may be null."""
    keys = {"products.of_seller": "rows", "catalog.products": "product"}
    key = keys.get(sample.row.operation, "")
    if key and sample.form is JSON:
        none = attrs.evolve(judged(sample.row, sample.text()), items=())
        yield as_json({**sample.tree(), key: None}), none
        if key == "product":
            about = attrs.evolve(none.about, categories=())
            fields = {**sample.tree(), key: None, "categories": None, "label": None}
            yield as_json(fields), attrs.evolve(none, about=about)


@habit
def bare_task_ids(sample: Sample) -> Iterator[Changed]:
    """A task's id is the whole answer, and no document."""
    if sample.row.starts_task:
        task = judged(sample.row, sample.text())
        yield from ((one, one.strip()) for one in (task, f" {task}\r\n", task.upper()))


CASES = [(name, sample) for name in HABITS for sample in SAMPLES if any(HABITS[name](sample))]
NAMES = [f"{name}: {one.row.operation} in {one.form.value}" for name, one in CASES]


@pytest.mark.parametrize(("name", "sample"), CASES, ids=NAMES)
def test_habits(name: str, sample: Sample) -> None:
    """An answer that shows a habit gives what the ordinary one gives, to the last digit."""
    for body, meant in HABITS[name](sample):
        is_answer = isinstance(meant, str) and meant.lstrip("\ufeff \r\n")[:1] in ("{", "[", "<")
        ordinary = judged(sample.row, meant) if is_answer else meant
        found = judged(sample.row, body)

        assert found == ordinary
        assert name == "dates" or repr(found) == repr(ordinary)  # a zone is shown as it was given


EACH = list(TABLE.values())
each_row = pytest.mark.parametrize("row", EACH, ids=lambda row: row.operation)
MARKERS = [
    "Digiseller UPDATING",
    "Server Error",
    "404 - File or directory not found",
    "Digiseller is experiencing an unscheduled maintenance work",
    "Идут регламентные работы",
]


@each_row
@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize("page", ["<html><body>{}</body></html>", "<h1>{}</h1>", "{}"])
def test_maintenance(row: Any, marker: str, page: str) -> None:
    """A maintenance page with a 200 is none of the service's answers, on every operation."""
    for kind in ("text/html", "application/json", "text/xml"):
        with pytest.raises(UnavailableError, match="maintenance"):
            judged(row, page.replace("{}", marker), kind=kind)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: f"{one.row.operation}.{one.form.value}")
def test_content_types(sample: Sample) -> None:
    """A document is read by what it is, whatever the header calls it."""
    ordinary = judged(sample.row, sample.text())
    for kind in ("application/json", "text/xml", "text/plain", "text/html", "image/png", ""):
        assert judged(sample.row, sample.text(), kind=kind) == ordinary


@pytest.mark.parametrize(
    "row", [row for row in EACH if row.shape is ResponseShape.EMPTY], ids=lambda row: row.operation
)
@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize(
    "body",
    [
        "",
        " \r\n",
        '{"retval":0}',
        '\ufeff{"retval":"0","content":null}',
        "<result><retval>0</retval></result>",
    ],
)
def test_empty_answers(row: Any, status: int, body: str) -> None:
    """A call that gives nothing is done with an empty body, a 204, or an envelope."""
    assert judged(row, body, status) is None


DOCUMENTS = [row for row in EACH if row.shape is not ResponseShape.BINARY]
each_document = pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row.operation)
LOCALES = '[{"locale":"ru-RU","value":"нет"},{"locale":"en-US","value":"no"}]'
AUTH_0 = [
    '{"retval":-1,"errors":[{"code":"auth-0","message":"m"}],"content":null}',
    f'{{"retval":"-1","errors":{{"code":"auth-0","message":{LOCALES}}}}}',
    "<result><retval>-1</retval><errors><code>auth-0</code><message>m</message></errors></result>",
    (
        "<response><retval>-1</retval><errors><code>x-1</code></errors>"
        "<errors><code>auth-0</code></errors></response>"
    ),
]


@each_document
@pytest.mark.parametrize("status", [200, 400, 401, 403])
@pytest.mark.parametrize("body", AUTH_0)
def test_missing_permissions(row: Any, status: int, body: str) -> None:
    """The code auth-0 is a missing permission on every operation, with any status."""
    with pytest.raises(AccessDeniedError) as caught:
        judged(row, body, status)
    assert (caught.value.permission or "", caught.value.retval) == (row.permission, -1)


NO = ServiceMessage("c-1", {"": "no"})
BY_LOCALE = ServiceMessage("c-1", {"ru-RU": "нет", "en-US": "no"})
REFUSALS: list[tuple[str, str, list[ServiceMessage]]] = [
    ('{"retval":7,"retdesc":"no","errors":null}', "no", []),
    ('{"retval":"7","errors":[{"code":"c-1","message":"no"}],"content":null}', "no", [NO]),
    ('{"retval":7,"errors":{"code":"c-1","message":"no"}}', "no", [NO]),
    (f'{{"retval":7.0,"errors":[{{"code":"c-1","message":{LOCALES}}}]}}', "no", [BY_LOCALE]),
    ('\ufeff{"retval":7,"desc":"нет","endesc":"no"}', "no", []),
    ("<result><retval>7</retval><retdesc>no</retdesc></result>", "no", []),
    (
        "<response><retval> 7 </retval><errors/><retdesc><![CDATA[no]]></retdesc></response>",
        "no",
        [],
    ),
    (
        "<result><retval>7</retval><errors><code>c-1</code><message>no</message></errors></result>",
        "no",
        [NO],
    ),
    (
        (
            "<result><retval>7</retval><errors><code>c-1</code>"
            "<message><locale>ru-RU</locale><value>нет</value></message>"
            "<message><locale>en-US</locale><value>no</value></message></errors></result>"
        ),
        "no",
        [BY_LOCALE],
    ),
]


@each_document
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(("body", "said", "errors"), REFUSALS)
def test_refusals(
    row: Any, status: int, body: str, said: str, errors: list[ServiceMessage]
) -> None:
    """A retval other than 0 is a refusal on every operation, in whatever shape its reason is."""
    with pytest.raises(RejectedError) as caught:
        judged(row, body, status)
    assert (caught.value.retval, caught.value.status) == (7, status)
    assert str(caught.value).endswith(f": {said}")
    assert [one for one in caught.value.errors if one.text] == errors


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: f"{one.row.operation}.{one.form.value}")
def test_new_words(sample: Sample) -> None:
    """A currency or another word that nobody knows yet breaks no answer, and arrives as it is."""
    kinds, tree = kinds_of(sample.row), sample.tree()
    if sample.form is JSON:
        spell: Spell = lambda one, kind, _: (  # noqa: E731 (one of a kind)
            "GBP" if is_word(kind) and isinstance(one, str) and one else one
        )
        body = as_json(spelt(tree, kinds, spell))
    else:
        body = as_xml(
            tree,
            lambda tag, text: escape("GBP" if text and is_word(kinds.get(tag, set())) else text),
        )
    count = len(re.findall(r"<\w+\.GBP|'GBP'|GBP", repr(judged(sample.row, body))))

    assert (count > 0) is ("GBP" in body)


def test_each_habit_occurs() -> None:
    """Each habit occurs in some answer, and each answer shows some habit."""
    assert {name for name, _ in CASES} == HABITS.keys()
    assert {sample for _, sample in CASES} == set(SAMPLES)


@each_document
@pytest.mark.parametrize("body", ["null", "7", '"x"', "true", "<p>x</p>", "{", "<result>", "x"])
def test_no_answers(row: Any, body: str) -> None:
    """What is no answer to anything is an error, but for null where it stands for no rows."""
    if row.empty_is_none and body == "null":
        assert judged(row, body) == []
        return
    if row.shows_no_answer and "<p>" not in body:  # whatever is no refusal: see test_success.py
        assert judged(row, body) is None
        return
    with pytest.raises(DigisellerError):
        judged(row, body)
