"""A seed and an index come in; a product as nobody has changed it goes out, to be changed."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from .._http.answers import Text, in_both_languages
from .category_tree import home
from .product_seeds import FIRST_ID, product
from .seeded import mix

COLLECTIONS = ("digi", "pins", "unit", "book", "soft")
# Above those of previews that are added.
FIRST_PREVIEW = 70_000_000
DESCRIPTION = (
    "Описание товара №{number}.<br />Ключ & инструкция придут сразу; 5 > 3.",
    "Description of product #{number}.<br />Key & manual come at once; 5 > 3.",
)
ADD_INFO = (
    "<delivery>Моментальная доставка</delivery> [товар №{number}]",
    "<delivery>Instant delivery</delivery> [product #{number}]",
)


@dataclass(kw_only=True)
class Piece:
    """One piece of content: a text or link, or a file."""

    content_id: int
    value: str | None = None
    filename: str | None = None
    serial: str | None = None
    variant_id: int | None = None
    size: int | None = None
    sha256: str | None = None


@dataclass(kw_only=True)
class Preview:
    """One picture or video in a product's gallery."""

    preview_id: int
    kind: Literal["image", "video"]
    filename_or_url: str
    enabled: bool = True
    index: int = 0


@dataclass(kw_only=True)
class Item:
    """One product as it is now; ``number`` and ``bits`` are what its seeded figures come from."""

    id: int
    number: int
    bits: int
    name: tuple[Text, ...]
    description: tuple[Text, ...]
    add_info: tuple[Text, ...]
    price: Decimal
    currency: str
    collection: str
    categories: tuple[int, ...]
    in_affiliate: bool
    global_percent: int
    rest: int
    enabled: bool = True
    is_clone: bool = False
    content: list[Piece] = field(default_factory=list[Piece])
    code_count: int | None = None
    previews: list[Preview] = field(default_factory=list[Preview])
    edits: dict[str, object] = field(default_factory=dict[str, object])
    form: dict[str, object] = field(default_factory=dict[str, object])

    @property
    def num_in_stock(self) -> int:
        """How much can be sold: what was there at first, and what was added."""
        return self.rest + len(self.content) + max(self.code_count or 0, 0)

    @property
    def in_stock(self) -> bool:
        """Tell if the product can be paid for; -1 codes are as many as one likes."""
        return self.num_in_stock > 0 or self.code_count == -1


def text_in(texts: tuple[Text, ...], language: str) -> str:
    """Return the text in this *language*, or the first one, or none."""
    found = [text.value for text in texts if text.locale == language]
    return (found or [text.value for text in texts] or [""])[0]


def seeded_item(seed: int, index: int) -> Item:
    """Return the product number *index* as nobody has changed it."""
    sold, bits = product(seed, index), mix(seed + 1, index)
    texts = [
        in_both_languages(*(text.format(number=index + 1) for text in both))
        for both in (DESCRIPTION, ADD_INFO)
    ]
    return Item(
        id=sold.id,
        number=index,
        bits=bits,
        name=sold.name,
        description=texts[0],
        add_info=texts[1],
        price=sold.price,
        currency=sold.currency,
        # So that five products in a row have all five, and each goes with each currency.
        collection=COLLECTIONS[(index + index // 5) % 5],
        categories=(home(index),),
        in_affiliate=sold.in_affiliate,
        global_percent=sold.global_percent,
        rest=1 + bits % 40 if sold.in_stock else 0,
        previews=seeded_previews(index),
    )


def seeded_previews(index: int) -> list[Preview]:
    """Return the gallery of the product number *index*: three of four have one picture."""
    first, found = FIRST_PREVIEW + 2 * index, list[Preview]()
    if index % 4 < 3:
        name = f"{FIRST_ID + index}_{first}.png"
        found.append(Preview(preview_id=first, kind="image", filename_or_url=name))
    if index % 4 == 1:
        link = f"https://www.youtube.com/watch?v=sandbox{index}&t=1"
        found.append(Preview(preview_id=first + 1, kind="video", filename_or_url=link))
    return found
