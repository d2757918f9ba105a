"""Messages, quantities, prechecks, redirects and the payment page's parameters are read."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async import ArgumentError, callbacks
from digiseller_async.callbacks import MalformedCallbackError, SignatureError
from digiseller_async.models import Language, OptionType

SECRET = "5EC12E7"
UUID = "0123abcd-0000-1111-2222-0123456789AB"


@pytest.mark.parametrize("name", ["Message", "MessageText", "TEXT", "content"])
def test_message(name: str) -> None:
    """A message is read from a query, a form or JSON; its text has several names."""
    sent = {
        "DebateId": "1000",
        "MessageId": "5",
        "OwnerId": "1",
        "MessageDate": "2026-01-02T03:04:05Z",
        "Email": "buyer@secret.example",
        "ImagePath": "https://files.example/5",
        name: "hello",
    }

    found = callbacks.read_message(body=json.dumps(sent).encode())

    assert found == callbacks.MessageNotification(
        debate_id=1000,
        message_id=5,
        owner_id=1,
        message_date=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
        email="buyer@secret.example",
        image_path="https://files.example/5",
        text="hello",
    )
    assert callbacks.read_message(query=urlencode(sent)) == found
    assert callbacks.read_message(body=urlencode(sent).encode()) == found
    assert "secret.example" not in repr(found)


def test_short_messages() -> None:
    """A text may be empty or missing, and only the order's number must be there."""
    assert callbacks.read_message(query="debate_id=7&message=").text == ""
    assert callbacks.read_message(query="debate_id=7&message=&text=a").text == "a"
    assert callbacks.read_message(query="debate_id=7").text is None
    with pytest.raises(MalformedCallbackError, match="debate_id is missing"):
        callbacks.read_message(body=b"{}")


QUANTITY = {
    "product_id": 77,
    "count": 3,
    "options": [{"id": 5, "type": "radio", "user_data": "9"}],
    "sign": hashlib.sha256(b"77:3:5EC12E7").hexdigest(),
}


@pytest.mark.parametrize(
    ("sign", "secret", "is_valid"),
    [
        (QUANTITY["sign"], SECRET, True),
        (QUANTITY["sign"], ("other", SECRET), True),
        (QUANTITY["sign"], None, None),
        ("wrong", SECRET, False),
        ("", SECRET, None),
        (None, SECRET, None),
    ],
)
def test_quantity(sign: Any, secret: Any, is_valid: bool | None) -> None:  # noqa: FBT001
    """A quantity's signature is told; if strict, anything but a right one is an error."""
    body = json.dumps({**QUANTITY, "sign": sign}).encode()
    found = callbacks.read_quantity(body=body, secret=secret)

    assert found == callbacks.QuantityRequest(
        product_id=77,
        count=3,
        options=(callbacks.DeliveryOption(id=5, type=OptionType.RADIO, user_data="9"),),
        signature_is_valid=is_valid,
    )
    if is_valid:
        assert callbacks.read_quantity(body=body, secret=secret, strict=True) == found
    elif secret:
        with pytest.raises(SignatureError):
            callbacks.read_quantity(body=body, secret=secret, strict=True)
    else:
        with pytest.raises(ArgumentError, match="strict needs a secret"):
            callbacks.read_quantity(body=body, strict=True)


def test_quantity_in_other_ways() -> None:
    """The cabinet's test wraps the call; a doubled signature is wrong in any case."""
    wrapped = callbacks.read_quantity(body=json.dumps({"forward": QUANTITY}).encode())
    assert wrapped.is_test
    assert wrapped.product_id == 77
    no_count = hashlib.sha256(b"77::5EC12E7").hexdigest()
    body = json.dumps({"product_id": "77", "sign": no_count}).encode()
    found = callbacks.read_quantity(body=body, secret=SECRET)
    assert (found.count, found.signature_is_valid) == (None, True)
    with pytest.raises(SignatureError, match="given twice"):
        callbacks.read_quantity(body=b'{"product_id": 77, "sign": "a", "Sign": "a"}')
    with pytest.raises(MalformedCallbackError, match="product_id is missing"):
        callbacks.read_quantity(body=b"{}")


def test_quantity_answers() -> None:
    """A count is stated as a number; a refusal states none."""
    request = callbacks.QuantityRequest(product_id=77, count=3)

    assert json.loads(callbacks.state_quantity(request, 2).body) == {
        "product_id": 77,
        "count": 2,
        "error": "",
    }
    assert json.loads(callbacks.refuse(request, "none left").body) == {
        "product_id": 77,
        "count": 0,
        "error": "none left",
    }


@pytest.mark.parametrize("count", [-1, 1.0, "1", True, None])
def test_wrong_counts(count: Any) -> None:
    """A count is a whole number from 0 on."""
    with pytest.raises(ArgumentError, match=r"^count is not"):
        callbacks.state_quantity(callbacks.QuantityRequest(product_id=77), count)


PRECHECK_JSON = json.dumps(
    {
        "product": {"id": 77, "cnt": "1.5", "lang": "en-US"},
        "options": [{"id": "5", "type": "select", "value": "9"}, {"id": "6", "value": "me"}],
    }
)
PRECHECKS = [
    PRECHECK_JSON,
    (
        '{"id": 77, "cnt": 1.5, "lang": "en-US", "options": '
        '[{"id": "5", "type": "select", "value": "9"}, {"id": "6", "value": "me"}]}'
    ),
    (
        '{"lang": "en-US", "product": {"id": 77, "cnt": 1.5, "options": '
        '[{"id": "5", "type": "select", "value": "9"}, {"id": "6", "value": "me"}]}}'
    ),
    (
        '<request><product id="77"><cnt>1,5</cnt><lang>en-US</lang></product><options>'
        '<option id="5" type="select">9</option><option id="6" value="me"/></options></request>'
    ),
    (
        "<request><product><id>77</id><cnt>1.5</cnt><lang>en-US</lang></product><options>"
        '<option id="5" type="select"><value>9</value></option>'
        '<option id="6"> <value>me</value> </option></options></request>'
    ),
]


