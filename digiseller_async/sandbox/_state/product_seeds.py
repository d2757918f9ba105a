"""A seed and an index come in; a product of the seller's goes out.

The products of commission templates and of offers are the same ones.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .._http.answers import Text, in_both_languages
from .indexes import Matches
from .seeded import hundredths, mix

FIRST_ID = 2_339_982
# A page says RUB, its own sample RUR: the sandbox sends both.
CURRENCIES = ("RUR", "USD", "EUR", "UAH", "RUB")
PERIOD = 5 * 3 * 4
THINGS = (
    ("Ключ активации", "Activation key"),
    ("Подарочная карта", "Gift card"),
    ("Пополнение счёта", "Account top-up"),
    ("Электронная книга", "E-book"),
    ("Шаблон «Ёлка» & Co", 'Template "Fir" & Co'),
    ("Курс английского", "English course"),
    ("Тестовый товар", "Test product"),
)


@dataclass(frozen=True, slots=True)
class Product:
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
def product(seed: int, index: int) -> Product:
    """Return the product number *index*."""
    bits, phase = mix(seed, index), index + seed
    russian, english = THINGS[bits % len(THINGS)]
    whole = bits >> 8 & 7 == 0
    price = Decimal(1 + (bits >> 16) % 999) if whole else hundredths(4 + (bits >> 16) % 999_900)
    return Product(
        id=FIRST_ID + index,
        name=in_both_languages(f"{russian} №{index + 1}", f"{english} #{index + 1}"),
        price=price,
        currency=CURRENCIES[phase % 5],
        in_affiliate=affiliated(phase),
        in_stock=stocked(phase),
        global_percent=(bits >> 40) % 16,
    )


def affiliated(phase: int) -> bool:
    """Tell if a product of this *phase* is part of the affiliate program."""
    return phase % 3 != 1


def stocked(phase: int) -> bool:
    """Tell if a product of this *phase* can be paid for."""
    return phase % 4 > 0


@lru_cache(maxsize=256)
def residues(
    *, currency: str | None, affiliate: bool, others: bool, in_stock: bool
) -> tuple[int, ...]:
    """Return the phases of the products that are asked for."""
    same = {"RUB", "RUR"} if currency in {"RUB", "RUR"} else {currency}
    return tuple(
        phase
        for phase in range(PERIOD)
        if (currency is None or CURRENCIES[phase % 5] in same)
        and (affiliate if affiliated(phase) else others)
        and (stocked(phase) or not in_stock)
    )


def select(
    seed: int,
    rows: range,
    *,
    currency: str | None = None,
    affiliate: bool = True,
    others: bool = True,
    in_stock: bool = False,
) -> Matches:
    """Return those of the products in *rows* that are asked for."""
    found = residues(currency=currency, affiliate=affiliate, others=others, in_stock=in_stock)
    return Matches(rows, found, PERIOD, seed)


def numbered(product_id: int | None, size: int) -> range:
    """Return the indexes of all *size* products, or of the one with this id if there is one."""
    if product_id is None:
        return range(size)
    index = product_id - FIRST_ID
    return range(index, index + 1) if 0 <= index < size else range(0)
