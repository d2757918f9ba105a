"""The further parameters of the payment page come back in base64, and may be anything."""

from __future__ import annotations

import base64
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async._parameters import read_parameters
from digiseller_async.models import Purchase, VerifiedPurchase

texts = st.text(st.characters(codec="utf-8"), max_size=20)


@given(parameters=st.dictionaries(texts, texts, max_size=5))
def test_parameters_come_back(parameters: dict[str, str]) -> None:
    """What was passed to the payment page is read, whichever alphabet and padding it has."""
    packed = base64.b64encode(urlencode(parameters).encode()).decode()
    urlsafe = packed.replace("+", "-").replace("/", "_").rstrip("=")

    for text in (packed, urlsafe, f" {packed}\n"):
        assert read_parameters(text) == parameters
        assert VerifiedPurchase(inv=1, query_string=text).parameters == parameters
        assert Purchase(query_string=text).parameters == parameters


@pytest.mark.parametrize("text", [None, "", " ", "ref=shop", "é", "A", "////", "\0", "YQ==YQ=="])
def test_no_parameters(text: str | None) -> None:
    """What cannot be read is no parameters."""
    assert read_parameters(text) == {}


def test_doubled_parameters() -> None:
    """Of a name that comes twice the first counts, and a flood of names is refused."""
    assert read_parameters(base64.b64encode(b"?a=1&a=2&b=").decode()) == {"a": "1", "b": ""}
    assert read_parameters(base64.b64encode(b"a=1&" * 2000).decode()) == {}
