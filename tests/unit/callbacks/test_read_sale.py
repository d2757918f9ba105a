"""A notification of a sale is believed only if it is signed, however it is written."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async import ArgumentError, callbacks
from digiseller_async.callbacks import MalformedCallbackError, SignatureError

PASSWORD = "PassWord-5EC12E7"
SIGNATURE = hashlib.sha256(b"password-5ec12e7;1000;77").hexdigest()
THROUGH = base64.b64encode(b"user=7&from=bot").decode()
SALE = {
    "ID_I": "1000",
    "ID_D": "77",
    "Amount": "10,50",
    "Currency": "WMZ",
    "Email": "buyer@secret.example",
    "Date": "29.05.2025 8:49:40",
    "Through": THROUGH,
    "IP": "192.0.2.1",
    "Agent": "5",
    "CartUID": "c-1",
    "IsMyProduct": "true",
    "SHA256": SIGNATURE,
}
READ = callbacks.SaleNotification(
    id_i=1000,
    id_d=77,
    amount=Decimal("10.50"),
    currency="WMZ",
    email="buyer@secret.example",
    date=dt.datetime(2025, 5, 29, 8, 49, 40, tzinfo=dt.timezone(dt.timedelta(hours=3))),
    through=THROUGH,
    ip="192.0.2.1",
    agent="5",
    cart_uid="c-1",
    is_my_product=True,
)
FORM = "application/x-www-form-urlencoded"


def read(body: bytes, content_type: str = "application/json") -> callbacks.SaleNotification:
    """Read the body of a notification."""
    return callbacks.read_sale(body=body, content_type=content_type, password=PASSWORD)


def signed(**others: object) -> bytes:
    """Return a notification with other values in it."""
    return json.dumps({**SALE, **others}).encode()


@pytest.mark.parametrize("change", [str, str.lower, str.upper, str.swapcase])
def test_each_way_gives_the_same(change: type[str]) -> None:
    """A query, a form and JSON give the same, whatever the case of the names."""
    sale = {change(name): value for name, value in SALE.items()}
    query = urlencode(sale)

    assert callbacks.read_sale(query=query, password=PASSWORD) == READ
    assert callbacks.read_sale(query=f"?{query}", body=b"", password=PASSWORD) == READ
    assert read(query.encode(), FORM) == READ
    assert read(query.encode(), "") == READ
    assert read(json.dumps(sale).encode()) == READ
    assert read(b"\xef\xbb\xbf" + json.dumps(sale).encode(), "") == READ


def test_parameters() -> None:
    """The payment page's further parameters are readable."""
    assert dict(READ.parameters) == {"user": "7", "from": "bot"}


def test_secrets_do_not_show() -> None:
    """A notification shows nothing of the buyer."""
    assert "secret.example" not in repr(READ)
    assert "192.0.2.1" not in repr(READ)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"SHA256": SIGNATURE.upper()}, {}),
        ({"ID_I": 1000, "ID_D": 77, "Amount": Decimal("10.50")}, {}),
        ({"Currency": None, "Curr": "WMR"}, {"currency": "WMR"}),
        ({"Amount": "", "Email": " ", "Date": None}, {"amount": None, "email": None, "date": None}),
        ({"Amount": "much", "Date": "then", "IsMyProduct": {}}, None),
        ({"Email": ["a"], "unknown": {"deep": [1.5]}}, {"email": None}),
    ],
)
def test_what_is_odd(others: dict[str, object], expected: dict[str, object] | None) -> None:
    """A value that cannot be read is None, and loses no sale."""
    body = json.dumps({**SALE, **others}, default=float).encode()
    unreadable = {"amount": None, "date": None, "is_my_product": None}

    found = read(body)

    names = unreadable if expected is None else expected
    assert {name: getattr(found, name) for name in names} == names
    assert (found.id_i, found.id_d) == (1000, 77)


def test_exact_amount() -> None:
    """A number keeps its digits."""
    body = signed(Amount="X").replace(b'"X"', b"9007199254740993.10")

    assert str(read(body).amount) == "9007199254740993.10"


def test_digits_as_they_came() -> None:
    """The digits are signed as they came."""
    signature = hashlib.sha256(b"password-5ec12e7;0001000;77").hexdigest()

    assert read(signed(ID_I=" 0001000 ", SHA256=signature)).id_i == 1000
    with pytest.raises(SignatureError):
        read(signed(ID_I="0001000"))


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({name: one for name, one in SALE.items() if name != "SHA256"}).encode(),
        signed(SHA256=""),
        signed(SHA256=None),
        signed(SHA256=5),
        signed(SHA256=[SIGNATURE]),
        signed(SHA256="0" * 64),
        signed(SHA256=SIGNATURE[:-1]),
        signed(SHA256="ж" * 64),
        signed(SHA256="\ud83d"),
        signed(ID_I="1001"),
        signed(ID_D="78"),
        signed(sha256=SIGNATURE),
        signed()[:-1] + f', "SHA256": "{SIGNATURE}"}}'.encode(),
        signed()[:-1] + f', "\\u0053HA256": "{SIGNATURE}"}}'.encode(),
    ],
)
def test_wrong_signatures(body: bytes) -> None:
    """A signature that is missing, wrong or given twice is an error that shows no secret."""
    with pytest.raises(SignatureError) as found:
        read(body)

    shown = f"{found.value!r} {found.value}"
    assert SIGNATURE not in shown
    assert PASSWORD.lower() not in shown.lower()


