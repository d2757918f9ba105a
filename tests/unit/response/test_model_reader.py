"""A plan reads a model out of JSON and out of XML: both give the model that was written."""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.decoding import interpreted, interpreted_tolerantly

from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async._response.convert import convert
from digiseller_async._response.decode import parse
from digiseller_async._response.model_reader import model_reader_of
from digiseller_async.models import Category, OpenStrEnum, Receipt, Review
from digiseller_async.models._base import Moment
from digiseller_async.models.product_details import PreviewImage, Product
from digiseller_async.models.product_prices import CurrencyPrices, ProductSale
from digiseller_async.spec import rows
from digiseller_async.spec.language import Format, ListEndpoint, ResponseShape, ScalarStyle

TABLE: dict[str, Any] = {row.operation: row for row in rows()}


class Told(list[tuple[str, str]]):
    """What was told of an answer."""

    def __call__(self, path: str, what: str) -> None:
        """Be told."""
        self.append((path, what))


# A small writer of its own: it shares the models' metadata with the reader, and no code.

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r&<>'\"]"),
    max_size=12,
)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    str: TEXTS,
    Decimal: st.decimals(-(10**12), 10**12, places=3) | st.integers(-9, 9).map(Decimal),
    Moment: st.datetimes(dt.datetime(2014, 11, 1)).map(  # noqa: DTZ001 (so the wire has it)
        lambda one: one.replace(tzinfo=MOSCOW)
    ),
}


def inner(hint: Any) -> tuple[Any, bool, bool]:
    """Return what a field's type is about, whether it may be none, and whether it is several."""
    args = get_args(hint)
    kind = next((one for one in args if one is not NoneType), hint)
    return kind, NoneType in args, get_origin(hint) is tuple


def of_kind(kind: Any, *, filled: bool, deep: int = 3) -> st.SearchStrategy[Any]:
    """Make values of a kind; *filled* ones are no objects of which nothing is said."""
    if attrs.has(kind):
        return models(kind, deep).filter(lambda one: not filled or says_something(one))
    if issubclass(kind, OpenStrEnum):
        words = st.sampled_from(list(kind)) if len(kind) else st.nothing()
        return words | st.just("brand_new").map(kind)
    return SCALARS[kind]


def is_list(row: Any) -> bool:
    """Return whether an answer of a row is a page."""
    return isinstance(row, ListEndpoint)


def is_model(value: Any) -> bool:
    """Return whether a value is a model."""
    kind: Any = value.__class__
    return attrs.has(kind)


def fields_of(value: Any) -> Any:
    """Return the fields of a model."""
    kind: Any = value.__class__
    return attrs.fields(kind)


def says_something(value: Any) -> bool:
    """Return whether XML can tell a model from none, and an address that is none from an empty."""
    if isinstance(value, PreviewImage):
        return value.url is not None
    needed = any(one.default is attrs.NOTHING for one in fields_of(value))
    return needed or value != value.__class__()


def models(kind: Any, deep: int = 3) -> st.SearchStrategy[Any]:
    """Make models; what only one format has is left out."""
    hints, parts = get_type_hints(kind), dict[str, st.SearchStrategy[Any]]()
    for one in attrs.fields(kind):
        about, optional, several = inner(hints[one.name])
        if not one.eq or (attrs.has(about) and not deep and one.default is not attrs.NOTHING):
            continue
        values = of_kind(about, filled=True, deep=deep - 1)
        if one.validator is not None:
            values = values.filter(bool)
        if several:
            values = st.lists(values, max_size=2).map(tuple)
        elif optional and not one.metadata.get("expected"):
            values = st.none() | values
        parts[one.name] = values
    return st.fixed_dictionaries(parts).map(lambda found: kind(**found))


