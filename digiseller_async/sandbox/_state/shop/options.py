"""Hold what the buyer of a product can choose, and find the product that an option belongs to.

A product's options are a function of its number until somebody asks to change them.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from ..products import FIRST_ID, Item, Option, Variant
from ..stock import Stock
from ..texts import RefusedError, in_both_languages

PERCENT = "%"
FIRST_OPTION, FIRST_VARIANT = 28_000, 41_000
FIRST_NEW_OPTION, FIRST_NEW_VARIANT = 50_000_000, 60_000_000
LABEL = in_both_languages("Вид", "Kind")
COMMENT = in_both_languages("Выберите <вид>", "Choose a <kind>")
WISH = in_both_languages("Пожелание", "Wish")
VARIANTS = (
    (in_both_languages("Обычный", "Usual"), Decimal(0), "RUB"),
    (in_both_languages("Подарочный & большой", "Gift & large"), Decimal("12.5"), PERCENT),
    (in_both_languages("Срочный", "Urgent"), Decimal("150.00"), "RUB"),
)


def options_of(item: Item) -> list[Option]:
    """Return the product's options, to read them."""
    return seeded_options(item.number) if item.options is None else item.options


def changeable_options(item: Item) -> list[Option]:
    """Return the product's options, which are kept from now on."""
    item.options = options_of(item)
    return item.options


def seeded_options(number: int) -> list[Option]:
    """Return what every third product has: a choice among variants, and a free text."""
    if number % 3:
        return []
    first = FIRST_OPTION + 2 * number
    variants = [
        Variant(
            variant_id=FIRST_VARIANT + 10 * number + place,
            name=name,
            amount=amount,
            unit=unit,
            default=place == 0,
            order=place + 1,
        )
        for place, (name, amount, unit) in enumerate(VARIANTS)
    ]
    choice = Option(
        option_id=first,
        type=("radio", "select")[number % 2],
        name=LABEL,
        comment=COMMENT,
        order=1,
        required=True,
        variants=variants,
    )
    kind = ("text", "textarea")[number % 2]
    return [choice, Option(option_id=first + 1, type=kind, name=WISH, order=2)]


def find_variant(options: list[Option], variant_id: int) -> Variant:
    """Return one of the variants, or refuse."""
    for option in options:
        for variant in option.variants:
            if variant.variant_id == variant_id:
                return variant
    raise RefusedError("variant_id", f"Variant not found: {variant_id}")


def set_rate(variant: Variant, modifier: str, rate: Decimal, currency: str) -> None:
    """Let the *variant* change the price by percent, or by an amount in this *currency*."""
    kind = modifier.lower()
    variant.unit = PERCENT if kind.startswith("percent") else currency
    variant.amount = -rate if kind.endswith("minus") else rate


@dataclass
class OptionStore:
    """New ids of options and variants, and the products of the former."""

    stock: Stock
    option_ids: "count[int]" = field(default_factory=lambda: count(FIRST_NEW_OPTION))
    variant_ids: "count[int]" = field(default_factory=lambda: count(FIRST_NEW_VARIANT))
    owners: dict[int, int] = field(default_factory=dict[int, int])

    def add(self, item: Item, option: Option) -> None:
        """Give the *option* to the product."""
        changeable_options(item).append(option)
        self.owners[option.option_id] = item.id

    def renumber(self, item: Item) -> None:
        """Give the options of a copied product ids of their own."""
        for option in changeable_options(item):
            option.option_id = next(self.option_ids)
            self.owners[option.option_id] = item.id
            for variant in option.variants:
                variant.variant_id = next(self.variant_ids)

    def get(self, option_id: int | None) -> tuple[Item, Option]:
        """Return the option, to read it, and its product; or refuse."""
        seeded = FIRST_ID + ((option_id or 0) - FIRST_OPTION) // 2
        item = self.stock.get(self.owners.get(option_id or 0, seeded))
        if item is not None:
            for option in options_of(item):
                if option.option_id == option_id:
                    return item, option
        raise RefusedError("option_id", f"Option not found: {option_id}")

    def find(self, option_id: int | None) -> tuple[Item, Option]:
        """Return the option, to change it, and its product; or refuse."""
        item = self.stock.find(self.get(option_id)[0].id)
        changeable_options(item)
        return self.get(option_id)
