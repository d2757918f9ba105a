"""The reason that an answer gives is found in whatever shape it is, and has a bound."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async._redaction import redact, redact_addresses
from digiseller_async._response.refusal.reasons import Reasons, find_reasons
from digiseller_async.errors import RejectedError, ServiceMessage, redact_error

LONG = "x" * 30_000_000


def found(body: Any) -> Reasons:
    """Return the reasons in a body, or in the JSON of what is no text."""
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return find_reasons(raw if isinstance(raw, bytes) else raw.encode())


def message(text: str, code: str = "") -> ServiceMessage:
    """Return an error of one text."""
    return ServiceMessage(code, {"": text})


SHAPES: list[tuple[Any, str, list[ServiceMessage]]] = [
    ({"Message": "a"}, "a", [message("a")]),
    ({"message": "a"}, "a", [message("a")]),
    ({"MESSAGE": "a"}, "", []),
    ({"Message": "a", "MessageDetail": "b"}, "a; b", [message("a"), message("b")]),
    (
        {"Message": "a", "ExceptionMessage": "b", "StackTrace": "at x"},
        "a; b",
        [message("a"), message("b")],
    ),
    ({"Message": "a", "ModelState": {"f": ["b", "c"]}}, "a; f: b; c", [message("b; c", "f")]),
    ({"message": "a", "modelState": {"f": "b", "g": []}}, "a; f: b", [message("b", "f")]),
    ({"title": "a", "detail": "b"}, "a; b", [message("a"), message("b")]),
    ({"title": "a", "errors": {"f": ["b"]}}, "a; f: b", [message("b", "f")]),
    ({"title": "a", "errors": [{"detail": "b", "pointer": "#/f"}]}, "a; b", [message("b", "#/f")]),
    ({"error": "a"}, "a", [message("a")]),
    ({"error": "a", "error_description": "b"}, "b; a", [message("b"), message("a")]),
    ({"error": {"code": 5, "message": "a"}}, "a", [message("a", "5")]),
    ({"error": ["a", "b"]}, "a; b", [message("a"), message("b")]),
    ({"errors": ["a", "a"]}, "a", [message("a"), message("a")]),
    ({"errors": "a", "retdesc": "b"}, "a", [message("a")]),
    ({"retdesc": "a", "desc": "b"}, "a", []),
    ({"desc": "a", "message": "b"}, "a; b", [message("b")]),
    ({"errors": {"code": ["a"]}}, "a", [ServiceMessage("a", {})]),
    ({"errors": {"message": {"value": {"text": "a"}}}}, "a", [message("a")]),
    ({"errors": [[], {}, "", None, 0, False]}, "", []),
    ({"errors": 5}, "5", [message("5")]),
    ({"errors": 1.5}, "1.5", [message("1.5")]),
    ({"errors": [["a"]]}, "['a']", [message("['a']")]),
    ({"Message": "a\n\t b "}, "a b", [message("a b")]),
    ({"Message": None, "title": "a"}, "a", [message("a")]),
    ({"msg": "a"}, "a", [message("a")]),
    (["a", {"message": "b"}], "a; b", [message("a"), message("b")]),
    ('"a"', "a", [message("a")]),
    ('\ufeff{"Message":"a"}', "a", [message("a")]),
    ("a\r\nb", "a b", [message("a b")]),
    ("нет".encode("windows-1251"), "нет", [message("нет")]),
    ("<Error><Message>a</Message></Error>", "a", [message("a")]),
    ("<string>a</string>", "a", [message("a")]),
    (
        "<r><errors><error>a</error><error>b</error></errors></r>",
        "a; b",
        [message("a"), message("b")],
    ),
    (
        "<r><errors><error><code>c</code><message>a</message></error></errors></r>",
        "a",
        [message("a", "c")],
    ),
    (
        "<r><errors><code>c</code><message>a</message></errors><retdesc>b</retdesc></r>",
        "a",
        [message("a", "c")],
    ),
    *(
        ("", "", []),
        ("\0\x01", "", []),
        ("{", "", []),
        ("<a>", "", []),
        ("{}", "", []),
        ("[", "", []),
    ),
    ("<a>" * 5000, "", []),
    ("[" * 50_000, "", []),
    ('{"Message":' + "[" * 50_000, "", []),
    ({"Message": {"a": {"b": {}}}}, "", []),
    (
        {"Message": ["a", "b"], "retdesc": [{"locale": "en-US", "value": "c"}]},
        "c; a; b",
        [message("a; b")],
    ),
]


@pytest.mark.parametrize(("body", "shown", "errors"), SHAPES, ids=lambda one: str(one)[:40])
def test_shapes(body: Any, shown: str, errors: list[ServiceMessage]) -> None:
    """What an answer says is found, none of it is empty, and nothing is told twice."""
    reasons = found(body)

    assert str(reasons) == shown
    assert reasons.errors == tuple(errors)


@pytest.mark.parametrize(
    ("body", "kept", "left_out"),
    [
        ({"errors": ["m"] * 100}, 100, 0),
        ({"errors": ["m"] * 101}, 100, 1),
        ({"errors": [{"code": "c", "message": f"m{n}"} for n in range(100_000)]}, 100, 99_900),
        ({"ModelState": {f"f{n}": ["m"] for n in range(150)}}, 100, 1),
        ("<r>" + "<errors>m</errors>" * 150 + "</r>", 100, 50),
        ({"errors": [1] * 500_000}, 100, 499_900),
        ({"errors": {"code": "c", "message": ["m"] * 100_000}}, 1, 0),
        ({"errors": [{"message": LONG}]}, 1, 0),
        ({"errors": {f"f{n}": "m" for n in range(100_000)}}, 100, 1),
        ({"Message": LONG}, 1, 0),
        ({"errors": [["mmmm"] * 40_000]}, 1, 0),
        ({"Message": "\U0001f525" * 100_000}, 1, 0),
        ({"Message": "\\" * 100_000}, 1, 0),
        ({"Message": ["m"] * 100_000}, 1, 0),
        ({"error": {"message": LONG}}, 1, 0),
        ({"Message": 'x\\"\n' * 100_000}, 1, 0),
        ({"Message": "é" * 1_000_000}, 1, 0),
        (LONG, 1, 0),
        (f"<r><Message>{'x' * 100_000}</Message></r>", 1, 0),
        (f"<r><Message>{LONG}</Message></r>", 0, 0),
    ],
    ids=lambda one: str(one)[:30],
)
def test_bounds(body: Any, kept: int, left_out: int) -> None:
    """At most 100 errors are kept, each cut, and how many more there were is told."""
    reasons = found(body)

    assert (len(reasons.errors), reasons.left_out) == (kept, left_out)
    assert len(str(reasons)) < 1500
    assert all(len(one.text) < 1100 for one in reasons.errors)
    assert str(reasons).endswith(" more") == bool(left_out)


def test_how_many_more() -> None:
    """The text has the first five errors, and the number of the others."""
    reasons = found({"errors": [f"m{n}" for n in range(100_000)]})

    assert str(reasons) == "m0; m1; m2; m3; m4; and 99995 more"


def test_one_long_text() -> None:
    """A long reason is cut to some two hundred characters, and shown to be."""
    assert str(found({"Message": LONG})) == "x" * 200 + "[…]"


SECRET = "T0KEN" * 8


@pytest.mark.parametrize("place", range(150, 210))
def test_secrets_at_the_cut(place: int) -> None:
    """A secret that the cut goes through is removed, although its end is not there."""
    reasons = found(
        {"errors": [{"message": "a " * 80 + "a" * (place - 160) + SECRET + "b" * 2000}]}
    )
    error = RejectedError(f"no: {reasons}; it is over", errors=reasons.errors)
    redact_error(error, [SECRET])

    assert "T0KEN"[:4] not in repr(vars(error))
    assert str(error).endswith("; it is over")


def test_addresses_at_the_cut() -> None:
    """An address that the cut goes through is removed as well."""
    text = f"{'a ' * 95}buyer.of.goods@example.com"
    for limit in range(190, 216):
        cut_text = f"{text[:limit]}[…]; more"
        assert "buyer" not in redact_addresses(redact(cut_text, []))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda one: (
        st.lists(one, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["errors", "Message", "message", "code", "error", "title", "locale", "value"]
            )
            | st.text(max_size=3),
            one,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json(value: Any) -> None:
    """Whatever an answer holds, its reasons are texts with a bound, and none is empty."""
    reasons = find_reasons(json.dumps(value).encode())

    assert all(one.text.strip() for one in reasons.errors)
    assert all(isinstance(one.code, str) for one in reasons.errors)
    assert len(str(reasons)) < 1500


@given(st.binary(max_size=80) | st.text(max_size=60).map(str.encode))
def test_any_bytes(body: bytes) -> None:
    """Whatever the bytes are, no reason is better than a failure."""
    assert len(str(find_reasons(body))) < 1500