def scalar(value: Any, *, flags: bool = False) -> str:
    """Spell a scalar as a text."""
    if isinstance(value, bool):
        return str(int(value)) if flags else str(value).lower()
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def as_json(value: Any, habit: ScalarStyle) -> str:
    """Write a value in JSON, in an operation's habit."""
    if isinstance(value, tuple):
        return f"[{','.join(as_json(one, habit) for one in cast('tuple[object, ...]', value))}]"
    if is_model(value):
        pairs = (
            f"{json.dumps(one.metadata.get('wire', one.name))}:{as_json(part, habit)}"
            for one in fields_of(value)
            if (part := getattr(value, one.name)) is not None or one.eq
        )
        return f"{{{','.join(pairs)}}}"
    if value is None:
        return "null"
    if isinstance(value, str | dt.datetime) or habit is ScalarStyle.STRINGS:
        return json.dumps(scalar(value, flags=True))
    return scalar(value, flags=habit is ScalarStyle.INT_FLAGS)


def at(element: ET.Element, steps: list[str]) -> ET.Element:
    """Return the element that is some steps below *element*; make what is not there."""
    for step in steps:
        found = element.find(step)
        if found is None:
            tag, _, condition = step.partition("[")
            found = ET.SubElement(element, tag)
            if condition:
                name, _, word = condition.rstrip("]").partition("=")
                ET.SubElement(found, name).text = word.strip("'")
        element = found
    return element


def fill(element: ET.Element, value: Any) -> None:
    """Write a value in XML, into *element*."""
    if not is_model(value):
        element.text = scalar(value)
        return
    for one in fields_of(value):
        part, path = getattr(value, one.name), one.metadata.get("xml", "")
        path = path or one.metadata.get("wire", one.name)
        if part is None or (isinstance(part, tuple) and not part):
            continue
        if isinstance(part, tuple):
            fill_list(element, path, cast("tuple[object, ...]", part))
        elif "@" in path:
            owner, _, name = path.partition("@")
            at(element, owner.rstrip("/").split("/") if owner else []).set(name, scalar(part))
        else:
            fill(at(element, path.split("/")), part)


def fill_list(element: ET.Element, path: str, parts: tuple[object, ...]) -> None:
    """Write several values: beside one another, or each within the one before."""
    outer, _, tag = path.rpartition("/")
    chained = outer.endswith("/")
    below = at(element, outer.strip("/").split("/") if outer else [])
    for one in parts:
        child = ET.SubElement(below, tag)
        fill(child, one)
        below = child if chained else below


def documents(row: Any, items: tuple[Any, ...], about: Any) -> tuple[str, str]:
    """Write an answer in JSON and in XML."""
    root = ET.Element("response")
    ET.SubElement(root, "retval").text = "0"
    if is_list(row):
        base = root if row.xml == "." else at(root, row.xml.split("/"))
        fill_list(base, row.xml_layout.items, items)
        beside = as_json(about, row.scalars)[1:-1] if about else ""
        key = row.layout.items.partition("|")[0]
        page = f'"{key}":{as_json(items, row.scalars)}{"," if beside else ""}{beside}'
        if about:
            fill(base, about)
        inside = page if row.shape is ResponseShape.FLAT else f'"content":{{{page}}}'
    else:
        fill_payload(root, row, items)
        value = as_json(items if row.many else items[0], row.scalars)
        if row.shape is ResponseShape.BARE:
            return value, written(root)
        first, *others = row.payload.split("/")
        inside = value[1:-1] if row.shape is ResponseShape.FLAT else value
        for name in reversed(others):
            inside = f'{{"{name}":{inside}}}'
        inside = inside if row.shape is ResponseShape.FLAT else f'"{first}":{inside}'
    parts = ['"retval":0', inside] if inside else ['"retval":0']
    return f"{{{','.join(parts)}}}", written(root)


def fill_payload(root: ET.Element, row: Any, items: tuple[Any, ...]) -> None:
    """Write what is no page."""
    if row.many:
        fill_list(root, row.xml, items)
    else:
        fill(root if row.xml == "." else at(root, row.xml.split("/")), items[0])


def written(root: ET.Element) -> str:
    """Return a document; a carriage return is a reference, or it would be read as a line feed."""
    return ET.tostring(root, "unicode").replace("\r", "&#13;")


