"""The gold is whole: each row has its requests and answers, each argument travels in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from digiseller_async._request.arguments import params_of_model
from digiseller_async._response import decode
from digiseller_async.models import Image
from digiseller_async.spec import rows
from digiseller_async.spec.language import Format, ListEndpoint, Location, Param, ResponseShape
from golden import HERE
from golden.table import ALL, CASES, request_forms

OUT_OF_THE_ORDINARY = {
    "catalog.products",
    "catalog.reviews",
    "products.clone",
    "products.get",
    "sign_in",
    "tasks.status",
}
"""Rows whose JSON is never read straight from its bytes: they have keys that are not the fields'
names, two places for the items, or the payload below another key."""
each_row = pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)


@each_row
def test_each_row_has_its_gold(row: Any) -> None:
    """Each row has a golden request for each format, and its answer if it gives something."""
    cases = [case for case in CASES if case.operation == row.operation]

    assert cases
    assert all(case.request(form) for case in cases for form in request_forms(row))
    for form in row.formats:
        has_answer = (HERE / "answers" / f"{row.operation}.{form.value}").exists()
        assert has_answer is (row.shape not in (ResponseShape.EMPTY, ResponseShape.BINARY))
    if row.shape is ResponseShape.BINARY:
        assert all(isinstance(case.gives, Image) for case in cases)


@each_row
def test_each_argument_has_its_gold(row: Any) -> None:
    """Each parameter of a row travels in a golden request of each format, where it belongs."""
    counts = (row.page_param, row.size_param) if isinstance(row, ListEndpoint) else ()

    for form in request_forms(row):
        gold = [case.request(form) for case in CASES if case.operation == row.operation]
        for param in (*row.params, *counts):
            travels = any(carries(text, row, param) for text in gold)
            assert travels, f"{row.operation} in {form.value} never sends {param.name}"


def carries(text: str, row: Any, param: Param) -> bool:
    """Return whether a golden request has *param* in its place."""
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
    return all(re.search(mark, body) for mark in marks(param, is_xml=body.startswith("<?xml")))


def marks(param: Param, *, is_xml: bool) -> list[str]:
    """Return patterns of what a body has that carries *param*."""
    if is_xml:
        return [f"<{step}[ >]" for step in param.xml.split("/")]
    return [f'"{re.escape(param.wire)}":']


def parts_of(kind: Any) -> Iterator[Param]:
    """Yield what an argument of this kind consists of, however deep."""
    for part in params_of_model(kind) if attrs.has(kind) else ():
        yield part
        yield from parts_of(part.kind)


@pytest.mark.parametrize("form", [Format.JSON, Format.XML])
@pytest.mark.parametrize(
    "kind", {param.kind: None for row in rows() for param in row.params if attrs.has(param.kind)}
)
def test_each_part_has_its_gold(kind: Any, form: Format) -> None:
    """Each field of a model that is an argument travels in a golden request that has the model."""
    takers = {row.operation for row in rows() if any(one.kind is kind for one in row.params)}
    gold = [one.request(form).partition("\n\n")[2] for one in CASES if one.operation in takers]

    for part in parts_of(kind):
        (mark,) = marks(part, is_xml=form is Format.XML)
        assert any(re.search(mark, text) for text in gold), f"{kind.__name__}.{part.name}"


def test_no_gold_is_left_over() -> None:
    """Each file of gold belongs to a case."""
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
def test_samples_go_the_fast_way(row: Any) -> None:
    """Samples are ordinary answers: each is read straight from its bytes, but for named rows."""
    body = (HERE / "answers" / f"{row.operation}.json").read_bytes()

    assert (decode.fast(body, row) is None) is (row.operation in OUT_OF_THE_ORDINARY)
