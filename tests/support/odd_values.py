"""Put odd values into every place of an answer, and compare what is read with the ordinary."""

from __future__ import annotations

import copy
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, cast

import attrs
from attrs import frozen

from digiseller_async._response.decode import decode, parse
from digiseller_async._response.payload import IGNORED, PageContent, UnreadableRow
from digiseller_async.spec import rows
from digiseller_async.spec.language import Format, ListEndpoint, ResponseShape

GOLD = FilePath(__file__).parents[1] / "golden" / "answers"
Path = tuple[str | int, ...]
Many = tuple[Any, ...]
NOTHING = ("null", '""', '" "', "[]", "{}", '"null"', '"0001-01-01T00:00:00"')
"""What stands for nothing, so that it is read and need not be told."""
JSON_VALUES = (
    *NOTHING,
    *('"x"', "true", "-1", "2", "1e400", "1e99999999999999999999", '"NaN"', "7" * 5000),
    *('"1 234,56"', "[1, 2]", "[[]]", '{"a": {"b": [1]}}', '"\\ud83d"'),
)
XML_VALUES = (
    *(
        "",
        " ",
        "x",
        "null",
        "true",
        "-1",
        "2",
        "1e400",
        "1e99999999999999999999",
        "NaN",
        "7" * 5000,
    ),
    *("0001-01-01T00:00:00", "1 234,56", "<a>1</a>", "<a><b/>x</a>y", "&#1;", "&#xD800;"),
)

IDENTITIES = {
    "account_operation_id",
    "attribute_id",
    "category_id",
    "chat_state",
    "id",
    "id_goods",
    "id_i",
    "product_id",
    "content_id",
    "invoice_id",
    "inv",
    "newid",
    "option_id",
    "preview_id",
    "token",
}
"""What identifies a row, or an object that is the whole answer."""


@frozen
class Reading:
    """What an answer gives, and what is told of it."""

    found: Any
    told: list[tuple[str, str]]


def read(row: Any, body: bytes) -> Reading:
    """Return what *body* gives to a call of *row*."""
    told: list[tuple[str, str]] = []
    steps = decode(parse(body, row), row, lambda path, what: told.append((path, what)))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return Reading(end.value, told)


@frozen
class Answer:
    """The golden answer of an operation."""

    row: Any
    form: Format

    @property
    def path(self) -> FilePath:
        """Where it is."""
        return GOLD / f"{self.row.operation}.{self.form.value}"

    @property
    def body(self) -> bytes:
        """Return it as it is."""
        return self.path.read_bytes()

    def ordinary(self) -> Reading:
        """Return what it gives as it is."""
        return read(self.row, self.body if self.form is Format.JSON else _written(self.tree(), ""))

    def tree(self) -> ET.Element:
        """Return it as a tree."""
        return ET.fromstring(self.body.strip())  # noqa: S314  (our own)

    def variants(self) -> Iterator[tuple[Path, list[tuple[str, bytes]]]]:
        """Yield each place, and the answers that have an odd value there."""
        yield from (_in_json if self.form is Format.JSON else _in_xml)(self)


def answers() -> list[Answer]:
    """Return the golden answers that are documents."""
    found = [
        Answer(row, form)
        for row in rows()
        for form in Format
        if row.shape is not ResponseShape.BINARY and attrs.has(row.returns)
    ]
    return [one for one in found if one.path.exists()]


def _in_json(answer: Answer) -> Iterator[tuple[Path, list[tuple[str, bytes]]]]:
    text = answer.body.decode("utf-8-sig")
    tree = json.loads(text, parse_float=lambda one: f"\0{one}\0")
    for path in _places(tree, ()):
        if path[-1] in IGNORED or _is_above_rows(answer.row, path):
            continue
        found: list[tuple[str, bytes]] = []
        for value in JSON_VALUES:
            changed = _put(tree, path, "\1")
            body = json.dumps(changed, ensure_ascii=False)
            body = body.replace('"\\u0000', "").replace('\\u0000"', "").replace('"\\u0001"', value)
            found.append((value, body.encode()))
        yield path, found


def _places(node: Any, path: Path) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(node, dict):
        for key, one in cast("dict[str, object]", node).items():
            yield from _places(one, (*path, key))
    elif isinstance(node, list):
        for place, one in enumerate(cast("list[object]", node)):
            yield from _places(one, (*path, place))