def deviations(row: Any, body: str) -> tuple[Any, list[tuple[str, str]]]:
    """Return what an answer gives, and what of it is undocumented."""
    told: list[tuple[str, str]] = []
    return interpreted(row, body, told), told


def tolerant_deviations(row: Any, body: str) -> tuple[Any, list[tuple[str, str]]]:
    """Return what an answer gives by the tolerant way, and what of it is undocumented."""
    told: list[tuple[str, str]] = []
    return interpreted_tolerantly(row, body, told), told


BOTH = [
    row
    for row in TABLE.values()
    if row.shape not in (ResponseShape.EMPTY, ResponseShape.BINARY)
    and not row.confirmations  # what these say is checked: test_success has them
    and len(row.formats) == len(Format)
]


@pytest.mark.parametrize("row", BOTH, ids=lambda row: row.operation)
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_formats_agree(row: Any, data: st.DataObject) -> None:
    """What is written in JSON and in XML is read back from both, strictly and tolerantly."""
    several = row.many or is_list(row)
    one = of_kind(row.returns, filled=True).filter(lambda value: value != "")
    if row.fallbacks:
        one = one.filter(bool)  # no id is 0
    items = data.draw(st.lists(one, min_size=1, max_size=3 if several else 1).map(tuple))
    about = data.draw(models(row.page_extras)) if is_list(row) and row.page_extras else None
    in_json, in_xml = documents(row, items, about)

    for read, body in (
        (deviations, in_json),
        (tolerant_deviations, in_json),
        (deviations, in_xml),
    ):
        found, told = read(row, body)
        if is_list(row):
            assert found.about == about
            found = found.items
        elif not row.many:
            found = (found,)
        assert tuple(found) == items
        assert all("unknown word" in what for _, what in told)


@pytest.mark.parametrize("row", BOTH, ids=lambda row: row.operation)
def test_nothing_is_left_out(row: Any) -> None:
    """Each field of a model that both formats have is read from its place in XML, and only it."""
    for name, value in each_field(row.returns):
        _, in_xml = documents(row, (value,), None)
        found, told = deviations(row, in_xml)
        found = found.items if is_list(row) else found if row.many else [found]
        assert tuple(found) == (value,), name
        assert not told, name


def each_field(kind: Any) -> Iterator[tuple[str, Any]]:
    """Yield models in which one field beside the needed ones is set."""
    if not attrs.has(kind):
        yield "", "x" if kind is str else 5
        return
    hints = get_type_hints(kind)
    needed = {
        one.name: sample(inner(hints[one.name])[0])
        for one in attrs.fields(kind)
        if one.default is attrs.NOTHING or one.metadata.get("expected")
    }
    for one in attrs.fields(kind):
        about, _, several = inner(hints[one.name])
        if one.eq and about is not kind:
            value = sample(about)
            url = {"url": "x"} if kind is PreviewImage else {}
            yield one.name, kind(**{**needed, **url, one.name: (value,) if several else value})


def sample(kind: Any) -> Any:
    """Return some value of a kind."""
    if attrs.has(kind):
        return next(each_field(kind))[1]
    if issubclass(kind, OpenStrEnum):
        return next(iter(kind))
    moment = dt.datetime(2021, 8, 10, 16, 25, 11, 640000, MOSCOW)
    return {int: 5, bool: True, str: "x", Decimal: Decimal("1.50"), Moment: moment}[kind]


def read_xml(kind: Any, body: str) -> tuple[Any, list[tuple[str, str]]]:
    """Return a model that is in an element, and what is told of it."""
    told = Told()
    element = ET.fromstring(body)  # noqa: S314 (our own)
    value = model_reader_of(kind, texts=False).from_xml(element, "", told)
    return convert(value, kind), told


def read_json(kind: Any, value: Any) -> tuple[Any, list[tuple[str, str]]]:
    """Return a model that is in plain values, and what is told of it."""
    told = Told()
    shaped = model_reader_of(kind, texts=False).from_json(value, "", told)
    return convert(shaped, kind), told


