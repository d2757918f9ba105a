"""Round trips of the groups ``content``, ``gallery`` and ``tasks``."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from digiseller_async import RejectedError
from digiseller_async.models import TextItem
from digiseller_async.sandbox._state.products import Piece

from . import BOOK, DIGI, PINS, UNIT, RoundTrip, RoundTrips

FILE = ("ключи.txt", b"KEY-1\r\nKEY-2")


def sold(trip: RoundTrip, product_id: int = DIGI) -> list[Piece]:
    """Return a product's content: no operation lists it."""
    item = trip.box.stock.get(product_id)
    assert item is not None
    return item.content


async def add_file(trip: RoundTrip) -> None:
    """A file that was added can be sold once more, and comes in whole."""
    before = await trip.stock()
    (added,) = await trip.ds.content.add_file(DIGI, file=FILE)

    (piece,) = sold(trip)
    assert (piece.content_id, piece.filename, piece.size) == (added.content_id, FILE[0], 12)
    assert added.filename == FILE[0]
    assert await trip.stock() == before + 1


async def add_files(trip: RoundTrip) -> None:
    """Each file of an archive is a piece of content."""
    archive = BytesIO()
    with ZipFile(archive, "w") as opened:
        for name in ("one.txt", "two.txt"):
            opened.writestr(name, name)
    before = await trip.stock()
    added = await trip.ds.content.add_files(DIGI, archive=("all.zip", archive.getvalue()), count=2)

    assert [one.filename for one in added] == ["one.txt", "two.txt"]
    assert [one.content_id for one in sold(trip)] == [one.content_id for one in added]
    assert await trip.stock() == before + 2


async def add_text(trip: RoundTrip) -> None:
    """Texts are sold letter for letter, in their order, with the seller's own numbers."""
    added = await trip.ds.content.add_text(
        PINS, texts=[TextItem(value=" A&B <c>\r\n", serial="№1", id_v=41), {"value": "]]>"}]
    )

    assert [(one.value, one.serial) for one in sold(trip, PINS)] == [
        (" A&B <c>\r\n", "№1"),
        ("]]>", None),
    ]
    assert [one.content_id for one in sold(trip, PINS)] == [one.content_id for one in added]


async def set_code_count(trip: RoundTrip) -> None:
    """So many codes can be sold as were allowed."""
    found = await trip.ds.content.set_code_count(PINS, count=7)

    assert found.status == "Success"
    assert await trip.stock(PINS) == 7


async def code_count(trip: RoundTrip) -> None:
    """What can be generated is told of the product, and of a variant."""
    first = await trip.ds.content.code_count(PINS)
    await trip.ds.content.update_code_count(PINS, count=7)

    assert first.count is not None
    assert (await trip.ds.content.code_count(PINS, variant_id=0)).count == 7
    assert (await trip.ds.content.code_count(PINS, variant_id=5)).count == 0
    with pytest.raises(RejectedError, match="Product not found"):
        await trip.ds.content.code_count(1)


async def update_code_count(trip: RoundTrip) -> None:
    """So many codes can be sold as were set, however often it is said; a variant has its own."""
    for _ in range(2):
        assert (await trip.ds.content.update_code_count(PINS, count=7)).count == 7
    await trip.ds.content.update_code_count(PINS, count=-1, variant_id=5)

    assert await trip.stock(PINS) == 7
    assert (await trip.ds.content.code_count(PINS, variant_id=5)).count == -1


async def update_file(trip: RoundTrip) -> None:
    """A file takes another's place, and its id."""
    (added,) = await trip.ds.content.add_file(DIGI, file=FILE)
    new = ("new.txt", b"NEW")
    (updated,) = await trip.ds.content.update_file(content_id=added.content_id, file=new)

    (piece,) = sold(trip)
    assert (updated.content_id, updated.filename) == (added.content_id, "new.txt")
    assert (piece.content_id, piece.filename, piece.size) == (updated.new_content_id, "new.txt", 3)


async def update_text(trip: RoundTrip) -> None:
    """A text takes another's place, and its id."""
    (added,) = await trip.ds.content.add_text(DIGI, texts=["old"])
    updated = await trip.ds.content.update_text(
        content_id=added.content_id, value="new & <best>", serial="2"
    )

    (piece,) = sold(trip)
    assert (updated.content_id, updated.serial) == (added.content_id, "2")
    assert (piece.content_id, piece.value) == (updated.new_content_id, "new & <best>")