def _put(node: Any, path: Path, value: Any) -> Any:
    node = copy.deepcopy(node)
    owner = node
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = value
    return node


def _is_above_rows(row: Any, path: Path) -> bool:
    """Return whether a place holds the rows, or a row, or says whether the call succeeded."""
    base: Path = ()
    if row.shape is ResponseShape.ENVELOPE:
        base = tuple(row.payload.split("/"))
    if isinstance(row, ListEndpoint) and row.layout.is_plain:
        return len(path) <= len(base) + 1
    if isinstance(row, ListEndpoint):
        names = row.layout.items.split("|")
        above = [(*base, name) for name in names]
        is_row = len(path) == len(base) + 2 and path[:-1] in above
        return is_row or any(path == one[: len(path)] for one in above)
    return path == base[: len(path)] or (row.many and len(path) == len(base) + 1)


def _in_xml(answer: Answer) -> Iterator[tuple[Path, list[tuple[str, bytes]]]]:
    tree, row = answer.tree(), answer.row
    base = tree if row.xml == "." else tree.find(row.xml)
    assert base is not None
    whole = {tree, base}
    if isinstance(row, ListEndpoint):
        steps = row.xml_layout.items.split("/")
        whole |= {
            one for end in range(1, len(steps) + 1) for one in base.findall("/".join(steps[:end]))
        }
    elif row.many:
        whole |= set(tree.findall(row.xml))
    elif row.xml != ".":
        steps = row.xml.split("/")
        whole |= {
            one for end in range(1, len(steps) + 1) for one in tree.findall("/".join(steps[:end]))
        }
    inside = set(base.iter())
    for index, element in enumerate(tree.iter()):
        if element.tag not in IGNORED and element not in whole and element in inside:
            yield (element.tag, index), [(one, _with_text(tree, index, one)) for one in XML_VALUES]
        if element not in inside:
            continue
        for name in element.attrib:
            yield (
                (element.tag, index, f"@{name}"),
                [
                    (one, _with_attribute(tree, index, name, one))
                    for one in XML_VALUES
                    if "<" not in one
                ],
            )


def _with_text(tree: ET.Element, index: int, value: str) -> bytes:
    changed = copy.deepcopy(tree)
    element = list(changed.iter())[index]
    for child in list(element):
        element.remove(child)
    element.text = "\ue000"
    return _written(changed, value)


def _with_attribute(tree: ET.Element, index: int, name: str, value: str) -> bytes:
    changed = copy.deepcopy(tree)
    list(changed.iter())[index].set(name, "\ue000")
    return _written(changed, value)


def _written(tree: ET.Element, value: str) -> bytes:
    return ET.tostring(tree, encoding="unicode").replace("\ue000", value).encode()


def differences(found: Any, ordinary: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Yield where *found* differs from *ordinary*, and both values there."""
    kind = cast("Any", type(ordinary))
    if type(found) is not kind:
        yield path, found, ordinary
    elif attrs.has(kind):
        for one in attrs.fields(kind):
            mine, other = getattr(found, one.name), getattr(ordinary, one.name)
            yield from differences(mine, other, (*path, one.name))
    elif isinstance(ordinary, tuple | list) and len(found) == len(cast("Many", ordinary)):
        pairs = zip(cast("Many", found), cast("Many", ordinary), strict=True)
        for place, (mine, other) in enumerate(pairs):
            yield from differences(mine, other, (*path, place))
    elif found != ordinary:
        yield path, found, ordinary


def is_one_place(changed: list[tuple[Path, Any, Any]]) -> bool:
    """Return whether all that differs is in one field, or nothing is left of one object."""
    if len(changed) < 2:
        return True
    in_a_list = isinstance(changed[0][0][-1], int)
    return in_a_list or all(mine in (None, ()) for _, mine, _ in changed)


def has_lost_row(found: Any) -> bool:
    """Return whether a row of a page has no readable identity."""
    page: Any = PageContent
    rows_of_page: Many = found.items if isinstance(found, page) else ()
    return any(isinstance(one, UnreadableRow) for one in rows_of_page)


def is_identity(answer: Answer, path: Path) -> bool:
    """Return whether a place has what identifies a row; then its model cannot do without."""
    name = next(one for one in reversed(path) if isinstance(one, str)).lstrip("@")
    required = {
        one.metadata.get("wire", one.name)
        for one in attrs.fields(answer.row.returns)
        if one.default is attrs.NOTHING
    }
    return name in IDENTITIES & required
