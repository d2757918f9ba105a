"""Kinds that are whole lists: products, offers, templates and their products."""

from __future__ import annotations

import pytest
from support.fake_shop import FakeShop, chat, product
from support.sync_targets import Target

pytestmark = pytest.mark.anyio


async def test_new_changed_unchanged(target: Target, shop: FakeShop) -> None:
    """A run counts what is new, changed and unchanged, and writes only what differs."""
    shop.products = [product(one) for one in range(1, 26)]
    async with shop.client() as ds:
        first = await target.sync(ds, "products")
        before = target.rows("products", own=True)
        shop.products[3] = product(4, price="6.00")
        shop.products.append(product(26))
        second = await target.sync(ds, "products")
    after = target.rows("products", own=True)

    assert (first.read, first.new, first.changed, first.unchanged) == (25, 25, 0, 0)
    assert (second.read, second.new, second.changed, second.unchanged) == (26, 1, 1, 24)
    assert [one for one in after if one not in before] == [after[3], after[25]]
    assert after[3]["seen"] == before[3]["seen"] < after[3]["changed"]


async def test_gone_and_back(target: Target, shop: FakeShop) -> None:
    """A row that a whole list no longer has is gone, and comes back as changed."""
    shop.products = [product(one) for one in range(1, 26)]
    async with shop.client() as ds:
        await target.sync(ds, "products")
        taken = shop.products.pop(7)
        gone = await target.sync(ds, "products")
        keys = target.keys("products", gone=True)
        again = await target.sync(ds, "products")
        shop.products.append(taken)
        back = await target.sync(ds, "products")

    assert (gone.gone, keys) == (1, [8])
    assert (again.gone, again.changed) == (0, 0)
    assert (back.new, back.changed, back.unchanged) == (0, 1, 24)
    assert target.keys("products", gone=True) == []


async def test_drift_hides_nothing(target: Target, shop: FakeShop) -> None:
    """A list that changed while it was read marks nothing as gone."""
    shop.products = [product(one) for one in range(1, 2026)]
    async with shop.client() as ds:
        await target.sync(ds, "products")
        del shop.products[3]

        def shrink(_: str, page: int) -> None:
            if page == 2:
                del shop.products[1:3]

        shop.before = shrink
        report = await target.sync(ds, "products")

    assert report.drift
    assert report.gone == 0
    assert target.keys("products", gone=True) == []


async def test_template_products(target: Target, shop: FakeShop) -> None:
    """A product is known by its template and its id, and is gone with either."""
    shop.templates = {1: [{"id": 7}, {"id": 8}], 2: [{"id": 7, "percent": 3}], 3: []}
    async with shop.client() as ds:
        first = await target.sync(ds, "template-products")
        del shop.templates[2]
        shop.templates[1] = [{"id": 8}]
        second = await target.sync(ds, "template-products")

    assert (first.read, first.new, first.gone, first.complete) == (3, 3, 0, True)
    assert (second.unchanged, second.gone) == (1, 2)
    found = [
        (row["template_id"], row["id"], row["gone"]) for row in target.rows("template-products")
    ]
    assert found == [(1, 7, True), (1, 8, False), (2, 7, True)]


async def test_template_deleted_midway(target: Target, shop: FakeShop) -> None:
    """A template that is deleted while the products are read is drift: none is taken for gone."""
    shop.templates = {1: [{"id": 7}], 2: [{"id": 8}]}
    async with shop.client() as ds:
        await target.sync(ds, "template-products")

        def delete(name: str, _: int) -> None:
            if name == "products":
                shop.templates.pop(2, None)

        shop.before = delete
        report = await target.sync(ds, "template-products")

    assert [one.what for one in report.drift] == [
        "template 2 was deleted while its products were read"
    ]
    assert target.keys("template-products", gone=True) == []


@pytest.mark.parametrize(
    "kind", ["products", "offers", "templates", "template-products", "reviews"]
)
async def test_nothing_at_all(target: Target, shop: FakeShop, kind: str) -> None:
    """An empty list is read to its end, and whatever the table had is gone."""
    shop.products, shop.offers = [product(1)], [{"product_id": 1}]
    shop.templates, shop.reviews = {1: [{"id": 1}]}, [{"id": 1}]
    async with shop.client() as ds:
        await target.sync(ds, kind)
        shop.products, shop.offers, shop.templates, shop.reviews = [], [], {}, []
        report = await target.sync(ds, kind)

    assert (report.complete, report.read, report.gone) == (True, 0, 1)


async def test_sellers_share_tables(target: Target, shop: FakeShop) -> None:
    """Two sellers have the same keys in one table, and one's run touches nothing of the other."""
    other = FakeShop(seller_id=99)
    shop.products = [product(1), product(2)]
    other.products = [product(1, price="7.00")]
    async with shop.client() as ours, other.client() as theirs:
        await target.sync(ours, "products")
        await target.sync(theirs, "products")
        shop.products = []
        report = await target.sync(ours, "products")

    assert report.gone == 2
    found = [(row["seller"], row["id_goods"], row["gone"]) for row in target.rows("products")]
    assert found == [(99, 1, False), (12126, 1, True), (12126, 2, True)]


async def test_chats(target: Target, shop: FakeShop) -> None:
    """Chats are a whole list: what is new and what was written since is seen, and what is gone."""
    shop.chats = [chat(one) for one in range(1, 451)]
    async with shop.client() as ds:
        first = await target.sync(ds, "chats")
        del shop.chats[0]
        shop.chats.append(chat(7, last_date="2026-02-01 10:00:00", cnt_msg=2))
        del shop.chats[5]
        second = await target.sync(ds, "chats")

    assert (first.read, first.new, first.complete, shop.requests["chats"]) == (450, 450, True, 6)
    assert (second.new, second.changed, second.gone) == (0, 1, 1)
    assert target.keys("chats", gone=True) == [1]
