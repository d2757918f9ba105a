"""Digests tell keys and requests apart, and are the same in every process."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.bulk_service import BulkService

from digiseller_async import Digiseller
from digiseller_async._bulk.digests import digest_of_key, digest_of_request
from digiseller_async._bulk.operation import Operation
from digiseller_async.models import TextItem

pytestmark = pytest.mark.anyio


@pytest.fixture
def ds() -> Digiseller:
    """Return a client that sends nothing."""
    return BulkService().client()


async def digest(operation: Any, **arguments: object) -> bytes:
    """Return the digest of what a call asks for."""
    return digest_of_request((await Operation(operation).prepare(arguments)).request)


def test_keys() -> None:
    """Each key has its own digest, of any type, sign, script and length, and always the same."""
    keys = (1, -1, "1", "01", "", "ключ", "\ud800", 10**5000, "a" * 10**6)

    assert len({digest_of_key(one) for one in keys}) == len(keys)
    assert digest_of_key(1).hex() == "46b40e05ad0603477a87f4016173433e"


async def test_same_request(ds: Digiseller) -> None:
    """What asks for the same has the same digest, however it is given, and in either format."""
    base, xml = ds.products.edit_base, ds.with_options(format="xml").products.edit_base
    first = await digest(base, product_id=1, price={"price": "9.90", "currency": "USD"})
    price = {"currency": "USD", "price": Decimal("9.90")}

    assert await digest(xml, price=price, product_id=1) == first
    texts = await digest(ds.content.add_text, product_id=1, texts=["a", "b"])
    items = iter([TextItem(value="a"), {"value": "b"}])
    assert await digest(ds.content.add_text, product_id=1, texts=items) == texts


async def test_other_request(ds: Digiseller) -> None:
    """What asks for anything else has another one: a path, a query, a body, its order and types."""
    add, clone = ds.content.add_text, ds.products.clone
    found = [
        await digest(add, product_id=1, texts=["a", "b"]),
        await digest(add, product_id=1, texts=["b", "a"]),
        await digest(add, product_id=1, texts=["ab"]),
        await digest(add, product_id=2, texts=["a", "b"]),
        await digest(add, product_id=1, texts=[{"value": "a", "serial": "b"}]),
        await digest(ds.templates.create, name="a"),
        await digest(ds.templates.update, template_id=1, name="a"),
        await digest(ds.templates.update, template_id=2, name="a"),
        await digest(ds.content.delete, product_id=1, content_id=2),
        await digest(ds.content.delete, product_id=2, content_id=1),
        await digest(clone, product_id=1, count=1),
        await digest(clone, product_id=1, count=2),
    ]

    assert len(set(found)) == len(found)


async def test_files(ds: Digiseller, tmp_path: Path) -> None:
    """A file counts by its bytes, by its path, or by its name; it is not read."""
    with (tmp_path / "a").open("wb+") as opened:
        files: list[Any] = [
            b"a",
            b"b",
            ("name", b"a"),
            tmp_path / "a",
            str(tmp_path / "b"),
            opened,
            io.BytesIO(b"a"),
            ("name", io.BytesIO(b"a")),
            ("not", "a", "pair"),
        ]
        found = [await digest(ds.content.add_file, product_id=1, file=one) for one in files]
        again = await digest(ds.content.add_file, product_id=1, file=bytearray(b"a"))

    # An open file with the same name as a path is taken for it, and streams have no name.
    assert len(set(found)) == len(found) - 2
    assert again == found[0]