UNKNOWN = "an unknown field"


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        (Review, '<r id="1"><new/></r>', [("new", UNKNOWN)]),
        (Review, '<r id="1" new="2"/>', [("@new", "an unknown attribute")]),
        (Review, '<r id="1" cnt="2" sub="3"/>', []),
        (Review, '<r id="1"><product><id>5</id><new/></product></r>', [("product.new", UNKNOWN)]),
        (Review, '<r id="1"><type>so_so</type></r>', [("type", "the unknown word 'so_so'")]),
        (Product, "<r><id>1</id><in_stock>1</in_stock></r>", []),
        (Product, '<r icon="hot"><id>1</id></r>', [("label", "the unknown word 'hot'")]),
        (
            Product,
            "<r><id>1</id><options><option><type>dial</type><x/></option></options></r>",
            [("options[].type", "the unknown word 'dial'"), ("options[].x", UNKNOWN)],
        ),
        (
            Category,
            '<r cnt="3"><id>1</id><category><id>2</id><y/></category></r>',
            [("sub[].y", UNKNOWN)],
        ),
        (CurrencyPrices, "<r><price><currency>RUB</currency><price>1,5</price></price></r>", []),
    ],
)
def test_told_of_xml(kind: Any, body: str, told: list[tuple[str, str]]) -> None:
    """What XML has beside a model is told, by the path of the model's fields."""
    for _ in range(2):  # the second time the shape of the element is known
        assert sorted(read_xml(kind, body)[1]) == told


WRONG = [
    ({"id": "5"}, ("id", "str where int is documented")),
    ({"id": Decimal("5.0")}, ("id", "Decimal where int is documented")),
    ({"name": 5}, ("name", "int where str is documented")),
    ({"price": "1,5"}, ("price", "str where Decimal is documented")),
    ({"release_date": "2021-01-01"}, None),
    ({"is_available": "1"}, None),
    ({"is_available": 0}, None),
    ({"currency": "GBP"}, ("currency", "the unknown word 'GBP'")),
    ({"new": {"x": [1]}}, ("new", UNKNOWN)),
    ({"options": {"new": 1}}, ("options[].new", UNKNOWN)),
    ({"text": {"new": 1}}, ("text.new", UNKNOWN)),
]


@pytest.mark.parametrize(("fields", "told"), WRONG)
def test_told_of_json(fields: dict[str, Any], told: tuple[str, str] | None) -> None:
    """What JSON has beside a model, or of another type, is read all the same, and told."""
    found, seen = read_json(Product, {"id": 5, **fields})

    assert found.id == 5
    assert seen == ([told] if told else [])


def test_spellings() -> None:
    """A field with two names is read under either; what is there wins over what is not."""
    assert read_json(Product, {"id": 1, "in_stock": 1})[0].is_available
    assert read_json(Product, {"id": 1, "is_available": None, "in_stock": 1})[0].is_available
    assert read_json(Product, {"id": 1, "in_stock": "", "is_available": 1})[0].is_available
    assert read_json(Product, {"id": 1, "is_available": 1, "in_stock": ""})[0].is_available
    both = "<r><id>1</id><is_available>0</is_available><in_stock>1</in_stock></r>"
    assert read_xml(Product, both)[0].is_available is False
    assert read_xml(Product, both.replace(">0<", "><"))[0].is_available


OPERATION = {"id": 2, "type": "refund", "date": "2021-11-12 14:20:37", "on_account": 1}


@pytest.mark.parametrize(
    ("json_has", "xml_has", "read"),
    [
        ("positive", "positive", "positive"),
        ({"type": "positive"}, "<type>positive</type>", "positive"),
        ("", "", None),
    ],
)
def test_words_for_objects(json_has: Any, xml_has: str, read: str | None) -> None:
    """A word may stand for the object that has it."""
    fields = {"account_operation_id": 1, "operation": OPERATION, "response": json_has}
    found, _ = read_json(Receipt, fields)
    operation = "".join(f"<{name}>{one}</{name}>" for name, one in OPERATION.items())
    body = f"<operation>{operation}</operation><response>{xml_has}</response>"
    again, _ = read_xml(Receipt, f"<r><account_operation_id>1</account_operation_id>{body}</r>")

    assert (found.response and found.response.type) == read
    assert found == again