def test_signature_in_query_and_body() -> None:
    """A query and a body are one call: a signature in both is given twice."""
    with pytest.raises(SignatureError, match="given twice"):
        callbacks.read_sale(query=f"sha256={SIGNATURE}", body=signed(), password=PASSWORD)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", ""),
        (b"[]", "application/json"),
        (b"5", "application/json"),
        (b'{"ID_I": ', "application/json"),
        (signed(ID_I=None), ""),
        (signed(ID_I=""), ""),
        (signed(ID_I="x"), ""),
        (signed(ID_I=1.5), ""),
        (signed(ID_I=True), ""),
        (signed(ID_I="1" * 5000), ""),
        (signed(id_i="1000"), ""),
        (signed(more=float("nan")), ""),
        (signed()[:-1] + b', "more": ' + b"1" * 5000 + b"}", ""),
        (signed(more="x" * 2**21), ""),
        (signed()[:-1] + b', "more": ' + b"[" * 200 + b"]" * 200 + b"}", ""),
        (signed()[:-1] + b', "more": [' + b"{}," * 10_000 + b"{}]}", ""),
        (b"<a>" + b"<b/>" * 10_000 + b"</a>", "text/xml"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, ""),
        (signed(), "application/json; charset=utf-16"),
        (signed(), "application/json; charset=koi8-r"),
        (signed().decode().encode("utf-16"), ""),
        (signed().decode().encode("utf-16-le"), ""),
        (json.dumps({**SALE, "Agent": "Ж"}, ensure_ascii=False).encode("windows-1251"), ""),
        (urlencode({**SALE, "Agent": "Ж"}, encoding="windows-1251").encode(), FORM),
        (b"&".join(b"a%d=1" % number for number in range(2000)), FORM),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a><ID_I>1000</ID_I></a>", "text/xml"),
        (b"<a>" * 200 + b"</a>" * 200, "text/xml"),
        (b"<a>", "text/xml"),
        (b"<?xml version='1.0' encoding='utf-7'?><a/>", "text/xml"),
    ],
)
def test_malformed(body: bytes, content_type: str) -> None:
    """What cannot be read is an error that shows nothing of it."""
    with pytest.raises(MalformedCallbackError) as found:
        read(body, content_type)

    shown = f"{found.value!r} {found.value}"
    assert "secret.example" not in shown
    assert SIGNATURE not in shown


def test_long_query() -> None:
    """A query is bounded too."""
    with pytest.raises(MalformedCallbackError, match="longer than 1,048,576 bytes"):
        callbacks.read_sale(query="a" * 2**21, password=PASSWORD)


@pytest.mark.parametrize("charset", ["windows-1251", '"CP1251"'])
def test_declared_encoding(charset: str) -> None:
    """windows-1251 is read if it is declared."""
    sale = {**SALE, "Agent": "Жук"}
    body = json.dumps(sale, ensure_ascii=False).encode("windows-1251")
    form = urlencode(sale, encoding="windows-1251").encode()

    assert read(body, f"application/json; charset={charset}").agent == "Жук"
    assert read(form, f"{FORM}; charset={charset}").agent == "Жук"


def test_halves_of_characters() -> None:
    """Half a character, which no text may have, is replaced."""
    assert read(signed(Agent="a\ud83d\ude00b\ud83d")).agent == "a😀b\ufffd"


def test_empty_password() -> None:
    """An empty password, with which anybody could sign, is refused."""
    with pytest.raises(ArgumentError, match="password is empty") as found:
        callbacks.read_sale(body=signed(), password="")

    assert found.value.parameter == "password"


@given(body=st.binary(max_size=300), content_type=st.text(max_size=40))
def test_any_bytes(body: bytes, content_type: str) -> None:
    """Whatever comes, it is one of the two errors."""
    with pytest.raises((SignatureError, MalformedCallbackError)):
        read(body, content_type)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_any_value_beside(value: object) -> None:
    """A value of any kind that is not signed loses no sale."""
    names = ("Amount", "Currency", "Email", "Date", "Through", "IP", "Agent", "IsMyProduct")
    found = read(signed(**dict.fromkeys(names, value)))

    assert found.id_i == 1000
    assert isinstance(dict(found.parameters), dict)


@given(
    id_i=st.integers(0, 2**63 - 1),
    id_d=st.integers(0, 2**63 - 1),
    password=st.text(st.characters(codec="utf-8"), min_size=1),
)
def test_any_signed_sale(id_i: int, id_d: int, password: str) -> None:
    """What is signed with the password is read, and not with another."""
    text = f"{password.lower()};{id_i};{id_d}"
    sale = {"id_i": id_i, "id_d": id_d, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    body = json.dumps(sale).encode()

    assert callbacks.read_sale(body=body, password=password).id_i == id_i
    with pytest.raises(SignatureError):
        callbacks.read_sale(body=body, password=f"{password}x")
