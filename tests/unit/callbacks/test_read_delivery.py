"""A call for goods is believed only if it is signed, and is answered as it came."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest

from digiseller_async import ArgumentError, callbacks
from digiseller_async.callbacks import MalformedCallbackError, SignatureError
from digiseller_async.models import Language, OptionType

SECRET = "5EC12E7-form"
SIGN = hashlib.md5(b"77:1000:5EC12E7-form", usedforsecurity=False).hexdigest()
SIGN2 = hashlib.sha256(b"77:1000:5EC12E7-form").hexdigest()
TEST_SIGN = hashlib.md5(b"77:0:5EC12E7-form", usedforsecurity=False).hexdigest()
CALL: dict[str, Any] = {
    "id": "77",
    "inv": "1000",
    "amount": "10.50",
    "type_curr": "WMZ",
    "lang": "ru-RU",
    "email": "buyer@secret.example",
    "unit_cnt": "2.5",
    "options": [
        {"id": "5", "type": "Text", "user_data": "n-1"},
        {"id": 6, "type": "slider", "user_data": 9},
        {"id": "7"},
    ],
    "sign": SIGN,
    "sign2": SIGN2,
}
XML = f"""<?xml version="1.0" encoding="windows-1251"?>
<request><id>77</id><inv>1000</inv><amount>10.50</amount><type_curr>WMZ</type_curr>
<lang>ru-RU</lang><email>buyer@secret.example</email><unit_cnt>2.5</unit_cnt>
<options><option id="5" type="text">n-1</option>
<option><id>6</id><type>slider</type><user_data>9</user_data></option><option id="7" /></options>
<sign2>{SIGN2}</sign2></request>"""
READ = callbacks.DeliveryRequest(
    id=77,
    inv=1000,
    amount=Decimal("10.50"),
    type_curr="WMZ",
    lang=Language.RU,
    email="buyer@secret.example",
    unit_cnt=Decimal("2.5"),
    options=(
        callbacks.DeliveryOption(id=5, type=OptionType.TEXT, user_data="n-1"),
        callbacks.DeliveryOption(id=6, type=OptionType("slider"), user_data="9"),
        callbacks.DeliveryOption(id=7),
    ),
)
READ_XML = callbacks.DeliveryRequest(
    **{
        name: getattr(READ, name)
        for name in ("id", "inv", "amount", "type_curr", "lang", "email", "unit_cnt", "options")
    },
    is_xml=True,
)


def call(**others: Any) -> bytes:
    """Return a call with other values; one that is None is left out."""
    return json.dumps({**CALL, **others}).encode()


def read(body: bytes, **options: Any) -> callbacks.DeliveryRequest:
    """Read a call."""
    settings: dict[str, Any] = {"secret": SECRET, **options}
    return callbacks.read_delivery(body=body, **settings)


def test_json_and_xml() -> None:
    """Both formats give the same, but for the format of the answer."""
    assert read(call()) == READ
    assert not READ.is_test
    assert "secret.example" not in repr(READ)
    assert read(XML.encode("windows-1251"), content_type="text/xml") == READ_XML


@pytest.mark.parametrize(
    "others",
    [
        {"sign": None},
        {"sign2": None},
        {"sign": "wrong"},
        {"sign2": SIGN2.upper()},
        {"sign2": f" {SIGN2} "},
    ],
)
def test_right_signatures(others: dict[str, Any]) -> None:
    """The signature sign2 decides; without it, sign does."""
    assert read(call(**others)) == READ


@pytest.mark.parametrize(
    "body",
    [
        call(sign=None, sign2=None),
        call(sign="", sign2=None),
        call(sign2="wrong"),
        call(sign2=""),
        call(sign2=SIGN),
        call(sign=SIGN2, sign2=None),
        call(id="78"),
        call(inv="1001"),
        call(inv="0", sign=None, sign2=None),
        call(inv="0"),
        call(Sign2=SIGN2),
        call(sign2=None, Sign=SIGN),
        XML.replace("<sign2>", "<sign2>0").encode("windows-1251"),
        XML.replace("</sign2>", f"</sign2><SIGN2>{SIGN2}</SIGN2>").encode("windows-1251"),
    ],
)
def test_wrong_signatures(body: bytes) -> None:
    """A signature that is missing, wrong or given twice is an error that shows no secret."""
    with pytest.raises(SignatureError) as found:
        read(body)

    shown = f"{found.value!r} {found.value}"
    assert not [one for one in (SECRET, SIGN, SIGN2) if one in shown]


def test_several_secrets() -> None:
    """Several secrets are tried."""
    assert read(call(), secret=["other", SECRET]) == READ
    with pytest.raises(SignatureError):
        read(call(), secret=["other", "another"])


@pytest.mark.parametrize("secret", ["", [], ["good", ""]])
def test_empty_secret(secret: Any) -> None:
    """An empty secret, with which anybody could sign, is refused."""
    with pytest.raises(ArgumentError, match="secret is empty"):
        read(call(), secret=secret)


def test_test_calls() -> None:
    """A test call is signed too, unless unsigned ones are allowed; a wrong signature never is."""
    unsigned = call(inv="0", sign=None, sign2=None)
    options = {"allow_unsigned_test": True}

    assert read(call(inv="0", sign=TEST_SIGN, sign2=None)).is_test
    assert read(unsigned, **options).is_test
    assert read(call(inv="0", sign="", sign2=None), **options).is_test
    for body in (call(inv="0"), call(sign=None, sign2=None)):
        with pytest.raises(SignatureError):
            read(body, **options)


@pytest.mark.parametrize(
    "body",
    [
        call(inv=None),
        call(id="x"),
        call(inv="-1"),
        call(options="x"),
        call(options=["x"]),
        call(options=[{"type": "text"}]),
        call(options=[{"id": 5, "ID": 6}]),
        call(Options=[]),
        b"<!DOCTYPE a><request/>",
        b"<request/>",
        b"<request>77</request>",
    ],
)
def test_malformed(body: bytes) -> None:
    """A call without its ids, or with options that are none, is malformed."""
    with pytest.raises(MalformedCallbackError):
        read(body)


@pytest.mark.parametrize("options", [None, "", [], {"option": {"id": 5}}, {"option": [1]}])
def test_options_in_other_shapes(options: Any) -> None:
    """No options are none; one may stand alone, as in XML."""
    if options == {"option": [1]}:
        with pytest.raises(MalformedCallbackError):
            read(call(options=options))
    else:
        assert [one.id for one in read(call(options=options)).options] == ([5] if options else [])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (callbacks.deliver(READ, "A-1"), {"goods": "A-1", "error": ""}),
        (callbacks.deliver(READ, ["Ж-1", "B-2"]), {"goods": "Ж-1\nB-2", "error": ""}),
        (callbacks.refuse(READ, "нет <их>"), {"goods": "", "error": "нет <их>"}),
        (callbacks.postpone(READ), {}),
    ],
)
def test_answers(answer: callbacks.Answer, expected: dict[str, str]) -> None:
    """An answer names the product and the order, as texts; a postponing one nothing else."""
    assert answer.status == 200
    assert answer.headers == {"content-type": "application/json; charset=utf-8"}
    assert json.loads(answer.body) == {"id": "77", "inv": "1000", **expected}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (callbacks.deliver(READ_XML, "A&<1>"), "<goods>A&amp;&lt;1&gt;</goods><error></error>"),
        (callbacks.refuse(READ_XML, "no />"), "<goods></goods><error>no /&gt;</error>"),
        (callbacks.postpone(READ_XML), ""),
    ],
)
def test_answers_in_xml(answer: callbacks.Answer, expected: str) -> None:
    """A call in XML is answered in XML, each element in full."""
    assert answer.headers == {"content-type": "text/xml; charset=utf-8"}
    body = f"<response><id>77</id><inv>1000</inv>{expected}</response>"
    assert answer.body.decode().partition("?>")[2].strip() == body


@pytest.mark.parametrize("goods", ["", " ", [], ["a", ""], [5], "a\x00", "\ud83d"])
def test_no_goods(goods: Any) -> None:
    """Goods that are none are refused by name, before the buyer gets nothing."""
    with pytest.raises(ArgumentError, match=r"^goods ") as found:
        callbacks.deliver(READ, goods)

    assert found.value.parameter == "goods"


def test_no_reason() -> None:
    """A refusal without a reason would accept."""
    with pytest.raises(ArgumentError, match=r"^error is blank"):
        callbacks.refuse(READ, " ")


def test_goods_do_not_show() -> None:
    """An answer's repr shows no goods."""
    assert "A-1" not in repr(callbacks.deliver(READ, "A-1"))
