"""Derive products from a seed, and hold a product that may be changed."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from .categories import category_of
from .seeded import Matches, hundredths, mix
from .texts import Text, in_both_languages

FIRST_ID = 2_339_982
# A page says RUB, its own sample RUR: the sandbox sends both.
CURRENCIES = ("RUR", "USD", "EUR", "UAH", "RUB")
PERIOD = 5 * 3 * 4
NAMES = (
    ("Ключ активации", "Activation key"),
    ("Подарочная карта", "Gift card"),
    ("Пополнение счёта", "Account top-up"),
    ("Электронная книга", "E-book"),
    ("Шаблон «Ёлка» & Co", 'Template "Fir" & Co'),
    ("Курс английского", "English course"),
    ("Тестовый товар", "Test product"),
)
COLLECTIONS = ("digi", "pins", "unit", "book", "soft")
# Above those of previews that are added.
FIRST_SEEDED_PREVIEW = 70_000_000
DESCRIPTION = (
    "Описание товара №{number}.<br />Ключ & инструкция придут сразу; 5 > 3.",
    "Description of product #{number}.<br />Key & manual come at once; 5 > 3.",
)
ADD_INFO = (
    "<delivery>Моментальная доставка</delivery> [товар №{number}]",
    "<delivery>Instant delivery</delivery> [product #{number}]",
)


@dataclass(frozen=True, slots=True)
class SeededProduct:
    """One product."""

    id: int
    name: tuple[Text, ...]
    price: Decimal
    currency: str
    in_affiliate: bool
    in_stock: bool
    global_percent: int

    def name_in(self, language: str) -> str:
        """Return the name in this *language*."""
        return next(text.value for text in self.name if text.locale == language)


@lru_cache(maxsize=4096)
def seeded_product(seed: int, index: int) -> SeededProduct:
    """Return the product number *index*."""
    bits, phase = mix(seed, index), index + seed
    russian, english = NAMES[bits % len(NAMES)]
    whole = bits >> 8 & 7 == 0
    price = Decimal(1 + (bits >> 16) % 999) if whole else hundredths(4 + (bits >> 16) % 999_900)
    return SeededProduct(
        id=FIRST_ID + index,
        name=in_both_languages(f"{russian} №{index + 1}", f"{english} #{index + 1}"),
        price=price,
        currency=CURRENCIES[phase % 5],
        in_affiliate=is_affiliated(phase),
        in_stock=is_stocked(phase),
        global_percent=(bits >> 40) % 16,
    )


def is_affiliated(phase: int) -> bool:
    """Tell if a product of this *phase* is part of the affiliate program."""
    return phase % 3 != 1


def is_stocked(phase: int) -> bool:
    """Tell if a product of this *phase* can be paid for."""
    return phase % 4 > 0


@lru_cache(maxsize=256)
def matching_phases(
    *, currency: str | None, affiliate: bool, others: bool, in_stock: bool
) -> tuple[int, ...]:
    """Return the phases of the products that are asked for."""
    same = {"RUB", "RUR"} if currency in {"RUB", "RUR"} else {currency}
    return tuple(
        phase
        for phase in range(PERIOD)
        if (currency is None or CURRENCIES[phase % 5] in same)
        and (affiliate if is_affiliated(phase) else others)
        and (is_stocked(phase) or not in_stock)
    )


def select_products(
    seed: int,
    rows: range,
    *,
    currency: str | None = None,
    affiliate: bool = True,
    others: bool = True,
    in_stock: bool = False,
) -> Matches:
    """Return those of the products in *rows* that are asked for."""
    found = matching_phases(
        currency=currency, affiliate=affiliate, others=others, in_stock=in_stock
    )
    return Matches(rows, found, PERIOD, seed)


def product_indexes(product_id: int | None, size: int) -> range:
    """Return the indexes of all *size* products, or of the one with this id if there is one."""
    if product_id is None:
        return range(size)
    index = product_id - FIRST_ID
    return range(index, index + 1) if 0 <= index < size else range(0)


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
class Variant:
    """One of an option's choices; ``amount`` is percent, or in the currency ``unit``."""

    variant_id: int
    name: tuple[Text, ...]
    amount: Decimal
    unit: str
    default: bool = False
    visible: bool = True
    order: int = 1


@dataclass(kw_only=True)
class Option:
    """Something that the buyer can choose, or write."""

    option_id: int
    type: str
    name: tuple[Text, ...]
    comment: tuple[Text, ...] = ()
    order: int = 1
    separate_content: bool = False
    required: bool = False
    modifier_visible: bool = True
    variants: list[Variant] = field(default_factory=list[Variant])


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
    is_new: bool = False
    content: list[Piece] = field(default_factory=list[Piece])
    code_count: int | None = None
    variant_codes: dict[int, int] = field(default_factory=dict[int, int])
    previews: list[Preview] = field(default_factory=list[Preview])
    edits: dict[str, object] = field(default_factory=dict[str, object])
    form: dict[str, object] = field(default_factory=dict[str, object])
    options: list[Option] | None = None
    catalogued: dict[int, dict[int, int]] = field(default_factory=dict[int, dict[int, int]])
    """In which of the cataloguer's categories it is, each with its attributes' values."""
    precheck: dict[str, object] = field(default_factory=dict[str, object])
    subcategories: set[int] = field(default_factory=set[int])
    """Where the marketplaces show it."""

    @property
    def num_in_stock(self) -> int:
        """How much can be sold: what was there at first, and what was added."""
        return self.rest + len(self.content) + max(self.code_count or 0, 0)

    @property
    def in_stock(self) -> bool:
        """Tell if the product can be paid for; -1 codes are as many as one likes."""
        return self.num_in_stock > 0 or self.code_count == -1


def seeded_item(seed: int, index: int) -> Item:
    """Return the product number *index* as nobody has changed it."""
    sold, bits = seeded_product(seed, index), mix(seed + 1, index)
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
        categories=(category_of(index),),
        in_affiliate=sold.in_affiliate,
        global_percent=sold.global_percent,
        rest=1 + bits % 40 if sold.in_stock else 0,
        previews=seeded_previews(index),
    )


def seeded_previews(index: int) -> list[Preview]:
    """Return the gallery of the product number *index*: three of four have one picture."""
    first, found = FIRST_SEEDED_PREVIEW + 2 * index, list[Preview]()
    if index % 4 < 3:
        name = f"{FIRST_ID + index}_{first}.png"
        found.append(Preview(preview_id=first, kind="image", filename_or_url=name))
    if index % 4 == 1:
        link = f"https://www.youtube.com/watch?v=sandbox{index}&t=1"
        found.append(Preview(preview_id=first + 1, kind="video", filename_or_url=link))
    return found