@pytest.mark.parametrize("body", PRECHECKS)
def test_precheck(body: str) -> None:
    """A precheck is read wherever its values stand."""
    assert callbacks.read_precheck(body=body.encode()) == callbacks.PrecheckRequest(
        product_id=77,
        cnt=Decimal("1.5"),
        lang=Language.EN,
        options=(
            callbacks.PrecheckOption(id=5, type=OptionType.SELECT, value="9"),
            callbacks.PrecheckOption(id=6, value="me"),
        ),
        is_xml=body.startswith("<"),
    )


def test_short_precheck() -> None:
    """Only the product must be there."""
    found = callbacks.read_precheck(body=b'{"product": {"id": 7}}')
    assert found == callbacks.PrecheckRequest(product_id=7)
    with pytest.raises(MalformedCallbackError, match="id is missing"):
        callbacks.read_precheck(body=b"{}")


def test_precheck_answers() -> None:
    """A precheck is answered in its own format, with the element there."""
    request = callbacks.PrecheckRequest(product_id=7)
    in_xml = callbacks.PrecheckRequest(product_id=7, is_xml=True)

    assert json.loads(callbacks.accept(request).body) == {"error": ""}
    assert json.loads(callbacks.refuse(request, "no such user").body) == {"error": "no such user"}
    assert callbacks.accept(in_xml).body.endswith(b"<response><error></error></response>")
    assert (
        callbacks.refuse(in_xml, "нет")
        .body.decode()
        .endswith("<response><error>нет</error></response>")
    )


@pytest.mark.parametrize("code", ["0123456789ABCDEF", UUID])
def test_redirect(code: str) -> None:
    """The first code counts, and the first of each further name."""
    found = callbacks.read_redirect(f"?a=1&UniqueCode={code}&a=2&B=%D0%96&uniquecode=other")

    assert found.unique_code == code
    assert dict(found.parameters) == {"a": "1", "B": "Ж"}
    assert code not in repr(found)
    assert dict(callbacks.CodeRedirect(unique_code=code).parameters) == {}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "a=1",
        "uniquecode=",
        "uniquecode=0123",
        "uniquecode=0123456789ABCDE%0A",
        "uniquecode=%FF",
    ],
)
def test_no_code(query: str) -> None:
    """A code that can be none is malformed, and does not show."""
    with pytest.raises(MalformedCallbackError) as found:
        callbacks.read_redirect(query)

    assert "0123" not in str(found.value)


PARAMETERS = {"user": "7", "from": "a&b=c ж"}


def test_signed_parameters() -> None:
    """Signed parameters come back in each way that the service has."""
    signed = callbacks.sign_parameters(PARAMETERS, SECRET)
    pairs = b"from=a%26b%3Dc+%D0%B6&user=7"
    digest = hmac.new(SECRET.encode(), pairs, hashlib.sha256).hexdigest()
    query = urlencode(signed)

    assert signed == {**PARAMETERS, "ds_sig": digest}
    packed = base64.b64encode(query.encode()).decode()
    for way in (signed, query, f"?{query}", packed, packed.rstrip("=")):
        assert callbacks.check_parameters(way, SECRET) == PARAMETERS
    assert callbacks.check_parameters(signed, ["other", SECRET]) == PARAMETERS


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"ds_sig": None},
        {"ds_sig": "0" * 64},
        {"user": "8"},
        {"more": "1"},
        {"from": None},
    ],
)
def test_changed_parameters(changed: dict[str, str | None]) -> None:
    """What the buyer changed, added, left out or doubled is refused."""
    signed = callbacks.sign_parameters(PARAMETERS, SECRET)
    given = {name: one for name, one in {**signed, **changed}.items() if one is not None}
    query = urlencode(given) if changed else f"{urlencode(signed)}&ds_sig={signed['ds_sig']}"
    for way in (query, base64.b64encode(query.encode()).decode(), given):
        if changed or way is query:
            with pytest.raises(SignatureError):
                callbacks.check_parameters(way, SECRET)
    with pytest.raises(SignatureError):
        callbacks.check_parameters(signed, "other")


@pytest.mark.parametrize("packed", ["", "!", "////", "YQ"])
def test_no_parameters(packed: str) -> None:
    """What cannot be read is not signed."""
    with pytest.raises(SignatureError, match="missing"):
        callbacks.check_parameters(packed, SECRET)


def test_what_cannot_be_signed() -> None:
    """The signature's own name, and an empty secret, are refused."""
    with pytest.raises(ArgumentError, match="ds_sig"):
        callbacks.sign_parameters({"ds_sig": "1"}, SECRET)
    with pytest.raises(ArgumentError, match="secret is empty"):
        callbacks.sign_parameters(PARAMETERS, "")


TEXT = st.text(st.characters(codec="utf-8"))


@given(st.dictionaries(TEXT.filter(lambda name: name != "ds_sig"), TEXT))
def test_any_parameters(parameters: dict[str, str]) -> None:
    """Whatever was signed comes back as it was."""
    signed = callbacks.sign_parameters(parameters, SECRET)

    assert callbacks.check_parameters(urlencode(signed), SECRET) == parameters


@given(st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    """Whatever comes without a signature is read, or malformed."""
    for read in (callbacks.read_message, callbacks.read_quantity, callbacks.read_precheck):
        with pytest.raises(MalformedCallbackError):
            read(body=body)
