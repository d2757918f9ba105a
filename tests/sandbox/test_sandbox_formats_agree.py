"""The same state read in JSON and in XML gives equal models, and nothing that is strange."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import anyio
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.round_trips import RoundTrip, account, content, goods, products
from support.round_trips.readings import READINGS, Reader

from digiseller_async import Digiseller
from digiseller_async.models import Language, Localized
from digiseller_async.sandbox import Sandbox
from digiseller_async.spec import rows
from digiseller_async.spec.language import Effect, Format

SIZE = 11
"""How many products there are: each kind in each currency, and sometimes without a picture."""
CHANGES = {
    "products.clone": products.ROUND_TRIPS,
    "products.edit_unique_fixed": products.ROUND_TRIPS,
    "products.edit_unique_unfixed": products.ROUND_TRIPS,
    "products.edit_book": products.ROUND_TRIPS,
    "products.create_software": goods.ROUND_TRIPS,
    "content.update_form": content.ROUND_TRIPS,
    "gallery.add_videos": content.ROUND_TRIPS,
    "gallery.set_options": content.ROUND_TRIPS,
    "templates.create": account.ROUND_TRIPS,
}
"""What may be done before the state is read."""


async def read(ds: Digiseller, ids: tuple[int, ...]) -> dict[str, Any]:
    """Return what each reading gives, by operation."""
    return {name: await reading(Reader(ds, ids)) for name, reading in READINGS.items()}


@asynccontextmanager
async def both(box: Sandbox) -> AsyncGenerator[tuple[Digiseller, Digiseller], None]:
    """Lend two views of one client: of JSON, and of XML; an undocumented thing is an error."""
    async with (
        box,
        Digiseller(box.seller_id, box.api_key, base_url=box.url, rate=None, strict=True) as ds,
    ):
        yield ds, ds.with_options(format="xml")


def test_each_reading_is_read() -> None:
    """Each operation that reads and has both formats is among the readings."""
    reading = [row for row in rows() if row.effect is Effect.SAFE]

    assert set(READINGS) == {row.operation for row in reading if set(row.formats) == set(Format)}


async def readings(
    seed: int, style: dict[str, Any], changes: Iterable[str]
) -> list[dict[str, Any]]:
    """Return what a changed sandbox of this seed gives in JSON, and what it gives in XML."""
    box = Sandbox(
        seed=seed,
        products=SIZE,
        receipts=45,
        external_operations=25,
        reviews=30,
        response_as_string=bool(seed % 2),
        **style,
    )
    async with both(box) as views:
        for change in changes:
            await CHANGES[change][change](RoundTrip(box, views[0]))
        ids = tuple(item.id for item in box.stock)
        return [await read(ds, ids) for ds in views]


STYLES = st.fixed_dictionaries(
    {
        "decimal_comma": st.booleans(),
        "xml_encoding": st.sampled_from(["utf-8", "windows-1251"]),
        "bare_ampersand": st.booleans(),
    }
)
UGLY = {"decimal_comma": True, "xml_encoding": "windows-1251", "bare_ampersand": True}


@given(
    seed=st.integers(0, 2**32),
    style=STYLES,
    changes=st.sets(st.sampled_from(sorted(CHANGES)), max_size=4),
    backend=st.sampled_from(["asyncio", "trio"]),
)
@example(seed=1, style=UGLY, changes=set(CHANGES), backend="asyncio")
@example(seed=2, style=UGLY, changes=set(), backend="trio")
@settings(max_examples=6, deadline=None)
def test_formats_agree(seed: int, style: dict[str, Any], changes: set[str], backend: str) -> None:
    """The same call gives equal models in JSON and in XML, however the XML is written."""
    in_json, in_xml = anyio.run(readings, seed, style, sorted(changes), backend=backend)

    for operation, found in in_json.items():
        assert in_xml[operation] == found, operation


PIECES = (
    "&",
    "<b>",
    "]]>",
    "<![CDATA[",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\n",
    "&nbsp;",
    "&#38;",
    "?>",
    "0",
)
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8", exclude_categories=["C"]))
).map("".join)


async def written(text: str, style: dict[str, Any]) -> list[list[str | None]]:
    """Return what both formats give for a name and a description that were sent in them."""
    found: list[list[str | None]] = []
    box = Sandbox(products=1, **style)
    (product_id,) = (item.id for item in box.stock)
    name, info = ([Localized(locale=Language.RU, value=one)] for one in (f"x{text}", text))
    async with both(box) as views:
        for ds in views:
            await ds.products.edit_base(product_id, name=name, description=info)
            (short,) = await ds.products.by_ids([product_id])
            full = await ds.products.get(product_id)
            found.append([short.name, short.info, full.name, full.info])
    return found


@given(text=TEXTS, style=STYLES)
@example(text=">\n<![CDATA[ ]]>\n</name>", style=UGLY)
@settings(max_examples=40, deadline=None)
def test_texts_stay_as_they_are(text: str, style: dict[str, Any]) -> None:
    """A text comes back letter for letter, in both formats, whatever markup is in it."""
    found = anyio.run(written, text, style)

    assert found == [[f"x{text}", text] * 2] * 2