async def delete(trip: RoundTrip) -> None:
    """Content that was added is content that can be deleted, one piece and no other."""
    before = await trip.stock()
    first, second, third = await trip.ds.content.add_text(DIGI, texts=["1", "2", "3"])
    for one in (second, third, first):  # the third deletion is answered at greater length
        await trip.ds.content.delete(product_id=DIGI, content_id=one.content_id)

        assert one.content_id not in [piece.content_id for piece in sold(trip)]
    assert await trip.stock() == before


async def delete_all(trip: RoundTrip) -> None:
    """All content of a variant goes at once, or all there is."""
    await trip.ds.content.add_text(DIGI, texts=["1", {"value": "2", "id_v": 41}, "3"])
    of_variant = await trip.ds.content.delete_all(DIGI, variant_id=41)

    assert of_variant.deleted_count == 1
    assert [one.value for one in sold(trip)] == ["1", "3"]
    assert (await trip.ds.content.delete_all(DIGI)).deleted_count == 2
    assert sold(trip) == []


async def update_form(trip: RoundTrip) -> None:
    """A form's settings are kept."""
    url = "https://example.com/?a=1&b=2"
    found = await trip.ds.content.update_form(
        UNIT, address=url, encoding="UTF8", method="JSON", answer=True
    )

    item = trip.box.stock.get(UNIT)
    assert found.status == "Success"
    assert item is not None
    assert (item.form["address"], item.form["method"], item.form["answer"]) == (url, "JSON", True)


async def add_images(trip: RoundTrip) -> None:
    """New images are in the product's gallery."""
    before = len((await trip.product()).preview_imgs)
    images = [("a.png", b"PNG"), ("b.jpg", b"JPEG")]
    added = await trip.ds.gallery.add_images(DIGI, images=images)

    found = (await trip.product()).preview_imgs[before:]
    assert [one.id for one in found] == [one.preview_id for one in added]
    assert [file.size for file in trip.box.recorded[-2].files] == [3, 4]


async def add_videos(trip: RoundTrip) -> None:
    """New videos are in the product's gallery."""
    before = len((await trip.product(BOOK)).preview_videos)
    url = "https://www.youtube.com/watch?v=x&t=1"
    added = await trip.ds.gallery.add_videos(BOOK, urls=[url])

    assert len(added) == 1
    assert len((await trip.product(BOOK)).preview_videos) == before + 1


async def set_options(trip: RoundTrip) -> None:
    """A preview can be hidden, moved to the front, and deleted."""
    images = [("a.png", b"1"), ("b.png", b"2"), ("c.png", b"3")]
    a, b, c = [one.preview_id for one in await trip.ds.gallery.add_images(DIGI, images=images)]
    others = [one.id for one in (await trip.product()).preview_imgs if one.id not in (a, b, c)]
    await trip.ds.gallery.set_options("image", c, index=0)
    await trip.ds.gallery.set_options("image", b, enabled=False)
    await trip.ds.gallery.set_options("image", a, delete=True)

    assert [one.id for one in (await trip.product()).preview_imgs] == [c, *others]
    await trip.ds.gallery.set_options("image", b, enabled=True)
    assert {one.id for one in (await trip.product()).preview_imgs} == {b, c, *others}


async def status(trip: RoundTrip) -> None:
    """A task waits, runs and ends, as often as one asks."""
    task = await trip.ds.products.set_status([DIGI, PINS], new_status="disabled")
    found = [await trip.ds.tasks.status(task.id) for _ in range(4)]

    assert [one.status for one in found] == [0, 1, 3, 3]
    assert (found[-1].success_count, found[-1].total_count, found[-1].task_id) == (2, 2, task.id)


ROUND_TRIPS: RoundTrips = {
    "content.add_file": add_file,
    "content.add_files": add_files,
    "content.add_text": add_text,
    "content.set_code_count": set_code_count,
    "content.code_count": code_count,
    "content.update_code_count": update_code_count,
    "content.update_file": update_file,
    "content.update_text": update_text,
    "content.delete": delete,
    "content.delete_all": delete_all,
    "content.update_form": update_form,
    "gallery.add_images": add_images,
    "gallery.add_videos": add_videos,
    "gallery.set_options": set_options,
    "tasks.status": status,
}