EXACT = "9007199254740993"


@pytest.mark.parametrize("spelt", [f"{EXACT}.0", f"{EXACT}0e-1", f" {EXACT},00 ", f"+{EXACT}"])
def test_long_ids(spelt: str) -> None:
    """An id of many digits keeps the last of them, however it is written."""
    for kind, body in ((Product, "<r><id>{}</id></r>"), (Review, '<r id="{}"/>')):
        assert read_xml(kind, body.replace("{}", spelt))[0].id == int(EXACT)
    assert read_json(Product, {"id": spelt})[0].id == int(EXACT)
    body = f'{{"retval":0,"category":[{{"id":"{spelt}"}}]}}'
    assert interpreted(TABLE["catalog.categories"], body)[0].id == int(EXACT)


@pytest.mark.parametrize("spelt", ["0.99999999999999999999", "1e-999", "1.5", "x", "9" * 20])
def test_what_is_no_id(spelt: str) -> None:
    """What is no whole number of 64 bits is no id, and the error says where it is."""
    for kind, body in ((Product, "<r><id>{}</id></r>"), (Review, '<r id="{}"/>')):
        with pytest.raises(ValueError, match=r"@ \$\.id"):
            read_xml(kind, body.replace("{}", spelt))
    with pytest.raises(ValueError, match=r"@ \$\.id"):
        read_json(Product, {"id": spelt})


def test_empty_elements_of_a_list() -> None:
    """An empty element in the place of a list is no item of it."""
    lists = "<options><option/></options><discounts> <discount> </discount></discounts>"
    body = f"<r><id>1</id>{lists}</r>"
    found, told = read_xml(Product, body)

    assert (found.options, found.discounts, told) == ((), (), [])
    page = "<response><retval>0</retval><content><items/></content></response>"
    assert interpreted(TABLE["account.receipts"], page).items == ()
    assert interpreted(TABLE["templates.list"], page.replace("<items/>", "")).items == ()


@pytest.mark.parametrize("flag", ["1", "yes"])
def test_hollow_sales(flag: str) -> None:
    """An empty element for a sale is a sale of which nothing is said, however the rest is read."""
    body = f"<r><id>1</id><is_available>{flag}</is_available><sale_info/></r>"
    found, told = read_xml(Product, body)

    assert (found.sale_info, found.is_available, told) == (ProductSale(), True, [])
    assert read_xml(Product, body.replace("<sale_info/>", ""))[0].sale_info is None


def test_many_shapes() -> None:
    """However many shapes the elements of a list have, each is looked at."""
    for place in range(200):
        fields = "".join(
            f"<{name}>1</{name}>"
            for bit, name in enumerate(
                ("price", "agency_fee", "propertygood", "num_in_lock", "info")
            )
            if place >> bit & 1
        )
        found, told = read_xml(Product, f"<r><id>1</id>{fields}<x{place}/></r>")
        assert (found.id, told) == (1, [(f"x{place}", UNKNOWN)])
        found, told = read_xml(Product, f"<r>{fields}<id>1</id>{'<name/>' * (place % 3)}</r>")
        assert (found.id, told) == (1, [])


def test_documents_of_the_plan() -> None:
    """A document's facts and payload are asked for in the same way, whatever it is written in."""
    row = TABLE["products.clone"]
    for body in (
        b'{"retval":0,"content":{"products":[1,2]}}',
        b"<result><retval>0</retval><content><products>1</products><products>2</products></content></result>",
    ):
        document = parse(body, row)
        assert str(document.envelope()["retval"]) == "0"
        assert len(document.payload(Told()).parts) == 2
