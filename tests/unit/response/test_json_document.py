"""A document is read straight from its bytes or leniently, and the two ways give equal models."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from random import Random
from typing import Any, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.decoding import decode_strictly, interpreted, interpreted_tolerantly

from digiseller_async._response import decode
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
NO_TEXT = object()
"""Stands for a text or a word that is missing: always null, for an empty text is a text."""


class Word(str):
    """A word of one of the service's lists."""

    __slots__ = ()


IDS = st.integers(1, 2**63 - 1)
MONEY = st.decimals(-(10**9), 10**9, places=2) | st.integers(-9, 9).map(Decimal)
# Of Moscow's clock as it is now; `test_scalars` has its history.
MOMENTS = st.datetimes(min_value=dt.datetime(2014, 11, 1))  # noqa: DTZ001  (as the wire has it)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
OPTIONAL_TEXTS = st.just(NO_TEXT) | TEXTS
WORDS = st.sampled_from(["WMZ", "product_sale", "ru-RU", "RUR", "brand_new"]).map(Word)
# Not "" as well: what the fast way makes of an empty word is a test of its own.
OPTIONAL_WORDS = st.just(NO_TEXT) | WORDS
FLAGS = st.none() | st.booleans()


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return JSON objects of these fields."""
    return st.fixed_dictionaries(fields)


NAMES = st.lists(objects(locale=WORDS, value=TEXTS), max_size=2)
ITEMS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "account.receipts": objects(
        account_operation_id=IDS,
        operation=objects(
            id=IDS,
            type=WORDS,
            datetime=MOMENTS,
            percent=st.none() | MONEY,
            price=st.none() | MONEY,
            currency=WORDS,
            on_account=MONEY,
        ),
        owner_id=st.none() | IDS,
        product=st.none() | objects(id=IDS, name=NAMES, deleted=FLAGS),
        response=st.none() | objects(id=st.none() | IDS, type=OPTIONAL_WORDS, viewed=FLAGS),
        condition=st.none() | IDS,
        code_check_datetime=st.none() | MOMENTS,
        date_free=st.none() | MOMENTS,
        free_description=OPTIONAL_WORDS,
    ),
    "account.external_operations": objects(
        id=IDS,
        date=st.none() | MOMENTS,
        name=OPTIONAL_TEXTS,
        cart_id=st.none() | IDS,
        is_cart=FLAGS,
        amount=st.none() | MONEY,
        currency_code=OPTIONAL_WORDS,
        payment_status=OPTIONAL_TEXTS,
        ds_set=st.none() | MONEY,
        transaction_id=OPTIONAL_TEXTS,
        items=st.lists(
            objects(
                operation_id=IDS,
                product_id=st.none() | IDS,
                product_name=OPTIONAL_TEXTS,
                operation_date=st.none() | MOMENTS,
                ds_set=st.none() | MONEY,
                currency_ds=OPTIONAL_WORDS,
            ),
            max_size=2,
        ),
    ),
    "templates.list": objects(
        id=IDS,
        name=OPTIONAL_TEXTS,
        seller_id=st.none() | IDS,
        created=st.none() | MOMENTS,
        modified=st.none() | MOMENTS,
    ),
    "templates.products": objects(
        id=IDS,
        name=OPTIONAL_TEXTS,
        price=st.none() | MONEY,
        currency=OPTIONAL_WORDS,
        added_in_affiliate=FLAGS,
        percent=st.none() | st.integers(0, 100),
        modified=st.none() | MOMENTS,
    ),
    "offers.list": objects(
        product_id=IDS,
        name=NAMES,
        price=st.none() | MONEY,
        currency=OPTIONAL_WORDS,
        in_affiliate=FLAGS,
        individual_percent=st.none() | st.integers(0, 100),
        last_change=st.none() | MOMENTS,
    ),
}
COUNTS = st.none() | st.integers(0, 10**6)


@st.composite
def pages(draw: st.DrawFn) -> tuple[Any, dict[str, Any]]:
    """Make a row of the table and a page of its items, as values that a writer can spell."""
    operation = draw(st.sampled_from(sorted(ITEMS)))
    content = objects(
        page=st.none() | st.integers(1, 99),
        count=st.none() | st.integers(1, 100),
        has_next_page=FLAGS,
        total_count=COUNTS,
        total_pages=COUNTS,
        items=st.lists(ITEMS[operation], max_size=3),
    )
    return TABLE[operation], draw(content)


def written(value: Any, dice: Random | None = None) -> str:
    """Spell *value* as JSON: in the ordinary way, or, with dice, in one of the service's habits."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        pairs = [f"{json.dumps(name)}:{written(one, dice)}" for name, one in fields.items()]
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        ones = [written(one, dice) for one in cast("list[object]", value)]
        alone = {0: ["null", '""'], 1: ones}.get(len(ones), [])
        spelt = ["[" + ",".join(ones) + "]", *alone]
    else:
        spelt = spellings(value)
    return spelt[0] if dice is None else dice.choice(spelt)


