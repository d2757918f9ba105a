"""The golden files are complete: each operation, each parameter and each field is in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from attrs import evolve
from support.decoding import decode_strictly

from digiseller_async._request.arguments import params_of_model
from digiseller_async.models import Image
from digiseller_async.spec import rows
from digiseller_async.spec.language import Format, ListEndpoint, Location, Param, ResponseShape
from golden import HERE
from golden.table import ALL, CASES, request_formats

TOLERANT_ONLY = {
    "catalog.products",
    "catalog.reviews",
    "checkout.add_to_cart",
    "products.get",
    "products.set_prices",
    "purchases.verify_code",
    "tasks.status",
}
"""Rows whose JSON is never decoded straight from its bytes: they have keys that are not the fields'
names, two places for the items, are no JSON, or have an id that looks like a number with a large
exponent."""
each_row = pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)


@each_row
def test_each_row_has_golden_files(row: Any) -> None:
    """Each row has a golden request for each format, and an answer if it returns something."""
    cases = [case for case in CASES if case.operation == row.operation]

    assert cases
    assert all(case.request(form) for case in cases for form in request_formats(row))
    for form in row.formats:
        has_answer = (HERE / "answers" / f"{row.operation}.{form.value}").exists()
        assert has_answer is (row.shape not in (ResponseShape.EMPTY, ResponseShape.BINARY))
    if row.shape is ResponseShape.BINARY:
        assert all(isinstance(case.returns, Image) for case in cases)


@each_row
def test_each_parameter_is_sent(row: Any) -> None:
    """Each parameter of a row is sent in a golden request of each format, where it belongs."""
    counts = (row.page_param, row.size_param) if isinstance(row, ListEndpoint) else ()

    for form in request_formats(row):
        texts = [case.request(form) for case in CASES if case.operation == row.operation]
        for param in (*row.params, *counts):
            is_sent = any(carries(text, row, param) for text in texts)
            assert is_sent, f"{row.operation} in {form.value} never sends {param.name}"


def carries(text: str, row: Any, param: Param) -> bool:
    """Return whether a golden request has *param* where it belongs."""
    first, headers, *rest = text.split("\n\n", 2)
    url, _, query = first.partition("\n")
    body = "\n\n".join(rest)
    if param.location is Location.PATH:
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(row.path))
        fits = re.fullmatch(rf"\w+ https://[^/]+{pattern}", url) is not None
        return fits and f"{{{param.name}}}" in row.path
    if param.location is Location.FILES:
        return "multipart/form-data" in headers and "; filename=" in body
    if param.location is Location.QUERY:
        return f"\n{param.wire} = " in f"\n{query}"
    if row.form_body:
        return re.search(rf"(^|&){param.wire}=", body) is not None
    return all(re.search(one, body) for one in patterns(param, is_xml=body.startswith("<?xml")))


def patterns(param: Param, *, is_xml: bool) -> list[str]:
    """Return patterns that match a body with *param*."""
    if param.is_body:
        return [r"^\[\{"]
    if is_xml:
        return [f"<{step}[ >]" for step in param.xml.split("/")]
    return [f'"{re.escape(step)}":' for step in param.wire.split("/")]


def fields_of(kind: Any) -> Iterator[Param]:
    """Yield the fields of an argument of this kind, however deep."""
    for part in params_of_model(kind) if attrs.has(kind) else ():
        yield part
        yield from fields_of(part.kind)


@pytest.mark.parametrize(
    ("kind", "form"),
    {
        (param.kind, form): None
        for row in rows()
        for param in row.params
        if attrs.has(param.kind)
        for form in row.body_formats
    },
)
def test_each_field_is_sent(kind: Any, form: Format) -> None:
    """Each field of a model that is an argument is sent in a golden request with that model."""
    params = [(row.operation, one) for row in rows() for one in row.params if one.kind is kind]
    operations = {operation for operation, _ in params}
    texts = [one.request(form).partition("\n\n")[2] for one in CASES if one.operation in operations]

    for part in fields_of(kind):
        is_camel = all(one.in_camel_case for _, one in params)
        wire = re.sub("_(.)", lambda found: found[1].upper(), part.wire) if is_camel else part.wire
        for pattern in patterns(evolve(part, wire=wire), is_xml=form is Format.XML):
            assert any(re.search(pattern, text) for text in texts), f"{kind.__name__}.{part.name}"


def test_no_file_is_left_over() -> None:
    """Each golden file belongs to a case."""
    files = {path.name for path in HERE.glob("*/*") if path.suffix != ".pyc"}
    ends = {"json": ".http"}
    used = {case.name + ends.get(form.value, f".{form.value}.http") for case, form in ALL}
    used |= {f"{row.operation}.{form.value}" for row in rows() for form in row.formats}

    assert files <= used


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in rows()
        if row.shape not in (ResponseShape.EMPTY, ResponseShape.BINARY)
        and Format.JSON in row.formats
    ],
    ids=lambda row: row.operation,
)
def test_samples_are_decoded_strictly(row: Any) -> None:
    """Samples are as documented: each is decoded straight from its bytes, but for named rows."""
    body = (HERE / "answers" / f"{row.operation}.json").read_bytes()

    assert (decode_strictly(row, body) is None) is (row.operation in TOLERANT_ONLY)