def spellings(value: Any) -> list[str]:  # noqa: PLR0911  (one for each kind)
    """Return how the service may spell *value*, the ordinary way first."""
    if value is None:
        return ["null", '""']
    if value is NO_TEXT:
        return ["null"]
    if isinstance(value, str):
        return [json.dumps(value), json.dumps(value, ensure_ascii=False)]
    if isinstance(value, bool):
        return ["true", "1", '"1"', '"True"'] if value else ["false", "0", '"0"', '"false"']
    if isinstance(value, int):
        return [f"{value}", f'"{value}"', f"{value}.00", f'" {value}"', f'"{value},0"']
    if isinstance(value, Decimal):
        return [f"{value:f}", f'"{value:f}"', f'"{value:f} "'.replace(".", ",")]
    return [f'"{spelt}"' for spelt in moments(value)]


def moments(value: dt.datetime) -> list[str]:
    """Return how the service may spell a moment in Moscow."""
    digits = f"{value.microsecond:06}0"
    day = value.isoformat(timespec="seconds")
    fraction = f".{digits}".rstrip("0").rstrip(".")
    exact = [f"{day}{fraction}", f"{day}.{digits}", f"{day}.{digits}+03:00"]
    exact += [f"{day.replace('T', ' ')}{fraction}", f"{day},{digits}"]
    return exact if value.microsecond else [*exact, f"{value:%d.%m.%Y} {value.hour}:{value:%M:%S}"]


def exact(value: Any, *, words: bool) -> Any:
    """Return *value* with its digits and the kinds of its parts; of *words*, too, if so asked."""
    kind = value.__class__
    if attrs.has(kind):
        names = [one.name for one in attrs.fields(kind)]
        return [(name, exact(getattr(value, name), words=words)) for name in names]
    if isinstance(value, tuple):
        return [exact(one, words=words) for one in cast("tuple[object, ...]", value)]
    if isinstance(value, str) and not words:
        return str(value)
    return kind, repr(value)


@given(pages())
def test_documented_answers_are_decoded_strictly(page: tuple[Any, dict[str, Any]]) -> None:
    """A documented page is decoded strictly, and the tolerant way gives an equal one."""
    row, content = page
    body = f'{{"retval":0,"retdesc":null,"errors":null,"content":{written(content)}}}'.encode()

    told: list[tuple[str, str]] = []

    strict = decode_strictly(row, body)
    tolerant = interpreted_tolerantly(row, body, told)

    assert (strict is None) == bool(told)  # a word that its list does not have
    if strict is not None:
        assert strict == tolerant
        assert exact(strict, words=False) == exact(tolerant, words=False)


@given(
    page=pages(),
    dice=st.randoms(use_true_random=False),
    retval=st.sampled_from(["0", '"0"', "0.0", "null", '""']),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf", b"\r\n "]),
)
def test_habits(page: tuple[Any, dict[str, Any]], dice: Random, retval: str, mark: bytes) -> None:
    """Whatever habits of the service a page shows, it gives the model of the ordinary page."""
    row, content = page
    ordinary = interpreted(row, f'{{"retval":0,"content":{written(content)}}}')
    body = f'{{"content":{written(content, dice)},"retval":{retval}}}'
    strange = interpreted(row, mark + body.encode())

    assert strange == ordinary
    assert exact(strange, words=False) == exact(ordinary, words=False)


@given(pages())
def test_fields_that_are_left_out(page: tuple[Any, dict[str, Any]]) -> None:
    """A field that is left out is read as one that is null, and unknown ones are no error."""
    row, content = page
    spare = {name: one for name, one in content.items() if one is not None}
    spare["items"] = [
        {name: one for name, one in item.items() if one is not None} | {"new": {"x": [1]}}
        for item in content["items"]
    ]

    assert interpreted(row, f'{{"content":{written(spare)}}}') == interpreted(
        row, f'{{"retval":0,"content":{written(content)}}}'
    )


@given(page=pages(), dice=st.randoms(use_true_random=False), strange=st.sets(st.integers(0, 2)))
def test_long_pages(page: tuple[Any, dict[str, Any]], dice: Random, strange: set[int]) -> None:
    """A page that is read in slices gives the same, also where some of its items are strange."""
    row, content = page
    whole = interpreted(row, f'{{"retval":0,"content":{written(content)}}}')
    items = content.pop("items")
    spelt = [written(one, dice if place in strange else None) for place, one in enumerate(items)]
    body = f'{written(content)[:-1]},"items":[{",".join(spelt)}]}}'

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decode, "_PARTS_A_TURN", 2)
        sliced = interpreted(row, f'{{"retval":0,"content":{body}}}')

    assert sliced == whole
    assert exact(sliced, words=False) == exact(whole, words=False)
